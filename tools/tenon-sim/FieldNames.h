//===- FieldNames.h - Names of the numbers of a machine ---------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TOOLS_TENON_SIM_FIELDNAMES_H
#define TOOLS_TENON_SIM_FIELDNAMES_H

#include "tenon/Tooling/Files.h"

namespace tenon {

/// The `section.key` that a user means by `text`: that itself; the same with
/// other separators, like `sram_bytes`; a longer word for it, like
/// `array.standard.out_channels`; or the end of any of these, like
/// `queue_depth`, if it is that of one only. The error names the candidates, or
/// else the nearest name.
llvm::Expected<std::string> findFieldName(llvm::StringRef text);

/// True if the number `section.key` counts bytes, not bytes a cycle.
bool isByteField(llvm::StringRef name);

} // namespace tenon

#endif // TOOLS_TENON_SIM_FIELDNAMES_H

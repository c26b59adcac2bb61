//===- Columns.h - Columns of files that others wrote -----------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Files of layers and of measurements have columns that Tenon does not use. To
// pass over one that says what a layer is would be to run another layer.
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SUPPORT_COLUMNS_H
#define TENON_SUPPORT_COLUMNS_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace tenon {

/// True if the name of a column shows that it says nothing of what a layer is:
/// a number or name of the row, a comment on it, or what was measured or
/// counted, such as `id`, `comment`, `top1_percent` or `macs_M`.
bool isHarmlessColumn(llvm::StringRef name);

/// The value with which a column says what layers are without it: 1 of a batch
/// or of groups, 0 of padding, 1:1 of sparsity. Empty if there is none.
llvm::StringRef getNeutralValue(llvm::StringRef name);

/// What is wrong with a column that is none of these, nor one of `known`.
std::string describeUnknownColumn(llvm::StringRef name, llvm::StringRef known);

} // namespace tenon

#endif // TENON_SUPPORT_COLUMNS_H

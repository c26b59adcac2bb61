//===- Columns.h - Columns of external files --------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Files of layers and measurements have columns that Tenon does not use. A
// column that describes a layer must not be ignored, because Tenon would then
// run a different layer.
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SUPPORT_COLUMNS_H
#define TENON_SUPPORT_COLUMNS_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace tenon {

/// Returns true if the name of a column shows that it does not describe a
/// layer. Such columns contain a number or name of the row, a comment, or a
/// measured or counted number, for example `id`, `comment`, `top1_percent` or
/// `macs_M`.
bool isHarmlessColumn(llvm::StringRef name);

/// Returns the value of a column that is equivalent to the absence of this
/// column: 1 for a batch or for groups, 0 for padding, 1:1 for sparsity. Empty
/// if there is none.
llvm::StringRef getNeutralValue(llvm::StringRef name);

/// Returns the error message for a column that is none of these and not in
/// `known`.
std::string describeUnknownColumn(llvm::StringRef name, llvm::StringRef known);

} // namespace tenon

#endif // TENON_SUPPORT_COLUMNS_H

//===- Selection.h - Limits of the expansion of selections ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_NETWORK_IR_SELECTION_H
#define DIALECTS_NETWORK_IR_SELECTION_H

#include "mlir/IR/BuiltinTypes.h"

namespace tenon::nn {

/// Longest row of a selection, in elements, that is ranked. In longer rows, the
/// first elements are searched one by one.
inline constexpr int64_t kLongestRanked = 256;
/// Maximum number of elements of a row that are searched.
inline constexpr int64_t kMostSearched = 64;
/// Maximum number of pairs of elements that are ranked.
inline constexpr int64_t kMostRankedPairs = int64_t(1) << 24;

/// Returns the reason why `nn-expand-selection` cannot expand the selection of
/// `count` elements of each row of `type` along `axis`; empty if it can.
inline llvm::StringRef whyNotExpanded(mlir::RankedTensorType type, int64_t axis,
                                      int64_t count) {
  int64_t size = type.getDimSize(axis);
  if (!llvm::isa<mlir::FloatType>(type.getElementType()))
    return "its elements are integers";
  if (size > kLongestRanked)
    return count > kMostSearched ? "too many elements of long rows" : "";
  return type.getNumElements() > kMostRankedPairs / size
             ? "too many pairs of elements"
             : "";
}

} // namespace tenon::nn

#endif // DIALECTS_NETWORK_IR_SELECTION_H

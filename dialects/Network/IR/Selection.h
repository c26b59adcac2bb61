//===- Selection.h - Which selections can be written out ------------------===//
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

/// Rows of a selection up to this size, in elements, are ranked; the first
/// elements of longer ones are searched one by one.
inline constexpr int64_t kLongestRanked = 256;
/// So many elements of a row are searched.
inline constexpr int64_t kMostSearched = 64;
/// So many pairs of elements are ranked.
inline constexpr int64_t kMostRankedPairs = int64_t(1) << 24;

/// Why `nn-expand-selection` keeps the selection of `count` elements of each
/// row of `type` along `axis`; empty if it writes it out.
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

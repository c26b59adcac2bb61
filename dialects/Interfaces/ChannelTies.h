//===- ChannelTies.h - How an operation ties channels -----------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_INTERFACES_CHANNELTIES_H
#define DIALECTS_INTERFACES_CHANNELTIES_H

#include "mlir/IR/Value.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace tenon {

/// One dimension of one tensor. If `value` is null, the dimension was created
/// by ChannelTies::makeDim.
struct ChannelDim {
  mlir::Value value;
  unsigned dim = 0;
};

/// Returns the new index of the old index `at` of dimension `dim` of an
/// operand, after channels have been added or removed.
using ChannelIndex = llvm::function_ref<int64_t(unsigned dim, int64_t at)>;

/// Collects from each operation the dimensions of its operands and results that
/// must change together. A dimension that an operation does not report is
/// pinned.
class ChannelTies {
public:
  virtual ~ChannelTies() = default;
  /// Declares that both dimensions have the same channels in the same order.
  virtual void tie(ChannelDim a, ChannelDim b) = 0;
  /// Declares that this operation does not constrain the size of the dimension.
  virtual void free(ChannelDim dim) = 0;
  /// Declares that the channels of `whole` are the concatenated channels of
  /// `parts`.
  virtual void concat(ChannelDim whole, mlir::ArrayRef<ChannelDim> parts) = 0;
  /// Declares that the indices of `whole` are the combined indices of `factors`
  /// in row-major order, as in a reshape. The size of `whole` is the product of
  /// their sizes. One factor can change; the others keep their sizes.
  virtual void product(ChannelDim whole,
                       mlir::ArrayRef<ChannelDim> factors) = 0;
  /// Creates a dimension that no tensor has, such as the channels of one group
  /// of a convolution. A factor without ties may have any size.
  virtual ChannelDim makeDim(int64_t size) = 0;
  /// Creates a factor of this size that cannot change.
  ChannelDim makeFixed(int64_t size, mlir::StringRef reason) {
    ChannelDim dim = makeDim(size);
    pin(dim, reason);
    return dim;
  }
  /// Declares that the dimension cannot change, for the given reason.
  virtual void pin(ChannelDim dim, mlir::StringRef reason) = 0;
};

} // namespace tenon

#endif // DIALECTS_INTERFACES_CHANNELTIES_H

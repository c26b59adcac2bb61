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

/// One dimension of one tensor; without a tensor, one that ChannelTies made.
struct ChannelDim {
  mlir::Value value;
  unsigned dim = 0;
};

/// Where the index `at` of dimension `dim` of an operand is, after channels
/// came or went.
using ChannelIndex = llvm::function_ref<int64_t(unsigned dim, int64_t at)>;

/// Receives from each operation which dimensions of its operands and results
/// must change together. A dimension that an operation does not mention can
/// not change: silence pins.
class ChannelTies {
public:
  virtual ~ChannelTies() = default;
  /// Both dimensions have the same channels in the same order.
  virtual void tie(ChannelDim a, ChannelDim b) = 0;
  /// The dimension may have any size, as far as this operation is concerned.
  virtual void free(ChannelDim dim) = 0;
  /// The channels of `whole` are those of `parts`, one after the other.
  virtual void concat(ChannelDim whole, mlir::ArrayRef<ChannelDim> parts) = 0;
  /// The indices of `whole` are those of `factors` in row-major sequence, as a
  /// reshape makes them: its size is their product. One factor can change, the
  /// others stay as they are.
  virtual void product(ChannelDim whole,
                       mlir::ArrayRef<ChannelDim> factors) = 0;
  /// A dimension that no tensor has, such as the channels of one group of a
  /// convolution. A factor that nothing ties may have any size.
  virtual ChannelDim makeDim(int64_t size) = 0;
  /// A factor of this size that can not change.
  ChannelDim makeFixed(int64_t size, mlir::StringRef reason) {
    ChannelDim dim = makeDim(size);
    pin(dim, reason);
    return dim;
  }
  /// The dimension can not change, for this reason.
  virtual void pin(ChannelDim dim, mlir::StringRef reason) = 0;
};

} // namespace tenon

#endif // DIALECTS_INTERFACES_CHANNELTIES_H

//===- BlockPatterns.h - The blocks that networks are built of ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_TRANSFORMS_BLOCKS_BLOCKPATTERNS_H
#define LIB_TRANSFORMS_BLOCKS_BLOCKPATTERNS_H

#include "dialects/Network/IR/Network.h"
#include <optional>

namespace tenon {

/// A block that was found: its operations in the order of the network.
struct BlockMatch {
  llvm::SmallVector<std::pair<mlir::Operation *, nn::BlockRole>, 8> parts;
  /// Channels of its input, of its widest tensor and of its result; what a
  /// remark says.
  llvm::SmallVector<int64_t, 3> channels;
};

/// Activations and normalizations stand between the operations of a block. All
/// patterns look through them.

/// 1x1 convolution to more channels, depthwise convolution, 1x1 convolution to
/// fewer; squeeze-excite and a residual addition if there are.
std::optional<BlockMatch> matchInvertedBottleneck(nn::Conv2DOp depthwise);
/// The same with one convolution of a larger kernel for the first two.
std::optional<BlockMatch> matchFusedBottleneck(nn::Conv2DOp conv);
/// Depthwise and 1x1 convolution. `isLinear` if no activation stands behind.
std::optional<BlockMatch> matchSeparable(nn::Conv2DOp depthwise,
                                         bool &isLinear);
/// An addition to a tensor of what convolutions make of it, with or without a
/// convolution on the shorter way.
std::optional<BlockMatch> matchResidual(nn::AddOp add);

} // namespace tenon

#endif // LIB_TRANSFORMS_BLOCKS_BLOCKPATTERNS_H

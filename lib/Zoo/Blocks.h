//===- Blocks.h - Blocks that networks share ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_ZOO_BLOCKS_H
#define LIB_ZOO_BLOCKS_H

#include "NetworkBuilder.h"

namespace tenon::zoo {

/// An inverted bottleneck (Sandler et al., 2018): a pointwise convolution
/// widens, a depthwise one filters, a pointwise one narrows without an
/// activation, and the input is added where the shape is the same.
struct Bottleneck {
  /// Channels inside. Nothing widens if the input has as many.
  int64_t expanded = 0;
  int64_t channels = 0;
  int64_t kernel = 3;
  int64_t stride = 1;
  Activation activation = Activation::relu6;
  /// Channels between the two convolutions of the squeeze-excite (Hu et al.,
  /// 2018) in front of the projection; 0 is without.
  int64_t squeezed = 0;
  Activation squeezeActivation = Activation::relu;
  Activation gate = Activation::hardSigmoid;
  /// A convolution with the full kernel widens, and there is no depthwise one.
  bool fused = false;
  /// The projection of a fused block has the stride.
  bool strideInProjection = false;
  bool residual = true;
  /// As many blocks as follow each other at one resolution, about.
  int64_t blocksInARow = 4;
  int64_t dilation = 1;
  /// What follows the projection.
  Offset offset = Offset::normalization;
};

struct BottleneckValues {
  /// The widened tensor, or the input.
  mlir::Value expanded;
  mlir::Value result;
};

BottleneckValues addBottleneck(NetworkBuilder &b, mlir::Value x,
                               const std::string &name, const Bottleneck &spec);

/// The blocks of MobileNetV2 up to the 320 channels.
struct MobileNetV2Features {
  /// Of each of the 17 blocks.
  std::vector<BottleneckValues> blocks;
};

/// `outputStride` is 32, or 16 with dilation in the place of the last stride
/// (Chen et al., "Rethinking Atrous Convolution", 2017); `last` follows the
/// last projection.
MobileNetV2Features addMobileNetV2(NetworkBuilder &b, mlir::Value image,
                                   int64_t outputStride = 32,
                                   Offset last = Offset::normalization);

/// The last pointwise convolution of MobileNetV2 and its like, 1280 channels
/// that do not shrink with the multiplier.
mlir::Value addHead(NetworkBuilder &b, mlir::Value x, Activation activation);

} // namespace tenon::zoo

#endif // LIB_ZOO_BLOCKS_H

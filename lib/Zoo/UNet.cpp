//===- UNet.cpp - U-Net with MobileNetV2 ----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Architectures.h"
#include "Blocks.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::zoo;

namespace {
/// A step up of "Image segmentation", TensorFlow Core, tutorials: twice the
/// resolution, and the encoder's features of it (Ronneberger et al., "U-Net",
/// 2015).
struct Step {
  int64_t channels;
  /// The block of MobileNetV2 whose expanded tensor is joined.
  int block;
};
} // namespace

static constexpr Step kSteps[] = {{512, 13}, {256, 6}, {128, 3}, {64, 1}};

OwningOpRef<ModuleOp> zoo::buildUNetMobileNetV2(NetworkBuilder &b) {
  // The tutorial takes the last projection before its normalization.
  MobileNetV2Features encoder =
      addMobileNetV2(b, b.image(), /*outputStride=*/32, Offset::none);
  Value x = encoder.blocks.back().result;
  int number = 0;
  for (const Step &step : kSteps) {
    std::string name = "up" + std::to_string(number++);
    x = b.convTranspose(x, name,
                        {b.scaled(step.channels), 3, 2, Activation::relu});
    x = b.concat({x, encoder.blocks[step.block].expanded}, name + ".concat", 3);
  }
  ConvSpec last{b.getOptions().classes, 3, 2, Activation::none};
  x = b.convTranspose(x, "classifier", last.withBias());
  return b.finish({{x, "logits"}});
}

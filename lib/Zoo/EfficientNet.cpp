//===- EfficientNet.cpp - EfficientNet ------------------------------------===//
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
/// A stage of Tan and Le, "EfficientNet: Rethinking Model Scaling for
/// Convolutional Neural Networks", ICML 2019, table 1.
struct Stage {
  int64_t expansion, kernel, stride, channels, blocks;
};
} // namespace

static constexpr Stage kStages[] = {
    {1, 3, 1, 16, 1},  {6, 3, 2, 24, 2},  {6, 5, 2, 40, 2}, {6, 3, 2, 80, 3},
    {6, 5, 1, 112, 3}, {6, 5, 2, 192, 4}, {6, 3, 1, 320, 1}};

OwningOpRef<ModuleOp> zoo::buildEfficientNetB0(NetworkBuilder &b) {
  constexpr Activation kSwish = Activation::swish;
  Value x = b.conv(b.image(), "stem", {b.scaled(32), 3, 2, kSwish});
  int number = 0;
  for (const Stage &stage : kStages)
    for (int64_t i = 0; i < stage.blocks; ++i) {
      int64_t in = NetworkBuilder::channelsOf(x);
      Bottleneck spec;
      spec.expanded = in * stage.expansion;
      spec.channels = b.scaled(stage.channels);
      spec.kernel = stage.kernel;
      spec.stride = i == 0 ? stage.stride : 1;
      spec.activation = spec.squeezeActivation = kSwish;
      spec.gate = Activation::sigmoid;
      // Of the channels of the input, not of those inside.
      spec.squeezed = in / 4;
      x = addBottleneck(b, x, "block" + std::to_string(number++), spec).result;
    }
  x = b.conv(x, "head",
             ConvSpec::pointwise(4 * NetworkBuilder::channelsOf(x), kSwish));
  return b.finish({{b.classify(x), "logits"}});
}

//===- MobileNetV2.cpp - MobileNetV2 --------------------------------------===//
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
/// A stage of Sandler et al., "MobileNetV2: Inverted Residuals and Linear
/// Bottlenecks", CVPR 2018, table 2.
struct Stage {
  int64_t expansion, channels, blocks, stride;
};
} // namespace

static constexpr Stage kStages[] = {
    {1, 16, 1, 1}, {6, 24, 2, 2},  {6, 32, 3, 2}, {6, 64, 4, 2},
    {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}};

MobileNetV2Features zoo::addMobileNetV2(NetworkBuilder &b, Value image,
                                        int64_t outputStride, Offset last) {
  MobileNetV2Features features;
  Value x = b.conv(image, "stem", {b.scaled(32), 3, 2});
  int64_t reached = 2, dilation = 1;
  for (const Stage &stage : kStages)
    for (int64_t i = 0; i < stage.blocks; ++i) {
      Bottleneck spec;
      spec.expanded = NetworkBuilder::channelsOf(x) * stage.expansion;
      spec.channels = b.scaled(stage.channels);
      spec.stride = i == 0 ? stage.stride : 1;
      spec.dilation = dilation;
      // What follows a stride that was left out looks as far as it would have.
      if (spec.stride > 1 && reached == outputStride) {
        dilation *= spec.stride;
        spec.stride = 1;
      }
      reached *= spec.stride;
      if (&stage == std::end(kStages) - 1)
        spec.offset = last;
      std::string name = "block" + std::to_string(features.blocks.size());
      features.blocks.push_back(addBottleneck(b, x, name, spec));
      x = features.blocks.back().result;
    }
  return features;
}

OwningOpRef<ModuleOp> zoo::buildMobileNetV2(NetworkBuilder &b) {
  Value x = addMobileNetV2(b, b.image()).blocks.back().result;
  x = addHead(b, x, Activation::relu6);
  return b.finish({{b.classify(x), "logits"}});
}

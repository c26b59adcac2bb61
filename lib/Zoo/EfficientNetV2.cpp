//===- EfficientNetV2.cpp - EfficientNetV2 --------------------------------===//
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
/// A stage of Tan and Le, "EfficientNetV2: Smaller Models and Faster Training",
/// ICML 2021, table 4. Blocks that are not fused have squeeze-excite.
struct Stage {
  bool fused;
  int64_t expansion, stride, channels, blocks;
};
} // namespace

static constexpr Stage kSmall[] = {
    {true, 1, 1, 24, 2},   {true, 4, 2, 48, 4},   {true, 4, 2, 64, 4},
    {false, 4, 2, 128, 6}, {false, 6, 1, 160, 9}, {false, 6, 2, 256, 15}};

/// `v2_base_block` of effnetv2_configs.py in Google's AutoML.
static constexpr Stage kBase[] = {{true, 1, 1, 16, 1},   {true, 4, 2, 32, 2},
                                  {true, 4, 2, 48, 2},   {false, 4, 2, 96, 3},
                                  {false, 6, 1, 112, 5}, {false, 6, 2, 192, 8}};

/// Without an expansion, a fused block is its one full convolution.
static Value addPlainBlock(NetworkBuilder &b, Value x, const std::string &name,
                           int64_t channels, int64_t stride) {
  ConvSpec conv{channels, 3, stride, Activation::swish};
  bool adds = stride == 1 && NetworkBuilder::channelsOf(x) == channels;
  if (adds)
    conv.deviation = b.getBranchDeviation(x, 2);
  Value y = b.conv(x, name + ".conv", conv);
  return adds ? b.add(x, y, name + ".add") : y;
}

static OwningOpRef<ModuleOp> build(NetworkBuilder &b, int64_t stem,
                                   ArrayRef<Stage> stages) {
  constexpr Activation kSwish = Activation::swish;
  Value x = b.conv(b.image(), "stem", {b.scaled(stem), 3, 2, kSwish});
  int number = 0;
  for (const Stage &stage : stages)
    for (int64_t i = 0; i < stage.blocks; ++i) {
      std::string name = "block" + std::to_string(number++);
      int64_t in = NetworkBuilder::channelsOf(x);
      int64_t stride = i == 0 ? stage.stride : 1;
      if (stage.fused && stage.expansion == 1) {
        x = addPlainBlock(b, x, name, b.scaled(stage.channels), stride);
        continue;
      }
      Bottleneck spec;
      spec.expanded = in * stage.expansion;
      spec.channels = b.scaled(stage.channels);
      spec.stride = stride;
      spec.fused = stage.fused;
      spec.blocksInARow = std::max<int64_t>(stage.blocks, 4);
      spec.activation = spec.squeezeActivation = kSwish;
      spec.gate = Activation::sigmoid;
      spec.squeezed = stage.fused ? 0 : in / 4;
      x = addBottleneck(b, x, name, spec).result;
    }
  x = b.conv(x, "head", ConvSpec::pointwise(b.widened(1280), kSwish));
  return b.finish({{b.classify(x), "logits"}});
}

OwningOpRef<ModuleOp> zoo::buildEfficientNetV2B0(NetworkBuilder &b) {
  return build(b, 32, kBase);
}

OwningOpRef<ModuleOp> zoo::buildEfficientNetV2S(NetworkBuilder &b) {
  return build(b, 24, kSmall);
}

//===- EdgeTpu.cpp - Networks for the Edge TPU ----------------------------===//
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
/// Blocks of one shape; the first one has the stride.
struct Stage {
  int64_t kernel, stride, channels;
  /// Of the first block, and of the others.
  int64_t expansion, expansions;
  int64_t blocks;
  /// What the first block expands, if not the channels of its input.
  int64_t width;
  bool fused;
  /// The first block adds its input, if that has its shape.
  bool adds;
};
} // namespace

/// `V3_EDGETPU` of mobilenet_v3.py in TensorFlow's models (Howard and Gupta,
/// "Introducing the Next Generation of On-Device Vision Models", 2019).
static constexpr Stage kMobileNet[] = {
    {3, 1, 16, 1, 1, 1, 0, true, true},   {3, 2, 32, 8, 4, 4, 0, true, true},
    {3, 2, 48, 8, 4, 4, 0, true, true},   {3, 2, 96, 8, 4, 4, 0, false, true},
    {3, 1, 96, 8, 4, 4, 0, false, false}, {5, 2, 160, 8, 4, 4, 0, false, true},
    {3, 1, 192, 8, 8, 1, 0, false, true}};

/// `efficientnet_edgetpu` of efficientnet_edgetpu_builder.py in TensorFlow's
/// models for TPUs (Gupta and Tan, "EfficientNet-EdgeTPU: Creating
/// Accelerator-Optimized Neural Networks with AutoML", 2019).
static constexpr Stage kEfficientNet[] = {
    {3, 1, 24, 4, 4, 1, 24, true, false}, {3, 2, 32, 8, 8, 2, 0, true, true},
    {3, 2, 48, 8, 8, 4, 0, true, true},   {5, 2, 96, 8, 8, 5, 0, false, true},
    {5, 1, 144, 8, 8, 4, 0, false, true}, {5, 2, 192, 8, 8, 2, 0, false, true}};

static Value addStages(NetworkBuilder &b, Value x, ArrayRef<Stage> stages,
                       bool strideInProjection) {
  int number = 0;
  for (const Stage &stage : stages)
    for (int64_t i = 0; i < stage.blocks; ++i) {
      bool first = i == 0;
      Bottleneck spec;
      int64_t width = first && stage.width ? b.scaled(stage.width)
                                           : NetworkBuilder::channelsOf(x);
      spec.expanded = width * (first ? stage.expansion : stage.expansions);
      spec.channels = b.scaled(stage.channels);
      spec.kernel = stage.kernel;
      spec.stride = first ? stage.stride : 1;
      spec.activation = Activation::relu;
      spec.fused = stage.fused;
      spec.strideInProjection = strideInProjection;
      spec.residual = !first || stage.adds;
      x = addBottleneck(b, x, "block" + std::to_string(number++), spec).result;
    }
  return x;
}

OwningOpRef<ModuleOp> zoo::buildMobileNetEdgeTpu(NetworkBuilder &b) {
  Value x = b.conv(b.image(), "stem", {b.scaled(32), 3, 2, Activation::relu});
  x = addStages(b, x, kMobileNet, /*strideInProjection=*/false);
  x = addHead(b, x, Activation::relu);
  return b.finish({{b.classify(x), "logits"}});
}

OwningOpRef<ModuleOp> zoo::buildEfficientNetEdgeTpuS(NetworkBuilder &b) {
  Value x = b.conv(b.image(), "stem", {b.scaled(32), 3, 2, Activation::relu});
  x = addStages(b, x, kEfficientNet, /*strideInProjection=*/true);
  x = b.conv(x, "head", ConvSpec::pointwise(b.scaled(1280), Activation::relu));
  return b.finish({{b.classify(x), "logits"}});
}

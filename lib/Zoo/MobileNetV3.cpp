//===- MobileNetV3.cpp - MobileNetV3 --------------------------------------===//
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
/// A block of Howard et al., "Searching for MobileNetV3", ICCV 2019, tables 1
/// and 2.
struct Row {
  int64_t kernel, expanded, channels;
  bool squeezes;
  Activation activation;
  int64_t stride;
};
} // namespace

static constexpr Activation kRelu = Activation::relu;
static constexpr Activation kSwish = Activation::hardSwish;

static constexpr Row kLarge[] = {
    {3, 16, 16, false, kRelu, 1},   {3, 64, 24, false, kRelu, 2},
    {3, 72, 24, false, kRelu, 1},   {5, 72, 40, true, kRelu, 2},
    {5, 120, 40, true, kRelu, 1},   {5, 120, 40, true, kRelu, 1},
    {3, 240, 80, false, kSwish, 2}, {3, 200, 80, false, kSwish, 1},
    {3, 184, 80, false, kSwish, 1}, {3, 184, 80, false, kSwish, 1},
    {3, 480, 112, true, kSwish, 1}, {3, 672, 112, true, kSwish, 1},
    {5, 672, 160, true, kSwish, 2}, {5, 960, 160, true, kSwish, 1},
    {5, 960, 160, true, kSwish, 1}};

static constexpr Row kSmall[] = {
    {3, 16, 16, true, kRelu, 2},   {3, 72, 24, false, kRelu, 2},
    {3, 88, 24, false, kRelu, 1},  {5, 96, 40, true, kSwish, 2},
    {5, 240, 40, true, kSwish, 1}, {5, 240, 40, true, kSwish, 1},
    {5, 120, 48, true, kSwish, 1}, {5, 144, 48, true, kSwish, 1},
    {5, 288, 96, true, kSwish, 2}, {5, 576, 96, true, kSwish, 1},
    {5, 576, 96, true, kSwish, 1}};

static OwningOpRef<ModuleOp> build(NetworkBuilder &b, ArrayRef<Row> blocks,
                                   int64_t hidden) {
  Value x = b.conv(b.image(), "stem", {b.scaled(16), 3, 2, kSwish});
  int number = 0;
  int64_t in = 16;
  for (const Row &block : blocks) {
    Bottleneck spec;
    // The factor of the expansion stays, as in the published multiples.
    spec.expanded = NetworkBuilder::makeDivisible(
        double(NetworkBuilder::channelsOf(x) * block.expanded) / double(in));
    spec.channels = b.scaled(block.channels);
    spec.kernel = block.kernel;
    spec.stride = block.stride;
    spec.activation = block.activation;
    int64_t quarter = spec.expanded / 4;
    if (block.squeezes)
      spec.squeezed = NetworkBuilder::makeDivisible(double(quarter));
    in = block.channels;
    x = addBottleneck(b, x, "block" + std::to_string(number++), spec).result;
  }
  x = b.conv(x, "head",
             ConvSpec::pointwise(6 * NetworkBuilder::channelsOf(x), kSwish));
  return b.finish({{b.classify(x, b.widened(hidden), kSwish), "logits"}});
}

OwningOpRef<ModuleOp> zoo::buildMobileNetV3Large(NetworkBuilder &b) {
  return build(b, kLarge, 1280);
}

OwningOpRef<ModuleOp> zoo::buildMobileNetV3Small(NetworkBuilder &b) {
  return build(b, kSmall, 1024);
}

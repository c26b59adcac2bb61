//===- RandomBlocks.cpp - Blocks of one way -------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RandomBlocks.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::zoo;

/// As many residual blocks as follow each other at one resolution, about.
static constexpr int64_t kBlocksInARow = 4;

/// Gates that follow their inputs closely make loud inputs louder.
static constexpr double kGateDeviation = 0.5;

/// Inside a block there are at most so many channels.
static constexpr int64_t kMostExpanded = 128;

static int64_t channelsOf(Value x) { return NetworkBuilder::channelsOf(x); }

/// Of rows and columns, the fewer.
static int64_t getSide(Value x) {
  return std::min(NetworkBuilder::rowsOf(x), NetworkBuilder::sizeOf(x, 2));
}

Value RandomBlocks::addInput(Value x, Value y, const std::string &name) {
  if (x.getType() != y.getType())
    return y;
  // Either order is seen.
  return choices.chance(50) ? b.add(x, y, name + ".add")
                            : b.add(y, x, name + ".add");
}

Value RandomBlocks::addConvolution(Value x) {
  int64_t channels = pickChannels(x);
  ConvSpec spec = makeConv(channels, choices.pick<int64_t>({1, 1, 3, 3, 5}),
                           pickActivation());
  spec.stride = pickStride(x);
  if (spec.kernel == 3 && choices.chance(20))
    spec.dilation = 2;
  int64_t reach = spec.dilation * (spec.kernel - 1) + 1;
  spec.padding = choices.pick({Padding::half, Padding::half, Padding::same});
  if (getSide(x) >= 2 * reach && choices.chance(20))
    spec.padding = Padding::none;
  if (choices.chance(30)) {
    int64_t groups = choices.between(2, channelsOf(x));
    while (channelsOf(x) % groups)
      --groups;
    spec.groups = groups;
    spec.channels = groups * std::max<int64_t>(1, channels / groups);
  }
  return b.conv(x, makeName("conv"), spec);
}

Value RandomBlocks::addTransposed(Value x) {
  if (getSide(x) > 12)
    return {};
  ConvSpec spec = makeConv(std::min<int64_t>(pickChannels(x), 24),
                           choices.between(2, 4), pickActivation());
  spec.stride = choices.pick<int64_t>({1, 2, 2});
  int64_t in = channelsOf(x);
  if (in % 2 == 0 && choices.chance(25)) {
    spec.groups = 2;
    spec.channels += spec.channels % 2;
  }
  return b.convTranspose(x, makeName("up"), spec);
}

Value RandomBlocks::addSqueezeExcite(Value x, const std::string &name) {
  ConvSpec reduce = ConvSpec::pointwise(
      std::max<int64_t>(2, channelsOf(x) / choices.pick<int64_t>({2, 4})),
      choices.pick({Activation::relu, Activation::swish}));
  ConvSpec expand = ConvSpec::pointwise(
      channelsOf(x),
      choices.pick({Activation::sigmoid, Activation::hardSigmoid}));
  Value gate = b.globalMean(x, name + ".pool");
  gate = b.conv(gate, name + ".reduce", reduce.withBias());
  gate = b.conv(gate, name + ".expand",
                expand.withBias().withDeviation(kGateDeviation));
  return choices.chance(50) ? b.mul(x, gate, name + ".scale")
                            : b.mul(gate, x, name + ".scale");
}

Value RandomBlocks::addDepthwise(Value x, const std::string &name,
                                 Activation activation, int64_t stride) {
  ConvSpec spec = makeConv(0, choices.pick<int64_t>({3, 3, 5}), activation);
  spec.depthwise = true;
  spec.stride = stride;
  if (stride == 1 && choices.chance(10))
    spec.dilation = 2;
  if (choices.chance(20))
    spec.padding = Padding::same;
  if (getSide(x) >= 10 && choices.chance(15))
    spec.padding = Padding::none;
  return b.conv(x, name, spec);
}

Value RandomBlocks::addBottleneck(Value x) {
  std::string name = makeName("ibn");
  int64_t in = channelsOf(x), stride = pickStride(x);
  int64_t expanded = in * choices.pick<int64_t>({1, 2, 3, 4, 6});
  if (expanded > in && choices.chance(30))
    expanded = in + choices.between(1, 24);
  expanded = std::max(in, std::min(expanded, kMostExpanded));
  Activation activation = pickActivation();
  Value y = x;
  if (expanded > in) {
    ConvSpec expand = makeConv(expanded, 1, activation);
    // Without an activation, and without a bias that padding would miss, the
    // two convolutions merge exactly.
    if (choices.chance(40)) {
      expand.activation = Activation::none;
      if (choices.chance(60))
        expand.offset = Offset::none;
    }
    y = b.conv(y, name + ".expand", expand);
  }
  y = addDepthwise(y, name + ".depthwise", activation, stride);
  if (choices.chance(25))
    y = addSqueezeExcite(y, name + ".squeeze");
  ConvSpec project =
      makeConv(choices.chance(60) ? in : pickChannels(x), 1, Activation::none);
  bool adds = choices.chance(80);
  if (adds)
    project.deviation = b.getBranchDeviation(x, kBlocksInARow);
  y = b.conv(y, name + ".project", project);
  return adds ? addInput(x, y, name) : y;
}

Value RandomBlocks::addFused(Value x) {
  std::string name = makeName("fused");
  int64_t in = channelsOf(x);
  ConvSpec expand =
      makeConv(std::min(in * choices.between(2, 4), kMostExpanded),
               choices.pick<int64_t>({3, 3, 5}), pickActivation());
  expand.stride = pickStride(x);
  Value y = b.conv(x, name + ".expand", expand);
  if (choices.chance(25))
    y = addSqueezeExcite(y, name + ".squeeze");
  ConvSpec project =
      makeConv(choices.chance(60) ? in : pickChannels(x), 1, Activation::none);
  project.deviation = b.getBranchDeviation(x, kBlocksInARow);
  y = b.conv(y, name + ".project", project);
  return choices.chance(80) ? addInput(x, y, name) : y;
}

Value RandomBlocks::addSeparable(Value x) {
  std::string name = makeName("separable");
  Value y =
      addDepthwise(x, name + ".depthwise", pickActivation(), pickStride(x));
  return b.conv(y, name + ".pointwise",
                makeConv(pickChannels(x), 1, pickActivation()));
}

Value RandomBlocks::addResidual(Value x) {
  std::string name = makeName("residual");
  Activation activation = choices.pick({Activation::relu, Activation::swish});
  int64_t channels = choices.chance(50) ? channelsOf(x) : pickChannels(x);
  ConvSpec first = makeConv(channels, 3, activation);
  first.stride = pickStride(x);
  bool narrows = choices.chance(40);
  if (narrows)
    first.channels = std::max<int64_t>(2, channels / 2);
  Value y = b.conv(x, name + ".first", first);
  ConvSpec last = makeConv(channels, narrows ? 1 : 3, Activation::none);
  last.deviation = b.getBranchDeviation(x, kBlocksInARow);
  y = b.conv(y, name + ".last", last);
  Value shorter = x;
  if (x.getType() != y.getType() || choices.chance(20)) {
    ConvSpec shortcut = makeConv(channels, 1, Activation::none);
    shortcut.stride = first.stride;
    shorter = b.conv(x, name + ".shortcut", shortcut);
  }
  y = addInput(shorter, y, name);
  return choices.chance(60) ? b.activation(y, name + ".activation", activation)
                            : y;
}

Value RandomBlocks::addPooling(Value x) {
  if (!canHalve(x))
    return {};
  int64_t kernel = choices.pick<int64_t>({2, 3, 3});
  int64_t stride = choices.pick<int64_t>({1, 2, 2});
  return choices.chance(50)
             ? b.maxPool(x, makeName("max_pool"), kernel, stride)
             : b.avgPool(x, makeName("avg_pool"), kernel, stride);
}

Value RandomBlocks::addLayerNorm(Value x) {
  // Few channels that are alike would be all noise.
  return channelsOf(x) < 8 ? Value() : b.layerNorm(x, makeName("norm"));
}

Value RandomBlocks::addActivation(Value x) {
  std::string name = makeName("function");
  if (choices.chance(40)) {
    // Spelled out, as frameworks export it.
    Activation gate =
        choices.pick({Activation::sigmoid, Activation::hardSigmoid});
    return b.mul(x, b.activation(x, name + ".gate", gate), name);
  }
  Activation activation = pickActivation();
  return activation == Activation::none ? Value()
                                        : b.activation(x, name, activation);
}

//===- RandomJoins.cpp - Blocks of several ways ---------------------------===//
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

/// As in RandomBlocks.cpp.
static constexpr double kGateDeviation = 0.5;

static int64_t channelsOf(Value x) { return NetworkBuilder::channelsOf(x); }
static int64_t rowsOf(Value x) { return NetworkBuilder::rowsOf(x); }
static int64_t columnsOf(Value x) { return NetworkBuilder::sizeOf(x, 2); }

Value RandomBlocks::addDense(Value x) {
  if (channelsOf(x) > 40)
    return {};
  std::string name = makeName("dense");
  int64_t growth = choices.between(3, 12), layers = choices.between(2, 4);
  for (int64_t i = 0; i < layers; ++i) {
    std::string layer = name + "." + std::to_string(i);
    ConvSpec spec =
        makeConv(growth, choices.pick<int64_t>({1, 3, 3}), pickActivation());
    Value y = b.conv(x, layer, spec);
    x = b.concat({x, y}, layer + ".concat", 3);
  }
  return x;
}

Value RandomBlocks::addBranch(Value x, const std::string &name) {
  int64_t channels = std::max<int64_t>(3, pickChannels(x) / 2);
  switch (choices.between(0, 3)) {
  case 0:
    return b.conv(x, name, makeConv(channels, 1, pickActivation()));
  case 1: {
    Value y =
        b.conv(x, name + ".reduce", makeConv(channels, 1, pickActivation()));
    return b.conv(y, name, makeConv(channels, 3, pickActivation()));
  }
  case 2: {
    ConvSpec spec = makeConv(channels, 3, pickActivation());
    spec.dilation = 2;
    return b.conv(x, name, spec);
  }
  default: {
    Value y = choices.chance(50) ? b.maxPool(x, name + ".pool", 3, 1)
                                 : b.avgPool(x, name + ".pool", 3, 1);
    return b.conv(y, name, makeConv(channels, 1, pickActivation()));
  }
  }
}

Value RandomBlocks::addBranches(Value x) {
  std::string name = makeName("branches");
  SmallVector<Value> parts;
  int64_t count = choices.between(2, 4);
  for (int64_t i = 0; i < count; ++i)
    parts.push_back(addBranch(x, name + "." + std::to_string(i)));
  if (choices.chance(20))
    parts.push_back(x);
  return b.concat(parts, name + ".concat", 3);
}

Value RandomBlocks::addSplit(Value x) {
  int64_t channels = channelsOf(x);
  if (channels < 6)
    return {};
  std::string name = makeName("split");
  int64_t first =
      choices.chance(60) ? channels / 2 : choices.between(2, channels - 2);
  Value a = b.slice(x, name + ".left", 3, 0, first);
  Value c = b.slice(x, name + ".right", 3, first, channels - first);
  c = b.conv(c, name + ".expand",
             makeConv(channels - first, 1, pickActivation()));
  if (choices.chance(60)) {
    ConvSpec spec = makeConv(0, 3, Activation::none);
    spec.depthwise = true;
    c = b.conv(c, name + ".depthwise", spec);
    c = b.conv(c, name + ".project",
               makeConv(channels - first, 1, Activation::relu));
  }
  Value y = b.concat({a, c}, name + ".concat", 3);
  return channels % 2 == 0 && choices.chance(50)
             ? shuffle(y, name + ".shuffle", 2)
             : y;
}

Value RandomBlocks::addGate(Value x) {
  std::string name = makeName("gate");
  ConvSpec gate = makeConv(1, 3, Activation::sigmoid);
  gate.deviation = kGateDeviation;
  switch (choices.between(0, 3)) {
  case 0:
    return addSqueezeExcite(x, name);
  case 1: // One gate a pixel.
    return b.mul(x, b.conv(x, name + ".pixel", gate), name);
  case 2: // The gate of a channel comes from all means, through a matrix.
  {
    Value y = b.reshape(b.globalMean(x, name + ".mean"), name + ".flatten",
                        {b.getOptions().batch, channelsOf(x)});
    y = b.fullyConnected(y, name + ".fc", channelsOf(x), Activation::sigmoid,
                         kGateDeviation);
    y = b.reshape(y, name + ".unflatten",
                  {b.getOptions().batch, 1, 1, channelsOf(x)});
    return b.mul(x, y, name);
  }
  default: { // Half of a convolution gates the other half.
    int64_t channels = pickChannels(x);
    gate.channels = channels;
    Value y =
        b.conv(x, name + ".value", makeConv(channels, 3, Activation::none));
    return b.mul(y, b.conv(x, name + ".gate", gate), name);
  }
  }
}

Value RandomBlocks::addContext(Value x) {
  std::string name = makeName("context");
  Value y = b.globalMean(x, name + ".mean");
  y = b.conv(y, name + ".conv",
             makeConv(choices.between(3, 16), 1, pickActivation()).withBias());
  y = b.broadcast(
      y, name + ".broadcast",
      {b.getOptions().batch, rowsOf(x), columnsOf(x), channelsOf(y)});
  return b.concat({x, y}, name + ".concat", 3);
}

Value RandomBlocks::addLateral(Value x) {
  SmallVector<Value> larger;
  for (Value y : results)
    if (rowsOf(y) > rowsOf(x) && columnsOf(y) > columnsOf(x) &&
        rowsOf(y) * columnsOf(y) <= 600)
      larger.push_back(y);
  if (larger.empty())
    return {};
  Value lateral = larger[choices.between(0, int64_t(larger.size()) - 1)];
  std::string name = makeName("merge");
  using nn::ResizeCoordinates;
  bool linear = choices.chance(50);
  auto coordinates = linear ? choices.pick({ResizeCoordinates::half_pixel,
                                            ResizeCoordinates::align_corners})
                            : ResizeCoordinates::asymmetric;
  Value y = b.resize(x, name + ".resize", rowsOf(lateral), columnsOf(lateral),
                     linear ? nn::ResizeMode::linear : nn::ResizeMode::nearest,
                     coordinates);
  if (choices.chance(40))
    return b.concat({y, lateral}, name + ".concat", 3);
  lateral = b.conv(lateral, name + ".lateral",
                   makeConv(channelsOf(x), 1, Activation::none));
  return b.add(y, lateral, name + ".add");
}

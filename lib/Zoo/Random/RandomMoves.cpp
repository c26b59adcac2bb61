//===- RandomMoves.cpp - Blocks that move elements ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RandomBlocks.h"
#include <cmath>

using namespace mlir;
using namespace tenon;
using namespace tenon::zoo;

/// Scores of so many pixels with each other are not too many.
static constexpr int64_t kMostAttended = 180;

static int64_t channelsOf(Value x) { return NetworkBuilder::channelsOf(x); }
static int64_t rowsOf(Value x) { return NetworkBuilder::rowsOf(x); }
static int64_t columnsOf(Value x) { return NetworkBuilder::sizeOf(x, 2); }

Value RandomBlocks::shuffle(Value x, const std::string &name, int64_t groups) {
  SmallVector<int64_t> shape(NetworkBuilder::shapeOf(x));
  Value y =
      b.reshape(x, name + ".split",
                {shape[0], shape[1], shape[2], groups, shape[3] / groups});
  y = b.transpose(y, name + ".swap", {0, 1, 2, 4, 3});
  return b.reshape(y, name + ".join", shape);
}

Value RandomBlocks::addShuffle(Value x) {
  int64_t groups = choices.between(2, 4);
  if (channelsOf(x) % groups || channelsOf(x) == groups)
    return {};
  return shuffle(x, makeName("shuffle"), groups);
}

/// Blocks of two by two pixels become channels, or channels such blocks.
Value RandomBlocks::addFolding(Value x) {
  int64_t n = b.getOptions().batch, h = rowsOf(x), w = columnsOf(x);
  int64_t c = channelsOf(x);
  bool folds = choices.chance(50);
  if (folds ? h % 2 || w % 2 || c > 16 : c % 4 || h > 12 || w > 12)
    return {};
  std::string name = makeName(folds ? "fold" : "unfold");
  if (folds) {
    Value y = b.reshape(x, name + ".split", {n, h / 2, 2, w / 2, 2, c});
    y = b.transpose(y, name + ".swap", {0, 1, 3, 2, 4, 5});
    return b.reshape(y, name + ".join", {n, h / 2, w / 2, 4 * c});
  }
  Value y = b.reshape(x, name + ".split", {n, h, w, 2, 2, c / 4});
  y = b.transpose(y, name + ".swap", {0, 1, 3, 2, 4, 5});
  return b.reshape(y, name + ".join", {n, 2 * h, 2 * w, c / 4});
}

/// The same tensor, or the same matrix, on two ways.
Value RandomBlocks::addTwice(Value x) {
  std::string name = makeName("twice");
  switch (choices.between(0, 2)) {
  case 0:
    return b.add(x, x, name);
  case 1:
    return channelsOf(x) > 32 ? Value() : b.concat({x, x}, name, 3);
  default: {
    Linear layer = b.linear(name + ".shared", x, channelsOf(x), 1,
                            /*biased=*/choices.chance(50));
    Value y = b.apply(layer, x, name + ".first", Activation::relu);
    Value z = b.apply(layer, y, name + ".second", pickActivation());
    return choices.chance(50) ? b.add(y, z, name + ".add")
                              : b.concat({y, z}, name + ".concat", 3);
  }
  }
}

/// What zeros in more channels would change: means and softmax over channels,
/// and constants of the structure.
Value RandomBlocks::addAcross(Value x) {
  std::string name = makeName("across");
  switch (choices.between(0, 2)) {
  case 0: {
    Value y = b.channelMean(x, name + ".mean");
    ConvSpec gate = ConvSpec::pointwise(1, Activation::sigmoid).withBias();
    return b.mul(x, b.conv(y, name + ".gate", gate), name);
  }
  case 1:
    return b.concat({b.softmax(x, name + ".softmax"), x}, name, 3);
  default: {
    std::vector<float> factors;
    for (int64_t i = 0; i < channelsOf(x); ++i)
      factors.push_back(float(choices.between(3, 12)) / 8);
    return b.mul(x, b.constant({channelsOf(x)}, factors), name);
  }
  }
}

/// A perceptron along the pixels of each channel.
Value RandomBlocks::addMixer(Value x) {
  int64_t n = b.getOptions().batch, pixels = rowsOf(x) * columnsOf(x);
  if (pixels > kMostAttended || pixels < 4)
    return {};
  std::string name = makeName("mixer");
  Value y = b.reshape(x, name + ".pixels", {n, pixels, channelsOf(x)});
  y = b.transpose(y, name + ".swap", {0, 2, 1});
  y = b.fullyConnected(y, name + ".expand", choices.between(8, 32),
                       Activation::relu);
  y = b.fullyConnected(y, name + ".project", pixels, Activation::none,
                       b.getBranchDeviation(x, 4));
  y = b.transpose(y, name + ".back", {0, 2, 1});
  y = b.reshape(y, name + ".image", NetworkBuilder::shapeOf(x));
  return b.add(x, y, name + ".add");
}

Value RandomBlocks::addHeads(Value x, const std::string &name, int64_t heads,
                             int64_t width, ArrayRef<int64_t> order) {
  Value y = b.fullyConnected(x, name, heads * width);
  y = b.reshape(y, name + ".split",
                {NetworkBuilder::sizeOf(x, 0), rowsOf(x), heads, width});
  return b.transpose(y, name + ".heads", order);
}

Value RandomBlocks::addAttention(Value x) {
  int64_t pixels = rowsOf(x) * columnsOf(x), channels = channelsOf(x);
  if (pixels > kMostAttended || pixels < 2 || channels < 8)
    return {};
  std::string name = makeName("attention");
  int64_t heads = choices.pick<int64_t>({1, 2, 3, 4});
  int64_t width = choices.between(3, 16), batch = b.getOptions().batch;
  Value flat = b.reshape(x, name + ".pixels", {batch, pixels, channels});
  Value z = choices.chance(60) ? b.layerNorm(flat, name + ".norm") : flat;
  Value query = addHeads(z, name + ".query", heads, width, {0, 2, 1, 3});
  Value key = addHeads(z, name + ".key", heads, width, {0, 2, 3, 1});
  Value value = addHeads(z, name + ".value", heads, width, {0, 2, 1, 3});
  Value y = b.matmul(query, key, name + ".scores");
  Value scale = b.constant({1}, {float(1 / std::sqrt(double(width)))});
  y = b.softmax(b.mul(y, scale, name + ".scale"), name + ".softmax");
  y = b.matmul(y, value, name + ".attend");
  y = b.transpose(y, name + ".order", {0, 2, 1, 3});
  y = b.reshape(y, name + ".join", {batch, pixels, heads * width});
  y = b.fullyConnected(y, name + ".project", channels, Activation::none,
                       b.getBranchDeviation(x, 4));
  y = addInput(flat, y, name);
  return b.reshape(y, name + ".image", NetworkBuilder::shapeOf(x));
}

//===- Random.cpp - Networks that a seed decides --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RandomBlocks.h"
#include "lib/Zoo/Architectures.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::zoo;

using Outputs = SmallVector<std::pair<Value, std::string>>;

/// A flattened image of so many elements is not too large for a matrix.
static constexpr int64_t kMostFlattened = 2048;

/// Rows and columns are those of the options; without, the seed decides, and
/// they may differ.
static Value addImage(NetworkBuilder &b, Choices &choices) {
  int64_t rows = choices.between(16, 40);
  int64_t columns = choices.chance(50) ? rows : choices.between(16, 40);
  int64_t channels = choices.pick<int64_t>({1, 3, 3, 4});
  const ZooOptions &options = b.getOptions();
  if (options.input)
    rows = columns = options.input;
  return b.input("image", {options.batch, rows, columns, channels});
}

static Value addClassifier(NetworkBuilder &b, RandomBlocks &blocks, Value x,
                           int64_t classes) {
  int64_t batch = b.getOptions().batch;
  int64_t pixels = NetworkBuilder::rowsOf(x) * NetworkBuilder::sizeOf(x, 2);
  int64_t elements = pixels * NetworkBuilder::channelsOf(x);
  if (elements <= kMostFlattened && blocks.choices.chance(40)) {
    x = b.reshape(x, "flatten", {batch, elements});
  } else {
    x = b.globalMean(x, "pool");
    x = b.reshape(x, "pool.flatten", {batch, NetworkBuilder::channelsOf(x)});
  }
  if (blocks.choices.chance(40))
    x = b.fullyConnected(x, "hidden", blocks.choices.between(8, 40),
                         Activation::relu);
  x = b.fullyConnected(x, "classifier", classes);
  return blocks.choices.chance(20) ? b.softmax(x, "softmax") : x;
}

/// A class of each pixel, or how likely each one is.
static Value addSegmentation(NetworkBuilder &b, RandomBlocks &blocks, Value x,
                             Value image, int64_t classes) {
  x = b.conv(x, "scores",
             ConvSpec::pointwise(classes, Activation::none).withBias());
  x = b.resize(x, "resize", NetworkBuilder::rowsOf(image),
               NetworkBuilder::sizeOf(image, 2), nn::ResizeMode::linear,
               blocks.choices.pick({nn::ResizeCoordinates::half_pixel,
                                    nn::ResizeCoordinates::align_corners}));
  if (blocks.choices.chance(30))
    x = b.softmax(x, "softmax");
  return blocks.choices.chance(50) ? b.argMax(x, "class") : x;
}

/// Scores and places of objects, from two images of features, as SSD has them.
static void addDetector(NetworkBuilder &b, RandomBlocks &blocks, Value x,
                        int64_t classes, Outputs &outputs) {
  int64_t anchors = blocks.choices.between(1, 3);
  Value features[] = {blocks.getResults().front(), x};
  auto predict = [&](StringRef name, int64_t width) {
    SmallVector<Value> parts;
    for (Value y : features) {
      std::string part = (name + llvm::Twine(parts.size())).str();
      int64_t pixels = NetworkBuilder::rowsOf(y) * NetworkBuilder::sizeOf(y, 2);
      ConvSpec spec = ConvSpec::pointwise(anchors * width, Activation::none);
      Value z = b.conv(y, part, spec.withBias());
      parts.push_back(
          b.reshape(z, part + ".flatten",
                    {b.getOptions().batch, pixels * anchors, width}));
    }
    return b.concat(parts, name, 1);
  };
  outputs.push_back({predict("scores", classes), "scores"});
  outputs.push_back({predict("boxes", 4), "boxes"});
}

static void addOutputs(NetworkBuilder &b, RandomBlocks &blocks, Value x,
                       Value image, Outputs &outputs) {
  int64_t classes = b.getOptions().classes;
  if (!classes)
    classes = blocks.choices.between(2, 24);
  int64_t drawn = blocks.choices.between(0, 99);
  if (drawn < 45)
    outputs.push_back({addClassifier(b, blocks, x, classes), "logits"});
  else if (drawn < 80)
    outputs.push_back({addSegmentation(b, blocks, x, image, classes), "mask"});
  else
    addDetector(b, blocks, x, classes, outputs);
  // A tensor of the inside as well, as it is or behind another layer.
  if (!blocks.choices.chance(25))
    return;
  int64_t last = int64_t(blocks.getResults().size()) - 1;
  Value inner = blocks.getResults()[blocks.choices.between(0, last)];
  if (blocks.choices.chance(50))
    inner = b.conv(inner, "features",
                   blocks.makeConv(blocks.pickChannels(inner), 3,
                                   blocks.pickActivation()));
  outputs.push_back({inner, "features"});
}

OwningOpRef<ModuleOp> zoo::buildRandom(NetworkBuilder &b) {
  RandomBlocks blocks(b, b.getOptions().seed);
  Value image = addImage(b, blocks.choices);
  Value x = blocks.addStem(image);
  int64_t count = blocks.choices.between(2, 10);
  for (int64_t i = 0; i < count; ++i)
    x = blocks.addBlock(x);
  Outputs outputs;
  addOutputs(b, blocks, x, image, outputs);
  return b.finish(outputs);
}

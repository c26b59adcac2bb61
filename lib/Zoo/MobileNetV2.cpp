//===- MobileNetV2.cpp - MobileNetV2 and what is built on it --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "NetworkBuilder.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::zoo;

namespace {
/// A stage of Sandler et al., "MobileNetV2: Inverted Residuals and Linear
/// Bottlenecks", CVPR 2018, table 2.
struct Stage {
  int64_t expansion, channels, blocks, stride;
};

/// The features that a detection head reads.
struct Backbone {
  /// The expanded tensor of the first block of the last but one resolution.
  Value expanded;
  Value last;
};
} // namespace

static constexpr Stage kStages[] = {
    {1, 16, 1, 1}, {6, 24, 2, 2},  {6, 32, 3, 2}, {6, 64, 4, 2},
    {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}};

static Value addBlock(NetworkBuilder &b, Value x, const std::string &name,
                      int64_t expansion, int64_t channels, int64_t stride,
                      Value &expanded) {
  int64_t in = NetworkBuilder::channelsOf(x);
  Value y = x;
  if (expansion != 1)
    y = expanded = b.conv(y, name + ".expand", {in * expansion});
  y = b.conv(y, name + ".depthwise", {0, 3, stride, /*depthwise=*/true});
  y = b.conv(y, name + ".project",
             {channels, 1, 1, false, /*activated=*/false});
  return stride == 1 && in == channels ? b.add(x, y, name + ".add") : y;
}

static Backbone addBackbone(NetworkBuilder &b, Value x) {
  Backbone backbone;
  x = b.conv(x, "stem", {b.scaled(32), 3, 2});
  int number = 0;
  for (const Stage &stage : kStages)
    for (int64_t i = 0; i < stage.blocks; ++i, ++number) {
      Value expanded;
      x = addBlock(b, x, "block" + std::to_string(number), stage.expansion,
                   b.scaled(stage.channels), i == 0 ? stage.stride : 1,
                   expanded);
      if (stage.channels == 160 && i == 0)
        backbone.expanded = expanded;
    }
  // The last layer does not shrink below its published width.
  int64_t width = b.getOptions().multiplier > 1 ? b.scaled(1280) : 1280;
  backbone.last = b.conv(x, "head", {width});
  return backbone;
}

OwningOpRef<ModuleOp> zoo::buildMobileNetV2(NetworkBuilder &b) {
  const ZooOptions &options = b.getOptions();
  Value x = b.input(options.input ? options.input : 224);
  x = b.globalMean(addBackbone(b, x).last, "pool");
  x = b.fullyConnected(x, "classifier",
                       options.classes ? options.classes : 1000);
  return b.finish({{x, "logits"}});
}

OwningOpRef<ModuleOp> zoo::buildSsdLiteMobileNetV2(NetworkBuilder &b) {
  const ZooOptions &options = b.getOptions();
  // COCO's 90 identifiers and background.
  int64_t classes = options.classes ? options.classes : 91;
  Backbone backbone =
      addBackbone(b, b.input(options.input ? options.input : 320));
  SmallVector<Value> features = {backbone.expanded, backbone.last};
  Value x = backbone.last;
  int number = 0;
  for (int64_t channels : {512, 256, 256, 128}) {
    std::string name = "extra" + std::to_string(number++);
    x = b.conv(x, name + ".reduce", {b.scaled(channels / 2)});
    x = b.conv(x, name + ".depthwise", {0, 3, 2, /*depthwise=*/true});
    x = b.conv(x, name + ".project", {b.scaled(channels)});
    features.push_back(x);
  }
  SmallVector<Value> boxes, scores;
  for (size_t i = 0; i < features.size(); ++i) {
    Value feature = features[i];
    // Three default boxes a position on the first map, six on the others.
    int64_t anchors = i == 0 ? 3 : 6;
    int64_t side = NetworkBuilder::rowsOf(feature);
    auto predict = [&](StringRef what, int64_t values) {
      std::string name = what.str() + std::to_string(i);
      Value y =
          b.conv(feature, name + ".depthwise", {0, 3, 1, /*depthwise=*/true});
      y = b.conv(y, name, {anchors * values, 1, 1, false, /*activated=*/false});
      return b.reshape(y, name + ".flatten",
                       {options.batch, side * side * anchors, values});
    };
    boxes.push_back(predict("boxes", 4));
    scores.push_back(predict("scores", classes));
  }
  return b.finish({{b.concat(boxes, "boxes", 1), "boxes"},
                   {b.concat(scores, "scores", 1), "scores"}});
}

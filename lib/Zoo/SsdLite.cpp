//===- SsdLite.cpp - SSDLite with MobileNetV2 -----------------------------===//
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

/// The block whose expanded tensor is the first feature: the first one of
/// stride 32.
static constexpr int kFirstFeature = 13;

/// A depthwise and a pointwise convolution over a feature, `[batch, boxes,
/// values]`.
static Value addPrediction(NetworkBuilder &b, Value feature,
                           const std::string &name, int64_t anchors,
                           int64_t values) {
  int64_t side = NetworkBuilder::rowsOf(feature);
  Value y = b.conv(feature, name + ".depthwise",
                   ConvSpec::depthwiseOf(3, 1, Activation::relu6));
  y = b.conv(
      y, name,
      ConvSpec::pointwise(anchors * values, Activation::none).withBias());
  return b.reshape(y, name + ".flatten",
                   {b.getOptions().batch, side * side * anchors, values});
}

OwningOpRef<ModuleOp> zoo::buildSsdLiteMobileNetV2(NetworkBuilder &b) {
  MobileNetV2Features backbone = addMobileNetV2(b, b.image());
  Value x = addHead(b, backbone.blocks.back().result, Activation::relu6);
  SmallVector<Value> features = {backbone.blocks[kFirstFeature].expanded, x};
  int number = 0;
  for (int64_t channels : {512, 256, 256, 128}) {
    std::string name = "extra" + std::to_string(number++);
    x = b.conv(x, name + ".reduce",
               ConvSpec::pointwise(b.scaled(channels / 2), Activation::relu6));
    x = b.conv(x, name + ".depthwise",
               ConvSpec::depthwiseOf(3, 2, Activation::relu6));
    x = b.conv(x, name + ".project",
               ConvSpec::pointwise(b.scaled(channels), Activation::relu6));
    features.push_back(x);
  }
  SmallVector<Value> boxes, scores;
  for (size_t i = 0; i < features.size(); ++i) {
    // Three default boxes a position on the first map, six on the others.
    int64_t anchors = i == 0 ? 3 : 6;
    std::string suffix = std::to_string(i);
    boxes.push_back(
        addPrediction(b, features[i], "boxes" + suffix, anchors, 4));
    scores.push_back(addPrediction(b, features[i], "scores" + suffix, anchors,
                                   b.getOptions().classes));
  }
  return b.finish({{b.concat(boxes, "boxes", 1), "boxes"},
                   {b.concat(scores, "scores", 1), "scores"}});
}

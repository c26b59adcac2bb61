//===- Transformer.cpp - A streaming transformer encoder ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Architectures.h"
#include "NetworkBuilder.h"
#include <cmath>

using namespace mlir;
using namespace tenon;
using namespace tenon::zoo;

namespace {
/// The audio encoder of Zhang et al., "Transformer Transducer: A Streamable
/// Speech Recognition Model with Transformer Encoders and RNN-T Loss", ICASSP
/// 2020, with the layers of Vaswani et al., 2017.
struct Encoder {
  /// 128 filter banks of a frame and of three frames before it.
  static constexpr int64_t kFeatures = 4 * 128;
  static constexpr int64_t kLayers = 18;
  static constexpr int64_t kWidth = 512;
  static constexpr int64_t kHidden = 2048;
  static constexpr int64_t kHeads = 8;
  /// A frame attends to so many before it, and to none behind it.
  static constexpr int64_t kLeftContext = 10;
};
} // namespace

/// What is added to scores of frames that are not attended to; its exponential
/// is zero in all types.
static constexpr float kMasked = -1e4f;

/// `[frames, frames]`, 0 where a row attends to a column.
static Value addMask(NetworkBuilder &b, int64_t frames) {
  std::vector<float> mask(frames * frames, kMasked);
  for (int64_t row = 0; row < frames; ++row)
    for (int64_t column = std::max<int64_t>(0, row - Encoder::kLeftContext);
         column <= row; ++column)
      mask[row * frames + column] = 0;
  return b.constant({frames, frames}, mask);
}

/// Sines and cosines of the position (Vaswani et al., 2017, section 3.5).
static Value addPositions(NetworkBuilder &b, int64_t frames, int64_t width) {
  std::vector<float> values(frames * width);
  for (int64_t t = 0; t < frames; ++t)
    for (int64_t i = 0; i < width; ++i) {
      int64_t even = i - i % 2;
      double angle =
          double(t) / std::pow(10000.0, double(even) / double(width));
      values[t * width + i] =
          float(i % 2 == 0 ? std::sin(angle) : std::cos(angle));
    }
  return b.constant({frames, width}, values);
}

static Value addAttention(NetworkBuilder &b, Value x, Value mask,
                          const std::string &name, double deviation) {
  int64_t batch = NetworkBuilder::sizeOf(x, 0);
  int64_t frames = NetworkBuilder::sizeOf(x, 1);
  int64_t width = NetworkBuilder::channelsOf(x);
  int64_t perHead = width / Encoder::kHeads;
  // Columns of the scores are keys, so keys come with channels first.
  auto split = [&](const std::string &which, ArrayRef<int64_t> order) {
    Value y = b.fullyConnected(x, name + "." + which, width);
    y = b.reshape(y, name + "." + which + ".split",
                  {batch, frames, Encoder::kHeads, perHead});
    return b.transpose(y, name + "." + which + ".heads", order);
  };
  Value query = split("query", {0, 2, 1, 3});
  Value key = split("key", {0, 2, 3, 1});
  Value value = split("value", {0, 2, 1, 3});
  Value scores = b.matmul(query, key, name + ".scores");
  Value scale = b.constant({1}, {float(1 / std::sqrt(double(perHead)))});
  scores = b.mul(scores, scale, name + ".scale");
  scores = b.add(scores, mask, name + ".mask");
  Value y =
      b.matmul(b.softmax(scores, name + ".softmax"), value, name + ".attend");
  y = b.transpose(y, name + ".frames", {0, 2, 1, 3});
  y = b.reshape(y, name + ".join", {batch, frames, width});
  return b.fullyConnected(y, name + ".project", width, Activation::none,
                          deviation);
}

/// Normalization comes first in both branches.
static Value addLayer(NetworkBuilder &b, Value x, Value mask,
                      const std::string &name) {
  constexpr int64_t kBranches = 2 * Encoder::kLayers;
  Value y = b.layerNorm(x, name + ".attention.norm");
  y = addAttention(b, y, mask, name + ".attention",
                   b.getBranchDeviation(x, kBranches));
  x = b.add(x, y, name + ".attention.add");
  y = b.layerNorm(x, name + ".feed.norm");
  y = b.fullyConnected(y, name + ".feed.expand", b.scaled(Encoder::kHidden),
                       Activation::relu);
  y = b.fullyConnected(y, name + ".feed.project", NetworkBuilder::channelsOf(x),
                       Activation::none, b.getBranchDeviation(x, kBranches));
  return b.add(x, y, name + ".feed.add");
}

OwningOpRef<ModuleOp> zoo::buildTransformerEncoder(NetworkBuilder &b) {
  const ZooOptions &options = b.getOptions();
  Value x =
      b.input("frames", {options.batch, options.input, Encoder::kFeatures});
  x = b.fullyConnected(x, "embed", b.scaled(Encoder::kWidth));
  Value positions =
      addPositions(b, options.input, NetworkBuilder::channelsOf(x));
  x = b.add(x, positions, "positions");
  Value mask = addMask(b, options.input);
  for (int64_t i = 0; i < Encoder::kLayers; ++i)
    x = addLayer(b, x, mask, "layer" + std::to_string(i));
  return b.finish({{b.layerNorm(x, "norm"), "encoding"}});
}

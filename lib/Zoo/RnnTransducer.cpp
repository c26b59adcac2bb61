//===- RnnTransducer.cpp - The encoder of an RNN transducer ---------------===//
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
/// The encoder of He et al., "Streaming End-to-end Speech Recognition for
/// Mobile Devices", ICASSP 2019, sections 2 and 6.
struct Encoder {
  /// Filter banks of a frame and of three frames before it.
  static constexpr int64_t kFeatures = 4 * 80;
  static constexpr int64_t kLayers = 8;
  static constexpr int64_t kCells = 2048;
  static constexpr int64_t kProjected = 640;
  /// Frames are joined in pairs behind this many layers.
  static constexpr int64_t kLayersBeforeReduction = 2;
  static constexpr int64_t kReduction = 2;
};

/// One layer of long short-term memory whose hidden state is projected (Sak et
/// al., 2014). It is written out frame by frame: what recurs is the projection,
/// for which neither nn.lstm nor ONNX has a place.
class ProjectedLstm {
public:
  ProjectedLstm(NetworkBuilder &b, std::string name, int64_t cells,
                int64_t projected)
      : b(b), name(std::move(name)), cells(cells), projected(projected) {}

  /// `[frames, batch, C]` to `[frames, batch, projected]`.
  Value operator()(Value sequence);

private:
  /// One frame; reads and writes `state`.
  Value step(Value gates, const std::string &at);

  NetworkBuilder &b;
  std::string name;
  int64_t cells, projected;
  Linear recurrent, projection;
  /// The cell after the last frame; null before the first one.
  Value cell;
};
} // namespace

Value ProjectedLstm::step(Value gates, const std::string &at) {
  auto gate = [&](int64_t number, StringRef which, Activation kind) {
    std::string label = at + "." + which.str();
    Value part = b.slice(gates, label + ".slice", 2, number * cells, cells);
    return b.activation(part, label, kind);
  };
  Value input = gate(0, "input", Activation::sigmoid);
  Value candidate = gate(3, "candidate", Activation::tanh);
  Value updated = b.mul(input, candidate, at + ".update");
  if (cell) {
    Value forget = gate(2, "forget", Activation::sigmoid);
    Value kept = b.mul(forget, cell, at + ".keep");
    updated = b.add(kept, updated, at + ".cell");
  }
  cell = updated;
  Value output = gate(1, "output", Activation::sigmoid);
  Value squashed = b.activation(cell, at + ".squash", Activation::tanh);
  Value hidden = b.mul(output, squashed, at + ".hidden");
  if (!projection.weight)
    projection = b.linear(name + ".projection", hidden, projected,
                          /*deviation=*/1, /*biased=*/false);
  return b.apply(projection, hidden, at + ".project");
}

Value ProjectedLstm::operator()(Value sequence) {
  // Half of the power of the gates comes from the input.
  double deviation = std::sqrt(0.5);
  Value gates = b.apply(b.linear(name + ".input", sequence, 4 * cells,
                                 deviation, /*biased=*/true),
                        sequence, name + ".input");
  SmallVector<Value> outputs;
  for (int64_t t = 0; t < NetworkBuilder::sizeOf(sequence, 0); ++t) {
    std::string at = name + ".frame" + std::to_string(t);
    Value now = b.slice(gates, at + ".slice", 0, t, 1);
    if (t > 0) {
      if (!recurrent.weight)
        recurrent = b.linear(name + ".recurrent", outputs.back(), 4 * cells,
                             deviation, /*biased=*/false);
      Value past = b.apply(recurrent, outputs.back(), at + ".recur");
      now = b.add(now, past, at + ".gates");
    }
    outputs.push_back(step(now, at));
  }
  return b.concat(outputs, name + ".sequence", 0);
}

/// Each pair of frames as one frame of twice the features.
static Value joinFrames(NetworkBuilder &b, Value x) {
  int64_t frames = NetworkBuilder::sizeOf(x, 0) / Encoder::kReduction;
  int64_t batch = NetworkBuilder::sizeOf(x, 1);
  int64_t features = NetworkBuilder::channelsOf(x);
  x = b.reshape(x, "reduction.split",
                {frames, Encoder::kReduction, batch, features});
  x = b.transpose(x, "reduction.transpose", {0, 2, 1, 3});
  return b.reshape(x, "reduction.join",
                   {frames, batch, Encoder::kReduction * features});
}

OwningOpRef<ModuleOp> zoo::buildRnntEncoder(NetworkBuilder &b) {
  const ZooOptions &options = b.getOptions();
  Value x =
      b.input("frames", {options.input, options.batch, Encoder::kFeatures});
  for (int64_t i = 0; i < Encoder::kLayers; ++i) {
    if (i == Encoder::kLayersBeforeReduction)
      x = joinFrames(b, x);
    ProjectedLstm layer(b, "lstm" + std::to_string(i),
                        b.scaled(Encoder::kCells),
                        b.scaled(Encoder::kProjected));
    x = layer(x);
  }
  return b.finish({{x, "encoding"}});
}

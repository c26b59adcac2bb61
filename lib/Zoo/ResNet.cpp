//===- ResNet.cpp - ResNet ------------------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Architectures.h"
#include "NetworkBuilder.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::zoo;

/// Channels of a stage of He et al., "Deep Residual Learning for Image
/// Recognition", CVPR 2016, table 1.
static constexpr int64_t kChannels[] = {64, 128, 256, 512};

/// How much wider the result of a block of three convolutions is.
static constexpr int64_t kExpansion = 4;

namespace {
struct BlockSpec {
  int64_t channels, stride;
  /// 1x1, 3x3, 1x1 rather than twice 3x3.
  bool deep;
  /// Blocks of its stage.
  int64_t blocks;
};
} // namespace

static Value addBlock(NetworkBuilder &b, Value x, const std::string &name,
                      const BlockSpec &spec) {
  int64_t out = spec.deep ? spec.channels * kExpansion : spec.channels;
  bool projects = spec.stride != 1 || NetworkBuilder::channelsOf(x) != out;
  Value shortcut = x;
  if (projects)
    shortcut =
        b.conv(x, name + ".shortcut", {out, 1, spec.stride, Activation::none});
  double deviation = b.getBranchDeviation(shortcut, spec.blocks);
  Value y = x;
  if (spec.deep) {
    y = b.conv(y, name + ".reduce",
               ConvSpec::pointwise(spec.channels, Activation::relu));
    // Striding here and not before is "version 1.5", as in torchvision.
    y = b.conv(y, name + ".conv",
               {spec.channels, 3, spec.stride, Activation::relu});
    y = b.conv(
        y, name + ".expand",
        ConvSpec::pointwise(out, Activation::none).withDeviation(deviation));
  } else {
    y = b.conv(y, name + ".conv0",
               {spec.channels, 3, spec.stride, Activation::relu});
    ConvSpec last{out, 3, 1, Activation::none};
    y = b.conv(y, name + ".conv1", last.withDeviation(deviation));
  }
  y = b.add(shortcut, y, name + ".add");
  return b.activation(y, name + ".activation", Activation::relu);
}

static OwningOpRef<ModuleOp> build(NetworkBuilder &b, ArrayRef<int64_t> blocks,
                                   bool deep) {
  Value x = b.conv(b.image(), "stem", {b.scaled(64), 7, 2, Activation::relu});
  x = b.maxPool(x, "stem.pool", 3, 2);
  int number = 0;
  for (size_t stage = 0; stage < blocks.size(); ++stage)
    for (int64_t i = 0; i < blocks[stage]; ++i) {
      BlockSpec spec{b.scaled(kChannels[stage]), stage > 0 && i == 0 ? 2 : 1,
                     deep, blocks[stage]};
      x = addBlock(b, x, "block" + std::to_string(number++), spec);
    }
  return b.finish({{b.classify(x), "logits"}});
}

OwningOpRef<ModuleOp> zoo::buildResNet18(NetworkBuilder &b) {
  return build(b, {2, 2, 2, 2}, /*deep=*/false);
}

OwningOpRef<ModuleOp> zoo::buildResNet50(NetworkBuilder &b) {
  return build(b, {3, 4, 6, 3}, /*deep=*/true);
}

//===- RandomChoices.cpp - Which block, and its numbers -------------------===//
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

bool RandomBlocks::canHalve(Value x) const {
  return NetworkBuilder::rowsOf(x) >= 6 && NetworkBuilder::sizeOf(x, 2) >= 6;
}

int64_t RandomBlocks::pickChannels(Value x) {
  // Few where there are many pixels, so that networks run in milliseconds.
  int64_t pixels = NetworkBuilder::rowsOf(x) * NetworkBuilder::sizeOf(x, 2);
  int64_t most = pixels > 600 ? 20 : pixels > 150 ? 40 : 64;
  int64_t channels = choices.chance(30) ? 8 * choices.between(1, most / 8)
                                        : choices.between(3, most);
  double scaled = double(channels) * b.getOptions().multiplier;
  return std::max<int64_t>(1, std::llround(scaled));
}

Activation RandomBlocks::pickActivation() {
  using A = Activation;
  // The first ones are common.
  return choices.pick({A::relu, A::relu, A::relu6, A::relu6, A::hardSwish,
                       A::swish, A::leakyRelu, A::elu, A::gelu, A::mish,
                       A::tanh, A::sigmoid, A::none});
}

ConvSpec RandomBlocks::makeConv(int64_t channels, int64_t kernel,
                                Activation activation) {
  ConvSpec spec{channels, kernel, 1, activation};
  spec.offset = choices.pick({Offset::normalization, Offset::normalization,
                              Offset::bias, Offset::none});
  spec.keepsNormalization = choices.chance(60);
  return spec;
}

Value RandomBlocks::addStem(Value image) {
  ConvSpec spec = makeConv(pickChannels(image),
                           choices.pick<int64_t>({3, 3, 5}), pickActivation());
  spec.stride = choices.pick<int64_t>({1, 2, 2});
  spec.padding = choices.pick({Padding::half, Padding::same, Padding::none});
  Value x = b.conv(image, makeName("stem"), spec);
  results.push_back(x);
  return x;
}

Value RandomBlocks::addBlock(Value x) {
  struct Kind {
    Value (RandomBlocks::*add)(Value x);
    /// How common it is.
    int share;
  };
  static constexpr Kind kKinds[] = {
      {&RandomBlocks::addConvolution, 14}, {&RandomBlocks::addTransposed, 4},
      {&RandomBlocks::addBottleneck, 22},  {&RandomBlocks::addFused, 8},
      {&RandomBlocks::addSeparable, 8},    {&RandomBlocks::addResidual, 8},
      {&RandomBlocks::addPooling, 5},      {&RandomBlocks::addLayerNorm, 4},
      {&RandomBlocks::addActivation, 4},   {&RandomBlocks::addDense, 5},
      {&RandomBlocks::addBranches, 6},     {&RandomBlocks::addSplit, 6},
      {&RandomBlocks::addShuffle, 4},      {&RandomBlocks::addGate, 6},
      {&RandomBlocks::addContext, 3},      {&RandomBlocks::addLateral, 6},
      {&RandomBlocks::addAttention, 5},    {&RandomBlocks::addFolding, 3},
      {&RandomBlocks::addTwice, 3},        {&RandomBlocks::addAcross, 4},
      {&RandomBlocks::addMixer, 3}};
  int64_t sum = 0;
  for (const Kind &kind : kKinds)
    sum += kind.share;
  // A convolution always fits.
  for (;;) {
    int64_t drawn = choices.between(0, sum - 1);
    const Kind *kind = kKinds;
    for (; drawn >= kind->share; ++kind)
      drawn -= kind->share;
    if (Value y = (this->*kind->add)(x)) {
      results.push_back(y);
      return y;
    }
  }
}

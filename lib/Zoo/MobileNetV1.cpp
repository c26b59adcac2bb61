//===- MobileNetV1.cpp - MobileNetV1 --------------------------------------===//
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

namespace {
/// A depthwise separable convolution of Howard et al., "MobileNets: Efficient
/// Convolutional Neural Networks for Mobile Vision Applications", 2017, table
/// 1.
struct Separable {
  int64_t channels, stride;
};
} // namespace

static constexpr Separable kSeparables[] = {
    {64, 1},  {128, 2}, {128, 1}, {256, 2}, {256, 1},  {512, 2}, {512, 1},
    {512, 1}, {512, 1}, {512, 1}, {512, 1}, {1024, 2}, {1024, 1}};

OwningOpRef<ModuleOp> zoo::buildMobileNetV1(NetworkBuilder &b) {
  Value x = b.conv(b.image(), "stem", {b.scaled(32), 3, 2, Activation::relu});
  int number = 0;
  for (const Separable &separable : kSeparables) {
    std::string name = "block" + std::to_string(number++);
    x = b.conv(x, name + ".depthwise",
               ConvSpec::depthwiseOf(3, separable.stride, Activation::relu));
    x = b.conv(
        x, name + ".pointwise",
        ConvSpec::pointwise(b.scaled(separable.channels), Activation::relu));
  }
  return b.finish({{b.classify(x), "logits"}});
}

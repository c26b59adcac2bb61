//===- MobileNetTest.cpp - Fusion pays early and loses late ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// The shape that the search lives on: of the inverted bottlenecks of
// MobileNetV2, fusing the best subset beats fusing none and fusing all.
//
//===----------------------------------------------------------------------===//

#include "Workloads.h"
#include "tenon/Compiler/WorkloadPricer.h"
#include "gtest/gtest.h"
#include <cstdio>

using namespace mlir;
using namespace tenon;
using namespace tenon::testing;

namespace {
struct Block {
  int64_t expansion, channels, repeats, stride;
};

/// Sums the prices of MobileNetV2 with each block in its two forms.
class Network {
public:
  Network(MLIRContext *context, StringRef preset)
      : context(context),
        pricer(engine::getPreset(context, preset), engine::ElementKind::I8) {}
  void run(int64_t size);
  int64_t none = 0, all = 0, best = 0;
  std::string picks;

private:
  int64_t price(const Workload &workload) {
    llvm::Expected<Price> result = pricer.price(workload);
    if (!result) {
      ADD_FAILURE() << llvm::toString(result.takeError());
      return 0;
    }
    return result->cycles;
  }
  void addFixed(int64_t cycles) {
    none += cycles;
    all += cycles;
    best += cycles;
  }
  void addBlock(int64_t size, int64_t in, int64_t out, int64_t expansion,
                int64_t stride);

  MLIRContext *context;
  WorkloadPricer pricer;
};
} // namespace

void Network::addBlock(int64_t size, int64_t in, int64_t out, int64_t expansion,
                       int64_t stride) {
  int64_t wide = in * expansion, outSize = size / stride;
  int64_t project = price(makeConvolution(context, outSize, wide, out, 1, 1));
  addFixed(project);
  if (stride == 1 && in == out)
    addFixed(price(makeAdd(context, outSize * outSize, out)));
  int64_t depthwise =
      price(makeConvolution(context, size, wide, wide, 3, stride, wide));
  if (expansion == 1)
    return addFixed(depthwise);
  int64_t expand = price(makeConvolution(context, size, in, wide, 1, 1));
  int64_t fused = price(makeConvolution(context, size, in, wide, 3, stride));
  none += expand + depthwise;
  all += fused;
  best += std::min(fused, expand + depthwise);
  picks += fused < expand + depthwise ? '1' : '0';
  if (getenv("TENON_VERBOSE"))
    std::printf("  %4ld x %3ld s%ld: expand %7ld depthwise %7ld fused %8ld "
                "project %7ld\n",
                long(size), long(in), long(stride), long(expand),
                long(depthwise), long(fused), long(project));
}

void Network::run(int64_t size) {
  const Block blocks[] = {{1, 16, 1, 1}, {6, 24, 2, 2}, {6, 32, 3, 2},
                          {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2},
                          {6, 320, 1, 1}};
  addFixed(price(makeConvolution(context, size, 3, 32, 3, 2)));
  size /= 2;
  int64_t in = 32;
  for (const Block &block : blocks)
    for (int64_t i = 0; i != block.repeats; ++i) {
      int64_t stride = i == 0 ? block.stride : 1;
      addBlock(size, in, block.channels, block.expansion, stride);
      size /= stride;
      in = block.channels;
    }
  addFixed(price(makeConvolution(context, size, in, 1280, 1, 1)));
  addFixed(price(makeMean(context, size * size, 1280)));
  addFixed(price(makeMatmul(context, 1, 1280, 1000)));
}

class MobileNet : public ::testing::TestWithParam<const char *> {};

TEST_P(MobileNet, BestSubsetOfFusedBlocksWins) {
  MLIRContext context(MLIRContext::Threading::DISABLED);
  Network network(&context, GetParam());
  network.run(224);
  std::printf("%s: none %ld, all %ld (%.1f %%), best %ld (%.1f %%), fused %s\n",
              GetParam(), long(network.none), long(network.all),
              100.0 * (network.all - network.none) / network.none,
              long(network.best),
              100.0 * (network.best - network.none) / network.none,
              network.picks.c_str());
  EXPECT_LT(network.best, 0.85 * network.none);
  EXPECT_LT(network.best, 0.95 * network.all);
}

INSTANTIATE_TEST_SUITE_P(Presets, MobileNet,
                         ::testing::Values("ne-small", "ne-medium", "ne-large"),
                         [](const auto &info) {
                           std::string name = info.param;
                           name[2] = '_';
                           return name;
                         });

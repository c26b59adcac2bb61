//===- TilingTest.cpp - Choices of tiles hold for a range of budgets ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/Compiler/Plan/Tiling.h"
#include "dialects/Engine/IR/Engine.h"
#include "gtest/gtest.h"
#include <random>

using namespace mlir;
using namespace tenon;
using namespace tenon::compiler;

namespace {
/// A convolution of random sizes, a depthwise one or a product.
ArrayProblem makeProblem(std::mt19937 &random) {
  auto pick = [&](int64_t least, int64_t most) {
    return std::uniform_int_distribution<int64_t>(least, most)(random);
  };
  ArrayProblem p;
  int64_t kind = pick(0, 2);
  p.isDepthwise = kind == 1;
  p.outHeight = kind == 2 ? 1 : pick(1, 60);
  p.outWidth = kind == 2 ? pick(1, 4000) : pick(1, 60);
  p.outChannels = pick(1, 400);
  p.inChannels = p.isDepthwise ? p.outChannels : pick(1, 400);
  if (kind != 2) {
    p.kernelHeight = p.kernelWidth = pick(1, 5);
    p.strideHeight = p.strideWidth = pick(1, 2);
  }
  p.inHeight = p.getInRows(p.outHeight);
  p.inWidth = p.getInColumns(p.outWidth);
  p.tensorHeight = p.outHeight;
  p.tensorWidth = p.outWidth;
  return p;
}

auto getMembers(const Tiling &t) {
  return std::tuple(t.rows, t.columns, t.outChannels, t.inChannels, t.groups,
                    t.weightsStay, t.keepsInput, t.keepsWeights,
                    t.weightsBeside, t.copies, t.bytes, t.array, t.dma, t.cost);
}
} // namespace

/// All budgets from the least one on that a choice names lead to it.
TEST(TilingTest, choicesHoldForTheirBudgets) {
  MLIRContext context;
  std::mt19937 random(1);
  for (const char *preset : {"ne-medium", "dpu-b4096", "nvdla-small"}) {
    engine::TargetAttr target = engine::getPreset(&context, preset);
    const engine::Machine &machine = target.getMachine();
    for (int i = 0; i != 300; ++i) {
      ArrayProblem p = makeProblem(random);
      p.isDepthwise &= machine.hasDepthwise();
      Residents residents;
      residents.input = random() % 3 == 0;
      residents.output = random() % 3 == 0;
      int64_t budget = 1 + random() % machine.sramBytes;
      auto choose = [&](int64_t bytes) {
        return chooseTiling(p, residents, machine, machine.defaultType, bytes);
      };
      TilingChoice choice = choose(budget);
      ASSERT_LE(choice.leastBudget, budget);
      int64_t between =
          choice.leastBudget + random() % (budget - choice.leastBudget + 1);
      for (int64_t bytes : {choice.leastBudget, between}) {
        TilingChoice other = choose(bytes);
        ASSERT_EQ(other.best.has_value(), choice.best.has_value());
        if (choice.best)
          EXPECT_EQ(getMembers(*other.best), getMembers(*choice.best));
        else
          EXPECT_EQ(other.needed, choice.needed);
      }
    }
  }
}

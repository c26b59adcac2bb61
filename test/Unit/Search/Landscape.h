//===- Landscape.h - Made-up networks to search -----------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A network of blocks that can each be built in one of two ways. Latency is the
// sum of the blocks, a staircase in the channels; expressiveness falls with the
// depth multiplier and with each block that is changed. The best point of a
// landscape is known.
//
//===----------------------------------------------------------------------===//

#ifndef TEST_UNIT_SEARCH_LANDSCAPE_H
#define TEST_UNIT_SEARCH_LANDSCAPE_H

#include "tenon/Search/Objective.h"
#include "tenon/Search/Point.h"
#include "tenon/Search/Rng.h"
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace tenon::test {

/// A search problem of 5 x 2 x 2^blocks points.
class Landscape {
public:
  /// `interaction` is how much of a block's cost depends on its neighbour;
  /// `maxLoss` is what a block may cost in expressiveness. The more it is, the
  /// more the bound decides which blocks to change.
  Landscape(size_t numBlocks, uint64_t seed, double interaction = 0,
            double maxLoss = 0.003)
      : interaction(interaction) {
    Rng rng(seed);
    fixed = 2 + 8 * rng.real();
    for (size_t i = 0; i < numBlocks; ++i) {
      Block block;
      block.channels = 8 + static_cast<double>(rng.below(200));
      block.work = 0.5 + rng.real() * rng.real() * 8;
      block.gain = 0.5 + rng.real();
      block.loss = maxLoss * rng.real();
      blocks.push_back(block);
    }
  }

  /// The space as text.
  static std::string getText() {
    return "builtin.module(label,scale{multiplier=?{1.0,0.875,0.75,0.625,0.5}}"
           ",align{to=?{none,engine}},fuse{blocks=?subset{ibn*}})";
  }
  /// The names of the blocks.
  std::vector<std::string> getNames() const {
    std::vector<std::string> names;
    for (size_t i = 0; i < blocks.size(); ++i)
      names.push_back("ibn" + std::to_string(i));
    return names;
  }

  Metrics evaluate(const Point &point) const {
    static constexpr double multipliers[] = {1.0, 0.875, 0.75, 0.625, 0.5};
    static constexpr double losses[] = {0, 0.03, 0.06, 0.10, 0.15};
    double latency = fixed, expressiveness = 1 - losses[point[0]];
    for (size_t i = 0; i < blocks.size(); ++i) {
      const Block &block = blocks[i];
      bool fused = point[2 + i] != 0;
      double channels = block.channels * multipliers[point[0]];
      // Alignment adds work and makes the array full.
      double grain = fused ? 32 : 16;
      double steps = std::ceil(channels / grain) * grain;
      if (point[1] == 0 && steps != channels)
        steps += 4;
      double cost =
          block.work * steps / block.channels * (fused ? block.gain : 1);
      if (i > 0 && point[2 + i] != point[1 + i])
        cost *= 1 + interaction;
      latency += cost;
      expressiveness -= fused ? block.loss : 0;
    }
    return {{"latency", latency}, {"expressiveness", expressiveness}};
  }

  /// The least latency that keeps 95 % of the expressiveness.
  double getOptimum() const {
    double optimum = 1e300;
    std::vector<uint32_t> digits(2 + blocks.size());
    for (digits[0] = 0; digits[0] < 5; ++digits[0])
      for (digits[1] = 0; digits[1] < 2; ++digits[1])
        for (uint64_t set = 0; set < uint64_t(1) << blocks.size(); ++set) {
          for (size_t i = 0; i < blocks.size(); ++i)
            digits[2 + i] = set >> i & 1;
          Metrics metrics = evaluate(Point(digits));
          if (metrics["expressiveness"] >= 0.95 - 1e-13)
            optimum = std::min(optimum, metrics["latency"]);
        }
    return optimum;
  }

private:
  struct Block {
    double channels, work, gain, loss;
  };
  std::vector<Block> blocks;
  double fixed;
  double interaction;
};

} // namespace tenon::test

#endif // TEST_UNIT_SEARCH_LANDSCAPE_H

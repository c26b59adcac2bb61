//===- StrategyTest.cpp - Tests of the strategies -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Search/Strategy.h"
#include "Landscape.h"
#include "gtest/gtest.h"
#include <set>

using namespace llvm;
using namespace tenon;
using namespace tenon::test;

namespace {

Space parse(StringRef text, const std::vector<std::string> &names = {}) {
  Space space = cantFail(Space::parse(text));
  cantFail(space.resolve([&](auto, auto, auto) { return names; }));
  return space;
}

/// Asks for all points of a budget; `rate` is the score of a point.
template <typename Rate>
std::vector<Point> run(StringRef name, const Space &space, uint64_t seed,
                       size_t budget, Rate rate) {
  auto strategy = cantFail(createStrategy(name, space, seed, budget));
  std::vector<Point> all;
  while (all.size() < budget) {
    std::vector<Point> points = strategy->ask(budget - all.size());
    if (points.empty())
      break;
    EXPECT_LE(points.size(), budget - all.size());
    for (const Point &point : points) {
      strategy->tell(point, rate(point));
      all.push_back(point);
    }
  }
  return all;
}

Score rateSum(const Point &point) {
  Score score;
  score.failed = false;
  for (uint32_t digit : point.getDigits())
    score.goal += digit;
  return score;
}

TEST(Strategy, TellsItsNames) {
  EXPECT_EQ(strategyNames(),
            (std::vector<std::string>{"evolution", "random", "exhaustive"}));
  for (const StrategyInfo &info : getStrategies())
    EXPECT_FALSE(info.description.empty());
  Space space = parse("p{a=?{x,y}}");
  EXPECT_EQ(toString(createStrategy("evolve", space, 0, 10).takeError()),
            "expected a strategy, but got 'evolve'; use one of evolution, "
            "random, exhaustive");
}

TEST(Strategy, ExhaustiveTakesAllInOrder) {
  Space space = parse("p{a=?{x,y,z} b=?subset{*}}", {"m", "n", "o", "p", "q"});
  std::vector<Point> points = run("exhaustive", space, 0, 96, rateSum);
  ASSERT_EQ(points.size(), 96u);
  for (uint64_t i = 0; i < 96; ++i)
    EXPECT_EQ(points[i], space.pointAt(i));
  EXPECT_EQ(toString(createStrategy("exhaustive", space, 0, 95).takeError()),
            "expected a space of at most 95 points, one a trial, for the "
            "strategy 'exhaustive', but got 96; raise the number of trials or "
            "use another strategy");
  Space large = parse("p{a=?subset{*}}", Landscape(64, 0).getNames());
  EXPECT_EQ(toString(createStrategy("exhaustive", large, 0, 9).takeError()),
            "expected a space of at most 9 points, one a trial, for the "
            "strategy 'exhaustive', but got more than 2^64; raise the number "
            "of trials or use another strategy");
}

TEST(Strategy, StopsWhenAllIsSeen) {
  for (const std::string &name : strategyNames())
    for (StringRef text :
         {"p{a=1}", "p{a=?{x}}", "p{a=?{x,y}}", "p{a=?{x,y,z} b=?subset{*}}",
          "p{a=?each{*:u,v,w}}", "p{a=?each{*:u} c=?{x,y}}",
          "p{a=?subset{*} b=?subset{*} c=?subset{*}}"}) {
      Space space = parse(text, {"m", "n", "o"});
      std::vector<Point> points = run(name, space, 3, 1000, rateSum);
      std::set<Point> different(points.begin(), points.end());
      EXPECT_EQ(points.size(), different.size()) << name << ' ' << text.str();
      EXPECT_EQ(points.size(), space.getExactSize()) << name << text.str();
    }
}

TEST(Strategy, NeverRepeats) {
  Space space = parse(Landscape::getText(), Landscape(8, 0).getNames());
  for (StringRef name : {"evolution", "random"})
    for (size_t budget : {1, 2, 7, 50, 500}) {
      std::vector<Point> points = run(name, space, 3, budget, rateSum);
      EXPECT_EQ(points.size(), budget);
      EXPECT_EQ(std::set<Point>(points.begin(), points.end()).size(), budget);
    }
}

TEST(Strategy, FollowsFromItsSeed) {
  Space space = parse(Landscape::getText(), Landscape(8, 0).getNames());
  for (StringRef name : {"evolution", "random"}) {
    std::vector<Point> points = run(name, space, 3, 200, rateSum);
    EXPECT_EQ(points, run(name, space, 3, 200, rateSum));
    EXPECT_NE(points, run(name, space, 4, 200, rateSum));
  }
}

TEST(Strategy, RandomNumbersAreTheSameAnywhere) {
  Rng rng(42);
  EXPECT_EQ(rng.below(1000), 406u);
  EXPECT_EQ(rng.below(1000), 824u);
  EXPECT_EQ(rng.below(uint64_t(1) << 63), 4651257987612965642u);
  EXPECT_EQ(rng.below(1), 0u);
  for (int i = 0; i < 1000; ++i) {
    double number = rng.real();
    EXPECT_TRUE(number >= 0 && number < 1);
  }
}

TEST(Strategy, EvolutionStartsInTheCorners) {
  Space space = parse("p{a=?{x,y} b=?subset{*}}", Landscape(9, 0).getNames());
  std::vector<Point> points = run("evolution", space, 3, 100, rateSum);
  auto corner = [](uint32_t a, uint32_t b) {
    std::vector<uint32_t> digits(10, b);
    digits[0] = a;
    return Point(digits);
  };
  EXPECT_EQ(points[0], corner(0, 0));
  EXPECT_EQ(points[1], corner(1, 1));
  EXPECT_EQ(points[2], corner(0, 1));
  EXPECT_EQ(points[3], corner(1, 0));
}

TEST(Strategy, EvolutionSurvivesFailures) {
  // Most points fail, and some have fewer bounds than others.
  Space space = parse(Landscape::getText(), Landscape(8, 0).getNames());
  auto rate = [](const Point &point) {
    Score score = rateSum(point);
    score.failed = point.getHash() % 4 != 0;
    score.excess.assign(point.getHash() % 3, 0.5);
    return score;
  };
  EXPECT_EQ(run("evolution", space, 1, 400, rate).size(), 400u);
  auto fail = [](const Point &) { return Score(); };
  EXPECT_EQ(run("evolution", space, 1, 400, fail).size(), 400u);
}

/// Searches landscapes with 20 seeds each and counts how often the best point
/// found is within 1 % of the optimum.
void measure(size_t numBlocks, double interaction, double maxLoss,
             unsigned &good, unsigned &total) {
  for (uint64_t seed : {11, 22, 33}) {
    Landscape landscape(numBlocks, seed, interaction, maxLoss);
    double optimum = landscape.getOptimum();
    Space space = parse(Landscape::getText(), landscape.getNames());
    Objective objective =
        cantFail(Objective::parse({"latency", "", {"expressiveness:0.95"}, {}},
                                  {"latency", "expressiveness"}));
    cantFail(objective.setBaseline(landscape.evaluate(space.pointAt(0))));
    for (uint64_t searchSeed = 0; searchSeed < 20; ++searchSeed) {
      Score best;
      run("evolution", space, searchSeed, 300, [&](const Point &point) {
        Score score = cantFail(objective.score(landscape.evaluate(point)));
        if (score < best)
          best = score;
        return score;
      });
      ++total;
      good += best.isFeasible() && best.goal <= optimum * 1.01;
    }
  }
}

TEST(Strategy, EvolutionFindsTheOptimum) {
  for (size_t numBlocks : {12, 16})
    for (auto [interaction, maxLoss] :
         {std::pair(0.0, 0.003), {0.05, 0.003}, {0.0, 0.012}}) {
      unsigned good = 0, total = 0;
      measure(numBlocks, interaction, maxLoss, good, total);
      EXPECT_EQ(good, total)
          << numBlocks << " blocks, " << interaction << ", " << maxLoss;
    }
}

TEST(Strategy, EvolutionCopesWithInteraction) {
  unsigned good = 0, total = 0;
  measure(12, 0.2, 0.003, good, total);
  EXPECT_GE(good, total * 9 / 10);
}

} // namespace

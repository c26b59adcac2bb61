//===- SearchTest.cpp - Tests of the search driver ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Search/Search.h"
#include "Landscape.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace tenon;
using namespace tenon::test;

namespace {

class SearchTest : public testing::Test {
protected:
  void use(StringRef text, const std::vector<std::string> &names = {}) {
    space = cantFail(Space::parse(text));
    cantFail(space->resolve([&](auto, auto, auto) { return names; }));
  }
  Expected<SearchResult> run(Evaluator evaluate,
                             const SearchOptions &options = {},
                             StringRef name = "evolution") {
    auto strategy = cantFail(
        createStrategy(name, *space, 1, std::max<size_t>(options.trials, 1)));
    return search(*space, *strategy, objective, evaluate, options);
  }

  std::optional<Space> space;
  Objective objective =
      cantFail(Objective::parse({"cost", "", {}, {}}, {"cost"}));
};

Evaluation price(double cost, std::string key = "") {
  return {{{"cost", cost}}, std::move(key)};
}

TEST_F(SearchTest, FindsTheBest) {
  use("p{a=?{3,1,2}}");
  std::vector<size_t> seen;
  SearchOptions options;
  options.progress = [&](const Trial &trial, const SearchProgress &progress) {
    seen.push_back(trial.index);
    EXPECT_EQ(progress.done, seen.size());
    EXPECT_EQ(progress.total, 300u);
    EXPECT_NE(progress.best, nullptr);
  };
  auto result = cantFail(run(
      [](StringRef text, const Point &) -> Expected<Evaluation> {
        return price(text[4] - '0');
      },
      options, "exhaustive"));
  EXPECT_EQ(seen, (std::vector<size_t>{0, 1, 2}));
  ASSERT_EQ(result.trials.size(), 3u);
  EXPECT_EQ(result.numCounted, 3u);
  EXPECT_EQ(result.getBest().text, "p{a=1}");
  EXPECT_TRUE(result.getBest().feasible);
  EXPECT_EQ(result.getBest().point, Point({1}));
}

TEST_F(SearchTest, TakesTheEarliestOfEquals) {
  use("p{a=?{3,1,2}}");
  auto result = cantFail(run(
      [](StringRef, const Point &) -> Expected<Evaluation> { return price(1); },
      {}, "exhaustive"));
  EXPECT_EQ(result.best, 0u);
}

TEST_F(SearchTest, EvaluatesEqualTextsOnce) {
  // Two ways to write the same text.
  use("p{a=?{x b=y,x} c=?{1,2}}");
  unsigned calls = 0;
  auto evaluate = [&](StringRef, const Point &) -> Expected<Evaluation> {
    ++calls;
    return price(calls);
  };
  cantFail(run(evaluate, {}, "exhaustive"));
  EXPECT_EQ(calls, 4u);
}

TEST_F(SearchTest, CountsEqualNetworksOnce) {
  use("p{a=?{x,y,z} b=?{1,2}}");
  auto evaluate = [](StringRef, const Point &point) -> Expected<Evaluation> {
    // A network depends on the first hole only; the costs lie.
    return price(point[0] + 0.1 * point[1], "net" + std::to_string(point[0]));
  };
  auto result = cantFail(run(evaluate, {}, "exhaustive"));
  EXPECT_EQ(result.trials.size(), 6u);
  EXPECT_EQ(result.numCounted, 3u);
  EXPECT_EQ(result.numSame, 3u);
  EXPECT_EQ(result.trials[1].sameAs, 0u);
  EXPECT_EQ(result.trials[1].metrics.at("cost"), 0);
  EXPECT_EQ(result.trials[3].sameAs, 2u);
}

TEST_F(SearchTest, EndsIfAllNetworksAreEqual) {
  use("p{a=?subset{*}}", Landscape(40, 0).getNames());
  SearchOptions options;
  options.trials = 10;
  auto result = cantFail(run(
      [](StringRef, const Point &) -> Expected<Evaluation> {
        return price(1, "the only one");
      },
      options));
  EXPECT_EQ(result.numCounted, 1u);
  EXPECT_EQ(result.trials.size(), 40u);
}

TEST_F(SearchTest, GoesOnAfterFailures) {
  use("p{a=?{x,y,z}}");
  auto result = cantFail(run(
      [](StringRef, const Point &point) -> Expected<Evaluation> {
        if (point[0] == 0)
          return createStringError("it broke");
        if (point[0] == 1)
          return Evaluation();
        return price(1);
      },
      {}, "exhaustive"));
  EXPECT_EQ(result.numFailed, 2u);
  EXPECT_EQ(result.trials[0].error, "it broke");
  EXPECT_EQ(result.trials[1].error, "expected the metric 'cost', but got none; "
                                    "have the evaluation measure it");
  EXPECT_EQ(result.best, 2u);
}

TEST_F(SearchTest, RefusesIfAllFail) {
  use("p{a=?{x,y,z}}");
  auto result = run([](StringRef text, const Point &) -> Expected<Evaluation> {
    return createStringError("no " + text);
  });
  EXPECT_EQ(toString(result.takeError()),
            "expected a candidate that can be evaluated, but all 3 failed; the "
            "first: no p{a=x}");
}

TEST_F(SearchTest, RefusesNoTrials) {
  use("p{a=?{x,y,z}}");
  SearchOptions options;
  options.trials = 0;
  auto result = run(
      [](StringRef, const Point &) -> Expected<Evaluation> { return price(1); },
      options);
  EXPECT_EQ(toString(result.takeError()), "expected at least one trial, but "
                                          "got 0; raise the number of trials");

  struct Idle : Strategy {
    std::vector<Point> ask(size_t) override { return {}; }
    void tell(const Point &, const Score &) override {}
  } idle;
  auto none = search(*space, idle, objective,
                     [](StringRef, const Point &) -> Expected<Evaluation> {
                       return price(1);
                     });
  EXPECT_EQ(toString(none.takeError()), "expected the strategy to propose a "
                                        "candidate, but got none");
}

TEST_F(SearchTest, DoesNotDependOnTheOrderOfEvaluation) {
  Landscape landscape(12, 5);
  use(Landscape::getText(), landscape.getNames());
  objective = cantFail(
      Objective::parse({"latency", "", {}, {"latency:1k"}}, {"latency"}));
  auto evaluate = [&](StringRef, const Point &p) -> Expected<Evaluation> {
    return Evaluation{landscape.evaluate(p), ""};
  };
  auto write = [&](const SearchOptions &options) {
    auto result = cantFail(run(evaluate, options));
    std::string csv;
    raw_string_ostream os(csv);
    writeTrialsCsv(os, result.trials);
    return csv;
  };
  SearchOptions backwards;
  backwards.forEach = [](size_t count, function_ref<void(size_t)> body) {
    while (count-- > 0)
      body(count);
  };
  EXPECT_EQ(write({}), write(backwards));
}

TEST_F(SearchTest, WritesCsv) {
  std::vector<Trial> trials(3);
  trials[0].text = "p{a=x}";
  trials[0].metrics = {{"cost", 0.1}, {"size,B", 1048576}};
  trials[0].feasible = true;
  trials[1].index = 1;
  trials[1].text = "p{a=x,y}";
  trials[1].error = "expected \"y\"\nbut got 1,5";
  trials[2].index = 2;
  trials[2].text = "p{a=z}";
  trials[2].metrics = {{"cost", 1.0 / 3}};
  trials[2].sameAs = 0;
  std::string csv;
  raw_string_ostream os(csv);
  writeTrialsCsv(os, trials);
  EXPECT_EQ(csv, "trial,feasible,same_as,cost,\"size,B\",pipeline,error\n"
                 "0,yes,,0.1,1048576,p{a=x},\n"
                 "1,no,,,,\"p{a=x,y}\",\"expected \"\"y\"\"\nbut got 1,5\"\n"
                 "2,no,0,0.3333333333333333,,p{a=z},\n");
}

TEST_F(SearchTest, StopsWhenAsked) {
  use("p{a=?{3,1,2}}");
  auto evaluate = [](StringRef text, const Point &) -> Expected<Evaluation> {
    return price(text[4] - '0');
  };
  SearchOptions options;
  size_t asked = 0;
  options.isStopped = [&] { return ++asked == 3; };
  auto result = cantFail(run(evaluate, options, "exhaustive"));
  EXPECT_TRUE(result.isStopped);
  ASSERT_EQ(result.trials.size(), 2u);
  EXPECT_EQ(result.getBest().text, "p{a=1}");
  std::string text;
  llvm::raw_string_ostream os(text);
  writeTrialsCsv(os, result.trials, result.isStopped);
  EXPECT_EQ(text, "trial,feasible,same_as,cost,pipeline,error\n"
                  "0,yes,,3,p{a=3},\n"
                  "1,yes,,1,p{a=1},\n"
                  "2,no,,,,interrupted\n");

  options.isStopped = [] { return true; };
  EXPECT_EQ(toString(run(evaluate, options).takeError()),
            "interrupted before a candidate was evaluated");
}

} // namespace

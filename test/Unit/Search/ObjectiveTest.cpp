//===- ObjectiveTest.cpp - Tests of goals and bounds ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Search/Objective.h"
#include "gtest/gtest.h"
#include <cmath>
#include <limits>

using namespace llvm;
using namespace tenon;

namespace {

const std::vector<std::string> known = {"latency", "memory", "accuracy"};

Objective parse(const ObjectiveText &text) {
  return cantFail(Objective::parse(text, known));
}

std::string parseError(const ObjectiveText &text) {
  auto objective = Objective::parse(text, known);
  return objective ? "no error" : toString(objective.takeError());
}

std::string quantityError(StringRef text) {
  auto number = parseQuantity(text);
  return number ? "no error" : toString(number.takeError());
}

TEST(Objective, ReadsQuantities) {
  EXPECT_EQ(cantFail(parseQuantity("1.5")), 1.5);
  EXPECT_EQ(cantFail(parseQuantity(" 1e-3 ")), 1e-3);
  EXPECT_EQ(cantFail(parseQuantity("-2")), -2);
  EXPECT_EQ(cantFail(parseQuantity("80%")), 0.8);
  EXPECT_EQ(cantFail(parseQuantity("2 k")), 2000);
  EXPECT_EQ(cantFail(parseQuantity("2M")), 2e6);
  EXPECT_EQ(cantFail(parseQuantity("2MB")), 2e6);
  EXPECT_EQ(cantFail(parseQuantity("1G")), 1e9);
  EXPECT_EQ(cantFail(parseQuantity("1T")), 1e12);
  EXPECT_EQ(cantFail(parseQuantity("512KiB")), 524288);
  EXPECT_EQ(cantFail(parseQuantity("1.5MiB")), 1572864);
  EXPECT_EQ(cantFail(parseQuantity("7B")), 7);
  for (StringRef text :
       {"", "x", "M", "1X", "1.2.3M", "inf", "nan", "1e999", "0x", "1 2"})
    EXPECT_EQ(quantityError(text),
              ("expected a number such as 0.95, 80%, 2M or 512KiB, but got '" +
               text + "'")
                  .str());
}

TEST(Objective, Parses) {
  Objective objective = parse(
      {"latency", "", {"accuracy:0.95"}, {"memory:512KiB", "latency : 3"}});
  EXPECT_EQ(objective.getGoal(), "latency");
  EXPECT_FALSE(objective.isMaximized());
  ASSERT_EQ(objective.getKeeps().size(), 1u);
  EXPECT_EQ(objective.getKeeps()[0].value, 0.95);
  ASSERT_EQ(objective.getLimits().size(), 2u);
  EXPECT_EQ(objective.getLimits()[0].metric, "memory");
  EXPECT_EQ(objective.getMetrics(),
            (std::vector<std::string>{"latency", "accuracy", "memory"}));
  EXPECT_TRUE(parse({"", "accuracy", {}, {}}).isMaximized());
}

TEST(Objective, RefusesBadText) {
  EXPECT_EQ(parseError({}), "expected one of --minimize and --maximize, but "
                            "got neither; name one goal, and bound other "
                            "metrics with --keep and --limit");
  EXPECT_EQ(parseError({"latency", "accuracy", {}, {}}),
            "expected one of --minimize and --maximize, but got both; name one "
            "goal, and bound other metrics with --keep and --limit");
  EXPECT_EQ(parseError({"latencies", "", {}, {}}),
            "expected a metric in --minimize, but got 'latencies'; use one of "
            "latency, memory, accuracy");
  EXPECT_EQ(parseError({"", "x", {}, {}}),
            "expected a metric in --maximize, but got 'x'; use one of latency, "
            "memory, accuracy");
  EXPECT_EQ(parseError({"latency", "", {"accuracy"}, {}}),
            "expected metric:value in --keep, but got 'accuracy'; write "
            "--keep=accuracy:0.95");
  EXPECT_EQ(parseError({"latency", "", {"size:1"}, {}}),
            "expected a metric in --keep, but got 'size'; use one of latency, "
            "memory, accuracy");
  EXPECT_EQ(parseError({"latency", "", {"accuracy:0"}, {}}),
            "expected a fraction above 0 in --keep, but got 'accuracy:0'; "
            "write the part of the baseline to keep, as in 0.95");
  EXPECT_EQ(parseError({"latency", "", {}, {"memory"}}),
            "expected metric:value in --limit, but got 'memory'; write "
            "--limit=memory:2M");
  EXPECT_EQ(parseError({"latency", "", {}, {"memory:much"}}),
            "--limit=memory:much: expected a number such as 0.95, 80%, 2M or "
            "512KiB, but got 'much'");
}

TEST(Objective, Scores) {
  Objective objective =
      parse({"latency", "", {"accuracy:95%"}, {"memory:100"}});
  cantFail(objective.setBaseline({{"accuracy", 0.8}}));
  auto score = [&](double latency, double accuracy, double memory) {
    return cantFail(objective.score(
        {{"latency", latency}, {"accuracy", accuracy}, {"memory", memory}}));
  };
  EXPECT_TRUE(score(5, 0.95 * 0.8, 100).isFeasible());
  EXPECT_FALSE(score(5, 0.759, 100).isFeasible());
  EXPECT_FALSE(score(5, 0.8, 101).isFeasible());
  EXPECT_NEAR(score(5, 0.38, 150).getViolation(), 1.0, 1e-12);
  // Room in one bound does not make up for another.
  EXPECT_NEAR(score(5, 9, 150).getViolation(), 0.5, 1e-12);
  EXPECT_LT(score(9, 0.8, 90), score(1, 0.7, 90));
  EXPECT_LT(score(4, 0.77, 99), score(5, 0.8, 1));
  EXPECT_LT(score(9, 0.75, 90), score(1, 0.7, 90));
  EXPECT_LT(score(9, 0.7, 200), Score());
  EXPECT_FALSE(score(5, 0.8, 1) < score(5, 0.8, 2));
  EXPECT_FALSE(Score() < Score());
}

TEST(Objective, ScoresSignsAndZeros) {
  Objective objective = parse({"", "accuracy", {"accuracy:0.9"}, {"memory:0"}});
  cantFail(objective.setBaseline({{"accuracy", -10}}));
  auto score = [&](double accuracy, double memory) {
    return cantFail(
        objective.score({{"accuracy", accuracy}, {"memory", memory}}));
  };
  EXPECT_TRUE(score(-11, 0).isFeasible());
  EXPECT_FALSE(score(-11.5, 0).isFeasible());
  EXPECT_EQ(score(-10, 2).getViolation(), 2);
  EXPECT_LT(score(-9, 0), score(-10, 0));
}

TEST(Objective, RefusesMissingNumbers) {
  Objective objective = parse({"latency", "", {"accuracy:0.9"}, {}});
  EXPECT_EQ(toString(objective.score({{"latency", 1}}).takeError()),
            "expected a baseline for --keep, but got none; evaluate the "
            "network before the search");
  EXPECT_EQ(toString(objective.setBaseline({{"latency", 1}})),
            "baseline: expected the metric 'accuracy', but got none; have the "
            "evaluation measure it");
  cantFail(objective.setBaseline({{"accuracy", 1}}));
  EXPECT_EQ(toString(objective.score({{"latency", 1}}).takeError()),
            "expected the metric 'accuracy', but got none; have the evaluation "
            "measure it");
  double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(toString(objective.score({{"latency", infinity}}).takeError()),
            "expected a finite 'latency', but got infinity");
  EXPECT_EQ(toString(objective.score({{"latency", std::nan("")}}).takeError()),
            "expected a finite 'latency', but got no number");
}

} // namespace

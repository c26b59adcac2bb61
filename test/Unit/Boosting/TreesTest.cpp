//===- TreesTest.cpp - Ensembles of regression trees ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Boosting/Trees.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"
#include <cmath>

using namespace tenon;

namespace {
/// A step and a slope in two features, and one that means nothing.
struct Data {
  std::vector<float> features, wanted;
  Data() {
    for (int i = 0; i != 400; ++i) {
      float a = float(i % 20) / 20, b = float(i / 20) / 20;
      features.insert(features.end(), {a, b, float(i * 7 % 13)});
      wanted.push_back((a < 0.5f ? -1 : 1) + b);
    }
  }
  llvm::Expected<Trees> grow(int rounds, std::vector<float> *last = nullptr) {
    BoostOptions options;
    options.rounds = rounds;
    options.lambda = 1;
    options.subsample = 1;
    return boostTrees(features, 3, options,
                      [&](llvm::ArrayRef<float> margins,
                          llvm::MutableArrayRef<float> gradient,
                          llvm::MutableArrayRef<float> weight) {
                        if (last)
                          last->assign(margins.begin(), margins.end());
                        for (size_t i = 0; i != margins.size(); ++i) {
                          gradient[i] = margins[i] - wanted[i];
                          weight[i] = 1;
                        }
                      });
  }
};

std::string print(const Trees &trees) {
  return llvm::formatv("{0}", trees.toJson()).str();
}

std::string readError(llvm::StringRef text) {
  auto json = llvm::json::parse(text);
  auto trees = Trees::fromJson(llvm::cantFail(std::move(json)), 3);
  return trees ? "none" : llvm::toString(trees.takeError());
}
} // namespace

TEST(TreesTest, LearnsAndReadsBack) {
  Data data;
  auto trees = data.grow(60);
  if (!trees) {
    std::string error = llvm::toString(trees.takeError());
    GTEST_SKIP() << error;
  }
  EXPECT_EQ(trees->size(), 60u);
  double most = 0;
  for (size_t i = 0; i != data.wanted.size(); ++i) {
    llvm::ArrayRef<float> row(&data.features[3 * i], 3);
    most =
        std::max<double>(most, std::abs(trees->predict(row) - data.wanted[i]));
  }
  EXPECT_LT(most, 0.1);
  auto json = llvm::json::parse(print(*trees));
  ASSERT_TRUE(bool(json));
  auto again = Trees::fromJson(*json, 3);
  ASSERT_TRUE(bool(again));
  EXPECT_EQ(print(*again), print(*trees));
}

// What XGBoost itself predicts, and the same trees each time.
TEST(TreesTest, AgreesWithXgboost) {
  Data data;
  std::vector<float> margins;
  auto less = data.grow(20), more = data.grow(21, &margins);
  if (!less || !more) {
    llvm::consumeError(less.takeError());
    llvm::consumeError(more.takeError());
    GTEST_SKIP() << "no XGBoost";
  }
  for (size_t i = 0; i != margins.size(); ++i)
    EXPECT_NEAR(less->predict({&data.features[3 * i], 3}), margins[i], 1e-5);
  auto same = data.grow(20);
  ASSERT_TRUE(bool(same));
  EXPECT_EQ(print(*same), print(*less));
}

TEST(TreesTest, ReadsWhatIsRight) {
  auto json = llvm::json::parse(
      R"([{"left":[1,0,0],"feature":[2,0,0],"value":[0.5,-1,2]},
          {"left":[0],"feature":[0],"value":[10]}])");
  auto trees = Trees::fromJson(llvm::cantFail(std::move(json)), 3);
  ASSERT_TRUE(bool(trees));
  EXPECT_EQ(trees->predict({0, 0, 0.25f}), 9);
  EXPECT_EQ(trees->predict({0, 0, 0.5f}), 12);
}

// Rows walk in groups; each gets what it gets alone.
TEST(TreesTest, ManyRowsAreAsOneByOne) {
  auto json = llvm::json::parse(
      R"([{"left":[1,3,0,0,0],"feature":[0,1,0,0,0],"value":[0.5,0.25,1,2,4]},
          {"left":[0],"feature":[0],"value":[8]},
          {"left":[1,0,0],"feature":[2,0,0],"value":[6,16,32]}])");
  auto trees = Trees::fromJson(llvm::cantFail(std::move(json)), 3);
  ASSERT_TRUE(bool(trees));
  Data data;
  for (size_t count : {0, 1, 7, 8, 9, 19, 400}) {
    std::vector<const float *> rows;
    for (size_t i = 0; i != count; ++i)
      rows.push_back(&data.features[3 * i]);
    std::vector<float> sums(count, -1);
    trees->predict(rows, sums);
    for (size_t i = 0; i != count; ++i) {
      float first = rows[i][0] >= 0.5f ? 1 : rows[i][1] >= 0.25f ? 4 : 2;
      EXPECT_EQ(sums[i], first + 8 + (rows[i][2] >= 6 ? 32 : 16));
      EXPECT_EQ(sums[i], trees->predict({rows[i], 3}));
    }
  }
}

TEST(TreesTest, RefusesWhatIsWrong) {
  EXPECT_EQ(readError("{}"), "expected an array of trees");
  EXPECT_EQ(readError("[1]"), "expected a tree with 'left', 'feature' and "
                              "'value' of equal lengths");
  EXPECT_EQ(readError(R"([{"left":[0],"feature":[0],"value":[]}])"),
            "expected a tree with 'left', 'feature' and 'value' of equal "
            "lengths");
  EXPECT_EQ(readError(R"([{"left":["x"],"feature":[0],"value":[1]}])"),
            "expected numbers in a tree");
  // A feature that is not there, a child that is not, and a circle.
  EXPECT_EQ(readError(R"([{"left":[0],"feature":[3],"value":[1]}])"),
            "node 0 of tree 0 is none");
  EXPECT_EQ(readError(R"([{"left":[1,0],"feature":[0,0],"value":[1,1]}])"),
            "node 0 of tree 0 is none");
  EXPECT_EQ(
      readError(R"([{"left":[1,1,0],"feature":[0,0,0],"value":[1,1,1]}])"),
      "node 1 of tree 0 is none");
}

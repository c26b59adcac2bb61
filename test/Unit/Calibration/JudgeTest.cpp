//===- JudgeTest.cpp - How near predictions are ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Calibration/Judge.h"
#include "gtest/gtest.h"

using namespace tenon::calibration;

TEST(JudgeTest, CountsErrors) {
  // Errors of 0, +5, -10 and +20 %.
  Judgement j = judge({{1, 1}, {2.1, 2}, {3.6, 4}, {9.6, 8}});
  EXPECT_EQ(j.rows, 4u);
  EXPECT_NEAR(j.meanError, 0.0875, 1e-9);
  EXPECT_NEAR(j.largestError, 0.2, 1e-9);
  EXPECT_DOUBLE_EQ(j.rankCorrelation, 1);
}

TEST(JudgeTest, SharesBelowAndAboveLimits) {
  Judgement j = judge({{1.04, 1}, {1.06, 1}, {0.91, 1}, {0.89, 1}});
  EXPECT_DOUBLE_EQ(j.within5, 0.25);
  EXPECT_DOUBLE_EQ(j.within10, 0.75);
  // All measurements are equal.
  EXPECT_DOUBLE_EQ(j.rankCorrelation, 0);
}

TEST(JudgeTest, EqualNumbersShareRanks) {
  EXPECT_DOUBLE_EQ(judge({{3, 1}, {2, 2}, {1, 3}}).rankCorrelation, -1);
  // Ranks 0.5, 0.5, 2 and 0, 1, 2: 1.5 / sqrt(1.5 * 2).
  EXPECT_NEAR(judge({{1, 1}, {1, 2}, {5, 3}}).rankCorrelation, 0.8660254, 1e-6);
}

TEST(JudgeTest, FindsALine) {
  Line line = fitLine({{1, 2.5}, {2, 4.5}, {5, 10.5}});
  EXPECT_NEAR(line.scale, 2, 1e-9);
  EXPECT_NEAR(line.offset, 0.5, 1e-9);
  EXPECT_NEAR(line(3), 6.5, 1e-9);
}

TEST(JudgeTest, OnePointHasNoOffset) {
  Line line = fitLine({{2, 3}});
  EXPECT_DOUBLE_EQ(line.scale, 1.5);
  EXPECT_DOUBLE_EQ(line.offset, 0);
}

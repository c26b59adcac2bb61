//===- AssertTest.cpp -----------------------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Support/Assert.h"
#include "gtest/gtest.h"

TEST(AssertTest, EvaluatesOnlyInBuildsWithAssertions) {
  int evaluated = 0;
  TENON_ASSERT(++evaluated == 1, "counts");
#ifdef TENON_ASSERTIONS
  EXPECT_EQ(evaluated, 1);
  EXPECT_DEATH(TENON_ASSERT(evaluated == 2, "there are two"),
               "AssertTest.cpp:[0-9]+: assertion 'evaluated == 2' failed: "
               "there are two");
#else
  EXPECT_EQ(evaluated, 0);
#endif
}

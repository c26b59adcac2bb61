//===- PlacementTest.cpp - Buffers that live together lie apart -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/Compiler/Schedule/Placement.h"
#include "gtest/gtest.h"
#include <random>

using namespace tenon::compiler;

TEST(Placement, NothingNeedsNothing) {
  Placement placement = placeBuffers({});
  EXPECT_EQ(placement.bytes, 0);
  EXPECT_EQ(placement.lowerBound, 0);
}

TEST(Placement, BuffersTakeTurns) {
  // The first and the last one share their bytes.
  std::vector<Lifetime> lifetimes = {{64, 0, 1}, {64, 1, 2}, {64, 2, 3}};
  Placement placement = placeBuffers(lifetimes);
  EXPECT_EQ(placement.bytes, 128);
  EXPECT_EQ(placement.lowerBound, 128);
  EXPECT_EQ(placement.addresses[0], placement.addresses[2]);
  EXPECT_EQ(verifyPlacement(lifetimes, placement), "");
}

TEST(Placement, RandomLifetimesAreValid) {
  std::mt19937 engine(1);
  auto between = [&](int low, int high) {
    return low + int(engine() % (high - low + 1));
  };
  double used = 0, needed = 0;
  for (int round = 0; round != 200; ++round) {
    std::vector<Lifetime> lifetimes;
    for (int i = between(1, 40); i > 0; --i) {
      int32_t first = between(0, 30);
      lifetimes.push_back({between(1, 100) * 64, first, first + between(0, 9)});
    }
    Placement placement = placeBuffers(lifetimes);
    EXPECT_EQ(verifyPlacement(lifetimes, placement), "");
    EXPECT_GE(placement.bytes, placement.lowerBound);
    used += placement.bytes;
    needed += placement.lowerBound;
    // Small ones at the end do not overlap with others, either.
    placement = placeSmallAtEnd(lifetimes, 12800);
    EXPECT_EQ(verifyPlacement(lifetimes, placement), "");
  }
  // The heuristics stay close to what no placement can beat.
  EXPECT_LT(used, 1.1 * needed);
}

TEST(Placement, SmallBuffersLieAtTheEnd) {
  // A small one beside two large ones in turn, and another small one.
  std::vector<Lifetime> lifetimes = {
      {256, 0, 1}, {256, 2, 3}, {64, 0, 3}, {64, 1, 2}};
  Placement placement = placeSmallAtEnd(lifetimes, 1024);
  EXPECT_EQ(placement.addresses, std::vector<int64_t>({0, 0, 960, 896}));
  EXPECT_EQ(placement.bytes, 1024);
  EXPECT_EQ(verifyPlacement(lifetimes, placement), "");
  // Where there is no room at the end, they take the highest gap, and what has
  // no room at all lies behind the memory.
  lifetimes = {{64, 0, 3}, {960, 0, 3}, {64, 0, 3}};
  EXPECT_EQ(placeSmallAtEnd(lifetimes, 1024).addresses,
            std::vector<int64_t>({960, 1024, 896}));
}

TEST(Placement, VerifierFindsMistakes) {
  std::vector<Lifetime> lifetimes = {{64, 0, 1}, {64, 1, 2}};
  EXPECT_EQ(verifyPlacement(lifetimes, {{0}, 64, 0}),
            "expected an address for each buffer");
  EXPECT_EQ(verifyPlacement(lifetimes, {{0, 0}, 128, 0}),
            "expected buffers 0 and 1 not to share memory");
  EXPECT_EQ(verifyPlacement(lifetimes, {{0, 64}, 100, 0}),
            "expected buffer 1 to end within 100 bytes, but it ends at 128");
}

//===- MemoryTrackerTest.cpp - Commands wait for what they must wait for --===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/Compiler/Schedule/MemoryTracker.h"
#include "gtest/gtest.h"
#include <random>

using namespace tenon::compiler;

namespace {
struct Access {
  int64_t begin, end;
  bool isWrite;
  TileUnit unit;
};

/// True if `later` must wait for `earlier` by a token.
bool conflicts(const Access &earlier, const Access &later) {
  bool meet = earlier.begin < later.end && later.begin < earlier.end;
  if (!meet || (!earlier.isWrite && !later.isWrite))
    return false;
  if (earlier.unit != later.unit)
    return true;
  return later.unit == TileUnit::Array && earlier.isWrite && !later.isWrite;
}

constexpr LatestCommands none = {-1, -1, -1, -1};

/// Adds what `other` has behind it.
void follow(LatestCommands &latest, const LatestCommands &other) {
  for (unsigned unit = 0; unit != latest.size(); ++unit)
    latest[unit] = std::max(latest[unit], other[unit]);
}

/// A random access of a unit as the machine has it: loads write, stores read.
Access makeAccess(std::mt19937 &engine) {
  int64_t begin = engine() % 100, end = begin + 1 + int64_t(engine() % 20);
  auto unit = TileUnit(engine() % 4);
  bool isWrite = engine() % 2 == 0;
  if (unit == TileUnit::Load || unit == TileUnit::Store)
    isWrite = unit == TileUnit::Load;
  return {begin, end, isWrite, unit};
}
} // namespace

TEST(Tracker, ReadsWaitForWrites) {
  MemoryTracker tracker;
  LatestCommands after = none;
  tracker.access(0, 64, true, TileUnit::Load, 0, after);
  EXPECT_EQ(after, none);
  tracker.access(32, 48, false, TileUnit::Array, 1, after);
  EXPECT_EQ(after, (LatestCommands{0, -1, -1, -1}));
}

TEST(Tracker, ReadsDoNotWaitForReads) {
  MemoryTracker tracker;
  LatestCommands after = none;
  tracker.access(0, 64, false, TileUnit::Store, 0, after);
  tracker.access(0, 64, false, TileUnit::Array, 1, after);
  EXPECT_EQ(after, none);
}

/// Conflicts that the tracker does not name are with commands that had ended
/// before one that it names, or before an earlier one of the unit started.
TEST(Tracker, CoversAllConflicts) {
  std::mt19937 engine(1);
  for (int round = 0; round != 50; ++round) {
    MemoryTracker tracker;
    std::vector<Access> accesses;
    // The latest of each unit that has ended when a command starts and ends,
    // and the last command of each unit.
    std::vector<LatestCommands> starts, ends;
    LatestCommands last = none;
    for (int32_t i = 0; i != 200; ++i) {
      Access access = makeAccess(engine);
      LatestCommands after = none, start = none;
      tracker.access(access.begin, access.end, access.isWrite, access.unit, i,
                     after);
      for (int32_t wait : after)
        if (wait >= 0)
          follow(start, ends[wait]);
      int32_t &before = last[int(access.unit)];
      if (before >= 0)
        follow(start, starts[before]);
      for (int32_t j = 0; j != i; ++j)
        if (conflicts(accesses[j], access)) {
          EXPECT_GE(start[int(accesses[j].unit)], j)
              << "round " << round << ", command " << i;
        }
      LatestCommands end = start;
      if (before >= 0)
        follow(end, ends[before]);
      end[int(access.unit)] = before = i;
      accesses.push_back(access);
      starts.push_back(start);
      ends.push_back(end);
    }
  }
}

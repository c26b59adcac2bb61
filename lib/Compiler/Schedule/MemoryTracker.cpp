//===- MemoryTracker.cpp - Dependencies between commands ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "MemoryTracker.h"

using namespace tenon;
using namespace tenon::compiler;

std::map<int64_t, MemoryTracker::Range>::iterator
MemoryTracker::split(int64_t address) {
  auto it = ranges.upper_bound(address);
  auto before = std::prev(it);
  if (before->first == address)
    return before;
  return ranges.emplace_hint(it, address, before->second);
}

/// Returns true if a command of `unit` need not wait for an earlier command of
/// the same unit when one of them writes. Loads land in order, drains end in
/// order, vector commands run in order, and the array has read the input of a
/// command when it drains the next one.
static bool isOrdered(TileUnit earlier, TileUnit unit, bool earlierWrites,
                      bool writes) {
  if (earlier != unit)
    return false;
  return unit != TileUnit::Array || !(earlierWrites && !writes);
}

void MemoryTracker::access(int64_t begin, int64_t end, bool isWrite,
                           TileUnit unit, int32_t command,
                           LatestCommands &after) {
  auto last = split(end);
  for (auto it = split(begin); it != last;) {
    Range &range = it->second;
    for (unsigned i = 0; i != after.size(); ++i) {
      if (!isOrdered(TileUnit(i), unit, true, isWrite))
        after[i] = std::max(after[i], range.writers[i]);
      if (isWrite && !isOrdered(TileUnit(i), unit, false, true))
        after[i] = std::max(after[i], range.readers[i]);
    }
    if (!isWrite) {
      range.readers[int(unit)] = command;
      ++it;
      continue;
    }
    // A command that waits for this one also waits for earlier ones.
    it = it->first == begin ? std::next(it) : ranges.erase(it);
  }
  if (!isWrite)
    return;
  Range &range = ranges[begin];
  range = Range();
  range.writers[int(unit)] = command;
}

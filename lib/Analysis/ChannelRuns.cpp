//===- ChannelRuns.cpp - Runs of channels that must be equal --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ChannelRuns.h"
#include <algorithm>

using namespace llvm;
using namespace tenon;

unsigned ChannelRuns::makeRun(int64_t size) {
  runs.push_back({unsigned(runs.size()), size, "", std::nullopt, std::nullopt});
  return runs.size() - 1;
}

unsigned ChannelRuns::find(unsigned run) {
  while (runs[run].parent != run)
    run = runs[run].parent = runs[runs[run].parent].parent;
  return run;
}

void ChannelRuns::expand(unsigned run, int64_t inner, Segments &out) {
  SmallVector<RunSegment> open = {{run, inner}};
  while (!open.empty()) {
    RunSegment next = open.pop_back_val();
    next.run = find(next.run);
    const Run &found = runs[next.run];
    if (found.halves) {
      open.push_back({found.halves->second, next.inner});
      open.push_back({found.halves->first, next.inner});
    } else if (found.stretched) {
      open.push_back(
          {found.stretched->run, next.inner * found.stretched->inner});
    } else {
      out.push_back(next);
    }
  }
}

void ChannelRuns::pin(unsigned run, StringRef reason) {
  Segments leaves;
  expand(run, 1, leaves);
  pinAll(leaves, reason);
}

void ChannelRuns::pinAll(const Segments &segments, StringRef reason) {
  for (RunSegment segment : segments) {
    Run &run = runs[find(segment.run)];
    if (run.halves || run.stretched)
      pin(segment.run, reason);
    else if (run.pinReason.empty())
      run.pinReason = reason.str();
  }
}

/// Unites two undivided runs with the same number of channels. Returns false if
/// their orders conflict.
bool ChannelRuns::uniteEqual(RunSegment x, RunSegment y) {
  if (x.run == y.run)
    return x.inner == y.inner;
  if (x.inner < y.inner)
    std::swap(x, y);
  if (x.inner % y.inner)
    return false;
  // Each channel of x corresponds to several of y.
  Run &coarse = runs[x.run], &fine = runs[y.run];
  if (coarse.pinReason.empty())
    coarse.pinReason = fine.pinReason;
  if (x.inner == y.inner)
    fine.parent = x.run;
  else
    fine.stretched = RunSegment{x.run, x.inner / y.inner};
  return true;
}

/// Divides an undivided run after its first `size` channels. Returns false if
/// this would separate copies of one channel.
bool ChannelRuns::split(RunSegment longer, int64_t size, Segments &pieces) {
  if (size % longer.inner)
    return false;
  unsigned head = makeRun(size / longer.inner);
  unsigned tail = makeRun(runs[longer.run].size - runs[head].size);
  Run &run = runs[longer.run];
  runs[head].pinReason = runs[tail].pinReason = run.pinReason;
  run.halves = {head, tail};
  pieces.push_back({tail, longer.inner});
  pieces.push_back({head, longer.inner});
  return true;
}

void ChannelRuns::unite(Segments a, Segments b) {
  // Both lists are processed from the back.
  std::reverse(a.begin(), a.end());
  std::reverse(b.begin(), b.end());
  // Removes and returns the first undivided segment of the rest.
  auto pop = [&](Segments &rest) {
    RunSegment next = rest.pop_back_val();
    Segments leaves;
    expand(next.run, next.inner, leaves);
    rest.append(leaves.rbegin(), leaves.rend());
    return rest.pop_back_val();
  };
  while (!a.empty() && !b.empty()) {
    RunSegment x = pop(a), y = pop(b);
    int64_t sizeX = runs[x.run].size * x.inner;
    int64_t sizeY = runs[y.run].size * y.inner;
    bool good;
    if (sizeX == sizeY) {
      good = uniteEqual(x, y);
    } else if (sizeX > sizeY) {
      good = x.run != y.run && split(x, sizeY, a);
      b.push_back(y);
    } else {
      good = x.run != y.run && split(y, sizeX, b);
      a.push_back(x);
    }
    if (good)
      continue;
    StringRef reason = "channels in two orders";
    pin(x.run, reason);
    pin(y.run, reason);
    pinAll(a, reason);
    pinAll(b, reason);
    return;
  }
}

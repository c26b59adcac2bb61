//===- Timeline.cpp - When subgraphs end, tile by tile --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Timeline.h"
#include <algorithm>

using namespace tenon;
using namespace tenon::estimator;

/// What refreshes, misses and turn-arounds add to the time of long transfers on
/// the presets, and the share of the memory that tiles find room in.
static constexpr double transferFactor = 1.04, memoryShare = 0.95;

/// Memory is given in the order of use: what is needed first is freed first.
void Timeline::free(int64_t bytes, double time) {
  if (bytes > 0)
    frees.push_back({time, bytes});
}

/// When the sequencer comes to the next load. The compiler puts it behind the
/// command that needs the one so many loads before it, and the queues hold
/// commands that have not started.
double Timeline::getIssue() const {
  size_t ahead = std::max<int64_t>(1, machine.queueDepth - 2);
  if (uses.size() < ahead)
    return 0;
  size_t command = uses[uses.size() - ahead];
  size_t queue = machine.queueDepth;
  return command < queue ? 0
                         : starts[std::min(command - queue, starts.size() - 1)];
}

/// Waits for memory.
void Timeline::take(int64_t bytes) {
  int64_t room = int64_t(double(machine.sramBytes) * memoryShare);
  while (used + bytes > room && !frees.empty()) {
    memory = std::max(memory, frees.front().first);
    used -= frees.front().second;
    frees.pop_front();
  }
  used += bytes;
}

double Timeline::load(double cycles, int64_t bytes, double ready) {
  double start = std::max({loads, ready, getIssue()});
  uses.push_back(starts.size());
  take(bytes);
  double begin = std::max(start, memory), time = cycles * transferFactor;
  loads = begin + time;
  dram = std::max(dram, begin) + time;
  return loads + double(machine.dmaLatency);
}

/// Before a store ends, all has moved that its tile and those before it load;
/// loads that run ahead may move at the same time.
void Timeline::store(double cycles, double ready) {
  double time = cycles * transferFactor;
  double start = std::max(stores, ready);
  dram += time;
  stores = std::max(start + time, dram);
}

double Timeline::work(const PlannedLoop &loop, double start) {
  double &unit = loop.isVector ? vector : array;
  starts.push_back(std::max(unit, start));
  unit = starts.back() + loop.work;
  return unit;
}

/// When the part of the operands that a share of the pixels needs is there.
double Timeline::getReady(const PlannedStep &step, double share,
                          bool ofLoads) const {
  double ready = 0;
  for (const PlannedSource &source : step.sources) {
    if (source.stays == ofLoads)
      continue;
    const Done &d = done[source.step];
    double first = source.stays ? d.first : d.firstStored;
    double end = source.stays ? d.last : d.stored;
    ready = std::max(ready, d.byPixels ? first + (end - first) * share : end);
  }
  return ready;
}

void Timeline::runLoop(const PlannedStep &step, const PlannedLoop &loop) {
  Done &d = done.back();
  bool isFirst = d.last == 0;
  d.byPixels = loop.outTiles == 1 || !loop.weightsStay;
  int64_t outer = loop.weightsStay ? loop.outTiles : loop.pixelTiles;
  int64_t inner = loop.weightsStay ? loop.pixelTiles : loop.outTiles;
  bool change = loop.inTiles > 1 || (!loop.weightsStay && loop.outTiles > 1);
  // What the next tile needs is loaded behind this one if there is room for
  // one tile of each kind only.
  double single = 0;
  double inReady = 0, weightsReady = 0;
  int64_t heldWeights = 0, heldInput = 0;
  for (int64_t i = 0; i != outer; ++i)
    for (int64_t j = 0; j != inner; ++j) {
      int64_t pixel = loop.weightsStay ? j : i, out = loop.weightsStay ? i : j;
      double share = double(pixel + 1) / double(loop.pixelTiles);
      double loadReady = std::max(single, getReady(step, share, true));
      double start = getReady(step, share, false);
      if (loop.residual > 0)
        start =
            std::max(start, load(loop.residual, loop.residualBytes, loadReady));
      double end = 0;
      for (int64_t k = 0; k != loop.inTiles; ++k) {
        bool needsInput =
            loop.input > 0 &&
            (loop.hasInputByOutput || loop.inTiles > 1 ||
             (loop.weightsStay ? (!loop.keepsInput || i == 0) : j == 0));
        if (loop.inTiles > 1 && loop.keepsInput && out > 0)
          needsInput = false;
        if (needsInput) {
          inReady = load(loop.input, loop.inBytes, loadReady);
          heldInput += loop.inBytes;
        }
        bool needsWeights =
            loop.weights > 0 &&
            (change ? !loop.keepsWeights || pixel == 0
                    : (loop.weightsStay ? j == 0 : i == 0 && j == 0));
        for (int64_t b = 0; b != loop.blocks; ++b) {
          if (needsWeights) {
            weightsReady = load(loop.weights, loop.weightBytes, single);
            heldWeights += loop.weightBytes;
          }
          end = work(loop, std::max({start, inReady, weightsReady}));
        }
      }
      if (loop.copies == 1)
        single = end;
      bool endsWeights = !loop.keepsWeights &&
                         (change || (loop.weightsStay && j + 1 == inner));
      if (endsWeights) {
        free(heldWeights, end);
        heldWeights = 0;
      }
      bool endsInput = !loop.keepsInput && (loop.weightsStay || j + 1 == inner);
      if (endsInput) {
        free(heldInput, end);
        heldInput = 0;
      }
      free(loop.residual > 0 ? loop.residualBytes : 0, end);
      double ready = end + loop.tail;
      if (loop.store > 0) {
        used += loop.outBytes;
        store(loop.store, ready);
        free(loop.outBytes, stores);
      }
      if (isFirst) {
        d.first = ready;
        d.firstStored = stores;
        isFirst = false;
      }
      d.last = std::max(d.last, ready);
      d.stored = std::max(d.stored, stores);
    }
  free(heldWeights + heldInput, d.last);
}

/// In each round, an operation works on the stripe that the one before it
/// finished a round earlier.
void Timeline::runCascade(const PlannedStep &step) {
  Done &d = done.back();
  int64_t stripes = step.stripes, size = step.loops.size();
  int32_t longest = *std::max_element(step.delays.begin(), step.delays.end());
  // When each operation has finished each stripe.
  std::vector<double> ends(size * stripes, 0);
  for (int64_t round = 0; round != stripes + longest; ++round)
    for (int64_t i = 0; i != size; ++i) {
      const PlannedLoop &loop = step.loops[i];
      int64_t stripe = round - step.delays[i];
      if (stripe < 0 || stripe >= stripes)
        continue;
      double share = double(stripe + 1) / double(stripes);
      double start = getReady(step, share, false);
      auto getEnd = [&](int64_t op, int64_t of) {
        return of < 0 ? 0 : ends[op * stripes + of];
      };
      if (i > 0)
        start = std::max(start, getEnd(i - 1, stripe));
      if (loop.copy > 0 && stripe > 0) {
        double ready = i > 0 ? getEnd(i - 1, stripe - 1) : 0;
        vector = std::max(vector, ready) + loop.copy;
        start = std::max(start, vector);
      }
      if (loop.weights > 0 && stripe == 0)
        start = std::max(start, load(loop.weights, 0, 0));
      if (loop.input > 0) {
        // Two stripes are there at once.
        double ready =
            std::max(getReady(step, share, true), getEnd(i, stripe - 2));
        start = std::max(start, load(loop.input, 0, ready));
      }
      double end = work(loop, start) + double(machine.pipeline);
      ends[i * stripes + stripe] = end;
      if (loop.store > 0)
        store(loop.store, end);
    }
  d.first = d.firstStored = ends[(size - 1) * stripes];
  d.last = ends.back();
  d.stored = stores;
}

double Timeline::add(const PlannedStep &step) {
  done.emplace_back();
  double before = last;
  // Tensors that stay come with the step that writes them.
  if (step.residentBytes > resident)
    take(step.residentBytes - resident);
  else
    free(resident - step.residentBytes, last);
  resident = step.residentBytes;
  if (step.size > 1) {
    take(step.tileBytes);
    runCascade(step);
    free(step.tileBytes, done.back().last);
  } else {
    for (const PlannedLoop &loop : step.loops)
      runLoop(step, loop);
  }
  slack = std::max(array, vector) - loads;
  last = std::max({last, array, vector, stores});
  return last - before;
}

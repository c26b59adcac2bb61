//===- Timeline.cpp - Timeline of subgraphs and tiles ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Timeline.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>

using namespace tenon;
using namespace tenon::estimator;

/// Factor by which refreshes, misses and turnarounds lengthen long transfers on
/// the presets, and share of the memory that tiles can use.
static constexpr double transferFactor = 1.04, memoryShare = 0.95;

//===----------------------------------------------------------------------===//
// Units and memory
//===----------------------------------------------------------------------===//

/// Memory is allocated in the order of use, so memory that is needed first is
/// freed first.
void Timeline::free(int64_t bytes, double time) {
  if (bytes > 0)
    frees.push_back({time, bytes});
}

/// Waits until memory is free.
void Timeline::take(int64_t bytes) {
  for (; used + bytes > room && nextFree != frees.size(); ++nextFree) {
    memory = std::max(memory, frees[nextFree].first);
    used -= frees[nextFree].second;
  }
  used += bytes;
}

/// Changes the size of the resident tensors, which are allocated with the step
/// that writes them.
void Timeline::changeResident(int64_t bytes) {
  if (bytes > resident)
    take(bytes - resident);
  else
    free(resident - bytes, last);
  resident = bytes;
}

/// Returns the time at which the sequencer reaches the next load. The compiler
/// places the load after the command that needs an earlier load, `ahead` loads
/// before it, and the queues hold commands that have not started.
double Timeline::getIssue() const {
  size_t ahead = std::max<int64_t>(1, machine.queueDepth - 2);
  if (uses.size() < ahead)
    return 0;
  size_t command = uses[uses.size() - ahead];
  size_t queue = machine.queueDepth;
  return command < queue ? 0
                         : starts[std::min(command - queue, starts.size() - 1)];
}

/// Adds a load for the next command. Returns the time at which its data is in
/// SRAM. A load that waits for stores does not end before `least`.
double Timeline::load(double cycles, int64_t bytes, double ready,
                      double least) {
  double start = std::max({loads, ready, getIssue()});
  uses.push_back(starts.size());
  take(bytes);
  double begin = std::max(start, memory), time = cycles * transferFactor;
  loads = begin + time;
  dram = std::max(dram, begin) + time;
  // A load that waits for stores follows all earlier transfers on the bus.
  if (ready > 0)
    loads = std::max({loads, dram, least});
  return loads + double(machine.dmaLatency);
}

/// Adds a store. All loads of its tile and of earlier tiles are transferred
/// before the store ends; later loads may be transferred at the same time.
void Timeline::store(double cycles, double ready) {
  double time = cycles * transferFactor;
  dram += time;
  stores = std::max(std::max(stores, ready) + time, dram);
}

double Timeline::work(const PlannedLoop &loop, double start) {
  double &unit = loop.isVector ? vector : array;
  starts.push_back(std::max(unit, start));
  unit = starts.back() + loop.work;
  return unit;
}

/// Returns the time at which the operands of a share of the pixels can be
/// loaded or, with `ofLoads` false, are in SRAM.
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

/// Returns the time at which the bus has transferred a share of the operands,
/// from their writers and back. `loads` is the number of cycles of all their
/// loads.
double Timeline::getBus(const PlannedStep &step, double share,
                        double loads) const {
  double end = 0;
  for (const PlannedSource &source : step.sources) {
    const Done &d = done[source.step];
    if (!source.stays && d.byPixels)
      end = std::max(end, d.firstStored +
                              share * (d.stores + loads * transferFactor));
  }
  return end;
}

//===----------------------------------------------------------------------===//
// Steps
//===----------------------------------------------------------------------===//

/// Runs the tiles of one loop in order.
class Timeline::LoopRun {
public:
  LoopRun(Timeline &timeline, const PlannedStep &step, const PlannedLoop &loop)
      : timeline(timeline), step(step), loop(loop),
        change(loop.inTiles > 1 || (!loop.weightsStay && loop.outTiles > 1)),
        inner(loop.weightsStay ? loop.pixelTiles : loop.outTiles) {}
  void run(Done &d);

private:
  bool needsInput(int64_t i, int64_t j) const;
  bool needsWeights(int64_t i, int64_t j) const;
  double runTile(int64_t i, int64_t j);
  void freeTile(int64_t j, double end);
  void setPixel(int64_t number);

  Timeline &timeline;
  const PlannedStep &step;
  const PlannedLoop &loop;
  /// True if consecutive tiles have different weights.
  const bool change;
  const int64_t inner;
  /// Times at which the operands of the tile are in SRAM.
  double inReady = 0, weightsReady = 0;
  /// End of the previous tile if there is room for only one tile of each kind.
  /// The operands of the next tile are loaded after it.
  double single = 0;
  int64_t heldWeights = 0, heldInput = 0;
  /// The current pixels, and the times at which their operands can be loaded
  /// and are in SRAM.
  int64_t pixel = -1;
  double toLoad = 0, inSram = 0, bus = 0;
};

/// Returns true if tile `j` of round `i` loads its input.
bool Timeline::LoopRun::needsInput(int64_t i, int64_t j) const {
  if (loop.input <= 0)
    return false;
  int64_t out = loop.weightsStay ? i : j;
  if (loop.keepsInput && out > 0)
    return false;
  return loop.hasInputByOutput || loop.inTiles > 1 || loop.weightsStay ||
         j == 0;
}

bool Timeline::LoopRun::needsWeights(int64_t i, int64_t j) const {
  if (loop.weights <= 0)
    return false;
  int64_t pixel = loop.weightsStay ? j : i;
  if (change)
    return !loop.keepsWeights || pixel == 0;
  return j == 0 && (loop.weightsStay || i == 0);
}

/// Sets the times at which the operands of the pixels can be loaded or are in
/// SRAM.
void Timeline::LoopRun::setPixel(int64_t number) {
  if (number == pixel)
    return;
  pixel = number;
  double share = double(pixel + 1) / double(loop.pixelTiles);
  toLoad = timeline.getReady(step, share, true);
  inSram = timeline.getReady(step, share, false);
  bus = timeline.getBus(step, share,
                        loop.input * double(loop.pixelTiles * loop.inTiles));
}

/// Loads the operands of a tile and runs its commands. Returns their end.
double Timeline::LoopRun::runTile(int64_t i, int64_t j) {
  setPixel(loop.weightsStay ? j : i);
  double loadReady = std::max(single, toLoad), start = inSram, end = 0;
  if (loop.residual > 0)
    start = std::max(
        start, timeline.load(loop.residual, loop.residualBytes, loadReady));
  bool loadsInput = needsInput(i, j), loadsWeights = needsWeights(i, j);
  // True if the next tile does not use the weights. Each block of weights is a
  // buffer.
  bool freesWeights = loop.weights > 0 && !loop.keepsWeights &&
                      (change || (loop.weightsStay && j + 1 == inner));
  for (int64_t k = 0; k != loop.inTiles; ++k) {
    if (loadsInput) {
      inReady = timeline.load(loop.input, loop.inBytes, loadReady, bus);
      heldInput += loop.inBytes;
    }
    for (int64_t b = 0; b != loop.blocks; ++b) {
      if (loadsWeights) {
        weightsReady = timeline.load(loop.weights, loop.weightBytes, single);
        heldWeights += loop.weightBytes;
      }
      end = timeline.work(loop, std::max({start, inReady, weightsReady}));
      if (freesWeights) {
        timeline.free(loop.weightBytes, end);
        heldWeights -= loop.weightBytes;
      }
    }
  }
  if (loop.copies == 1)
    single = end;
  return end;
}

/// Frees the operands that the next tile does not use.
void Timeline::LoopRun::freeTile(int64_t j, double end) {
  bool isLast = j + 1 == inner;
  if (!loop.keepsInput && (loop.weightsStay || isLast)) {
    timeline.free(heldInput, end);
    heldInput = 0;
  }
  if (loop.residual > 0)
    timeline.free(loop.residualBytes, end);
}

void Timeline::LoopRun::run(Done &d) {
  bool isFirst = d.last == 0;
  d.byPixels = loop.outTiles == 1 || !loop.weightsStay;
  int64_t outer = loop.weightsStay ? loop.outTiles : loop.pixelTiles;
  for (int64_t i = 0; i != outer; ++i)
    for (int64_t j = 0; j != inner; ++j) {
      double end = runTile(i, j);
      freeTile(j, end);
      double ready = end + loop.tail;
      if (loop.store > 0) {
        timeline.used += loop.outBytes;
        timeline.store(loop.store, ready);
        d.stores += loop.store * transferFactor;
        timeline.free(loop.outBytes, timeline.stores);
      }
      if (isFirst) {
        d.first = ready;
        d.firstStored = timeline.stores;
        isFirst = false;
      }
      d.last = std::max(d.last, ready);
      d.stored = std::max(d.stored, timeline.stores);
    }
  timeline.free(heldWeights + heldInput, d.last);
}

/// Runs a cascade. In each round, an operation processes the stripe that the
/// previous operation finished one round earlier.
void Timeline::runCascade(const PlannedStep &step) {
  int64_t stripes = step.stripes, size = step.loops.size();
  int32_t longest = *llvm::max_element(step.delays);
  // The time at which each operation has finished each stripe.
  std::vector<double> ends(size * stripes, 0);
  auto getEnd = [&](int64_t op, int64_t stripe) {
    return op < 0 || stripe < 0 ? 0 : ends[op * stripes + stripe];
  };
  for (int64_t round = 0; round != stripes + longest; ++round)
    for (int64_t i = 0; i != size; ++i) {
      const PlannedLoop &loop = step.loops[i];
      int64_t stripe = round - step.delays[i];
      if (stripe < 0 || stripe >= stripes)
        continue;
      double share = double(stripe + 1) / double(stripes);
      double start =
          std::max(getReady(step, share, false), getEnd(i - 1, stripe));
      if (loop.copy > 0 && stripe > 0) {
        vector = std::max(vector, getEnd(i - 1, stripe - 1)) + loop.copy;
        start = std::max(start, vector);
      }
      if (loop.weights > 0 && stripe == 0)
        start = std::max(start, load(loop.weights, 0, 0));
      if (loop.input > 0) {
        // Two stripes are in SRAM at once.
        double ready =
            std::max(getReady(step, share, true), getEnd(i, stripe - 2));
        double bus = getBus(step, share, loop.input * double(stripes));
        start = std::max(start, load(loop.input, 0, ready, bus));
      }
      double end = work(loop, start) + double(machine.pipeline);
      ends[i * stripes + stripe] = end;
      if (loop.store > 0) {
        store(loop.store, end);
        done.back().stores += loop.store * transferFactor;
      }
    }
  Done &d = done.back();
  d.first = d.firstStored = getEnd(size - 1, 0);
  d.last = ends.back();
  d.stored = stores;
}

double Timeline::add(const PlannedStep &step) {
  done.emplace_back();
  double before = last;
  // According to the plan, the tiles of a step fit.
  room = std::max(int64_t(double(machine.sramBytes) * memoryShare),
                  step.residentBytes + step.tileBytes);
  changeResident(step.residentBytes);
  if (step.size > 1) {
    take(step.tileBytes);
    runCascade(step);
    free(step.tileBytes, done.back().last);
  } else {
    for (const PlannedLoop &loop : step.loops)
      LoopRun(*this, step, loop).run(done.back());
  }
  slack = std::max(array, vector) - loads;
  last = std::max({last, array, vector, stores});
  return last - before;
}

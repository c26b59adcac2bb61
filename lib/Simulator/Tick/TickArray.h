//===- TickArray.h - The array of the tick simulator ------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_SIMULATOR_TICK_TICKARRAY_H
#define LIB_SIMULATOR_TICK_TICKARRAY_H

#include "TickDecode.h"
#include "tenon/Simulator/Trace.h"
#include <deque>

namespace tenon::tick {

/// The three stages of the array, each of which works in order (array_r4).
/// Blocks, chunks and drains are counted over all commands since the
/// construction; the indices i and c of the contract are these counts. A busy
/// stage tracks the remaining bytes, steps or results.
class Array {
public:
  /// `trace` is null, or records the spans of all stages.
  Array(const DecodedProgram &program, Trace *trace, RuleHits &rules)
      : program(program), trace(trace), rules(rules) {}

  /// Returns true if the loader can take the next command.
  bool canTake() const { return loads.blocksLeft == 0; }
  void take(uint32_t command);
  /// Starts all work that can start in `cycle`.
  void startStages(int64_t cycle);

  /// Returns true if the loader started its last load in the previous cycle.
  bool startedLastLoad(int64_t cycle) const {
    return isLoading() && loading.begin == cycle - 1;
  }
  /// Return true if a stage requests its SRAM port in this cycle.
  bool isDraining() const { return resultsLeft > 0; }
  bool isStepping() const { return stepsLeft > 0; }
  bool isLoading() const { return loadBytesLeft > 0; }
  int64_t getDrainPort() const { return drainPort; }

  /// Perform one cycle with a granted port. `drain` returns the command that it
  /// finished, or UINT32_MAX.
  uint32_t drain(int64_t cycle);
  void step(int64_t cycle);
  void load(int64_t cycle);

  /// Returns true if all stages are empty.
  bool isIdle() const {
    return !isDraining() && drains.empty() && stepper.empty() && canTake() &&
           !isLoading();
  }
  /// Return the possible reasons why the stepper has no work in this cycle.
  bool hasSteps() const { return !stepper.empty(); }
  bool waitsForWeights() const { return loadsDone <= stepsDone; }
  bool hasDrains() const { return isDraining() || !drains.empty(); }
  /// layer_r2: returns the command in the stepper, or else in the drain;
  /// UINT32_MAX if there is none.
  uint32_t getCommand() const;

private:
  /// A command in the stepper, with its next chunk and weight block.
  struct Walk {
    uint32_t command;
    Tile tile;
    size_t chunk = 0;
    int64_t block = 0;
  };
  /// Results that wait for the drain.
  struct Drain {
    int64_t readyAt, results, resultBytes;
    uint32_t command;
    /// True if the command ends with this drain.
    bool isLast;
  };
  void startLoad(int64_t cycle);
  void startSteps(int64_t cycle);
  void startDrain(int64_t cycle);
  void finishChunk(Walk &walk, int64_t cycle);

  /// The current work of a stage, for the trace and the layer.
  struct Activity {
    uint32_t command = UINT32_MAX;
    int64_t begin = 0;
  };
  void endSpan(Stage stage, const Activity &activity, int64_t end) {
    if (trace)
      trace->addSpan(stage, activity.command, activity.begin, end);
  }

  const DecodedProgram &program;
  Trace *trace;
  RuleHits &rules;
  struct {
    uint32_t command = UINT32_MAX;
    int64_t blocksLeft = 0, blockBytes = 0;
  } loads;
  Activity loading, stepping, draining;
  /// The last time at which each stage ended some work, for the rules.
  int64_t loadEnd = -1, stepsEnd = -1, drainEnd = -1;
  std::deque<Walk> stepper;
  std::deque<Drain> drains;
  int64_t loadBytesLeft = 0, resultsLeft = 0, drainPort = 0;
  bool isLastDrain = false;
  /// Remaining pixel steps of a weight block. For the current one, the cycles
  /// that it has taken and the bytes of input that it has received.
  int64_t stepsLeft = 0, stepCycles = 0, stepBytes = 0;
  int64_t loadsStarted = 0, loadsDone = 0, stepsDone = 0;
  int64_t chunksStarted = 0, drainsDone = 0;
};

} // namespace tenon::tick

#endif // LIB_SIMULATOR_TICK_TICKARRAY_H

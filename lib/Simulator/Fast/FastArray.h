//===- FastArray.h - The array of the fast simulator ------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_SIMULATOR_FAST_FASTARRAY_H
#define LIB_SIMULATOR_FAST_FASTARRAY_H

#include "FastDram.h"
#include "tenon/Simulator/Trace.h"
#include <deque>

namespace tenon::fast {

/// The three stages of the array (array_r4). A stage that works has cycles
/// left; time passes in gaps in which the same stages get their ports.
class Array {
public:
  /// `trace` is null, or gets the spans of all stages.
  Array(const DecodedProgram &program, Trace *trace)
      : program(program), trace(trace) {}

  /// True if the loader can take a command in a cycle that is yet to come.
  bool canTake() const { return blocksLeft == 0; }
  /// Gives a command to the loader.
  void take(uint32_t command);
  /// Starts the stages that can start at `now`.
  void start(int64_t now);
  /// True if nothing is in any stage.
  bool isIdle() const { return walks.empty() && !hasDrains(); }

  /// Granted cycles that are left of what a stage does now; 0 if nothing.
  int64_t loadLeft = 0, stepsLeft = 0, drainLeft = 0;
  /// Bytes that the drain asks for in each cycle (array_r8).
  int64_t getDrainPort() const { return drain.port; }
  /// When the next drain starts, if the drain does nothing now.
  int64_t getDrainStart() const {
    return drainLeft > 0 || drains.empty() ? never : drains.front().readyAt;
  }

  /// The least number of cycles until a chunk ends, a drain ends or the loader
  /// can take a command; `never` if nothing works.
  int64_t getCyclesToEvent() const;

  /// What ends when a stage has no cycles left, at `now`. `endDrain` returns
  /// the command that it ends, or noCommand.
  void endLoad(int64_t now) {
    ++loadsEnded;
    if (trace)
      trace->addSpan(Stage::Load, loadOf, loadBegin, now);
  }
  void endSteps(int64_t now);
  uint32_t endDrain(int64_t now) {
    ++drainsEnded;
    if (trace)
      trace->addSpan(Stage::Drain, drain.command, drainBegin, now);
    return drain.isLast ? drain.command : noCommand;
  }

  /// What a cycle without a step waits for (stall_r1): there is a command in
  /// the stepper, its next block is not loaded, there are results to drain.
  bool hasSteps() const { return !walks.empty(); }
  bool lacksWeights() const { return loadsEnded == stepsEnded; }
  bool hasDrains() const { return drainLeft > 0 || !drains.empty(); }
  /// layer_r2: the command in the stepper, or else in the drain; noCommand if
  /// there is none.
  uint32_t getCommand() const {
    if (!walks.empty())
      return walks.front().command;
    if (drainLeft > 0)
      return drain.command;
    return drains.empty() ? noCommand : drains.front().command;
  }

private:
  /// A command between its first load and its last steps.
  struct Walk {
    uint32_t command;
    ArrayWork work;
    /// Pixel steps, output blocks, and chunks of each block (array_r3).
    int64_t steps, outBlocks, chunks;
    /// Where the stepper is.
    int64_t outBlock = 0, chunk = 0, block = 0;
    /// The first pixel step of chunk `index`.
    int64_t getFirstStep(int64_t index) const {
      return index * (steps / chunks) + std::min(index, steps % chunks);
    }
    /// Cycles of one block of the chunk.
    int64_t getChunkCycles() const {
      return (getFirstStep(chunk + 1) - getFirstStep(chunk)) * work.stepCycles;
    }
    int64_t getPixelsBefore(int64_t step) const;
  };
  struct Drain {
    int64_t readyAt = 0, cycles = 0, port = 0;
    /// Its command, and whether that ends with it.
    uint32_t command = noCommand;
    bool isLast = false;
  };
  void endChunk(int64_t now);

  const DecodedProgram &program;
  Trace *trace;
  /// When what the stages do now began, and for whom the load is.
  int64_t loadBegin = 0, stepsBegin = 0, drainBegin = 0;
  uint32_t loadOf = noCommand;
  /// Loads that are left of the command in the loader, and their cycles.
  int64_t blocksLeft = 0, blockCycles = 0;
  std::deque<Walk> walks;
  /// Drains that wait, and the one that works.
  std::deque<Drain> drains;
  Drain drain;
  /// Counts over all commands: the `i` and `c` of array_r4.
  int64_t loadsStarted = 0, loadsEnded = 0, stepsEnded = 0;
  int64_t chunksStarted = 0, drainsEnded = 0;
};

} // namespace tenon::fast

#endif // LIB_SIMULATOR_FAST_FASTARRAY_H

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

/// The three stages of the array (array_r4). A busy stage has cycles left. Time
/// advances in spans in which the same stages have their ports granted.
class Array {
public:
  /// `trace` is null, or records the spans of all stages.
  Array(const DecodedProgram &program, Trace *trace)
      : program(program), trace(trace) {}

  /// Returns true if the loader can take a command in a later cycle.
  bool canTake() const { return blocksLeft == 0; }
  /// Passes a command to the loader.
  void take(uint32_t command);
  /// Starts the stages that can start at `now`.
  void start(int64_t now);
  /// Returns true if all stages are empty.
  bool isIdle() const { return walks.empty() && !hasDrains(); }

  /// Remaining granted cycles of the current work of each stage; 0 if it has
  /// none.
  int64_t loadLeft = 0, stepsLeft = 0, drainLeft = 0;
  /// Returns the bytes that the drain requests in each cycle (array_r8).
  int64_t getDrainPort() const { return drain.port; }
  /// Returns the start of the next drain if no drain is in progress.
  int64_t getDrainStart() const {
    return drainLeft > 0 || drains.empty() ? never : drains.front().readyAt;
  }

  /// Returns the minimum number of cycles until a chunk ends, a drain ends or
  /// the loader can take a command; `never` if no stage works.
  int64_t getCyclesToEvent() const;

  /// End the work of a stage without cycles left at `now`. `endDrain` returns
  /// the command that ends, or noCommand.
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

  /// Return the possible causes of a cycle without a step (stall_r1): there is
  /// a command in the stepper, its next block is not loaded, there are results
  /// to drain.
  bool hasSteps() const { return !walks.empty(); }
  bool lacksWeights() const { return loadsEnded == stepsEnded; }
  bool hasDrains() const { return drainLeft > 0 || !drains.empty(); }
  /// layer_r2: returns the command in the stepper, or else in the drain;
  /// noCommand if there is none.
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
    /// Numbers of pixel steps, of output blocks, and of chunks of each block
    /// (array_r3).
    int64_t steps, outBlocks, chunks;
    /// The position of the stepper.
    int64_t outBlock = 0, chunk = 0, block = 0;
    /// Returns the first pixel step of chunk `index`.
    int64_t getFirstStep(int64_t index) const {
      return index * (steps / chunks) + std::min(index, steps % chunks);
    }
    /// Returns the cycles of one block of the chunk.
    int64_t getChunkCycles() const {
      return (getFirstStep(chunk + 1) - getFirstStep(chunk)) * work.stepCycles;
    }
    int64_t getPixelsBefore(int64_t step) const;
  };
  struct Drain {
    int64_t readyAt = 0, cycles = 0, port = 0;
    /// Its command, and whether the command ends with this drain.
    uint32_t command = noCommand;
    bool isLast = false;
  };
  void endChunk(int64_t now);

  const DecodedProgram &program;
  Trace *trace;
  /// Start of the current work of each stage, and the command of the current
  /// load.
  int64_t loadBegin = 0, stepsBegin = 0, drainBegin = 0;
  uint32_t loadOf = noCommand;
  /// Remaining loads of the command in the loader, and the cycles of each.
  int64_t blocksLeft = 0, blockCycles = 0;
  std::deque<Walk> walks;
  /// Waiting drains, and the current one.
  std::deque<Drain> drains;
  Drain drain;
  /// Counts over all commands: the `i` and `c` of array_r4.
  int64_t loadsStarted = 0, loadsEnded = 0, stepsEnded = 0;
  int64_t chunksStarted = 0, drainsEnded = 0;
};

} // namespace tenon::fast

#endif // LIB_SIMULATOR_FAST_FASTARRAY_H

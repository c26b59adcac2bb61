//===- TickDecode.h - Work of array commands, counted in loops ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Counts the work of commands step by step in the loops of array_r1 to
// array_r3, where the fast simulator divides (FastDecode.h). The numbers are
// not cycles. TickArray determines the cycles of blocks, steps and drains
// during the simulation.
//
//===----------------------------------------------------------------------===//

#ifndef LIB_SIMULATOR_TICK_TICKDECODE_H
#define LIB_SIMULATOR_TICK_TICKDECODE_H

#include "tenon/Simulator/Program.h"
#include <vector>

namespace tenon::tick {

/// A chunk of the pixel steps of one output block (array_r3).
struct Chunk {
  int64_t steps = 0;
  /// Number of existing results, and of results that the lanes of its steps
  /// could compute.
  int64_t results = 0, lanes = 0;
};

/// The work of a command of the array.
struct Tile {
  /// Chunks of all output blocks, in order.
  std::vector<Chunk> chunks;
  /// Number of weight blocks of each chunk.
  int64_t weightBlocks = 0;
  /// Bytes of a weight block, and of the input of a step.
  int64_t blockBytes = 0, inputBytes = 0;
  /// Bytes that the drain transfers for each result.
  int64_t resultBytes = 0;
  /// For the rules: true if rows end with a partial step, and if chunks of an
  /// output block have different sizes.
  bool hasPartSteps = false, hasUnequalChunks = false;
};

/// Counts the work of a command.
Tile countTile(const engine::Machine &machine, const ArrayShape &shape);

} // namespace tenon::tick

#endif // LIB_SIMULATOR_TICK_TICKDECODE_H

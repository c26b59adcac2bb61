//===- TickDecode.h - Commands of the array, counted out --------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// Goes through the loops of array_r1 to array_r3 one step after the other and
// counts, where the fast simulator divides (FastDecode.h). Nothing here is in
// cycles: how long blocks, steps and drains take, TickArray finds out while
// they run.
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
  /// Results that exist, and those that the lanes of its steps could make.
  int64_t results = 0, lanes = 0;
};

/// A command of the array, counted out.
struct Tile {
  /// Chunks of all output blocks, in order.
  std::vector<Chunk> chunks;
  /// Weight blocks that each chunk goes through.
  int64_t weightBlocks = 0;
  /// Bytes of a weight block, and of the input of a step.
  int64_t blockBytes = 0, inputBytes = 0;
  /// Bytes that the drain moves for each result.
  int64_t resultBytes = 0;
  /// For the rules: rows end with a step that they do not fill; chunks of an
  /// output block differ.
  bool hasPartSteps = false, hasUnequalChunks = false;
};

/// Counts out a command.
Tile countTile(const engine::Machine &machine, const ArrayShape &shape);

} // namespace tenon::tick

#endif // LIB_SIMULATOR_TICK_TICKDECODE_H

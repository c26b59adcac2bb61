//===- MemoryTracker.h - Dependencies between commands ----------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_COMPILER_SCHEDULE_MEMORYTRACKER_H
#define LIB_COMPILER_SCHEDULE_MEMORYTRACKER_H

#include "lib/Compiler/Program/TileProgram.h"
#include <map>

namespace tenon::compiler {

/// The latest command of each unit, or -1.
using LatestCommands = std::array<int32_t, 4>;

/// Tracks the last writers and readers of each byte of a memory. Commands of a
/// unit end in order (dma_r5, array_r4, vec_r4), so the latest one represents
/// all before it.
class MemoryTracker {
public:
  MemoryTracker() { ranges[0] = Range(); }

  /// Records that `command` of `unit` reads or writes `[begin, end)`, and adds
  /// its dependencies to `after`.
  void access(int64_t begin, int64_t end, bool isWrite, TileUnit unit,
              int32_t command, LatestCommands &after);

private:
  struct Range {
    LatestCommands writers = {-1, -1, -1, -1};
    LatestCommands readers = {-1, -1, -1, -1};
  };
  std::map<int64_t, Range>::iterator split(int64_t address);

  /// Ranges by their first byte. Each range ends where the next one starts.
  std::map<int64_t, Range> ranges;
};

} // namespace tenon::compiler

#endif // LIB_COMPILER_SCHEDULE_MEMORYTRACKER_H

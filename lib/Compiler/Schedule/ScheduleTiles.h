//===- ScheduleTiles.h - Placement of tiles and order of loads ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_COMPILER_SCHEDULE_SCHEDULETILES_H
#define LIB_COMPILER_SCHEDULE_SCHEDULETILES_H

#include "lib/Compiler/Program/TileProgram.h"

namespace tenon::compiler {

/// Places the buffers of `program` in the SRAM of `machine`, and moves each
/// load forward to the point where its memory is free. All other commands stay
/// in order. Resident tensors are placed first, then tiles in the order of use,
/// so that a tile that is loaded early does not take memory from tiles that are
/// used sooner. A tile is placed where memory has been free for the longest
/// time, or at the lowest free address for operations with `isPacked`. With
/// `smallAtEnd`, small tensors are placed at the end of memory. On failure,
/// returns the operation whose tiles do not fit, or -1 if the tensors do not
/// fit.
std::optional<int32_t> scheduleTiles(const TileProgram &program,
                                     const engine::Machine &machine,
                                     const std::vector<bool> &isPacked,
                                     bool smallAtEnd, TileSchedule &schedule);

} // namespace tenon::compiler

#endif // LIB_COMPILER_SCHEDULE_SCHEDULETILES_H

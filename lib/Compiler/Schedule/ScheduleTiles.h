//===- ScheduleTiles.h - Memory for tiles, and when they are loaded -------===//
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

/// Places the buffers of `program` in the SRAM of `machine` and moves its loads
/// forward, each to where its memory is free. First come the tensors that stay,
/// then tiles, in the order of their use, so that a tile that is loaded ahead
/// takes nothing from what is used before it. All other commands keep their
/// order. Tiles are placed where nobody has been for longest, or at the lowest
/// free address for operations that `isPacked` says so. Small tensors lie at
/// the end of memory if `smallAtEnd` says so. On failure returns the operation
/// whose tiles do not fit, or -1 if it is the tensors that do not.
std::optional<int32_t> scheduleTiles(const TileProgram &program,
                                     const engine::Machine &machine,
                                     const std::vector<bool> &isPacked,
                                     bool smallAtEnd, TileSchedule &schedule);

} // namespace tenon::compiler

#endif // LIB_COMPILER_SCHEDULE_SCHEDULETILES_H

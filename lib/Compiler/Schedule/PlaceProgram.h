//===- PlaceProgram.h - Placement with relaxation of the plan ---*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_COMPILER_SCHEDULE_PLACEPROGRAM_H
#define LIB_COMPILER_SCHEDULE_PLACEPROGRAM_H

#include "lib/Compiler/Plan/Planner.h"
#include "lib/Compiler/Program/TileProgram.h"

namespace tenon::compiler {

/// Emits the commands of a plan and places their tiles. Relaxes the plan
/// (Planner::relax) until the placement succeeds. Returns nullopt, or the
/// operation for which the plan cannot be relaxed further. With `end`,
/// considers only the operations before it.
std::optional<int32_t> placeProgram(Planner &planner,
                                    const engine::Machine &machine,
                                    const PlanOptions &options,
                                    TileProgram &program,
                                    TileSchedule &schedule, EmitDetail detail,
                                    std::optional<int32_t> end = std::nullopt);

} // namespace tenon::compiler

#endif // LIB_COMPILER_SCHEDULE_PLACEPROGRAM_H

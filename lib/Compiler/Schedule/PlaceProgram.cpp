//===- PlaceProgram.cpp - Placement with relaxation of the plan -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PlaceProgram.h"
#include "ScheduleTiles.h"
#include "VerifySchedule.h"
#include "tenon/Support/Assert.h"

using namespace tenon;
using namespace tenon::compiler;

std::optional<int32_t>
compiler::placeProgram(Planner &planner, const engine::Machine &machine,
                       const PlanOptions &options, TileProgram &program,
                       TileSchedule &schedule, EmitDetail detail,
                       std::optional<int32_t> end) {
  while (true) {
    planner.emit(program, detail, end);
    TENON_ASSERT(checkTileProgram(program).empty(),
                 "a program that cannot run");
    std::optional<int32_t> node = scheduleTiles(
        program, machine, planner.getPacked(), options.smallAtEnd, schedule);
    if (!node)
      return std::nullopt;
    if (!planner.relax(*node, options))
      return std::max(*node, 0);
  }
}

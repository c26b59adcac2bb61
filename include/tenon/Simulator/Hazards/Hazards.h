//===- Hazards.h - Commands that get in each other's way --------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SIMULATOR_HAZARDS_HAZARDS_H
#define TENON_SIMULATOR_HAZARDS_HAZARDS_H

#include "dialects/Engine/IR/Engine.h"
#include "tenon/Simulator/Trace.h"

namespace tenon {

/// What counts as a hazard.
enum class HazardKind {
  /// Reads and writes that meet.
  Races,
  /// And reads of SRAM that no command has written.
  All,
};

/// Checks that tokens and the order of the units keep apart all commands of
/// `program` that use the same SRAM (hazard_r3), on any machine. Fails with
/// diagnostics that name both commands; takes time in proportion to the
/// commands and the pieces of SRAM that they name.
mlir::LogicalResult verifyHazards(engine::ProgramOp program,
                                  HazardKind kind = HazardKind::All);

/// Checks a run of `program` (hazard_r2): fails with a diagnostic at the first
/// hazard in time, which names both commands.
mlir::LogicalResult checkHazards(engine::ProgramOp program, const Trace &trace,
                                 HazardKind kind = HazardKind::All);

/// Bytes of SRAM in use from `cycle` on.
struct SramUse {
  int64_t cycle = 0, bytes = 0;
};

/// How many bytes of SRAM held data in a run of `program`, from the begin of
/// the write to the end of its last read (hazard_r1), in units of
/// `sramAlignment`; an entry for each change.
std::vector<SramUse> getSramUse(engine::ProgramOp program, const Trace &trace);

} // namespace tenon

#endif // TENON_SIMULATOR_HAZARDS_HAZARDS_H

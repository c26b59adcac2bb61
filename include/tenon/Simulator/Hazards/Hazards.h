//===- Hazards.h - Hazards between commands ---------------------*- C++ -*-===//
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

/// The kinds of hazards that are checked.
enum class HazardKind {
  /// Conflicting reads and writes.
  Races,
  /// Races, and reads of SRAM that no command has written.
  All,
};

/// Checks that tokens and the order of the units separate all commands of
/// `program` that access the same SRAM (hazard_r3), on any machine. Fails with
/// diagnostics that name both commands. The running time is proportional to the
/// number of commands and of the pieces of SRAM that they access.
mlir::LogicalResult verifyHazards(engine::ProgramOp program,
                                  HazardKind kind = HazardKind::All);

/// Checks a run of `program` (hazard_r2). Fails with a diagnostic at the
/// earliest hazard, which names both commands.
mlir::LogicalResult checkHazards(engine::ProgramOp program, const Trace &trace,
                                 HazardKind kind = HazardKind::All);

/// Bytes of SRAM in use from `cycle` on.
struct SramUse {
  int64_t cycle = 0, bytes = 0;
};

/// Returns the number of bytes of SRAM that held data in a run of `program`,
/// with one entry for each change. Data is held from the start of its write to
/// the end of its last read (hazard_r1), in units of `sramAlignment`.
std::vector<SramUse> getSramUse(engine::ProgramOp program, const Trace &trace);

} // namespace tenon

#endif // TENON_SIMULATOR_HAZARDS_HAZARDS_H

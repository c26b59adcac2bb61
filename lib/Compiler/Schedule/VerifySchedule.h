//===- VerifySchedule.h - Verification of programs and schedules ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_COMPILER_SCHEDULE_VERIFYSCHEDULE_H
#define LIB_COMPILER_SCHEDULE_VERIFYSCHEDULE_H

#include "lib/Compiler/Program/TileProgram.h"

namespace tenon::compiler {

/// Returns the problem with an unscheduled program; empty if there is none. All
/// accesses of commands must lie within existing buffers, and the data that
/// they read must have been written by earlier commands of the program.
std::string checkTileProgram(const TileProgram &program);

/// Returns the problem with a schedule; empty if there is none. The schedule
/// must contain each command once. Commands other than loads must be in program
/// order, and loads must precede the commands that read their buffers. Buffers
/// must be aligned and lie within `sramBytes`. They may share memory only if
/// their lifetimes do not overlap.
std::string verifySchedule(const TileProgram &program,
                           const TileSchedule &schedule, int64_t sramBytes);

} // namespace tenon::compiler

#endif // LIB_COMPILER_SCHEDULE_VERIFYSCHEDULE_H

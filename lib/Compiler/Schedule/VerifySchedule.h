//===- VerifySchedule.h - Checks of programs and their schedules ----------===//
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

/// What is wrong with a program that is to be scheduled; empty if nothing is.
/// All that commands touch lies in buffers that there are, and what they read
/// was written before, by commands in the order of the program.
std::string checkTileProgram(const TileProgram &program);

/// What is wrong with a schedule; empty if nothing is. It holds each command
/// once, others than loads in their order, and loads in front of what reads
/// their buffers. Buffers are aligned, within `sramBytes`, and share memory
/// only if one is done with before the other is begun.
std::string verifySchedule(const TileProgram &program,
                           const TileSchedule &schedule, int64_t sramBytes);

} // namespace tenon::compiler

#endif // LIB_COMPILER_SCHEDULE_VERIFYSCHEDULE_H

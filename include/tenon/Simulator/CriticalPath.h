//===- CriticalPath.h - Critical path of a run ------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SIMULATOR_CRITICALPATH_H
#define TENON_SIMULATOR_CRITICALPATH_H

#include "tenon/Simulator/Program.h"
#include "tenon/Simulator/Trace.h"

namespace tenon {

/// A segment of the critical path: the cycles `begin` to `end - 1`, in which
/// the end of the run depends on one command. The run waits either for the work
/// of the command or, if `isIssue` is set, for the sequencer to issue it.
struct PathSegment {
  uint32_t command = 0;
  bool isIssue = false;
  int64_t begin = 0, end = 0;
};

/// Returns the critical path of a run (path_r1). Its segments are in order of
/// time and cover the cycles from 0 to the end of the last command without
/// gaps. The running time is proportional to the number of commands and
/// dependencies.
std::vector<PathSegment> getCriticalPath(const DecodedProgram &program,
                                         const Trace &trace);

} // namespace tenon

#endif // TENON_SIMULATOR_CRITICALPATH_H

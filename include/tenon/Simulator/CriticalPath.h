//===- CriticalPath.h - What a run waited for -------------------*- C++ -*-===//
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

/// Cycles `begin` to `end - 1` of a run, in which its end waited for a command:
/// for its work, or for the sequencer to bring it.
struct PathSegment {
  uint32_t command = 0;
  bool isIssue = false;
  int64_t begin = 0, end = 0;
};

/// The critical path of a run (path_r1): segments in the order of time, each
/// begins where the one before it ends, from cycle 0 to the end of the last
/// command. Takes time in proportion to commands and dependencies.
std::vector<PathSegment> getCriticalPath(const DecodedProgram &program,
                                         const Trace &trace);

} // namespace tenon

#endif // TENON_SIMULATOR_CRITICALPATH_H

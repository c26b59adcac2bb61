//===- TraceFile.h - Traces for Perfetto ------------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TOOLS_TENON_SIM_TRACEFILE_H
#define TOOLS_TENON_SIM_TRACEFILE_H

#include "tenon/Simulator/Hazards/Hazards.h"
#include "tenon/Simulator/Simulator.h"
#include "llvm/Support/raw_ostream.h"

namespace tenon {

/// One program that ran, and what it did.
struct TraceInput {
  std::string program;
  DecodedProgram decoded;
  Trace trace;
  std::vector<SramUse> sramUse;
};

/// Prints the events in Chrome's trace event format (JSON): a process a
/// program, threads for its units (three for the array), an event a command or
/// block of weights; times in microseconds of the
/// machine's clock, rounded to nanoseconds, and in cycles in the arguments.
void printTraces(llvm::raw_ostream &os, llvm::ArrayRef<TraceInput> inputs);

} // namespace tenon

#endif // TOOLS_TENON_SIM_TRACEFILE_H

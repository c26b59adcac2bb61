//===- Compare.h - Whether two runs are equal -------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TEST_SIMULATOR_DIFFERENTIAL_COMPARE_H
#define TEST_SIMULATOR_DIFFERENTIAL_COMPARE_H

#include "tenon/Simulator/Simulator.h"

namespace tenon::differential {

/// What one simulator made of a program.
struct Run {
  llvm::Expected<SimulationResult> &result;
  const Trace &trace;
};

/// The first counter or event in which two runs of a program differ, with both
/// values; empty if none does. Runs that both cannot end are equal.
std::string compareRuns(const Run &tick, const Run &fast);

} // namespace tenon::differential

#endif // TEST_SIMULATOR_DIFFERENTIAL_COMPARE_H

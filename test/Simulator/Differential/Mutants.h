//===- Mutants.h - Fast simulators with one mistake each --------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TEST_SIMULATOR_DIFFERENTIAL_MUTANTS_H
#define TEST_SIMULATOR_DIFFERENTIAL_MUTANTS_H

#include "tenon/Simulator/Simulator.h"

namespace tenon::differential {

/// The fast simulator with one constant or comparison changed.
struct Mutant {
  /// The rule that it breaks, and what was changed.
  const char *rule, *change;
  llvm::Expected<SimulationResult> (*simulate)(const DecodedProgram &, Trace *);
};

/// All mutants of mutants.py, which makes the definition of this function.
llvm::ArrayRef<Mutant> getMutants();

} // namespace tenon::differential

#endif // TEST_SIMULATOR_DIFFERENTIAL_MUTANTS_H

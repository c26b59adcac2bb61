//===- Energy.h - Energy of a program ---------------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SIMULATOR_ENERGY_H
#define TENON_SIMULATOR_ENERGY_H

#include "tenon/Simulator/Simulator.h"

namespace tenon {

/// The causes of energy consumption.
enum class EnergyCause : uint8_t {
  Array,
  Drain,
  Vector,
  Sram,
  Dram,
  Background
};
inline constexpr unsigned numEnergyCauses = 6;

/// Returns the name of a cause in reports.
llvm::StringRef stringifyEnergyCause(EnergyCause cause);

/// Energy by cause, in picojoules.
struct Energy {
  std::array<double, numEnergyCauses> causes = {};

  double getTotal() const;
  Energy &operator+=(const Energy &other);
};

/// Returns the energy of each layer of `program`, in the order of
/// `result.layers`. It is the sum over all events (energy_r1 of docs/Engine.md)
/// of their number times their energy.
std::vector<Energy> getEnergies(const DecodedProgram &program,
                                const SimulationResult &result,
                                const engine::EnergyTable &table);

} // namespace tenon

#endif // TENON_SIMULATOR_ENERGY_H

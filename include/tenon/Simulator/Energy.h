//===- Energy.h - What a program costs in energy ----------------*- C++ -*-===//
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

/// Where energy goes.
enum class EnergyCause : uint8_t {
  Array,
  Drain,
  Vector,
  Sram,
  Dram,
  Background
};
inline constexpr unsigned numEnergyCauses = 6;

/// Name of a cause as reports print it.
llvm::StringRef stringifyEnergyCause(EnergyCause cause);

/// Energy by cause, in picojoules.
struct Energy {
  std::array<double, numEnergyCauses> causes = {};

  double getTotal() const;
  Energy &operator+=(const Energy &other);
};

/// The energy of each layer of `program`, in the order of `result.layers`:
/// counts of its events (energy_r1 of docs/Engine.md) times what they cost.
std::vector<Energy> getEnergies(const DecodedProgram &program,
                                const SimulationResult &result,
                                const engine::EnergyTable &table);

} // namespace tenon

#endif // TENON_SIMULATOR_ENERGY_H

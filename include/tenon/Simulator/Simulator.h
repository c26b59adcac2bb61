//===- Simulator.h - Simulation of programs ---------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SIMULATOR_SIMULATOR_H
#define TENON_SIMULATOR_SIMULATOR_H

#include "tenon/Simulator/Program.h"
#include "tenon/Simulator/Trace.h"
#include "llvm/Support/Error.h"

namespace tenon {

/// The cause to which a cycle is attributed; each cycle has one cause
/// (stall_r1).
enum class CycleCause : uint8_t {
  /// The array made a step.
  Array,
  /// A step or a weight load was denied its SRAM port.
  Sram,
  /// A step waited for its weights.
  Weights,
  /// A step waited for the drain, or only the drain worked.
  Drain,
  /// The array had no work and the vector unit had a command.
  Vector,
  /// The array and the vector unit had no work, and a load or store was in
  /// progress.
  Dram,
  /// No unit had work; the sequencer was issuing commands.
  Issue,
  /// A barrier reset the machine.
  Barrier,
};
inline constexpr unsigned numCycleCauses = 8;

/// Returns the name of a cause in reports.
llvm::StringRef stringifyCycleCause(CycleCause cause);

/// The counters of a layer, and the cycles that belong to it (layer_r2).
struct LayerResult {
  std::string name;
  int64_t cycles = 0;
  /// Number of cycles in which the array made a step.
  int64_t arrayCycles = 0;
  int64_t vectorCycles = 0;
  /// Number of bytes on the DRAM bus, in whole bursts.
  int64_t dramReadBytes = 0, dramWriteBytes = 0;
  int64_t dramRowMisses = 0;
  int64_t commands = 0;
  /// Cycles by cause; their sum is `cycles`.
  std::array<int64_t, numCycleCauses> causes = {};

  /// Adds all numbers of `other`. Does not change the name.
  LayerResult &operator+=(const LayerResult &other);
};

/// The result of a simulation.
struct SimulationResult {
  /// Creates a result for each layer of `program`, with all numbers zero.
  explicit SimulationResult(const DecodedProgram &program);

  /// The layers, in the order of the program.
  std::vector<LayerResult> layers;
  /// The sum over all layers, without a name.
  LayerResult total;
  int64_t sramBytes = 0;

  /// Computes the cycles of each layer from their causes, and the total.
  void addUp();
};

/// Simulates `program` cycle by cycle, as specified in docs/Engine.md. Fails
/// with a report of the queues if the machine cannot make progress. Records all
/// events in `trace`, if present.
llvm::Expected<SimulationResult> simulateTick(const DecodedProgram &program,
                                              Trace *trace = nullptr);

/// Simulates `program` from event to event, as specified in docs/Engine.md. The
/// result is the same as that of `simulateTick`, but takes less time.
llvm::Expected<SimulationResult> simulateFast(const DecodedProgram &program,
                                              Trace *trace = nullptr);

} // namespace tenon

#endif // TENON_SIMULATOR_SIMULATOR_H

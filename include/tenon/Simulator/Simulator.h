//===- Simulator.h - Cycles of a program ------------------------*- C++ -*-===//
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

/// Where a cycle of the array went; each cycle has one cause (stall_r1).
enum class CycleCause : uint8_t {
  /// The array made a step.
  Array,
  /// A step or a weight load was denied its SRAM port.
  Sram,
  /// A step waited for its weights.
  Weights,
  /// A step waited for the drain, or only the drain worked.
  Drain,
  /// The array had nothing to do and the vector unit worked.
  Vector,
  /// The array had nothing to do and bytes were on their way.
  Dram,
  /// Nothing worked: commands were on their way from the sequencer.
  Issue,
  /// The machine was reset by a barrier.
  Barrier,
};
inline constexpr unsigned numCycleCauses = 8;

/// Name of a cause as reports print it.
llvm::StringRef stringifyCycleCause(CycleCause cause);

/// What a layer did, and which cycles are its (layer_r2).
struct LayerResult {
  std::string name;
  int64_t cycles = 0;
  /// Cycles in which the array made a step.
  int64_t arrayCycles = 0;
  int64_t vectorCycles = 0;
  /// Bytes on the DRAM bus: whole bursts.
  int64_t dramReadBytes = 0, dramWriteBytes = 0;
  int64_t dramRowMisses = 0;
  int64_t commands = 0;
  /// Cycles by cause; they add up to `cycles`.
  std::array<int64_t, numCycleCauses> causes = {};

  /// Adds all numbers of `other`; the name stays.
  LayerResult &operator+=(const LayerResult &other);
};

/// What happened in a program.
struct SimulationResult {
  /// A result for each layer of `program`, all zero.
  explicit SimulationResult(const DecodedProgram &program);

  /// The layers of the program, in its order.
  std::vector<LayerResult> layers;
  /// The sum of the layers, without a name.
  LayerResult total;
  int64_t sramBytes = 0;

  /// Sums up the causes of each layer, and the layers.
  void addUp();
};

/// Runs `program` cycle by cycle, as docs/Engine.md says. Fails with a report
/// of the queues if the machine can not make progress any more. `trace`, if
/// there is one, gets all events.
llvm::Expected<SimulationResult> simulateTick(const DecodedProgram &program,
                                              Trace *trace = nullptr);

/// Runs `program` from event to event, as docs/Engine.md says: the result is
/// that of `simulateTick`, sooner.
llvm::Expected<SimulationResult> simulateFast(const DecodedProgram &program,
                                              Trace *trace = nullptr);

} // namespace tenon

#endif // TENON_SIMULATOR_SIMULATOR_H

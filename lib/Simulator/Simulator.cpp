//===- Simulator.cpp - Common parts of the simulators ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Simulator/Simulator.h"
#include "llvm/ADT/STLExtras.h"
#include <numeric>

using namespace tenon;

LayerResult &LayerResult::operator+=(const LayerResult &other) {
  cycles += other.cycles;
  arrayCycles += other.arrayCycles;
  vectorCycles += other.vectorCycles;
  dramReadBytes += other.dramReadBytes;
  dramWriteBytes += other.dramWriteBytes;
  dramRowMisses += other.dramRowMisses;
  commands += other.commands;
  for (unsigned i = 0; i != numCycleCauses; ++i)
    causes[i] += other.causes[i];
  return *this;
}

SimulationResult::SimulationResult(const DecodedProgram &program)
    : layers(program.layers.size()), sramBytes(program.sramBytes) {
  for (auto [layer, name] : llvm::zip(layers, program.layers))
    layer.name = name;
}

void SimulationResult::addUp() {
  for (LayerResult &layer : layers) {
    layer.cycles =
        std::accumulate(layer.causes.begin(), layer.causes.end(), int64_t(0));
    layer.arrayCycles = layer.causes[int(CycleCause::Array)];
    total += layer;
  }
}

llvm::StringRef tenon::stringifyCycleCause(CycleCause cause) {
  static const llvm::StringLiteral names[numCycleCauses] = {
      "array",  "sram", "weights", "drain",
      "vector", "dram", "issue",   "barrier"};
  return names[int(cause)];
}

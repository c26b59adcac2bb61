//===- Energy.cpp - Energy of a program -----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Simulator/Energy.h"
#include "lib/Simulator/Fast/FastDecode.h"
#include <numeric>

using namespace tenon;
using engine::ceilDiv;

llvm::StringRef tenon::stringifyEnergyCause(EnergyCause cause) {
  static const llvm::StringLiteral names[numEnergyCauses] = {
      "array", "drain", "vector", "sram", "dram", "background"};
  return names[int(cause)];
}

double Energy::getTotal() const {
  return std::accumulate(causes.begin(), causes.end(), 0.0);
}

Energy &Energy::operator+=(const Energy &other) {
  for (unsigned i = 0; i != numEnergyCauses; ++i)
    causes[i] += other.causes[i];
  return *this;
}

namespace {
/// Adds up the energies of commands, in femtojoules.
class Counter {
public:
  Counter(const DecodedProgram &program, const engine::EnergyTable &table)
      : program(program), machine(program.machine), table(table) {}
  void add(const Command &command, Energy &energy) const;

private:
  void addArray(const ArrayShape &shape, Energy &energy) const;
  void addVector(const VectorShape &shape, Energy &energy) const;

  const DecodedProgram &program;
  const engine::Machine &machine;
  const engine::EnergyTable &table;
};
} // namespace

static double &get(Energy &energy, EnergyCause cause) {
  return energy.causes[int(cause)];
}

void Counter::addArray(const ArrayShape &shape, Energy &energy) const {
  fast::ArrayWork work = fast::decodeArray(machine, shape);
  bool isDepthwise = shape.mode == engine::ArrayMode::Depthwise;
  double results = double(shape.rows) * shape.width * shape.outChannels;
  double products = results * shape.kernelRows * shape.kernelColumns *
                    (isDepthwise ? 1 : shape.inChannels);
  get(energy, EnergyCause::Array) +=
      products * table.getMultiplyAccumulate(shape.type) +
      results * work.weightBlocks * table.accumulate;
  get(energy, EnergyCause::Drain) += results * table.drain;
  // Ports are charged for the bytes that they transfer: weights once per chunk,
  // input once per step, and the bytes of each result.
  double blocks = double(ceilDiv(work.outChannels, work.channelsPerBlock)) *
                  work.weightBlocks;
  int64_t steps = work.rows * work.stepsPerRow;
  int64_t stepElements = work.pixelsPerStep *
                         (isDepthwise ? machine.depthwiseC : machine.standardC);
  double weights = blocks * ceilDiv(steps, machine.accumulators) *
                   work.loadCycles * machine.weightFeed;
  double inputs =
      blocks * steps * stepElements * engine::getElementBytes(shape.type);
  double outputs = results / machine.drainLanes * work.drainPort;
  get(energy, EnergyCause::Sram) += (weights + inputs + outputs) * table.sram;
}

void Counter::addVector(const VectorShape &shape, Energy &energy) const {
  double visits = double(shape.pixels) * shape.taps * shape.channels;
  get(energy, EnergyCause::Vector) += visits * shape.cost * table.vector;
  get(energy, EnergyCause::Sram) += visits * (shape.inputs + 1) *
                                    engine::getElementBytes(shape.type) *
                                    table.sram;
}

void Counter::add(const Command &command, Energy &energy) const {
  switch (command.unit) {
  case Unit::Array:
    return addArray(program.arrays[command.work], energy);
  case Unit::Vector:
    return addVector(program.vectors[command.work], energy);
  case Unit::Load:
  case Unit::Store:
    get(energy, EnergyCause::Sram) +=
        double(program.transfers[command.work].getBytes()) * table.sram;
    return;
  case Unit::Barrier:
    return;
  }
}

std::vector<Energy> tenon::getEnergies(const DecodedProgram &program,
                                       const SimulationResult &result,
                                       const engine::EnergyTable &table) {
  std::vector<Energy> energies(result.layers.size());
  Counter counter(program, table);
  for (const Command &command : program.commands)
    counter.add(command, energies[command.layer]);
  const engine::Machine &machine = program.machine;
  for (auto [energy, layer] : llvm::zip(energies, result.layers)) {
    get(energy, EnergyCause::Dram) +=
        double(layer.dramReadBytes) * table.dramRead +
        double(layer.dramWriteBytes) * table.dramWrite +
        double(layer.dramRowMisses) * table.dramActivate;
    // 1 uW for 1 us is 1 pJ, which is 1000 fJ.
    get(energy, EnergyCause::Background) += 1000.0 * table.dramBackground *
                                            machine.dramChannels *
                                            layer.cycles / machine.clockMhz;
    for (double &value : energy.causes)
      value /= 1000; // fJ to pJ
  }
  return energies;
}

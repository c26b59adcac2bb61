//===- Generator.cpp - Random programs ------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generator.h"

using namespace tenon;
using namespace tenon::differential;
using engine::Machine;

/// All fields are varied that simulators look at.
Machine Generator::makeRandomMachine() {
  Machine machine;
  machine.issue = skewed(1, 40);
  machine.queueDepth = skewed(1, 8);
  machine.standardK = skewed(1, 48);
  machine.standardC = skewed(1, 16);
  machine.standardP = skewed(1, 8);
  if (chance(80)) {
    machine.depthwiseC = skewed(1, 32);
    machine.depthwiseP = skewed(1, 8);
  }
  machine.stepI8 = skewed(1, 5);
  machine.stepI16 = skewed(1, 5);
  machine.stepF16 = skewed(1, 5);
  machine.accumulators = skewed(1, 40);
  machine.inputFeed = between(1, 64);
  machine.weightFeed = between(1, 64);
  machine.drainLanes = skewed(1, 16);
  machine.pipeline = skewed(0, 40);
  machine.vectorLanes = between(1, 16);
  machine.dmaSetup = skewed(0, 64);
  machine.dmaOutstanding = skewed(1, 64);
  machine.dmaLatency = skewed(0, 120);
  machine.dramChannels = skewed(1, 6);
  machine.dramBurst = int64_t(16) << between(0, 4);
  machine.dramBytesPerCycle = machine.dramBurst >> between(0, 4);
  machine.dramBanks = skewed(1, 9);
  machine.dramRowBytes = engine::channelInterleave * skewed(1, 8);
  machine.tCas = skewed(0, 20);
  machine.tRcd = skewed(0, 20);
  machine.tRp = skewed(0, 20);
  machine.tTurn = skewed(0, 16);
  machine.tRfc = skewed(0, 90);
  machine.dramShare = chance(20) ? between(5, 99) : 100;
  machine.tRefi = machine.tRfc + machine.dramBurst / machine.dramBytesPerCycle +
                  (chance(50) ? skewed(0, 100) : between(100, 2000));
  return machine;
}

Machine Generator::makeMachine() {
  if (chance(20))
    return presets[between(0, presets.size() - 1)];
  Machine machine = makeRandomMachine();
  if (chance(20))
    // A preset with another DMA and DRAM.
    for (auto member :
         {&Machine::issue, &Machine::queueDepth, &Machine::standardK,
          &Machine::standardC, &Machine::standardP, &Machine::accumulators,
          &Machine::inputFeed, &Machine::weightFeed, &Machine::drainLanes,
          &Machine::pipeline, &Machine::vectorLanes})
      machine.*member = presets[between(0, presets.size() - 1)].*member;
  // sram_r2: every unit is served in the end, but often not all at once. Now
  // and then one never is.
  machine.sramBytesPerCycle =
      std::max({machine.inputFeed, machine.weightFeed, machine.drainLanes * 8,
                machine.vectorLanes * 6});
  if (chance(1))
    machine.sramBytesPerCycle = between(1, machine.sramBytesPerCycle);
  else
    machine.sramBytesPerCycle += skewed(0, 200);
  return machine;
}

TransferShape Generator::makeTransfer() {
  TransferShape shape;
  // Near addresses meet in rows, multiples of the period in banks.
  shape.address = chance(50) ? between(0, 8191) : between(0, 1 << 20);
  if (chance(10))
    shape.address += machine.getDramPeriod() * between(0, 1000000);
  shape.sizes[3] = chance(20) ? between(1, 6000) : skewed(1, 200);
  // dma_r2: dimensions are merged with what is inside of them, or nearly so.
  int64_t extent = shape.sizes[3];
  for (int i = 2, rank = between(1, 4); i >= 4 - rank; --i) {
    shape.sizes[i] = chance(15) ? 1 : between(2, 5);
    shape.strides[i] = chance(10)   ? 0
                       : chance(10) ? machine.dramRowBytes * between(1, 40)
                       : chance(30) ? extent
                       : chance(10) ? shape.sizes[3]
                                    : extent + between(1, 300);
    if (shape.sizes[i] > 1)
      extent = shape.sizes[i] * shape.strides[i];
  }
  // Backwards through the same region.
  for (int i = 0; i < 3; ++i)
    if (chance(8)) {
      shape.address += (shape.sizes[i] - 1) * shape.strides[i];
      shape.strides[i] = -shape.strides[i];
    }
  return shape;
}

ArrayShape Generator::makeArray() {
  ArrayShape shape;
  shape.type = makeType();
  bool isDepthwise = machine.hasDepthwise() && chance(30);
  shape.rows = skewed(1, 6);
  shape.width = chance(10) ? between(30, 120) : skewed(1, 30);
  // array_r3: a few blocks, the last one often in part.
  int64_t block = isDepthwise ? machine.depthwiseC : machine.standardK;
  shape.outChannels = chance(20) ? block * between(1, 3) : skewed(1, 3 * block);
  shape.inChannels = isDepthwise  ? shape.outChannels
                     : chance(20) ? machine.standardC * between(1, 4)
                                  : skewed(1, 5 * machine.standardC);
  if (chance(40)) {
    shape.kernelRows = skewed(1, 5);
    shape.kernelColumns = skewed(1, 5);
  }
  if (isDepthwise)
    shape.mode = engine::ArrayMode::Depthwise;
  else if (chance(40))
    shape.sums = engine::SumPart(between(0, 3));
  // array_r10: first and middle sums have none.
  if (shape.sums == engine::SumPart::Whole ||
      shape.sums == engine::SumPart::Last)
    shape.hasResidual = chance(30);
  return shape;
}

VectorShape Generator::makeVector() {
  VectorShape shape;
  shape.type = makeType();
  shape.pixels = skewed(1, 20);
  shape.taps = chance(50) ? 1 : skewed(1, 9);
  shape.channels = skewed(1, 5 * machine.vectorLanes);
  shape.isAcrossLanes = chance(30);
  shape.inputs = between(0, 2);
  shape.cost = skewed(1, 8);
  return shape;
}

DraftCommand Generator::makeCommand(uint32_t index) {
  DraftCommand command;
  if (chance(4))
    return command;
  command.unit = units[between(0, units.size() - 1)];
  command.transfer = makeTransfer();
  command.array = makeArray();
  command.vector = makeVector();
  if (index > 0 && chance(60))
    for (int64_t i = between(1, 3); i > 0; --i)
      command.dependencies.push_back(
          index - between(1, std::min<int64_t>(index, chance(80) ? 6 : 40)));
  return command;
}

Draft Generator::generate() {
  Draft draft;
  draft.machine = machine = makeMachine();
  // Some programs are mostly for one unit.
  units = {Unit::Load, Unit::Store, Unit::Array, Unit::Vector};
  units.resize(4 + (chance(30) ? between(1, 20) : 0), Unit(between(0, 3)));
  for (int64_t i = 0, size = skewed(1, 50); i != size; ++i)
    draft.commands.push_back(makeCommand(i));
  // Layers come back, and begin at any command.
  uint32_t layer = 0;
  for (DraftCommand &command : draft.commands)
    command.layer = layer = chance(30) ? between(0, 3) : layer;
  return draft;
}

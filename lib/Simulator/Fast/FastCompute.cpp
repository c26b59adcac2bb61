//===- FastCompute.cpp - The array and the vector unit --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Between the ends of loads, steps, drains and vector commands, the set of busy
// stages is constant. Ports are granted whole or not at all (sram_r2), so the
// set of granted ports is constant, too. Such a span is therefore one addition
// for each stage, and all of its cycles have the same cause.
//
//===----------------------------------------------------------------------===//

#include "FastCompute.h"

using namespace tenon;
using namespace tenon::fast;

void Compute::takeVector(uint32_t command) {
  VectorWork work =
      decodeVector(machine, program.vectors[program.commands[command].work]);
  vectorCommand = command;
  vectorLeft = work.cycles;
  vectorPort = work.port;
}

/// sram_r2: returns the granted ports, in the order of the contract.
Compute::Grants Compute::getGrants() const {
  int64_t rest = machine.sramBytesPerCycle;
  auto ask = [&](int64_t left, int64_t port) {
    if (left == 0 || port > rest)
      return false;
    rest -= port;
    return true;
  };
  Grants grants;
  grants.drain = ask(array.drainLeft, array.getDrainPort());
  grants.steps = ask(array.stepsLeft, machine.inputFeed);
  grants.load = ask(array.loadLeft, machine.weightFeed);
  grants.vector = ask(vectorLeft, vectorPort);
  return grants;
}

int64_t Compute::getQuietTime(int64_t now) const {
  // A drain that waits for the pipeline starts in any case.
  int64_t drainStart = array.getDrainStart();
  // A denied port stays denied until another event.
  if (!getGrants().any())
    return drainStart;
  int64_t left = array.getCyclesToEvent();
  if (vectorLeft > 0)
    left = std::min(left, vectorLeft);
  return std::min(drainStart, now + left);
}

/// stall_r1
CycleCause Compute::getCause(const Grants &grants, CycleCause idle) const {
  if (grants.steps)
    return CycleCause::Array;
  if (array.stepsLeft > 0 || (array.loadLeft > 0 && !grants.load))
    return CycleCause::Sram;
  if (array.hasSteps() && array.lacksWeights())
    return CycleCause::Weights;
  if (array.hasSteps() || array.hasDrains())
    return CycleCause::Drain;
  return vectorLeft > 0 ? CycleCause::Vector : idle;
}

/// layer_r2
uint32_t Compute::getLayer(uint32_t idleLayer) const {
  uint32_t command = array.getCommand();
  if (command == noCommand && vectorLeft > 0)
    command = vectorCommand;
  return command == noCommand ? idleLayer : program.commands[command].layer;
}

/// Advances by `cycles` cycles, up to `end`. No granted work has fewer cycles
/// left.
void Compute::pass(int64_t cycles, int64_t end, const Grants &grants) {
  if (grants.drain && (array.drainLeft -= cycles) == 0)
    if (uint32_t done = array.endDrain(end); done != noCommand)
      doneAt[done] = end; // token_r1
  if (grants.steps && (array.stepsLeft -= cycles) == 0)
    array.endSteps(end);
  if (grants.load && (array.loadLeft -= cycles) == 0)
    array.endLoad(end);
  if (grants.vector && (vectorLeft -= cycles) == 0)
    doneAt[vectorCommand] = end;
}

void Compute::work(int64_t now, int64_t until, CycleCause idle,
                   uint32_t idleLayer) {
  while (true) {
    Grants grants = getGrants();
    int64_t cycles = until - now;
    if (grants.drain)
      cycles = std::min(cycles, array.drainLeft);
    if (grants.steps)
      cycles = std::min(cycles, array.stepsLeft);
    if (grants.load)
      cycles = std::min(cycles, array.loadLeft);
    if (grants.vector)
      cycles = std::min(cycles, vectorLeft);
    LayerResult &layer = result.layers[getLayer(idleLayer)];
    layer.causes[int(getCause(grants, idle))] += cycles;
    if (grants.vector)
      result.layers[program.commands[vectorCommand].layer].vectorCycles +=
          cycles;
    now += cycles;
    pass(cycles, now, grants);
    if (now == until)
      return;
    array.start(now);
  }
}

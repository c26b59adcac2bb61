//===- TickArray.cpp - The array of the tick simulator --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TickArray.h"

using namespace tenon;
using namespace tenon::tick;

void Array::take(uint32_t command) {
  const engine::Machine &machine = program.machine;
  const ArrayShape &shape = program.arrays[program.commands[command].work];
  Walk walk{command, countTile(machine, shape)};
  rules.hitIf(walk.tile.hasPartSteps, Rule::ArrayRows);
  rules.hitIf(walk.tile.hasUnequalChunks, Rule::ArrayChunks);
  // array_r3: one load for each weight block of each chunk.
  for (size_t chunk = 0; chunk != walk.tile.chunks.size(); ++chunk)
    loads.blocksLeft += walk.tile.weightBlocks;
  loads.blockBytes = walk.tile.blockBytes;
  loads.command = command;
  stepper.push_back(std::move(walk));
}

void Array::startStages(int64_t cycle) {
  startLoad(cycle);
  startSteps(cycle);
  startDrain(cycle);
}

/// array_r4: load i waits for the steps i - 2.
void Array::startLoad(int64_t cycle) {
  if (isLoading() || loads.blocksLeft == 0 || stepsDone < loadsStarted - 1)
    return;
  loadBytesLeft = loads.blockBytes;
  loading = {loads.command, cycle};
  if (stepsDone == loadsStarted - 1 && stepsEnd == cycle && loadEnd < cycle)
    rules.hit(Rule::ArrayLoadSteps);
  rules.hitIf(loadEnd == cycle, Rule::ArrayLoadLoad);
  --loads.blocksLeft;
  ++loadsStarted;
}

/// array_r4: steps i wait for load i and, with a new chunk, for drain c - 2.
void Array::startSteps(int64_t cycle) {
  if (isStepping() || stepper.empty() || loadsDone <= stepsDone)
    return;
  const Walk &walk = stepper.front();
  bool isNewChunk = walk.block == 0;
  if (isNewChunk && drainsDone < chunksStarted - 1)
    return;
  stepsLeft = walk.tile.chunks[walk.chunk].steps;
  stepCycles = stepBytes = 0;
  stepping = {walk.command, cycle};
  rules.hitIf(loadEnd == cycle && loadsDone == stepsDone + 1 &&
                  stepsEnd < cycle,
              Rule::ArrayStepsLoad);
  rules.hitIf(stepsEnd == cycle, Rule::ArrayStepsSteps);
  rules.hitIf(isNewChunk && drainEnd == cycle &&
                  drainsDone == chunksStarted - 1 && stepsEnd < cycle,
              Rule::ArrayStepsDrain);
  chunksStarted += isNewChunk;
}

/// array_r4: drain c starts `pipeline` cycles after its steps.
void Array::startDrain(int64_t cycle) {
  if (isDraining() || drains.empty() || drains.front().readyAt > cycle)
    return;
  const Drain &drain = drains.front();
  resultsLeft = drain.results;
  // array_r8: the width of the port is that of all lanes, even if some have no
  // results.
  drainPort = program.machine.drainLanes * drain.resultBytes;
  isLastDrain = drain.isLast;
  draining = {drain.command, cycle};
  rules.hitIf(drain.readyAt == cycle && drainEnd < cycle &&
                  program.machine.pipeline > 0,
              Rule::ArrayDrainPipeline);
  rules.hitIf(drainEnd == cycle && drain.readyAt < cycle,
              Rule::ArrayDrainDrain);
  drains.pop_front();
}

uint32_t Array::getCommand() const {
  if (!stepper.empty())
    return stepper.front().command;
  if (isDraining())
    return draining.command;
  return drains.empty() ? UINT32_MAX : drains.front().command;
}

/// array_r7: drains results over the lanes until none are left.
uint32_t Array::drain(int64_t cycle) {
  resultsLeft -= program.machine.drainLanes;
  if (resultsLeft > 0)
    return UINT32_MAX;
  ++drainsDone;
  drainEnd = cycle + 1;
  endSpan(Stage::Drain, draining, cycle + 1);
  return isLastDrain ? draining.command : UINT32_MAX;
}

/// array_r5: loads a block as a whole.
void Array::load(int64_t cycle) {
  loadBytesLeft -= program.machine.weightFeed;
  if (loadBytesLeft > 0)
    return;
  ++loadsDone;
  loadEnd = cycle + 1;
  endSpan(Stage::Load, loading, cycle + 1);
}

/// array_r6: a step takes its cycles and its input before the next one starts.
void Array::step(int64_t cycle) {
  Walk &walk = stepper.front();
  const engine::Machine &machine = program.machine;
  engine::ElementKind type =
      program.arrays[program.commands[walk.command].work].type;
  stepBytes += machine.inputFeed;
  if (++stepCycles < machine.getStepCycles(type) ||
      stepBytes < walk.tile.inputBytes)
    return;
  stepCycles = stepBytes = 0;
  if (--stepsLeft > 0)
    return;
  ++stepsDone;
  stepsEnd = cycle + 1;
  endSpan(Stage::Steps, stepping, cycle + 1);
  if (++walk.block == walk.tile.weightBlocks)
    finishChunk(walk, cycle);
}

/// array_r4, array_r7: passes the results of the chunk to the drain.
void Array::finishChunk(Walk &walk, int64_t cycle) {
  const Chunk &chunk = walk.tile.chunks[walk.chunk];
  rules.hitIf(chunk.results < chunk.lanes, Rule::ArrayPart);
  walk.block = 0;
  bool isLast = ++walk.chunk == walk.tile.chunks.size();
  drains.push_back({cycle + 1 + program.machine.pipeline, chunk.results,
                    walk.tile.resultBytes, walk.command, isLast});
  if (isLast)
    stepper.pop_front();
}

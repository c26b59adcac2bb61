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
using engine::ceilDiv;

void Array::take(uint32_t command) {
  const ArrayWork &work = program.arrays[program.commands[command].work];
  Walk walk;
  walk.command = command;
  walk.work = &work;
  // array_r3: chunks differ by at most one step, larger ones first.
  int64_t steps = work.rows * work.stepsPerRow;
  walk.chunks = ceilDiv(steps, program.machine.accumulators);
  walk.smallChunk = steps / walk.chunks;
  walk.largeChunks = steps % walk.chunks;
  rules.hitIf(work.rows > 1 && work.width % work.pixelsPerStep != 0,
              Rule::ArrayRows);
  rules.hitIf(walk.largeChunks > 0, Rule::ArrayChunks);
  stepper.push_back(walk);
  loads.blocksLeft = ceilDiv(work.outChannels, work.channelsPerBlock) *
                     walk.chunks * work.weightBlocks;
  loads.cycles = work.loadCycles;
  loads.command = command;
}

void Array::startStages(int64_t cycle) {
  // array_r4: load i waits for the steps i - 2.
  if (loadLeft == 0 && loads.blocksLeft > 0 && stepsDone >= loadsStarted - 1) {
    loadLeft = loads.cycles;
    loading = {loads.command, cycle};
    if (stepsDone == loadsStarted - 1 && stepsEnd == cycle && loadEnd < cycle)
      rules.hit(Rule::ArrayLoadSteps);
    rules.hitIf(loadEnd == cycle, Rule::ArrayLoadLoad);
    --loads.blocksLeft;
    ++loadsStarted;
  }
  // array_r4: steps i wait for load i, and with a new chunk for drain c - 2.
  if (stepLeft == 0 && !stepper.empty() && loadsDone > stepsDone) {
    Walk &walk = stepper.front();
    bool isNewChunk = walk.block == 0;
    if (!isNewChunk || drainsDone >= chunksStarted - 1) {
      stepLeft = walk.getChunkSteps() * walk.work->stepCycles;
      stepping = {walk.command, cycle};
      rules.hitIf(loadEnd == cycle && loadsDone == stepsDone + 1 &&
                      stepsEnd < cycle,
                  Rule::ArrayStepsLoad);
      rules.hitIf(stepsEnd == cycle, Rule::ArrayStepsSteps);
      rules.hitIf(isNewChunk && drainEnd == cycle &&
                      drainsDone == chunksStarted - 1 && stepsEnd < cycle,
                  Rule::ArrayStepsDrain);
      if (isNewChunk)
        ++chunksStarted;
    }
  }
  // array_r4: drain c starts `pipeline` cycles after its steps.
  if (drainLeft == 0 && !drains.empty() && drains.front().readyAt <= cycle) {
    drainLeft = drains.front().cycles;
    drainPort = drains.front().port;
    isLastDrain = drains.front().isLast;
    draining = {drains.front().command, cycle};
    rules.hitIf(drains.front().readyAt == cycle && drainEnd < cycle &&
                    program.machine.pipeline > 0,
                Rule::ArrayDrainPipeline);
    rules.hitIf(drainEnd == cycle && drains.front().readyAt < cycle,
                Rule::ArrayDrainDrain);
    drains.pop_front();
  }
}

uint32_t Array::drain(int64_t cycle) {
  if (--drainLeft > 0)
    return UINT32_MAX;
  ++drainsDone;
  drainEnd = cycle + 1;
  endSpan(Stage::Drain, draining, cycle + 1);
  return isLastDrain ? draining.command : UINT32_MAX;
}

uint32_t Array::getCommand() const {
  if (!stepper.empty())
    return stepper.front().command;
  if (isDraining())
    return draining.command;
  return drains.empty() ? UINT32_MAX : drains.front().command;
}

void Array::load(int64_t cycle) {
  if (--loadLeft > 0)
    return;
  ++loadsDone;
  loadEnd = cycle + 1;
  endSpan(Stage::Load, loading, cycle + 1);
}

/// array_r7: the drain writes the results of pixels and channels that exist.
void Array::finishChunk(Walk &walk, int64_t cycle) {
  const ArrayWork &work = *walk.work;
  auto pixelsBefore = [&](int64_t step) {
    return step / work.stepsPerRow * work.width +
           std::min(step % work.stepsPerRow * work.pixelsPerStep, work.width);
  };
  int64_t next = walk.firstStep + walk.getChunkSteps();
  int64_t pixels = pixelsBefore(next) - pixelsBefore(walk.firstStep);
  int64_t channels =
      std::min(work.channelsPerBlock,
               work.outChannels - walk.outBlock * work.channelsPerBlock);
  rules.hitIf(channels < work.channelsPerBlock ||
                  pixels < walk.getChunkSteps() * work.pixelsPerStep,
              Rule::ArrayPart);
  walk.firstStep = next;
  walk.block = 0;
  if (++walk.chunk == walk.chunks) {
    walk.chunk = walk.firstStep = 0;
    ++walk.outBlock;
  }
  bool isLast =
      walk.outBlock == ceilDiv(work.outChannels, work.channelsPerBlock);
  drains.push_back({cycle + 1 + program.machine.pipeline,
                    ceilDiv(pixels * channels, program.machine.drainLanes),
                    work.drainPort, walk.command, isLast});
  if (isLast)
    stepper.pop_front();
}

void Array::step(int64_t cycle) {
  if (--stepLeft > 0)
    return;
  ++stepsDone;
  stepsEnd = cycle + 1;
  endSpan(Stage::Steps, stepping, cycle + 1);
  Walk &walk = stepper.front();
  if (++walk.block == walk.work->weightBlocks)
    finishChunk(walk, cycle);
}

//===- FastArray.cpp - The array of the fast simulator --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FastArray.h"

using namespace tenon;
using namespace tenon::fast;
using engine::ceilDiv;

void Array::take(uint32_t command) {
  ArrayWork work = decodeArray(program.machine,
                               program.arrays[program.commands[command].work]);
  Walk walk;
  walk.command = command;
  walk.work = work;
  walk.steps = work.rows * work.stepsPerRow;
  // array_r3
  walk.outBlocks = ceilDiv(work.outChannels, work.channelsPerBlock);
  walk.chunks = ceilDiv(walk.steps, program.machine.accumulators);
  blocksLeft = walk.outBlocks * walk.chunks * work.weightBlocks;
  blockCycles = work.loadCycles;
  walks.push_back(walk);
}

void Array::start(int64_t now) {
  // array_r4: load i starts when load i-1 and steps i-2 have ended, which is
  // when at least i-1 sets of steps have ended.
  if (loadLeft == 0 && blocksLeft > 0 && stepsEnded + 1 >= loadsStarted) {
    loadLeft = blockCycles;
    loadBegin = now;
    loadOf = walks.back().command;
    --blocksLeft;
    ++loadsStarted;
  }
  // array_r4: steps i start when load i and steps i-1 have ended. The first
  // steps of chunk c also wait for drain c-2.
  if (stepsLeft == 0 && !walks.empty() && loadsEnded > stepsEnded) {
    const Walk &walk = walks.front();
    bool opensChunk = walk.block == 0;
    if (!opensChunk || drainsEnded + 1 >= chunksStarted) {
      chunksStarted += opensChunk;
      stepsLeft = walk.getChunkCycles();
      stepsBegin = now;
    }
  }
  // array_r4: drain c starts when it is ready and drain c-1 has ended.
  if (getDrainStart() <= now) {
    drain = drains.front();
    drains.pop_front();
    drainLeft = drain.cycles;
    drainBegin = now;
  }
}

int64_t Array::getCyclesToEvent() const {
  int64_t cycles = drainLeft > 0 ? drainLeft : never;
  if (walks.empty())
    return cycles;
  const Walk &walk = walks.front();
  int64_t blockSteps = walk.getChunkCycles();
  // Cycles until another `count` sets of steps or loads have ended. All of them
  // belong to the chunk, or the chunk ends earlier.
  auto getStepCycles = [&](int64_t count) {
    return (stepsLeft > 0 ? stepsLeft : blockSteps) + (count - 1) * blockSteps;
  };
  auto getLoadCycles = [&](int64_t count) {
    return (loadLeft > 0 ? loadLeft : blockCycles) + (count - 1) * blockCycles;
  };
  // The end of the chunk, after the load of its last block.
  int64_t blocks = walk.work.weightBlocks - walk.block;
  int64_t chunk = getStepCycles(blocks);
  if (int64_t loads = blocks - (loadsEnded - stepsEnded); loads > 0)
    chunk = std::max(chunk, getLoadCycles(loads) + blockSteps);
  cycles = std::min(cycles, chunk);
  if (blocksLeft == 0)
    return cycles;
  // The start of the last load i, after loads i-1 and steps i-2 have ended.
  int64_t last = loadsStarted + blocksLeft - 1;
  int64_t start = 1;
  if (int64_t loads = last - loadsEnded; loads > 0)
    start = std::max(start, getLoadCycles(loads));
  if (int64_t steps = last - 1 - stepsEnded; steps > 0)
    start = std::max(start, getStepCycles(steps));
  return std::min(cycles, start);
}

void Array::endSteps(int64_t now) {
  ++stepsEnded;
  Walk &walk = walks.front();
  if (trace)
    trace->addSpan(Stage::Steps, walk.command, stepsBegin, now);
  if (++walk.block == walk.work.weightBlocks)
    endChunk(now);
}

/// Returns the number of pixels that exist in the steps before `step`, in the
/// order of the rows.
int64_t Array::Walk::getPixelsBefore(int64_t step) const {
  // A step starts within its row, so only the last step of a row is partial.
  return step / work.stepsPerRow * work.width +
         step % work.stepsPerRow * work.pixelsPerStep;
}

/// Ends the last steps of a chunk. Its drain then waits for the pipeline.
void Array::endChunk(int64_t now) {
  Walk &walk = walks.front();
  const ArrayWork &work = walk.work;
  int64_t pixels = walk.getPixelsBefore(walk.getFirstStep(walk.chunk + 1)) -
                   walk.getPixelsBefore(walk.getFirstStep(walk.chunk));
  int64_t channels =
      std::min(work.channelsPerBlock,
               work.outChannels - walk.outBlock * work.channelsPerBlock);
  Drain next;
  next.readyAt = now + program.machine.pipeline;
  next.cycles = // array_r7
      ceilDiv(pixels * channels, program.machine.drainLanes);
  next.port = work.drainPort;
  next.command = walk.command;
  walk.block = 0;
  if (++walk.chunk == walk.chunks) {
    walk.chunk = 0;
    ++walk.outBlock;
  }
  next.isLast = walk.outBlock == walk.outBlocks;
  if (next.isLast)
    walks.pop_front();
  drains.push_back(next);
}

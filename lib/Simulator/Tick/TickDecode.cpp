//===- TickDecode.cpp - Work of array commands, counted in loops ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TickDecode.h"
#include "llvm/ADT/STLExtras.h"

using namespace tenon;
using namespace tenon::tick;

namespace {
/// The sizes of one step (array_r1, array_r9).
struct Step {
  int64_t outChannels, inChannels, pixels;
};
} // namespace

static Step getStep(const engine::Machine &machine, engine::ArrayMode mode) {
  if (mode == engine::ArrayMode::Standard)
    return {machine.standardK, machine.standardC, machine.standardP};
  return {machine.depthwiseC, machine.depthwiseC, machine.depthwiseP};
}

/// array_r2: returns the number of pixels that exist in each pixel step. Rows
/// share no step.
static std::vector<int64_t> countPixelSteps(const ArrayShape &shape,
                                            const Step &step) {
  std::vector<int64_t> steps;
  for (int64_t row = 0; row < shape.rows; ++row)
    for (int64_t column = 0; column < shape.width; column += step.pixels)
      steps.push_back(std::min(step.pixels, shape.width - column));
  return steps;
}

/// array_r3: returns the minimum number of chunks such that the steps of each
/// chunk fit into one half of the accumulators. Steps are distributed one by
/// one, so that sizes differ by at most one and larger chunks come first. Then
/// the chunks are filled in order.
static std::vector<Chunk> cutInChunks(const engine::Machine &machine,
                                      const std::vector<int64_t> &pixelSteps,
                                      const Step &step) {
  int64_t count = 1;
  while (count * machine.accumulators < int64_t(pixelSteps.size()))
    ++count;
  std::vector<Chunk> chunks(count);
  for (size_t i = 0; i != pixelSteps.size(); ++i)
    ++chunks[i % chunks.size()].steps;
  auto next = pixelSteps.begin();
  for (Chunk &chunk : chunks)
    for (int64_t i = 0; i < chunk.steps; ++i) {
      chunk.results += *next++;
      chunk.lanes += step.pixels;
    }
  return chunks;
}

/// array_r3, array_r9: returns the number of weight blocks of an output block,
/// counted tap by tap.
static int64_t countWeightBlocks(const ArrayShape &shape, const Step &step) {
  int64_t blocks = 0;
  for (int64_t row = 0; row < shape.kernelRows; ++row)
    for (int64_t column = 0; column < shape.kernelColumns; ++column) {
      if (shape.mode == engine::ArrayMode::Depthwise) {
        ++blocks;
        continue;
      }
      for (int64_t c = 0; c < shape.inChannels; c += step.inChannels)
        ++blocks;
    }
  return blocks;
}

/// array_r8, array_r10: returns the bytes that the drain reads and writes for
/// one result.
static int64_t countResultBytes(const ArrayShape &shape) {
  int64_t element = engine::getElementBytes(shape.type);
  int64_t sum = engine::accumulatorBytes;
  int64_t residual = shape.hasResidual ? element : 0;
  switch (shape.sums) {
  case engine::SumPart::Whole:
    return element + residual;
  case engine::SumPart::First:
    return sum;
  case engine::SumPart::Middle:
    return sum + sum;
  case engine::SumPart::Last:
    return sum + element + residual;
  }
  return 0;
}

Tile tick::countTile(const engine::Machine &machine, const ArrayShape &shape) {
  Step step = getStep(machine, shape.mode);
  int64_t bytes = engine::getElementBytes(shape.type);
  std::vector<int64_t> pixelSteps = countPixelSteps(shape, step);
  std::vector<Chunk> pixels = cutInChunks(machine, pixelSteps, step);
  Tile tile;
  // array_r3: the chunks of each output block. The last block may have fewer
  // channels.
  for (int64_t k = 0; k < shape.outChannels; k += step.outChannels)
    for (Chunk chunk : pixels) {
      chunk.results *= std::min(step.outChannels, shape.outChannels - k);
      chunk.lanes *= step.outChannels;
      tile.chunks.push_back(chunk);
    }
  tile.weightBlocks = countWeightBlocks(shape, step);
  tile.blockBytes = step.inChannels * bytes;
  if (shape.mode == engine::ArrayMode::Standard)
    tile.blockBytes *= step.outChannels;
  tile.inputBytes = step.inChannels * step.pixels * bytes;
  tile.resultBytes = countResultBytes(shape);
  tile.hasPartSteps =
      shape.rows > 1 &&
      llvm::any_of(pixelSteps, [&](int64_t n) { return n < step.pixels; });
  tile.hasUnequalChunks = pixels.front().steps != pixels.back().steps;
  return tile;
}

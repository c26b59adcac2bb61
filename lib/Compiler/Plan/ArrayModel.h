//===- ArrayModel.h - Cycles of tiles on the array --------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Planning asks for the cycles of thousands of tiles of one problem. What they
// have in common is worked out once: for the problem, for tiles of the same
// pixels, and for tiles of the same channels.
//
//===----------------------------------------------------------------------===//

#ifndef LIB_COMPILER_PLAN_ARRAYMODEL_H
#define LIB_COMPILER_PLAN_ARRAYMODEL_H

#include "Tiling.h"
#include "llvm/Support/MathExtras.h"

namespace tenon::compiler {

/// A positive number that much is divided by. Those of machines are mostly
/// powers of two, and shifts are much faster than divisions.
class Divisor {
public:
  explicit Divisor(int64_t value)
      : value(value),
        shift(llvm::isPowerOf2_64(value) ? llvm::Log2_64(value) : -1) {}
  int64_t get() const { return value; }
  /// The quotient of a number that is not negative, rounded down or up.
  int64_t divide(int64_t a) const { return shift < 0 ? a / value : a >> shift; }
  int64_t ceilDivide(int64_t a) const { return divide(a + value - 1); }

private:
  int64_t value;
  int shift;
};

/// The cycles of tiles of one problem, each for itself.
class ArrayModel {
public:
  ArrayModel(const ArrayProblem &problem, const engine::Machine &machine,
             engine::ElementKind type);

  /// The pixels of a tile: how many, in how many chunks of accumulators, the
  /// cycles of a chunk for one block of channels and taps, and the results that
  /// are drained in one cycle times the chunks.
  struct Pixels {
    int64_t count = 0, chunks = 1;
    double chunkCycles = 0, drained = 1;
  };
  Pixels getPixels(int64_t rows, int64_t columns) const;

  /// The output channels of a tile: blocks that the array works on at once, and
  /// the channels of the last one if it has fewer.
  struct Channels {
    int64_t blocks = 0, rest = 0;
  };
  Channels getChannels(int64_t outChannels) const {
    int64_t blocks = blockK.divide(outChannels);
    return {blocks, outChannels - blocks * blockK.get()};
  }

  /// Blocks of input channels, times the taps.
  int64_t getInBlocks(int64_t inChannels) const {
    return taps * (isDepthwise ? 1 : blockC.ceilDivide(inChannels));
  }

  /// The cycles of a tile.
  double getCycles(const Pixels &pixels, Channels channels,
                   int64_t inBlocks) const {
    double compute = double(inBlocks) * pixels.chunkCycles, cycles = 0;
    if (channels.blocks > 0)
      cycles = double(channels.blocks) *
               getBlockCycles(pixels, compute, blockK.get());
    if (channels.rest > 0)
      cycles += getBlockCycles(pixels, compute, channels.rest);
    return cycles;
  }

private:
  static double getBlockCycles(const Pixels &pixels, double compute,
                               int64_t channels) {
    double drain = double(pixels.count * channels) / pixels.drained;
    return double(pixels.chunks) * std::max(compute, drain);
  }

  bool isDepthwise;
  int64_t taps, drainLanes, stepCycles;
  /// Cycles to load the weights of a block.
  double load;
  Divisor blockK, blockC, blockP, accumulators;
};

} // namespace tenon::compiler

#endif // LIB_COMPILER_PLAN_ARRAYMODEL_H

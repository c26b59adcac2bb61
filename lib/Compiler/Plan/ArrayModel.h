//===- ArrayModel.h - Cycles of tiles on the array --------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Planning computes the cycles of thousands of tiles of one problem. Common
// intermediate results are computed once: for the problem, for tiles with the
// same pixels, and for tiles with the same channels.
//
//===----------------------------------------------------------------------===//

#ifndef LIB_COMPILER_PLAN_ARRAYMODEL_H
#define LIB_COMPILER_PLAN_ARRAYMODEL_H

#include "Tiling.h"
#include "llvm/Support/MathExtras.h"

namespace tenon::compiler {

/// A positive number for frequent divisions. Most fields of machines are powers
/// of two, and shifts are much faster than divisions.
class Divisor {
public:
  explicit Divisor(int64_t value)
      : value(value),
        shift(llvm::isPowerOf2_64(value) ? llvm::Log2_64(value) : -1) {}
  int64_t get() const { return value; }
  /// Return the quotient of a nonnegative number, rounded down or up.
  int64_t divide(int64_t a) const { return shift < 0 ? a / value : a >> shift; }
  int64_t ceilDivide(int64_t a) const { return divide(a + value - 1); }

private:
  int64_t value;
  int shift;
};

/// Computes the cycles of the tiles of one problem, each as a separate tile.
class ArrayModel {
public:
  ArrayModel(const ArrayProblem &problem, const engine::Machine &machine,
             engine::ElementKind type);

  /// The pixels of a tile: their number, the number of chunks of accumulators,
  /// the cycles of a chunk for one block of channels and taps, and the results
  /// that are drained in one cycle times the number of chunks.
  struct Pixels {
    int64_t count = 0, chunks = 1;
    double chunkCycles = 0, drained = 1;
  };
  Pixels getPixels(int64_t rows, int64_t columns) const;

  /// The output channels of a tile: the number of blocks that the array
  /// computes at once, and the number of channels of the last block if it is
  /// smaller.
  struct Channels {
    int64_t blocks = 0, rest = 0;
  };
  Channels getChannels(int64_t outChannels) const {
    int64_t blocks = blockK.divide(outChannels);
    return {blocks, outChannels - blocks * blockK.get()};
  }

  /// Returns the number of blocks of input channels, times the taps.
  int64_t getInBlocks(int64_t inChannels) const {
    return taps * (isDepthwise ? 1 : blockC.ceilDivide(inChannels));
  }

  /// Returns the cycles of a tile.
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
  /// Cycles of loading the weights of a block.
  double load;
  Divisor blockK, blockC, blockP, accumulators;
};

} // namespace tenon::compiler

#endif // LIB_COMPILER_PLAN_ARRAYMODEL_H

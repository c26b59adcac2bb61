//===- Tiling.h - Tiles of array work, and which is cheapest ----*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_COMPILER_PLAN_TILING_H
#define LIB_COMPILER_PLAN_TILING_H

#include "dialects/Interfaces/Workload.h"
#include "lib/Compiler/Program/TileProgram.h"
#include "llvm/ADT/Hashing.h"
#include <optional>
#include <tuple>

namespace tenon::compiler {

/// A convolution or product of matrices as the array sees it. Channels are
/// those of one group; a depthwise convolution counts as one group.
struct ArrayProblem {
  bool isDepthwise = false;
  /// The second operand is no parameter, or differs from batch to batch.
  bool hasOwnWeights = false;
  /// It is `[outChannels, inChannels]`, and has so many batches; the first
  /// operand is the same for all batches.
  bool hasWeightRows = false, sharesInput = false;
  int64_t weightBatches = 1;
  int64_t batch = 1, groups = 1;
  int64_t outHeight = 1, outWidth = 1, inHeight = 1, inWidth = 1;
  int64_t outChannels = 1, inChannels = 1;
  int64_t kernelHeight = 1, kernelWidth = 1;
  int64_t strideHeight = 1, strideWidth = 1;
  int64_t dilationHeight = 1, dilationWidth = 1;
  int64_t padTop = 0, padLeft = 0;
  int64_t bytes = 1;
  /// Where results go: every so many rows and columns of an output of this
  /// size, from this one on. All of them, unless it is a phase of a transposed
  /// convolution.
  int64_t rowStep = 1, columnStep = 1, firstRow = 0, firstColumn = 0;
  int64_t tensorHeight = 1, tensorWidth = 1;
  /// The row and column of the filter that its first tap is, and the way to the
  /// next one.
  int64_t firstTap[2] = {0, 0}, tapStep[2] = {1, 1};

  /// All of its members, to compare and to hash.
  auto getMembers() const {
    return std::tie(isDepthwise, hasOwnWeights, hasWeightRows, sharesInput,
                    weightBatches, batch, groups, outHeight, outWidth, inHeight,
                    inWidth, outChannels, inChannels, kernelHeight, kernelWidth,
                    strideHeight, strideWidth, dilationHeight, dilationWidth,
                    padTop, padLeft, bytes, rowStep, columnStep, firstRow,
                    firstColumn, tensorHeight, tensorWidth, firstTap[0],
                    firstTap[1], tapStep[0], tapStep[1]);
  }
  bool operator==(const ArrayProblem &other) const {
    return getMembers() == other.getMembers();
  }

  int64_t getTaps() const { return kernelHeight * kernelWidth; }
  /// A tile of input has the channels of a tile of output, not all of them.
  bool hasInputByOutput() const { return isDepthwise || groups > 1; }
  /// Rows of input under `rows` rows of output, the image's border aside.
  int64_t getInRows(int64_t rows) const {
    return (rows - 1) * strideHeight + (kernelHeight - 1) * dilationHeight + 1;
  }
  int64_t getInColumns(int64_t columns) const {
    return (columns - 1) * strideWidth + (kernelWidth - 1) * dilationWidth + 1;
  }
};

/// Hashes the members of `problem` in which problems differ most.
inline size_t getHash(const ArrayProblem &problem) {
  uint64_t hash = problem.isDepthwise;
  for (int64_t member :
       {problem.outHeight, problem.outWidth, problem.inWidth,
        problem.outChannels, problem.inChannels, problem.kernelHeight})
    hash = (hash + uint64_t(member)) * 0x9e3779b97f4a7c15;
  return hash ^ hash >> 32;
}

/// Bytes of the weights of one group of a tile and of the records behind them,
/// with which its end is aligned, too (array_r11).
inline int64_t getWeightBytes(int64_t outChannels, int64_t inChannels,
                              int64_t taps, int64_t bytes) {
  return alignUp(outChannels * inChannels * taps * bytes,
                 engine::sramAlignment) +
         alignUp(outChannels * engine::accumulatorBytes, engine::sramAlignment);
}

/// Output channels of one command: those of a tile with many constant weights
/// are done block by block, so that the first ones need not wait for all of
/// its weights.
int64_t getBlockChannels(const ArrayProblem &problem, int64_t outChannels,
                         int64_t inChannels, const engine::Machine &machine);

/// Which tensors of an operation stay in SRAM, and need no tiles of their own.
struct Residents {
  bool input = false, output = false, residual = false;
  bool hasResidual = false;
  /// Its weights, which other operations use as well.
  bool weights = false;
};

/// How a problem is cut, and in which order the pieces are done.
struct Tiling {
  /// Output rows, columns and channels, and input channels of a tile. With
  /// groups, `groups` of them make a tile and channels are not cut.
  int64_t rows = 1, columns = 1, outChannels = 1, inChannels = 1, groups = 1;
  /// Pixels change fastest and weights stay; otherwise the other way round.
  bool weightsStay = true;
  /// All tiles of the input, or of the weights, are loaded once and kept.
  bool keepsInput = false, keepsWeights = false;
  /// If not 0, the whole input is loaded before the first command starts, and
  /// the weights of up to so many tiles beside it (Machine::loadsWholeInput).
  int64_t weightsBeside = 0;
  /// Tiles of each kind that are in SRAM at once: 2 to load or store one while
  /// the array works on the other.
  int64_t copies = 2;
  /// Bytes of one tile of each kind, and of the partial sums.
  int64_t inBytes = 0, weightBytes = 0, outBytes = 0, partialBytes = 0;
  /// SRAM needed beside the tensors that stay.
  int64_t bytes = 0;
  /// Expected cycles of the array and of the DMA, and of both together.
  double array = 0, dma = 0, cost = 0;
};

/// Reads the problem of a convolution or product out of a workload, with 1x1
/// convolutions as products.
ArrayProblem getArrayProblem(const Workload &workload,
                             const engine::Machine &machine, int64_t bytes);

/// The problems of a workload: one, or the phases of a transposed convolution,
/// which are convolutions with the taps that meet at their results.
llvm::SmallVector<ArrayProblem, 1>
getArrayProblems(const Workload &workload, const engine::Machine &machine,
                 int64_t bytes);

/// True for work of the array.
inline bool isArrayWork(const Workload &workload) {
  return workload.kind == WorkloadKind::Convolution ||
         workload.kind == WorkloadKind::TransposedConvolution ||
         workload.kind == WorkloadKind::Matmul;
}

/// The cheapest of the candidate tilings that fit a budget.
struct TilingChoice {
  /// Nothing if none fits; then `needed` are the bytes of the smallest one.
  std::optional<Tiling> best;
  int64_t needed = 0;
  /// The choice is the same for all budgets from this one up to the one that
  /// was asked for.
  int64_t leastBudget = 0;
};
TilingChoice chooseTiling(const ArrayProblem &problem,
                          const Residents &residents,
                          const engine::Machine &machine,
                          engine::ElementKind type, int64_t budget);

/// Cycles of the DMA for one tile each at the peak rate of the DRAM, with
/// bursts that are used in part and set-ups.
struct TileTransfers {
  double input = 0, weights = 0, output = 0;
};
TileTransfers getTileTransfers(const ArrayProblem &problem,
                               const Tiling &tiling,
                               const engine::Machine &machine);

/// Least cycles of the array or its drain for the problem, in the better mode
/// of the array, whatever the tiles: a lower bound.
double getArrayBound(const ArrayProblem &problem,
                     const engine::Machine &machine, engine::ElementKind type);

} // namespace tenon::compiler

#endif // LIB_COMPILER_PLAN_TILING_H

//===- Tiling.h - Tilings of array work -------------------------*- C++ -*-===//
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

/// A convolution or product of matrices in the form in which the array computes
/// it. Channels are those of one group; a depthwise convolution counts as one
/// group.
struct ArrayProblem {
  bool isDepthwise = false;
  /// True if the second operand is not a parameter, or differs between batches.
  bool hasOwnWeights = false;
  /// True if the second operand is `[outChannels, inChannels]`, and if the
  /// first operand is the same for all batches. The second operand has
  /// `weightBatches` batches.
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
  /// The positions of the results: every `rowStep`-th row and `columnStep`-th
  /// column of an output of this size, starting at `firstRow` and
  /// `firstColumn`. These are all positions unless the problem is a phase of a
  /// transposed convolution.
  int64_t rowStep = 1, columnStep = 1, firstRow = 0, firstColumn = 0;
  int64_t tensorHeight = 1, tensorWidth = 1;
  /// The row and column in the filter of its first tap, and the distances to
  /// the next tap.
  int64_t firstTap[2] = {0, 0}, tapStep[2] = {1, 1};

  /// Returns all members for comparisons and hashes.
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
  /// Returns true if a tile of input has only the channels of a tile of output.
  bool hasInputByOutput() const { return isDepthwise || groups > 1; }
  /// Return the number of input rows or columns under a number of output rows
  /// or columns, regardless of the borders of the image.
  int64_t getInRows(int64_t rows) const {
    return (rows - 1) * strideHeight + (kernelHeight - 1) * dilationHeight + 1;
  }
  int64_t getInColumns(int64_t columns) const {
    return (columns - 1) * strideWidth + (kernelWidth - 1) * dilationWidth + 1;
  }
};

/// Returns a hash of the members in which problems differ most.
inline size_t getHash(const ArrayProblem &problem) {
  uint64_t hash = problem.isDepthwise;
  for (int64_t member :
       {problem.outHeight, problem.outWidth, problem.inWidth,
        problem.outChannels, problem.inChannels, problem.kernelHeight})
    hash = (hash + uint64_t(member)) * 0x9e3779b97f4a7c15;
  return hash ^ hash >> 32;
}

/// Returns the bytes of the weights of one group of a tile and of its records,
/// whose end is also aligned (array_r11).
inline int64_t getWeightBytes(int64_t outChannels, int64_t inChannels,
                              int64_t taps, int64_t bytes) {
  return alignUp(outChannels * inChannels * taps * bytes,
                 engine::sramAlignment) +
         alignUp(outChannels * engine::accumulatorBytes, engine::sramAlignment);
}

/// Returns the number of output channels of one command. Tiles with many
/// constant weights are processed block by block, so that the first block need
/// not wait for all weights.
int64_t getBlockChannels(const ArrayProblem &problem, int64_t outChannels,
                         int64_t inChannels, const engine::Machine &machine);

/// The resident tensors of an operation, which need no tiles.
struct Residents {
  bool input = false, output = false, residual = false;
  bool hasResidual = false;
  /// True for weights that other operations share.
  bool weights = false;
};

/// A partition of a problem into tiles, and their order.
struct Tiling {
  /// Output rows, columns and channels, and input channels of a tile. With
  /// groups, a tile consists of `groups` whole groups.
  int64_t rows = 1, columns = 1, outChannels = 1, inChannels = 1, groups = 1;
  /// True if the loop over pixels is the inner one, so that weights stay.
  bool weightsStay = true;
  /// True if all tiles of the input, or of the weights, are loaded once and
  /// kept.
  bool keepsInput = false, keepsWeights = false;
  /// If not 0, the whole input is loaded before the first command starts, with
  /// the weights of up to this number of tiles (Machine::loadsWholeInput).
  int64_t weightsBeside = 0;
  /// Number of tiles of each kind that are in SRAM at once; 2 to transfer one
  /// tile while the array processes the other.
  int64_t copies = 2;
  /// Bytes of one tile of each kind, and of the partial sums.
  int64_t inBytes = 0, weightBytes = 0, outBytes = 0, partialBytes = 0;
  /// SRAM that is needed in addition to resident tensors.
  int64_t bytes = 0;
  /// Expected cycles of the array, of the DMA, and of both together.
  double array = 0, dma = 0, cost = 0;
};

/// Returns the problem of a convolution or product. 1x1 convolutions become
/// products.
ArrayProblem getArrayProblem(const Workload &workload,
                             const engine::Machine &machine, int64_t bytes);

/// Returns the problems of a workload: one, or the phases of a transposed
/// convolution, each of which is a convolution with the taps of its results.
llvm::SmallVector<ArrayProblem, 1>
getArrayProblems(const Workload &workload, const engine::Machine &machine,
                 int64_t bytes);

/// Returns true for work of the array.
inline bool isArrayWork(const Workload &workload) {
  return workload.kind == WorkloadKind::Convolution ||
         workload.kind == WorkloadKind::TransposedConvolution ||
         workload.kind == WorkloadKind::Matmul;
}

/// The cheapest of the candidate tilings that fit a budget.
struct TilingChoice {
  /// The best tiling. If none fits, nullopt; `needed` is then the size of the
  /// smallest one in bytes.
  std::optional<Tiling> best;
  int64_t needed = 0;
  /// The choice is the same for all budgets from this one up to the requested
  /// one.
  int64_t leastBudget = 0;
};
TilingChoice chooseTiling(const ArrayProblem &problem,
                          const Residents &residents,
                          const engine::Machine &machine,
                          engine::ElementKind type, int64_t budget);

/// Cycles of the DMA for one tile of each kind at the peak rate of the DRAM,
/// including partly used bursts and setups.
struct TileTransfers {
  double input = 0, weights = 0, output = 0;
};
TileTransfers getTileTransfers(const ArrayProblem &problem,
                               const Tiling &tiling,
                               const engine::Machine &machine);

/// The least cycles that each stage of the array (array_r4) works on a problem,
/// however it is split into commands.
struct StageCycles {
  double loads = 0, steps = 0, drains = 0;
};

/// Returns the least cycles of the stages in the mode `depthwise` of the array
/// or in the mode `standard`, in which the channels of a depthwise problem are
/// groups.
StageCycles getStageCycles(const ArrayProblem &problem, bool isDepthwise,
                           const engine::Machine &machine,
                           engine::ElementKind type);

/// Returns the minimum cycles of the array or its drain for the problem, in the
/// better mode of the array: a lower bound for any tiling.
double getArrayBound(const ArrayProblem &problem,
                     const engine::Machine &machine, engine::ElementKind type);

} // namespace tenon::compiler

#endif // LIB_COMPILER_PLAN_TILING_H

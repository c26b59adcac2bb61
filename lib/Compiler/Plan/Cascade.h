//===- Cascade.h - Operations that run stripe by stripe ---------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A cascade runs consecutive operations on images together, one stripe of rows
// of each operation at a time, so that the tensors between them never exist as
// a whole. The vector unit copies rows that the next stripe needs again.
//
//===----------------------------------------------------------------------===//

#ifndef LIB_COMPILER_PLAN_CASCADE_H
#define LIB_COMPILER_PLAN_CASCADE_H

#include "lib/Compiler/Emit/Emitter.h"
#include <algorithm>

namespace tenon::compiler {

/// A tensor of a cascade.
struct StripeTensor {
  int32_t tensor = -1;
  /// Operations that write and read the tensor, as indices within the cascade;
  /// the writer is -1 if the tensor comes from outside.
  int32_t producer = -1;
  llvm::SmallVector<int32_t, 2> consumers;
  /// True if the whole tensor stays in SRAM.
  bool isResident = false;
  /// True if operations after the cascade read the tensor.
  bool isNeededBehind = false;
  /// For each stripe, the first row that it or a later stripe needs, and the
  /// end of its rows.
  std::vector<int64_t> begins, ends;

  int64_t getEnd(int64_t stripe) const { return stripe < 0 ? 0 : ends[stripe]; }
  /// Returns the first row in the buffer of a stripe.
  int64_t getFirst(int64_t stripe) const {
    return std::min(begins[stripe], getEnd(stripe - 1));
  }
};

/// Consecutive operations that run in stripes.
struct Cascade {
  int32_t first = 0, last = 0;
  int64_t stripes = 1;
  /// In each round, operation i processes stripe `round - delays[i]`. With
  /// delays, no command waits for the command directly before it.
  llvm::SmallVector<int32_t, 8> delays;
  std::vector<StripeTensor> tensors;
  /// SRAM that is needed in addition to resident tensors, and expected cycles.
  int64_t bytes = 0;
  double array = 0, vector = 0, dma = 0, cost = 0;

  int32_t size() const { return last - first + 1; }
  const StripeTensor *find(int32_t tensor) const;
};

/// The rows of an operand that an operation reads.
enum class OperandRows {
  Window, ///< Rows under its window.
  Same,   ///< The rows that it writes.
  Whole,  ///< For each row, all of a tensor of one pixel.
};

/// An operand of an operation in a cascade.
struct CascadeOperand {
  int32_t tensor;
  OperandRows rows;
};

/// Returns the operands of a node, except for parameters.
llvm::SmallVector<CascadeOperand, 3> getCascadeOperands(const Graph &graph,
                                                        const Node &node);

/// Return the end of the input rows of `w` that the output rows up to `end`
/// need, and the first input row that the output rows from `begin` on need.
inline int64_t getWindowEnd(const Workload &w, int64_t end) {
  if (end == 0)
    return 0;
  return std::clamp<int64_t>((end - 1) * w.strideHeight - w.padTop +
                                 (w.kernelHeight - 1) * w.dilationHeight + 1,
                             1, w.inHeight);
}
inline int64_t getWindowBegin(const Workload &w, int64_t begin) {
  return std::clamp<int64_t>(begin * w.strideHeight - w.padTop, 0,
                             w.inHeight - 1);
}

/// Returns true if `node` can be part of a cascade: a convolution or pooling of
/// one image, or element-wise work on images.
bool canCascade(const Graph &graph, const engine::Machine &machine,
                int32_t node);

/// Returns the bytes of SRAM of all weights of an operation of a cascade, with
/// its bias. Elements have `elementBytes` bytes.
int64_t getCascadeWeightBytes(const Workload &w, int64_t elementBytes);

/// Minimum contribution of a node to any cascade: cycles of the array and of
/// the vector unit, and bytes of SRAM.
struct CascadeBound {
  double array = 0, vector = 0;
  int64_t bytes = 0;
};

/// Returns the minimum cost of a cascade of `size` nodes whose bounds add up to
/// `sum`.
double getLeastCost(const CascadeBound &sum, int64_t size,
                    const engine::Machine &machine);

/// Appends the commands of a cascade.
void emitCascade(Emitter &emitter, const Cascade &cascade);

} // namespace tenon::compiler

#endif // LIB_COMPILER_PLAN_CASCADE_H

//===- Cascade.h - Layers that run stripe by stripe -------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A cascade runs consecutive operations on images together, a stripe of rows of
// each at a time, so that what is between them is never whole. Rows that the
// next stripe needs again are copied by the vector unit.
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
  /// Operations of the cascade that write and read it, counted from its first
  /// one; the writer is -1 if it comes from outside.
  int32_t producer = -1;
  llvm::SmallVector<int32_t, 2> consumers;
  /// It stays in SRAM as a whole.
  bool isResident = false;
  /// Operations behind the cascade read it.
  bool isNeededBehind = false;
  /// For each stripe: the first row that it or a later one needs, and the row
  /// behind the last one.
  std::vector<int64_t> begins, ends;

  int64_t getEnd(int64_t stripe) const { return stripe < 0 ? 0 : ends[stripe]; }
  /// The first row of the buffer of a stripe.
  int64_t getFirst(int64_t stripe) const {
    return std::min(begins[stripe], getEnd(stripe - 1));
  }
};

/// Consecutive operations that run in stripes.
struct Cascade {
  int32_t first = 0, last = 0;
  int64_t stripes = 1;
  /// In each round, operation i works on stripe `round - delays[i]`: with
  /// delays no command waits for the one in front of it.
  llvm::SmallVector<int32_t, 8> delays;
  std::vector<StripeTensor> tensors;
  /// SRAM needed beside tensors that stay, and expected cycles.
  int64_t bytes = 0;
  double array = 0, vector = 0, dma = 0, cost = 0;

  int32_t size() const { return last - first + 1; }
  const StripeTensor *find(int32_t tensor) const;
};

/// How an operation goes through an operand.
enum class OperandRows {
  Window, ///< Rows under its window.
  Same,   ///< The rows that it writes.
  Whole,  ///< All of a tensor of one pixel, for each row.
};

/// An operand of an operation in a cascade.
struct CascadeOperand {
  int32_t tensor;
  OperandRows rows;
};

/// The operands of a node, parameters aside.
llvm::SmallVector<CascadeOperand, 3> getCascadeOperands(const Graph &graph,
                                                        const Node &node);

/// The row of the input of `w` behind the last one that `end` rows of output
/// need, and the first one that those from `begin` on need.
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

/// True if `node` can be part of a cascade: a convolution or pooling of one
/// image, or element-wise work on images.
bool canCascade(const Graph &graph, const engine::Machine &machine,
                int32_t node);

/// Bytes of SRAM of all weights of an operation of a cascade, and its bias;
/// elements have `elementBytes`.
int64_t getCascadeWeightBytes(const Workload &w, int64_t elementBytes);

/// What a node brings into every cascade at least: cycles of the array and of
/// the vector unit, and bytes of SRAM.
struct CascadeBound {
  double array = 0, vector = 0;
  int64_t bytes = 0;
};

/// The least cost of a cascade of `size` nodes whose bounds are `sum` together.
double getLeastCost(const CascadeBound &sum, int64_t size,
                    const engine::Machine &machine);

/// Appends the commands of a cascade.
void emitCascade(Emitter &emitter, const Cascade &cascade);

} // namespace tenon::compiler

#endif // LIB_COMPILER_PLAN_CASCADE_H

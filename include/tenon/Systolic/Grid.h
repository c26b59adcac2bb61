//===- Grid.h - A grid of processing elements, cycle by cycle ---*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SYSTOLIC_GRID_H
#define TENON_SYSTOLIC_GRID_H

#include <cstdint>
#include <vector>

namespace tenon::systolic {

/// The operand that stays in a processing element while the others move
/// (docs/Systolic.md).
enum class Dataflow : uint8_t { OutputStationary, WeightStationary };

/// The size of a grid of processing elements. Each element performs one
/// multiply-accumulate per cycle.
struct GridSize {
  int64_t rows = 1, columns = 1;
};

/// The work of a layer: the product of a matrix of `rows` x `depth` inputs and
/// a matrix of `depth` x `columns` weights. A convolution has one row for each
/// pixel of the output and one column for each filter; its depth is the number
/// of weights of a filter.
struct Product {
  int64_t rows = 1, depth = 1, columns = 1;
  /// Returns the number of multiply-accumulates.
  int64_t getSize() const { return rows * depth * columns; }
};

/// The row-major matrices of a product, for grids that compute values.
struct Values {
  /// `rows` x `depth`, and `depth` x `columns`.
  std::vector<int64_t> inputs, weights;
  /// `rows` x `columns`; written by the run.
  std::vector<int64_t> results;
};

/// The counters of a run.
struct RunCounts {
  /// Number of cycles from the first one to the last one, inclusive.
  int64_t cycles = 0;
  /// Number of parts of the product that fit the grid and run in sequence.
  int64_t folds = 0;
  /// Number of cycles in which an element worked, summed over all elements.
  /// Elements whose row or column is not part of the product are not counted.
  int64_t multiplyAccumulates = 0;
};

/// Runs `product` on an idle grid. In every cycle, every operand moves from one
/// element to the next. With `values`, the run also computes the results.
RunCounts runProduct(GridSize size, Dataflow dataflow, const Product &product,
                     Values *values = nullptr);

} // namespace tenon::systolic

#endif // TENON_SYSTOLIC_GRID_H

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

/// What stays in an element while the rest moves (docs/Systolic.md).
enum class Dataflow : uint8_t { OutputStationary, WeightStationary };

/// A grid of processing elements; each does one multiply-accumulate a cycle.
struct GridSize {
  int64_t rows = 1, columns = 1;
};

/// The work of a layer: a matrix of `rows` x `depth` inputs, times a matrix of
/// `depth` x `columns` weights. A convolution has a row for each pixel of the
/// output, a column for each filter and the taps of a filter as depth.
struct Product {
  int64_t rows = 1, depth = 1, columns = 1;
  /// Multiply-accumulates.
  int64_t getSize() const { return rows * depth * columns; }
};

/// The matrices of a product, row-major, for grids that carry values.
struct Values {
  /// `rows` x `depth`, and `depth` x `columns`.
  std::vector<int64_t> inputs, weights;
  /// `rows` x `columns`; the run writes it.
  std::vector<int64_t> results;
};

/// What a run counted.
struct RunCounts {
  /// From the first cycle up to and without the one behind the last.
  int64_t cycles = 0;
  /// Parts of the product that fit the grid, done one after the other.
  int64_t folds = 0;
  /// Cycles in which an element worked, over all elements; those whose row or
  /// column has no part in the product are not counted.
  int64_t multiplyAccumulates = 0;
};

/// Runs `product` on an idle grid: in every cycle every operand moves from one
/// element to the next. With `values` the numbers move, too.
RunCounts runProduct(GridSize size, Dataflow dataflow, const Product &product,
                     Values *values = nullptr);

} // namespace tenon::systolic

#endif // TENON_SYSTOLIC_GRID_H

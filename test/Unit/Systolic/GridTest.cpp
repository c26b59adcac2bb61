//===- GridTest.cpp - A grid of processing elements -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Systolic/Grid.h"
#include <gtest/gtest.h>
#include <random>

using namespace tenon::systolic;

static int64_t ceilDiv(int64_t a, int64_t b) { return (a + b - 1) / b; }

/// The closed forms of docs/Systolic.md, without the last 1.
static int64_t getFormula(GridSize grid, Dataflow dataflow,
                          const Product &product) {
  if (dataflow == Dataflow::OutputStationary)
    return ceilDiv(product.rows, grid.rows) *
           ceilDiv(product.columns, grid.columns) *
           (product.depth + grid.rows + grid.columns - 2);
  return ceilDiv(product.depth, grid.rows) *
         ceilDiv(product.columns, grid.columns) *
         (product.rows + 2 * grid.rows + grid.columns - 2);
}

/// What the stepped grid counts and computes, for one product.
static void check(GridSize grid, Dataflow dataflow, const Product &product,
                  std::mt19937 &bits) {
  SCOPED_TRACE(testing::Message()
               << grid.rows << " x " << grid.columns << ", "
               << (dataflow == Dataflow::OutputStationary ? "os" : "ws") << ", "
               << product.rows << " x " << product.depth << " x "
               << product.columns);
  Values values;
  auto fill = [&](std::vector<int64_t> &numbers, int64_t count) {
    for (int64_t i = 0; i != count; ++i)
      numbers.push_back(int64_t(bits() % 255) - 127);
  };
  fill(values.inputs, product.rows * product.depth);
  fill(values.weights, product.depth * product.columns);
  RunCounts outcome = runProduct(grid, dataflow, product, &values);
  EXPECT_EQ(outcome.cycles, getFormula(grid, dataflow, product));
  EXPECT_EQ(outcome.multiplyAccumulates, product.getSize());
  RunCounts empty = runProduct(grid, dataflow, product);
  EXPECT_EQ(outcome.cycles, empty.cycles);
  EXPECT_EQ(outcome.folds, empty.folds);
  EXPECT_EQ(outcome.multiplyAccumulates, empty.multiplyAccumulates);
  std::vector<int64_t> expected(product.rows * product.columns);
  for (int64_t row = 0; row != product.rows; ++row)
    for (int64_t column = 0; column != product.columns; ++column)
      for (int64_t tap = 0; tap != product.depth; ++tap)
        expected[row * product.columns + column] +=
            values.inputs[row * product.depth + tap] *
            values.weights[tap * product.columns + column];
  EXPECT_EQ(values.results, expected);
}

TEST(Grid, ComputesProducts) {
  std::mt19937 bits(1);
  auto between = [&](int64_t least, int64_t most) {
    return least + int64_t(bits() % uint64_t(most - least + 1));
  };
  for (int i = 0; i != 200; ++i) {
    GridSize grid{between(1, 6), between(1, 6)};
    Product product{between(1, 15), between(1, 15), between(1, 15)};
    check(grid, Dataflow::OutputStationary, product, bits);
    check(grid, Dataflow::WeightStationary, product, bits);
  }
}

/// Flags of a row that fill one word, and several.
TEST(Grid, WideGrids) {
  std::mt19937 bits(2);
  for (int64_t columns : {63, 64, 65, 128, 130})
    for (Dataflow dataflow :
         {Dataflow::OutputStationary, Dataflow::WeightStationary}) {
      check({3, columns}, dataflow, {5, 4, columns}, bits);
      check({3, columns}, dataflow, {4, 7, columns - 1}, bits);
      check({2, columns}, dataflow, {4, 2, columns + 1}, bits);
    }
}

/// One element takes a cycle for each multiply-accumulate; with stationary
/// weights each weight takes one more to enter.
TEST(Grid, OneElement) {
  EXPECT_EQ(runProduct({1, 1}, Dataflow::OutputStationary, {3, 4, 5}).cycles,
            60);
  EXPECT_EQ(runProduct({1, 1}, Dataflow::WeightStationary, {3, 4, 5}).cycles,
            60 + 20);
}

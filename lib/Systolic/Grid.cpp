//===- Grid.cpp - Cycle-by-cycle simulation of a grid ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Operands carry two flags: whether there is an operand, and whether it is the
// last one of its row. The flags of a row of elements are bits of words, so one
// cycle of a row is a shift. The duration of a fold is not computed in advance:
// the fold ends when the last operands have left the last element.
//
//===----------------------------------------------------------------------===//

#include "tenon/Systolic/Grid.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>

using namespace tenon::systolic;

namespace {
/// One flag for each element of the grid.
class Flags {
public:
  Flags(int64_t rows, int64_t columns)
      : words((columns + 63) / 64),
        lastMask(columns % 64 ? (uint64_t(1) << columns % 64) - 1
                              : ~uint64_t(0)),
        bits(rows * words) {}

  uint64_t get(int64_t row, int64_t word) const {
    return bits[row * words + word];
  }
  void set(int64_t row, int64_t word, uint64_t value) {
    bits[row * words + word] = value;
  }
  bool has(int64_t row, int64_t column) const {
    return get(row, column / 64) >> column % 64 & 1;
  }
  /// Moves the flags of a row by one element to the right. `edge` enters on the
  /// left.
  void moveRight(int64_t row, bool edge) {
    uint64_t carry = edge;
    for (int64_t word = 0; word != words; ++word) {
      uint64_t &flags = bits[row * words + word];
      uint64_t next = flags >> 63;
      flags = flags << 1 | carry;
      carry = next;
    }
    bits[(row + 1) * words - 1] &= lastMask;
  }
  /// Copies the flags of the row above.
  void moveDown(int64_t row) {
    std::copy_n(bits.begin() + (row - 1) * words, words,
                bits.begin() + row * words);
  }
  void clear() { std::fill(bits.begin(), bits.end(), 0); }
  int64_t getWords() const { return words; }

private:
  int64_t words;
  uint64_t lastMask;
  std::vector<uint64_t> bits;
};

/// One number for each element of the grid.
class Numbers {
public:
  Numbers(int64_t rows, int64_t columns)
      : columns(columns), numbers(rows * columns) {}
  int64_t &at(int64_t row, int64_t column) {
    return numbers[row * columns + column];
  }
  void moveRight(int64_t row, int64_t edge) {
    for (int64_t column = columns - 1; column > 0; --column)
      at(row, column) = at(row, column - 1);
    at(row, 0) = edge;
  }
  void moveDown(int64_t row) {
    std::copy_n(&at(row - 1, 0), columns, &at(row, 0));
  }

private:
  int64_t columns;
  std::vector<int64_t> numbers;
};

/// The part of a product that the grid computes: its position, and the numbers
/// of rows and columns of elements that it uses.
struct Fold {
  int64_t firstRow = 0, firstColumn = 0;
  int64_t rows = 0, columns = 0;
};

/// A grid of elements. This class contains the common part of all dataflows:
/// inputs move to the right.
class Grid {
public:
  Grid(GridSize size, const Product &product, Values *values)
      : size(size), product(product), values(values),
        inputs(size.rows, size.columns), lastInputs(size.rows, size.columns),
        used(1, size.columns),
        inputValues(values ? size.rows : 0, values ? size.columns : 0),
        sums(values ? size.rows : 0, values ? size.columns : 0) {}
  RunCounts counts;

protected:
  void begin(const Fold &next) {
    fold = next;
    ++counts.folds;
    inputs.clear();
    lastInputs.clear();
    used.clear();
    for (int64_t column = fold.columns; column-- > 0;)
      used.moveRight(0, true);
  }
  /// Moves operand `index` of `count` into row `row`, if it exists, and all
  /// other operands of the row to the right.
  void moveInputs(int64_t row, int64_t index, int64_t count) {
    inputs.moveRight(row, index >= 0 && index < count);
    lastInputs.moveRight(row, index == count - 1);
  }
  /// Counts the elements of `row` that are active.
  void count(int64_t row, int64_t word, uint64_t working) {
    if (row < fold.rows)
      counts.multiplyAccumulates += llvm::popcount(working & used.get(0, word));
  }
  bool isUsed(int64_t row, int64_t column) const {
    return row < fold.rows && column < fold.columns;
  }

  GridSize size;
  const Product &product;
  Values *values;
  Fold fold;
  /// True if there is an input in the element, and if it is the last one of its
  /// row.
  Flags inputs, lastInputs;
  /// The columns that the fold uses.
  Flags used;
  Numbers inputValues, sums;
};

/// Each element keeps the sum of one result. Inputs move to the right and
/// weights move down. Both enter each further row or column one cycle later.
class OutputStationary : public Grid {
public:
  OutputStationary(GridSize size, const Product &product, Values *values)
      : Grid(size, product, values), weights(size.rows, size.columns),
        weightValues(values ? size.rows : 0, values ? size.columns : 0) {}

  void run() {
    for (int64_t column = 0; column < product.columns; column += size.columns)
      for (int64_t row = 0; row < product.rows; row += size.rows)
        runFold({row, column, std::min(size.rows, product.rows - row),
                 std::min(size.columns, product.columns - column)});
  }

private:
  /// Runs a fold, which ends when all elements have received their last
  /// operands.
  void runFold(const Fold &next) {
    begin(next);
    weights.clear();
    int64_t finished = 0;
    for (int64_t time = 0; finished != size.rows * size.columns; ++time) {
      ++counts.cycles;
      // From bottom to top, because each row copies the row above.
      for (int64_t row = size.rows; row-- > 0;) {
        moveInputs(row, time - row, product.depth);
        if (row > 0)
          weights.moveDown(row);
        else
          weights.moveRight(0, time < product.depth);
        for (int64_t word = 0; word != inputs.getWords(); ++word) {
          uint64_t pairs = inputs.get(row, word) & weights.get(row, word);
          count(row, word, pairs);
          finished += llvm::popcount(pairs & lastInputs.get(row, word));
        }
        if (values)
          moveValues(row, time);
      }
    }
  }

  void moveValues(int64_t row, int64_t time) {
    int64_t index = time - row;
    bool enters = index >= 0 && index < product.depth && row < fold.rows;
    inputValues.moveRight(
        row, enters
                 ? values->inputs[(fold.firstRow + row) * product.depth + index]
                 : 0);
    if (row > 0)
      weightValues.moveDown(row);
    for (int64_t column = 0; column != size.columns; ++column) {
      int64_t tap = time - column;
      if (row == 0)
        weightValues.at(0, column) =
            tap >= 0 && tap < product.depth && column < fold.columns
                ? values->weights[tap * product.columns + fold.firstColumn +
                                  column]
                : 0;
      if (!inputs.has(row, column) || !weights.has(row, column))
        continue;
      int64_t &sum = sums.at(row, column);
      sum += inputValues.at(row, column) * weightValues.at(row, column);
      if (!lastInputs.has(row, column))
        continue;
      // The result leaves the element. Each column has at most one result per
      // cycle.
      if (isUsed(row, column))
        values->results[(fold.firstRow + row) * product.columns +
                        fold.firstColumn + column] = sum;
      sum = 0;
    }
  }

  Flags weights;
  Numbers weightValues;
};

/// Each element keeps one weight. Weights enter from above, one row of elements
/// per cycle. Then inputs move to the right and sums move down.
class WeightStationary : public Grid {
public:
  WeightStationary(GridSize size, const Product &product, Values *values)
      : Grid(size, product, values), loaded(size.rows, size.columns),
        partial(size.rows, size.columns),
        weightValues(values ? size.rows : 0, values ? size.columns : 0) {}

  void run() {
    for (int64_t column = 0; column < product.columns; column += size.columns)
      for (int64_t row = 0; row < product.depth; row += size.rows)
        runFold({row, column, std::min(size.rows, product.depth - row),
                 std::min(size.columns, product.columns - column)});
  }

private:
  void runFold(const Fold &next) {
    begin(next);
    loadWeights();
    partial.clear();
    emitted.assign(size.columns, 0);
    // Ends when the last sum has left each column.
    int64_t finished = 0;
    for (int64_t time = 0; finished != size.columns; ++time) {
      ++counts.cycles;
      for (int64_t row = size.rows; row-- > 0;) {
        moveInputs(row, time - row, product.rows);
        for (int64_t word = 0; word != inputs.getWords(); ++word) {
          // A sum starts in the first row with an input.
          uint64_t above = row > 0 ? partial.get(row - 1, word) : ~uint64_t(0);
          uint64_t working = inputs.get(row, word) & above;
          partial.set(row, word, working);
          count(row, word, working);
          if (row == size.rows - 1)
            finished += llvm::popcount(working & lastInputs.get(row, word));
        }
        if (values)
          moveValues(row, time);
      }
    }
  }

  /// Loads weights until the bottom row has them.
  void loadWeights() {
    loaded.clear();
    for (int64_t time = 0; !loaded.has(size.rows - 1, 0); ++time) {
      ++counts.cycles;
      for (int64_t row = size.rows - 1; row > 0; --row)
        loaded.moveDown(row);
      loaded.set(0, 0, 1);
      for (int64_t row = values ? size.rows : 0; row-- > 0;) {
        if (row > 0) {
          weightValues.moveDown(row);
          continue;
        }
        // The weights of the bottom row enter first.
        int64_t source = size.rows - 1 - time;
        for (int64_t column = 0; column != size.columns; ++column)
          weightValues.at(0, column) =
              isUsed(source, column)
                  ? values->weights[(fold.firstRow + source) * product.columns +
                                    fold.firstColumn + column]
                  : 0;
      }
    }
  }

  void moveValues(int64_t row, int64_t time) {
    int64_t index = time - row;
    bool enters = index >= 0 && index < product.rows && row < fold.rows;
    inputValues.moveRight(
        row, enters
                 ? values->inputs[index * product.depth + fold.firstRow + row]
                 : 0);
    for (int64_t column = 0; column != size.columns; ++column) {
      int64_t above = row > 0 ? sums.at(row - 1, column) : 0;
      sums.at(row, column) =
          above + inputValues.at(row, column) * weightValues.at(row, column);
      // Sums that leave the grid are accumulated over the folds.
      if (row == size.rows - 1 && partial.has(row, column)) {
        int64_t pixel = emitted[column]++;
        if (column < fold.columns)
          values
              ->results[pixel * product.columns + fold.firstColumn + column] +=
              sums.at(row, column);
      }
    }
  }

  /// Whether the row has its weights (one flag per row), and whether there is a
  /// sum in the element.
  Flags loaded, partial;
  Numbers weightValues;
  /// Number of sums that have left each column.
  std::vector<int64_t> emitted;
};
} // namespace

RunCounts tenon::systolic::runProduct(GridSize size, Dataflow dataflow,
                                      const Product &product, Values *values) {
  if (values)
    values->results.assign(product.rows * product.columns, 0);
  if (dataflow == Dataflow::OutputStationary) {
    OutputStationary grid(size, product, values);
    grid.run();
    return grid.counts;
  }
  WeightStationary grid(size, product, values);
  grid.run();
  return grid.counts;
}

//===- LinearStage.cpp - Weights of terms ---------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinearStage.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>

using namespace tenon;
using namespace tenon::estimator;

/// The terms, and the offset behind them.
static constexpr size_t numUnknowns = numTerms + 1;
using Row = std::array<double, numUnknowns>;

/// The sums of the terms of a network over what it took: with the weights that
/// are right they add up to 1.
static Row getRow(const Example &example, bool hasOffset) {
  Row row = {};
  for (const Subgraph &s : example.network.subgraphs)
    for (size_t i = 0; i != numTerms; ++i)
      row[i] += s.terms[i];
  row[numTerms] = hasOffset ? 1 : 0;
  for (double &value : row)
    value /= example.latency;
  return row;
}

void estimator::fitLinear(Model &model,
                          llvm::ArrayRef<const Example *> examples) {
  // Simulated networks take nothing beside their subgraphs.
  bool hasOffset = examples.front()->latencies.empty();
  std::vector<Row> rows;
  std::vector<double> scales;
  for (const Example *example : examples) {
    rows.push_back(getRow(*example, hasOffset));
    scales.push_back(1 / rows.back()[0]);
  }
  llvm::sort(scales);
  Row first = {}, norms = {};
  first[0] = scales[scales.size() / 2];
  for (const Row &row : rows)
    for (size_t i = 0; i != numUnknowns; ++i)
      norms[i] += row[i] * row[i];
  // Coordinate descent: each weight in turn is set to its best value.
  constexpr double penalty = 1e-3;
  constexpr int sweeps = 2000;
  Row weights = first;
  std::vector<double> errors;
  for (const Row &row : rows)
    errors.push_back(row[0] * weights[0] - 1);
  for (int sweep = 0; sweep != sweeps; ++sweep)
    for (size_t i = 0; i != numUnknowns; ++i) {
      if (norms[i] == 0)
        continue;
      double slope = penalty * norms[i] * (weights[i] - first[i]);
      for (auto [row, error] : llvm::zip_equal(rows, errors))
        slope += row[i] * error;
      double next =
          std::max(weights[i] - slope / (norms[i] * (1 + penalty)), 0.0);
      double change = next - weights[i];
      weights[i] = next;
      if (change != 0)
        for (auto [row, error] : llvm::zip_equal(rows, errors))
          error += row[i] * change;
    }
  std::copy_n(weights.begin(), numTerms, model.weights.begin());
  model.offset = weights[numTerms];
}

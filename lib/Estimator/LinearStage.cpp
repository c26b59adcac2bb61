//===- LinearStage.cpp - Fits with nonnegative weights --------------------===//
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

std::vector<double>
estimator::fitNonNegative(llvm::ArrayRef<std::vector<double>> rows,
                          llvm::ArrayRef<double> targets,
                          std::vector<double> start) {
  // Coordinate descent on the normal equations: sets one weight at a time to
  // its best value.
  constexpr double penalty = 1e-3;
  constexpr int sweeps = 2000;
  size_t count = start.size();
  std::vector<double> products(count * count, 0), wanted(count, 0);
  for (auto [row, target] : llvm::zip_equal(rows, targets))
    for (size_t i = 0; i != count; ++i) {
      wanted[i] += row[i] * target;
      for (size_t j = 0; j != count; ++j)
        products[i * count + j] += row[i] * row[j];
    }
  std::vector<double> weights = start;
  for (int sweep = 0; sweep != sweeps; ++sweep)
    for (size_t i = 0; i != count; ++i) {
      double norm = products[i * count + i];
      if (norm == 0)
        continue;
      double slope = penalty * norm * (weights[i] - start[i]) - wanted[i];
      for (size_t j = 0; j != count; ++j)
        slope += products[i * count + j] * weights[j];
      weights[i] = std::max(weights[i] - slope / (norm * (1 + penalty)), 0.0);
    }
  return weights;
}

/// Returns the sums of the terms of a network, divided by its measured latency,
/// and the reciprocal of the latency for the offset. With ideal weights, they
/// add up to 1.
static std::vector<double> getRow(const Example &example, bool hasOffset) {
  std::vector<double> row(numTerms + 1, 0);
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
  // A simulated network takes exactly as long as its subgraphs.
  bool hasOffset = examples.front()->latencies.empty();
  std::vector<std::vector<double>> rows;
  std::vector<double> scales, start(numTerms + 1, 0);
  for (const Example *example : examples) {
    rows.push_back(getRow(*example, hasOffset));
    scales.push_back(1 / rows.back()[0]);
  }
  llvm::sort(scales);
  start[0] = scales[scales.size() / 2];
  std::vector<double> targets(rows.size(), 1);
  std::vector<double> weights = fitNonNegative(rows, targets, start);
  std::copy_n(weights.begin(), numTerms, model.weights.begin());
  model.offset = weights[numTerms];
}

void estimator::fitDifficulties(Model &model,
                                llvm::ArrayRef<const Example *> examples,
                                llvm::ArrayRef<NetworkEstimate> estimates) {
  std::map<std::string, size_t> columns;
  for (const auto &[name, heldOut] : model.kinds)
    columns.try_emplace(name, columns.size());
  if (columns.empty())
    return;
  std::vector<std::vector<double>> rows;
  std::vector<double> errors, start(columns.size(), 0);
  double sum = 0;
  for (auto [example, estimate] : llvm::zip_equal(examples, estimates)) {
    std::vector<double> &row = rows.emplace_back(columns.size(), 0);
    for (auto [s, part] :
         llvm::zip_equal(example->network.subgraphs, estimate.subgraphs))
      row[columns.at(getKindName(s))] += part.latency / estimate.latency;
    errors.push_back(std::abs(std::log(example->latency / estimate.latency)));
    sum += errors.back();
  }
  for (double &value : start)
    value = sum / double(errors.size());
  std::vector<double> weights = fitNonNegative(rows, errors, start);
  // Kinds below the mean may be easy only in these families.
  for (auto &[name, heldOut] : model.kinds)
    heldOut.difficulty = std::max(weights[columns.at(name)], start.front());
}

//===- Judge.cpp - Accuracy of predictions --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Calibration/Judge.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>
#include <numeric>
#include <vector>

using namespace tenon::calibration;

/// Returns the ranks of values, starting at 0. Equal values get the mean of
/// their ranks.
static std::vector<double> getRanks(const std::vector<double> &values) {
  std::vector<size_t> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  llvm::sort(order, [&](size_t a, size_t b) {
    return std::pair(values[a], a) < std::pair(values[b], b);
  });
  std::vector<double> ranks(values.size());
  for (size_t i = 0, j; i != order.size(); i = j) {
    for (j = i + 1; j != order.size() && values[order[i]] == values[order[j]];)
      ++j;
    for (size_t k = i; k != j; ++k)
      ranks[order[k]] = (i + j - 1) / 2.0;
  }
  return ranks;
}

static double getCorrelation(const std::vector<double> &a,
                             const std::vector<double> &b) {
  double meanA = std::accumulate(a.begin(), a.end(), 0.0) / a.size();
  double meanB = std::accumulate(b.begin(), b.end(), 0.0) / b.size();
  double ab = 0, aa = 0, bb = 0;
  for (auto [x, y] : llvm::zip_equal(a, b)) {
    ab += (x - meanA) * (y - meanB);
    aa += (x - meanA) * (x - meanA);
    bb += (y - meanB) * (y - meanB);
  }
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

Judgement tenon::calibration::judge(llvm::ArrayRef<Pair> pairs) {
  Judgement result;
  result.rows = pairs.size();
  std::vector<double> predicted, measured;
  for (const Pair &pair : pairs) {
    double error = std::abs(pair.getError());
    result.meanError += error / pairs.size();
    result.largestError = std::max(result.largestError, error);
    result.within5 += double(error <= 0.05) / pairs.size();
    result.within10 += double(error <= 0.1) / pairs.size();
    predicted.push_back(pair.predicted);
    measured.push_back(pair.measured);
  }
  result.rankCorrelation =
      getCorrelation(getRanks(predicted), getRanks(measured));
  return result;
}

Line tenon::calibration::fitLine(llvm::ArrayRef<Pair> pairs) {
  // Minimizes (scale x + offset z - 1)^2 with x = simulated / measured and z =
  // 1 / measured.
  double xx = 0, xz = 0, zz = 0, x1 = 0, z1 = 0;
  for (const Pair &pair : pairs) {
    double x = pair.predicted / pair.measured, z = 1 / pair.measured;
    xx += x * x;
    xz += x * z;
    zz += z * z;
    x1 += x;
    z1 += z;
  }
  double determinant = xx * zz - xz * xz;
  if (determinant <= 1e-12 * xx * zz)
    return {xx > 0 ? x1 / xx : 1, 0};
  return {(x1 * zz - z1 * xz) / determinant, (z1 * xx - x1 * xz) / determinant};
}

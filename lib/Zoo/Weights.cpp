//===- Weights.cpp - Seeded values of parameters --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Weights.h"
#include <cmath>

using namespace tenon::zoo;

double Weights::next() {
  // Box and Muller, 1958; the library's distribution is not portable.
  if (hasSpare) {
    hasSpare = false;
    return spare;
  }
  double u = (double(random() >> 11) + 0.5) * 0x1p-53;
  double v = (double(random() >> 11) + 0.5) * 0x1p-53;
  double radius = std::sqrt(-2 * std::log(u));
  spare = radius * std::sin(2 * M_PI * v);
  hasSpare = true;
  return radius * std::cos(2 * M_PI * v);
}

std::vector<float> Weights::normal(int64_t count, double deviation,
                                   double mean) {
  if (elided)
    return {};
  std::vector<float> values(count);
  for (float &value : values)
    value = float(mean + deviation * next());
  return values;
}

/// Scales each row so that its product with inputs of power one, of which
/// `common` is the same in all columns, has `columns` times the square of a
/// deviation.
static void scaleRows(std::vector<float> &values, int64_t columns,
                      double deviation, double common) {
  for (size_t begin = 0; begin < values.size(); begin += columns) {
    double sum = 0, squares = 0;
    for (int64_t i = 0; i < columns; ++i) {
      sum += values[begin + i];
      squares += double(values[begin + i]) * values[begin + i];
    }
    double power = (1 - common) * squares + common * sum * sum;
    double scale = deviation * std::sqrt(double(columns) / power);
    for (int64_t i = 0; i < columns; ++i)
      values[begin + i] = float(values[begin + i] * scale);
  }
}

std::vector<float> Weights::depthwise(int64_t channels, int64_t taps,
                                      double deviation, double common) {
  std::vector<float> values = normal(channels * taps, 1);
  scaleRows(values, taps, deviation, common);
  return values;
}

std::vector<float> Weights::centered(int64_t rows, int64_t columns,
                                     double deviation) {
  std::vector<float> values = normal(rows * columns, 1);
  for (size_t begin = 0; columns > 1 && begin < values.size();
       begin += columns) {
    double sum = 0;
    for (int64_t i = 0; i < columns; ++i)
      sum += values[begin + i];
    for (int64_t i = 0; i < columns; ++i)
      values[begin + i] -= float(sum / double(columns));
  }
  // Nothing is in common now: the same as a channel whose positions differ.
  scaleRows(values, columns, deviation, 0);
  return values;
}

BatchNorm Weights::batchNorm(int64_t channels, double deviation) {
  BatchNorm norm;
  norm.scale = normal(channels, 0.1 * deviation, deviation);
  norm.offset = normal(channels, 0.1 * deviation);
  norm.mean = normal(channels, 0.1);
  // Positive, and around one.
  norm.variance = normal(channels, 0.1);
  for (float &value : norm.variance)
    value = std::exp(value);
  return norm;
}

std::vector<float> BatchNorm::foldInto(std::vector<float> &filter) const {
  std::vector<float> bias(scale.size());
  for (size_t i = 0; i < bias.size(); ++i) {
    float factor = scale[i] / std::sqrt(variance[i] + kEpsilon);
    bias[i] = offset[i] - mean[i] * factor;
    size_t size = filter.size() / bias.size();
    for (size_t j = i * size; j < (i + 1) * size; ++j)
      filter[j] *= factor;
  }
  return bias;
}

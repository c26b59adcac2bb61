//===- Weights.h - Seeded values of parameters ----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_ZOO_WEIGHTS_H
#define LIB_ZOO_WEIGHTS_H

#include <cstdint>
#include <random>
#include <vector>

namespace tenon::zoo {

/// The parameters of a batch normalization, one value a channel each.
struct BatchNorm {
  static constexpr float kEpsilon = 1e-5f;
  std::vector<float> scale, offset, mean, variance;

  /// Takes the normalization into the filter in front of it, whose outermost
  /// dimension is the channel; returns the bias.
  std::vector<float> foldInto(std::vector<float> &filter) const;
};

/// A sequence of values that a seed determines. Without values, every tensor is
/// empty.
class Weights {
public:
  Weights(uint64_t seed, bool elided) : random(seed), elided(elided) {}

  /// Normal values.
  std::vector<float> normal(int64_t count, double deviation, double mean = 0);
  /// Rows of as much power as so many normal values of a deviation have, whose
  /// sums are zero: their products do not see what all inputs have in common,
  /// such as the mean behind a rectifier, so the outputs of different inputs
  /// stay different however deep the network is (Huang et al., "Centered Weight
  /// Normalization", ICCV 2017).
  std::vector<float> centered(int64_t rows, int64_t columns, double deviation);
  /// The filters of single channels, whose result has the power of the input
  /// times `taps` times the square of a deviation if `common` of the power of
  /// the input, from 0 to 1, is the same under all taps.
  std::vector<float> depthwise(int64_t channels, int64_t taps, double deviation,
                               double common);
  /// A normalization of a tensor of variance one, to a standard deviation.
  BatchNorm batchNorm(int64_t channels, double deviation);

private:
  double next();

  std::mt19937_64 random;
  bool elided;
  /// The second number of the last pair, if it waits.
  double spare = 0;
  bool hasSpare = false;
};

} // namespace tenon::zoo

#endif // LIB_ZOO_WEIGHTS_H

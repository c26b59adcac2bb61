//===- Signal.cpp - How strong the values of a layer are ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Signal.h"
#include <algorithm>
#include <cmath>

using namespace mlir;
using namespace tenon;
using namespace tenon::zoo;

/// Slope of the leaky rectifier below zero.
static constexpr float kLeak = 0.125f;

nn::ActivationAttr zoo::getActivationAttr(MLIRContext *context,
                                          Activation activation) {
  using nn::ActivationKind;
  auto get = [&](ActivationKind kind, ArrayRef<float> constants = {}) {
    return nn::ActivationAttr::get(context, kind, constants);
  };
  switch (activation) {
  case Activation::none:
    return {};
  case Activation::relu:
    return get(ActivationKind::relu);
  case Activation::relu6:
    return get(ActivationKind::clamp, {0.0f, 6.0f});
  case Activation::hardSwish:
    return get(ActivationKind::hard_swish);
  case Activation::swish:
    return get(ActivationKind::swish);
  case Activation::hardSigmoid:
    return get(ActivationKind::hard_sigmoid, {1.0f / 6, 0.5f});
  case Activation::sigmoid:
    return get(ActivationKind::sigmoid);
  case Activation::tanh:
    return get(ActivationKind::tanh);
  case Activation::leakyRelu:
    return get(ActivationKind::leaky_relu, {kLeak});
  case Activation::elu:
    return get(ActivationKind::elu, {1.0f});
  case Activation::gelu:
    return get(ActivationKind::gelu);
  case Activation::mish:
    return get(ActivationKind::mish);
  }
  return {};
}

double zoo::getDeviation(Activation activation) {
  switch (activation) {
  case Activation::hardSwish:
  case Activation::swish:
  case Activation::gelu:
  case Activation::mish:
    return 3;
  default:
    return 1;
  }
}

static double apply(Activation activation, double x) {
  switch (activation) {
  case Activation::none:
    return x;
  case Activation::relu:
    return std::max(x, 0.0);
  case Activation::relu6:
    return std::clamp(x, 0.0, 6.0);
  case Activation::hardSwish:
    return x * std::clamp(x / 6 + 0.5, 0.0, 1.0);
  case Activation::swish:
    return x / (1 + std::exp(-x));
  case Activation::hardSigmoid:
    return std::clamp(x / 6 + 0.5, 0.0, 1.0);
  case Activation::sigmoid:
    return 1 / (1 + std::exp(-x));
  case Activation::tanh:
    return std::tanh(x);
  case Activation::leakyRelu:
    return x < 0 ? kLeak * x : x;
  case Activation::elu:
    return x < 0 ? std::expm1(x) : x;
  case Activation::gelu:
    return x * std::erfc(-x * M_SQRT1_2) / 2;
  case Activation::mish:
    return x * std::tanh(std::log1p(std::exp(x)));
  }
  return x;
}

/// Mean of f(u) f(v) for normal u and v of a variance and a covariance, by the
/// trapezoidal rule from -6 to 6 deviations.
static double getProductMean(Activation f, double variance, double covariance) {
  constexpr int kSteps = 96;
  constexpr double kStep = 12.0 / kSteps;
  double deviation = std::sqrt(variance);
  double rho = std::min(covariance / variance, 1.0);
  double rest = std::sqrt(1 - rho * rho);
  double sum = 0, weights = 0;
  for (int i = 0; i <= kSteps; ++i)
    for (int j = 0; j <= kSteps; ++j) {
      double a = i * kStep - 6, b = j * kStep - 6;
      double weight = std::exp(-(a * a + b * b) / 2);
      weights += weight;
      sum += weight * apply(f, deviation * a) *
             apply(f, deviation * (rho * a + rest * b));
    }
  return sum / weights;
}

Signal zoo::activate(Activation activation, Signal input) {
  bool rectifies =
      activation == Activation::relu || activation == Activation::relu6;
  if (activation == Activation::none || (rectifies && input.rectified))
    return input;
  // Of an odd function, it is zero but for rounding.
  double square = std::max(getProductMean(activation, input.power, 0), 0.0);
  return {getProductMean(activation, input.power, input.power),
          getProductMean(activation, input.power, input.common),
          std::sqrt(square), rectifies};
}

Signal zoo::average(Signal input, double positions) {
  Signal result = input;
  result.power = input.common + (input.power - input.common) / positions;
  return result;
}

Signal zoo::center(Signal input) {
  // What is expected is rough: something always stays.
  double square = std::min(input.mean * input.mean, 0.95 * input.power);
  return {input.power - square, std::max(input.common - square, 0.0)};
}

Signal zoo::maximum(Signal input) {
  if (input.rectified)
    return {3 * input.power, 3 * input.common, 2.4 * input.mean};
  Signal rest = center(input);
  double mean = input.mean + 1.485 * std::sqrt(rest.power);
  double common = mean * mean + 0.357 * rest.common;
  return {mean * mean + 0.357 * rest.power, common, mean};
}

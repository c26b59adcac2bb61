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
  }
  return {};
}

double zoo::getDeviation(Activation activation) {
  return activation == Activation::hardSwish || activation == Activation::swish
             ? 3
             : 1;
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
  return {getProductMean(activation, input.power, input.power),
          getProductMean(activation, input.power, input.common),
          std::sqrt(getProductMean(activation, input.power, 0)), rectifies};
}

Signal zoo::average(Signal input, double positions) {
  Signal result = input;
  result.power = input.common + (input.power - input.common) / positions;
  return result;
}

Signal zoo::center(Signal input) {
  double square = input.mean * input.mean;
  return {input.power - square, std::max(input.common - square, 0.0)};
}

//===- ToTosaActivations.cpp - Activation functions as TOSA ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ToTosa.h"
#include <cmath>

using namespace mlir;
using namespace tenon;
using namespace tenon::tosa;

static constexpr double kLargest = std::numeric_limits<double>::max();

/// exp(x) - 1.
static Value emitExpM1(Value x, Emitter &emitter) {
  return emitter.add(emitter.exp(x), -1);
}

/// log(exp(x) + 1) without overflow.
static Value emitSoftplus(Value x, Emitter &emitter) {
  Value decay = emitter.exp(emitter.negate(emitter.abs(x)));
  return emitter.add(emitter.clamp(x, 0, kLargest),
                     emitter.log(emitter.add(decay, 1)));
}

/// `positive` where x > a, else `negative`.
static Value emitSplit(Value x, double a, Value positive, Value negative,
                       Emitter &emitter) {
  Value condition = emitter.greater(x, emitter.number(a, x));
  return emitter.select(condition, positive, negative);
}

/// x (1 + f) / 2.
static Value emitGate(Value x, Value f, Emitter &emitter) {
  return emitter.mul(emitter.mul(x, emitter.add(f, 1)), 0.5);
}

/// Those that saturate or are of straight parts.
static Value emitStraight(nn::ActivationKind kind, double a, double b, Value x,
                          Emitter &emitter) {
  using Kind = nn::ActivationKind;
  switch (kind) {
  case Kind::relu:
    return emitter.clamp(x, 0, kLargest);
  case Kind::clamp:
    // The upper bound has the last word.
    return emitter.clamp(x, std::min(a, b), b);
  case Kind::leaky_relu:
    return emitSplit(x, 0, x, emitter.mul(x, a), emitter);
  case Kind::hard_sigmoid:
    return emitter.clamp(emitter.add(emitter.mul(x, a), b), 0, 1);
  case Kind::hard_swish:
    return emitter.mul(
        x, emitter.clamp(emitter.add(emitter.mul(x, 1.0 / 6), 0.5), 0, 1));
  case Kind::thresholded_relu:
    return emitSplit(x, a, x, emitter.number(0, x), emitter);
  default:
    return nullptr;
  }
}

/// Those with exponentials.
static Value emitCurved(nn::ActivationKind kind, double a, double b, Value x,
                        Emitter &emitter) {
  using Kind = nn::ActivationKind;
  switch (kind) {
  case Kind::elu:
    return emitSplit(x, 0, x, emitter.mul(emitExpM1(x, emitter), a), emitter);
  case Kind::selu:
    return emitSplit(x, 0, emitter.mul(x, b),
                     emitter.mul(emitExpM1(x, emitter), a * b), emitter);
  case Kind::celu:
    return emitSplit(x, 0, x,
                     emitter.mul(emitExpM1(emitter.mul(x, 1 / a), emitter), a),
                     emitter);
  case Kind::sigmoid:
    return emitter.sigmoid(x);
  case Kind::swish:
    return emitter.mul(x, emitter.sigmoid(x));
  case Kind::tanh:
    return emitter.tanh(x);
  case Kind::softplus:
    return emitSoftplus(x, emitter);
  case Kind::softsign:
    return emitter.mul(x, emitter.reciprocal(emitter.add(emitter.abs(x), 1)));
  case Kind::gelu:
    return emitGate(x, emitter.erf(emitter.mul(x, M_SQRT1_2)), emitter);
  case Kind::gelu_tanh: {
    Value cube = emitter.mul(emitter.mul(x, x), x);
    Value inner = emitter.add(x, emitter.mul(cube, 0.044715));
    return emitGate(x, emitter.tanh(emitter.mul(inner, std::sqrt(M_2_PI))),
                    emitter);
  }
  case Kind::mish:
    return emitter.mul(x, emitter.tanh(emitSoftplus(x, emitter)));
  default:
    return nullptr;
  }
}

Value tosa::emitActivation(nn::ActivationAttr activation, Value x,
                           Emitter &emitter) {
  if (!activation)
    return x;
  size_t given = activation.getConstants().size();
  double a = given > 0 ? activation.getConstant(0) : 0;
  double b = given > 1 ? activation.getConstant(1) : 0;
  if (Value y = emitStraight(activation.getKind(), a, b, x, emitter))
    return y;
  return emitCurved(activation.getKind(), a, b, x, emitter);
}

//===- Activations.cpp - Activation functions of PyTorch ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Exporter.h"
#include <limits>

using namespace tenon;
using namespace tenon::nn;
using namespace tenon::pytorch;

static std::string clamp(const std::string &x, float low, float high) {
  if (low == 0 && high == 6)
    return "F.relu6(" + x + ")";
  // The largest floats are no bounds, and of no other type.
  std::string bounds;
  if (low > std::numeric_limits<float>::lowest())
    bounds += ", min=" + real(low);
  if (high < std::numeric_limits<float>::max())
    bounds += ", max=" + real(high);
  return bounds.empty() ? x : "torch.clamp(" + x + bounds + ")";
}

static std::string call(llvm::StringRef function, const std::string &x,
                        std::string arguments = "") {
  return function.str() + "(" + x +
         (arguments.empty() ? "" : ", " + arguments) + ")";
}

std::string pytorch::activate(ActivationAttr activation, const std::string &x) {
  size_t given = activation.getConstants().size();
  float a = given > 0 ? activation.getConstant(0) : 0;
  float b = given > 1 ? activation.getConstant(1) : 0;
  switch (activation.getKind()) {
  case ActivationKind::relu:
    return call("F.relu", x);
  case ActivationKind::clamp:
    return clamp(x, a, b);
  case ActivationKind::leaky_relu:
    return call("F.leaky_relu", x, real(a));
  case ActivationKind::elu:
    return call("F.elu", x, real(a));
  case ActivationKind::selu:
    if (a == 1.67326319f && b == 1.05070102f)
      return call("F.selu", x);
    return real(b) + " * " + call("F.elu", x, real(a));
  case ActivationKind::sigmoid:
    return call("torch.sigmoid", x);
  case ActivationKind::hard_sigmoid:
    if (a == 1.0f / 6 && b == 0.5f)
      return call("F.hardsigmoid", x);
    return "torch.clamp(" + real(a) + " * " + x + " + " + real(b) +
           ", min=0.0, max=1.0)";
  case ActivationKind::hard_swish:
    return call("F.hardswish", x);
  case ActivationKind::swish:
    return call("F.silu", x);
  case ActivationKind::tanh:
    return call("torch.tanh", x);
  case ActivationKind::softplus:
    return call("F.softplus", x);
  case ActivationKind::softsign:
    return call("F.softsign", x);
  case ActivationKind::gelu:
    return call("F.gelu", x);
  case ActivationKind::gelu_tanh:
    return call("F.gelu", x, "approximate=\"tanh\"");
  case ActivationKind::mish:
    return call("F.mish", x);
  case ActivationKind::celu:
    return call("F.celu", x, real(a));
  case ActivationKind::thresholded_relu:
    return call("F.threshold", x, real(a) + ", 0.0");
  }
  return x;
}

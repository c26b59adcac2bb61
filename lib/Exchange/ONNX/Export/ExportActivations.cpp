//===- ExportActivations.cpp - Activation functions as ONNX nodes ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Exporter.h"
#include "mlir/IR/TypeUtilities.h"
#include <cmath>
#include <limits>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

std::string Exporter::addActivation(ActivationAttr activation, Type type,
                                    Location loc, std::string x) {
  std::string y;
  auto node = [&](StringRef name) { return addNode(name, loc, y).input(x); };
  auto times = [&](const std::string &a, const std::string &b) {
    std::string product;
    addNode("Mul", loc, product).input(a).input(b);
    return product;
  };
  // The name is for the last node of a function that is spelled out.
  auto takeMul = [&] { return takeName("Mul", loc); };
  auto endWith = [&](const std::string &last, const std::string &a,
                     const std::string &b) {
    addNamedNode("Mul", last).input(a).input(b);
    return last;
  };
  switch (activation.getKind()) {
  case ActivationKind::relu:
    node("Relu");
    return y;
  case ActivationKind::clamp: {
    std::string low, high;
    if (activation.getConstant(0) > std::numeric_limits<float>::lowest())
      low = addScalar(loc, "min", type, activation.getConstant(0));
    if (activation.getConstant(1) < std::numeric_limits<float>::max())
      high = addScalar(loc, "max", type, activation.getConstant(1));
    NodeBuilder clip = node("Clip");
    if (!low.empty() || !high.empty())
      clip.input(low);
    if (!high.empty())
      clip.input(high);
    return y;
  }
  case ActivationKind::leaky_relu:
    node("LeakyRelu").set("alpha", activation.getConstant(0));
    return y;
  case ActivationKind::elu:
    node("Elu").set("alpha", activation.getConstant(0));
    return y;
  case ActivationKind::selu:
    node("Selu")
        .set("alpha", activation.getConstant(0))
        .set("gamma", activation.getConstant(1));
    return y;
  case ActivationKind::sigmoid:
    node("Sigmoid");
    return y;
  case ActivationKind::hard_sigmoid:
    node("HardSigmoid")
        .set("alpha", activation.getConstant(0))
        .set("beta", activation.getConstant(1));
    return y;
  case ActivationKind::hard_swish:
    node("HardSwish");
    return y;
  case ActivationKind::swish: {
    std::string last = takeMul();
    node("Sigmoid");
    return endWith(last, x, y);
  }
  case ActivationKind::tanh:
    node("Tanh");
    return y;
  case ActivationKind::softplus:
    node("Softplus");
    return y;
  case ActivationKind::softsign:
    node("Softsign");
    return y;
  case ActivationKind::gelu: {
    std::string last = takeMul();
    std::string scaled =
        times(x, addScalar(loc, "sqrt_half", type, std::sqrt(0.5)));
    std::string erf, sum;
    addNode("Erf", loc, erf).input(scaled);
    addNode("Add", loc, sum).input(erf).input(addScalar(loc, "one", type, 1));
    return endWith(last, times(x, sum), addScalar(loc, "half", type, 0.5));
  }
  case ActivationKind::gelu_tanh: {
    std::string cube, inner, outer, sum, last = takeMul();
    addNode("Pow", loc, cube).input(x).input(addScalar(loc, "three", type, 3));
    std::string term = times(cube, addScalar(loc, "cubic", type, 0.044715));
    addNode("Add", loc, inner).input(x).input(term);
    std::string scaled =
        times(inner, addScalar(loc, "sqrt_2_pi", type, std::sqrt(2 / M_PI)));
    addNode("Tanh", loc, outer).input(scaled);
    addNode("Add", loc, sum).input(outer).input(addScalar(loc, "one", type, 1));
    return endWith(last, times(x, sum), addScalar(loc, "half", type, 0.5));
  }
  case ActivationKind::mish: {
    std::string soft, tanh, last = takeMul();
    addNode("Softplus", loc, soft).input(x);
    addNode("Tanh", loc, tanh).input(soft);
    return endWith(last, x, tanh);
  }
  case ActivationKind::celu:
    node("Celu").set("alpha", activation.getConstant(0));
    return y;
  case ActivationKind::thresholded_relu:
    node("ThresholdedRelu").set("alpha", activation.getConstant(0));
    return y;
  }
  return y;
}

/// An activation that was fused into an operation is the last of its names.
static Location getActivationLoc(Location loc) {
  auto fused = dyn_cast<FusedLoc>(loc);
  return fused ? fused.getLocations().back() : loc;
}

void Exporter::defineActivated(Operation *op, std::string name,
                               std::optional<ActivationAttr> activation,
                               ArrayRef<int64_t> order) {
  if (activation)
    name = addActivation(*activation, getElementTypeOrSelf(op->getResult(0)),
                         getActivationLoc(op->getLoc()), name);
  define(op->getResult(0), name, order);
}

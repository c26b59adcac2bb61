//===- Evaluate.cpp - Values of parameter expressions ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Parameters/Evaluate.h"
#include "Evaluators.h"

using namespace mlir;
using namespace tenon;

static const parameters::EvaluatorMap &getEvaluators() {
  static const parameters::EvaluatorMap evaluators = [] {
    parameters::EvaluatorMap map;
    parameters::addBoxEvaluators(map);
    parameters::addFactorEvaluators(map);
    parameters::addFilterEvaluators(map);
    parameters::addNormEvaluators(map);
    return map;
  }();
  return evaluators;
}

FailureOr<HostTensor> tenon::evaluateExpression(Operation *op,
                                                ArrayRef<HostTensor> in) {
  auto evaluator = getEvaluators().find(op->getName().getStringRef());
  if (evaluator == getEvaluators().end())
    return failure();
  auto type = cast<RankedTensorType>(op->getResult(0).getType());
  HostTensor out = HostTensor::zeros(type.getElementType(), type.getShape());
  if (failed(evaluator->second(op, in, out)))
    return failure();
  return out;
}

std::optional<HostTensor> tenon::evaluateParameter(Value value) {
  Operation *op = value.getDefiningOp();
  if (!op || !op->hasTrait<nn::ParameterExpression>())
    return std::nullopt;
  if (auto parameter = dyn_cast<nn::ParameterOp>(op))
    return HostTensor::fromElements(parameter.getValueAttr());
  if (auto constant = dyn_cast<nn::ConstantOp>(op))
    return HostTensor::fromElements(constant.getValue());
  SmallVector<HostTensor> in;
  for (Value operand : op->getOperands()) {
    std::optional<HostTensor> values = evaluateParameter(operand);
    if (!values)
      return std::nullopt;
    in.push_back(std::move(*values));
  }
  FailureOr<HostTensor> result = evaluateExpression(op, in);
  if (failed(result))
    return std::nullopt;
  return *result;
}

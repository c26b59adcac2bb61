//===- Evaluate.cpp - Values of parameter expressions ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Parameters/Evaluate.h"
#include "Evaluators.h"
#include "llvm/ADT/DenseMap.h"

using namespace mlir;
using namespace tenon;

static const parameters::EvaluatorMap &getEvaluators() {
  static const parameters::EvaluatorMap evaluators = [] {
    parameters::EvaluatorMap map;
    parameters::addBoxEvaluators(map);
    parameters::addFactorEvaluators(map);
    parameters::addFilterEvaluators(map);
    parameters::addImportanceEvaluators(map);
    parameters::addNormEvaluators(map);
    parameters::addResampleEvaluators(map);
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

/// Returns the value of an expression whose operands are known; nullopt if an
/// operand has no value.
static std::optional<HostTensor>
evaluateOne(Operation *op,
            const llvm::DenseMap<Value, std::optional<HostTensor>> &known) {
  if (auto parameter = dyn_cast<nn::ParameterOp>(op))
    return HostTensor::fromElements(parameter.getValueAttr());
  if (auto constant = dyn_cast<nn::ConstantOp>(op))
    return HostTensor::fromElements(constant.getValue());
  SmallVector<HostTensor> in;
  for (Value operand : op->getOperands()) {
    const std::optional<HostTensor> &values = known.at(operand);
    if (!values)
      return std::nullopt;
    in.push_back(*values);
  }
  return evaluateExpression(op, in);
}

std::optional<HostTensor> tenon::evaluateParameter(Value value) {
  if (!nn::isParameter(value))
    return std::nullopt;
  // Uses an explicit stack because expressions may be deeply nested.
  llvm::DenseMap<Value, std::optional<HostTensor>> known;
  SmallVector<Value> open = {value};
  while (!open.empty()) {
    Operation *op = open.back().getDefiningOp();
    size_t before = open.size();
    for (Value operand : op->getOperands())
      if (!known.contains(operand))
        open.push_back(operand);
    if (open.size() > before)
      continue;
    if (!known.contains(op->getResult(0)))
      known.try_emplace(op->getResult(0), evaluateOne(op, known));
    open.pop_back();
  }
  return known.at(value);
}

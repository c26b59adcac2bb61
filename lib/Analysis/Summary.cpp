//===- Summary.cpp - Summary of a network ---------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Analysis/Summary.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace mlir;
using namespace tenon;

static bool isLayer(Operation *op) {
  return isa<WorkloadOpInterface>(op) &&
         !op->hasTrait<nn::ParameterExpression>();
}

NetworkSummary tenon::summarize(ModuleOp module) {
  NetworkSummary summary;
  llvm::SmallPtrSet<Operation *, 32> seen;
  module.walk([&](WorkloadOpInterface op) {
    if (!isLayer(op))
      return;
    summary.multiplyAccumulates += op.getWorkload().getMultiplyAccumulates();
    for (Value operand : op->getOperands())
      if (nn::isParameter(operand) &&
          !operand.getDefiningOp<nn::ConstantOp>() &&
          seen.insert(operand.getDefiningOp()).second)
        summary.parameters +=
            cast<RankedTensorType>(operand.getType()).getNumElements();
  });
  return summary;
}

std::string tenon::getNodeName(Operation *op) {
  std::string name = nn::getLocName(op->getLoc());
  return name.empty() ? op->getName().getStringRef().str() : name;
}

StringRef tenon::getParameterName(Value value) {
  while (Operation *op = value.getDefiningOp()) {
    if (auto parameter = dyn_cast<nn::ParameterOp>(op))
      return parameter.getName();
    if (op->getNumOperands() == 0)
      break;
    value = op->getOperand(0);
  }
  return "parameter";
}

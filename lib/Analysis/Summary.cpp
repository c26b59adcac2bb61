//===- Summary.cpp - Counts of a network ----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Analysis/Summary.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Quant/IR/QuantTypes.h"
#include "llvm/ADT/DenseMap.h"
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

//===----------------------------------------------------------------------===//
// Memory
//===----------------------------------------------------------------------===//

/// The value whose memory a value shares: reshapes move nothing.
static Value getStorage(Value value) {
  while (Operation *op = value.getDefiningOp()) {
    if (!isa<nn::ReshapeOp, nn::StorageCastOp>(op))
      break;
    value = op->getOperand(0);
  }
  return value;
}

static int64_t getBytes(Value value, int64_t floatBytes, int64_t alignment) {
  auto type = cast<RankedTensorType>(value.getType());
  Type element = type.getElementType();
  if (auto quantized = dyn_cast<quant::QuantizedType>(element))
    element = quantized.getStorageType();
  int64_t size = isa<FloatType>(element)
                     ? floatBytes
                     : (element.getIntOrFloatBitWidth() + 7) / 8;
  if (type.getRank() == 0)
    return alignment;
  int64_t last = type.getShape().back();
  int64_t row = (last * size + alignment - 1) / alignment * alignment;
  return type.getNumElements() / std::max<int64_t>(last, 1) * row;
}

int64_t tenon::getPeakActivationBytes(ModuleOp module, int64_t floatBytes,
                                      int64_t alignment) {
  int64_t peak = 0;
  for (auto function : module.getOps<func::FuncOp>()) {
    if (function.isExternal())
      continue;
    llvm::DenseMap<Value, Operation *> lastUse;
    for (Operation &op : function.getBody().front())
      for (Value operand : op.getOperands())
        if (!nn::isParameter(operand))
          lastUse[getStorage(operand)] = &op;
    int64_t live = 0;
    for (Value argument : function.getArguments())
      live += getBytes(argument, floatBytes, alignment);
    peak = std::max(peak, live);
    for (Operation &op : function.getBody().front()) {
      if (op.hasTrait<nn::ParameterExpression>())
        continue;
      for (Value result : op.getResults())
        if (getStorage(result) == result)
          live += getBytes(result, floatBytes, alignment);
      peak = std::max(peak, live);
      llvm::SmallPtrSet<void *, 4> done;
      for (Value operand : op.getOperands()) {
        Value storage = getStorage(operand);
        if (!nn::isParameter(operand) && lastUse.lookup(storage) == &op &&
            done.insert(storage.getAsOpaquePointer()).second)
          live -= getBytes(storage, floatBytes, alignment);
      }
      // Results that nobody reads die at once.
      for (Value result : op.getResults())
        if (getStorage(result) == result && !lastUse.count(result))
          live -= getBytes(result, floatBytes, alignment);
    }
  }
  return peak;
}

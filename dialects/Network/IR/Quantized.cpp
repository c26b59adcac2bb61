//===- Quantized.cpp - In and out of quantized types ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Inference/InferenceDetail.h"
#include "mlir/Dialect/Quant/IR/QuantTypes.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::nn::impl;

/// `real` holds the numbers that `quantized` expresses.
static LogicalResult checkExpressed(Operation *op, RankedTensorType real,
                                    RankedTensorType quantized) {
  auto type = dyn_cast<quant::QuantizedType>(quantized.getElementType());
  bool isUniform =
      isa<quant::UniformQuantizedType, quant::UniformQuantizedPerAxisType>(
          quantized.getElementType());
  if (!type || !isUniform || real.getShape() != quantized.getShape() ||
      type.getExpressedType() != real.getElementType())
    return op->emitOpError("expected a uniform quantized type that expresses ")
           << real << ", but got " << quantized;
  return success();
}

LogicalResult QuantizeOp::verify() {
  // quantize_c1
  return checkExpressed(*this, getInput().getType(), getType());
}

LogicalResult DequantizeOp::verify() {
  // dequantize_c1
  return checkExpressed(*this, getType(), getInput().getType());
}

/// The integers that elements are stored as.
static Type getStorage(RankedTensorType type) {
  auto quantized = dyn_cast<quant::QuantizedType>(type.getElementType());
  if (!quantized)
    return type.getElementType();
  return IntegerType::get(
      type.getContext(), quantized.getStorageTypeIntegralWidth(),
      quantized.isSigned() ? IntegerType::Signless : IntegerType::Unsigned);
}

LogicalResult StorageCastOp::verify() {
  // storage_cast_c1
  if (getInput().getType().getShape() != getType().getShape() ||
      getStorage(getInput().getType()) != getStorage(getType()) ||
      (!isQuantized(getInput()) && !isQuantized(getResult())))
    return emitOpError("expected a quantized type and its storage type, but "
                       "got ")
           << getInput().getType() << " and " << getType();
  return success();
}

/// Work with a scale an element; scales along another dimension than the
/// channels keep it out of drains, which have one number a channel.
static Workload getScaledWorkload(Operation *op, Value quantized) {
  Workload w = nn::impl::getElementwiseWorkload(op, "mul");
  auto type = cast<RankedTensorType>(quantized.getType());
  auto perAxis =
      dyn_cast<quant::UniformQuantizedPerAxisType>(type.getElementType());
  if (perAxis && perAxis.getQuantizedDimension() + 1 != type.getRank())
    w.cut = VectorCut::Channels;
  return w;
}

Workload QuantizeOp::getWorkload() {
  return getScaledWorkload(*this, getResult());
}
Workload DequantizeOp::getWorkload() {
  return getScaledWorkload(*this, getInput());
}
Workload StorageCastOp::getWorkload() { return {}; }

/// With one scale for the whole tensor, channels come and go freely.
static void tiePerTensor(Operation *op, ChannelTies &ties) {
  for (Type type : {op->getOperand(0).getType(), op->getResult(0).getType()})
    if (isa<quant::UniformQuantizedPerAxisType>(
            cast<RankedTensorType>(type).getElementType()))
      return;
  tieBroadcast(op, ties);
}

void QuantizeOp::collectChannelTies(ChannelTies &ties) {
  tiePerTensor(*this, ties);
}
void DequantizeOp::collectChannelTies(ChannelTies &ties) {
  tiePerTensor(*this, ties);
}
void StorageCastOp::collectChannelTies(ChannelTies &ties) {
  tiePerTensor(*this, ties);
  // Widening appends zeros to stored numbers; they must stand for zero.
  auto type = dyn_cast<quant::UniformQuantizedType>(getType().getElementType());
  if (isParameter(getInput()) && type && type.getZeroPoint() != 0)
    for (unsigned i = 0, e = getType().getRank(); i < e; ++i)
      ties.pin({getInput(), i}, "stored with a zero point");
}

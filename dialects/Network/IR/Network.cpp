//===- Network.cpp - The nn dialect ---------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Network.h"
#include "dialects/Interfaces/BytecodeVersion.h"
#include "mlir/Dialect/Quant/IR/Quant.h"
#include "mlir/Dialect/Quant/IR/QuantTypes.h"

using namespace mlir;
using namespace tenon::nn;

#include "dialects/Network/IR/NetworkDialect.cpp.inc"

void NNDialect::initialize() {
  registerAttributes();
  addInterface<tenon::VersionedBytecode<1>>();
  addOperations<
#define GET_OP_LIST
#include "dialects/Network/IR/NetworkOps.cpp.inc"
      >();
}

Operation *NNDialect::materializeConstant(OpBuilder &builder, Attribute value,
                                          Type type, Location loc) {
  auto elements = dyn_cast<ElementsAttr>(value);
  if (!elements || elements.getShapedType() != type)
    return nullptr;
  return ConstantOp::create(builder, loc, type, elements);
}

bool tenon::nn::isParameter(Value value) {
  Operation *op = value.getDefiningOp();
  return op && op->hasTrait<ParameterExpression>();
}

LogicalResult tenon::nn::verifyParameterExpression(Operation *op) {
  for (Value operand : op->getOperands())
    if (!isParameter(operand))
      return op->emitOpError("expected parameters and expressions over them "
                             "as operands, but got a value that the network "
                             "computes");
  return success();
}

std::string tenon::nn::getLocName(Location loc) {
  if (auto name = dyn_cast<NameLoc>(loc))
    return name.getName().str();
  if (auto fused = dyn_cast<FusedLoc>(loc))
    for (Location part : fused.getLocations())
      if (std::string name = getLocName(part); !name.empty())
        return name;
  return "";
}

static bool isSupportedElement(Type type, bool quantized) {
  if (auto integer = dyn_cast<IntegerType>(type)) {
    unsigned width = integer.getWidth();
    return (width == 1 && integer.isSignless()) ||
           (!integer.isSigned() &&
            (width == 8 || width == 16 || width == 32 || width == 64));
  }
  if (!quantized ||
      !isa<quant::UniformQuantizedType, quant::UniformQuantizedPerAxisType>(
          type))
    return isa<Float16Type, BFloat16Type, Float32Type, Float64Type>(type);
  unsigned width =
      cast<quant::QuantizedType>(type).getStorageTypeIntegralWidth();
  return width == 8 || width == 16 || width == 32;
}

bool tenon::nn::isSupportedType(Type type, bool quantized) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && isSupportedShape(tensor.getShape()) &&
         isSupportedElement(tensor.getElementType(), quantized);
}

bool tenon::nn::isSupportedShape(ArrayRef<int64_t> shape) {
  int64_t elements = 1;
  for (int64_t size : shape)
    if (size < 1 || __builtin_mul_overflow(elements, size, &elements) ||
        elements > (int64_t(1) << 32))
      return false;
  return true;
}

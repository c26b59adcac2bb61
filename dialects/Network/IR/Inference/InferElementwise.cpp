//===- InferElementwise.cpp - Result types of element-wise operations -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Inference/InferenceDetail.h"
#include "mlir/Dialect/Quant/IR/QuantTypes.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::nn::impl;

bool nn::impl::isQuantized(Value value) {
  return isa<quant::QuantizedType>(typeOf(value).getElementType());
}

bool nn::impl::isCompatible(TypeRange inferred, TypeRange actual) {
  auto agree = [](Type a, Type b) {
    auto x = cast<RankedTensorType>(a), y = cast<RankedTensorType>(b);
    return a == b || (x.getShape() == y.getShape() &&
                      isa<quant::QuantizedType>(x.getElementType()) &&
                      isa<quant::QuantizedType>(y.getElementType()));
  };
  return inferred.size() == actual.size() &&
         llvm::all_of(llvm::zip(inferred, actual), [&](auto pair) {
           return agree(std::get<0>(pair), std::get<1>(pair));
         });
}

LogicalResult nn::impl::checkElementTypes(MaybeLoc loc, ValueRange operands) {
  Type element = typeOf(operands.front()).getElementType();
  if (isQuantized(operands.front())) {
    for (auto [i, operand] : llvm::enumerate(operands.drop_front()))
      if (operand && (i == 0 ? !isQuantized(operand)
                             : !typeOf(operand).getElementType().isInteger(32)))
        return emitOptionalError(
            loc, "expected ",
            i == 0 ? "quantized elements" : "a bias of type i32", " beside ",
            element, ", but got ", typeOf(operand).getElementType());
    return success();
  }
  for (Value operand : operands)
    if (operand && typeOf(operand).getElementType() != element)
      return emitOptionalError(loc, "expected equal element types, but got ",
                               element, " and ",
                               typeOf(operand).getElementType());
  return success();
}

bool nn::impl::broadcastsTo(Value operand, ArrayRef<int64_t> shape) {
  ArrayRef<int64_t> own = getShape(operand);
  if (own.size() > shape.size())
    return false;
  ArrayRef<int64_t> tail = shape.take_back(own.size());
  return llvm::all_of(llvm::zip(own, tail), [](auto pair) {
    auto [size, whole] = pair;
    return size == 1 || size == whole;
  });
}

//===----------------------------------------------------------------------===//
// Broadcasts
//===----------------------------------------------------------------------===//

LogicalResult nn::impl::inferBroadcast(MaybeLoc location, ValueRange operands,
                                       Type elementType, Types &types) {
  SmallVector<int64_t> shape;
  for (Value operand : operands) {
    ArrayRef<int64_t> other = getShape(operand);
    if (other.size() > shape.size())
      shape.insert(shape.begin(), other.size() - shape.size(), 1);
    for (auto [i, size] : llvm::enumerate(llvm::reverse(other))) {
      int64_t &result = shape[shape.size() - 1 - i];
      if (result == 1)
        result = size;
      else if (size != 1 && size != result)
        return emitOptionalError(location, "expected operands that broadcast, ",
                                 "but got sizes ", result, " and ", size,
                                 " in dimension -", i + 1);
    }
  }
  Type first = typeOf(operands.front()).getElementType();
  for (Value operand : operands)
    if (!elementType && typeOf(operand).getElementType() != first)
      return emitOptionalError(location, "expected equal element types, but ",
                               "got ", first, " and ",
                               typeOf(operand).getElementType());
  types.push_back(
      RankedTensorType::get(shape, elementType ? elementType : first));
  return success();
}

LogicalResult CompareOp::inferReturnTypes(MLIRContext *context, MaybeLoc loc,
                                          Adaptor adaptor, Types &types) {
  Type element = typeOf(adaptor.getLhs()).getElementType();
  if (element != typeOf(adaptor.getRhs()).getElementType())
    return emitOptionalError(loc, "expected equal element types, but got ",
                             element, " and ",
                             typeOf(adaptor.getRhs()).getElementType());
  return nn::impl::inferBroadcast(loc, adaptor.getOperands(),
                                  IntegerType::get(context, 1), types);
}

LogicalResult SelectOp::inferReturnTypes(MLIRContext *context, MaybeLoc loc,
                                         Adaptor adaptor, Types &types) {
  if (!typeOf(adaptor.getCondition()).getElementType().isInteger(1))
    return emitOptionalError(loc, "expected a condition of type i1, but got ",
                             typeOf(adaptor.getCondition()).getElementType());
  Type element = typeOf(adaptor.getLhs()).getElementType();
  if (element != typeOf(adaptor.getRhs()).getElementType())
    return emitOptionalError(loc, "expected equal element types, but got ",
                             element, " and ",
                             typeOf(adaptor.getRhs()).getElementType());
  return nn::impl::inferBroadcast(loc, adaptor.getOperands(), element, types);
}

LogicalResult ActivationOp::inferReturnTypes(MLIRContext *, MaybeLoc,
                                             Adaptor adaptor, Types &types) {
  types.push_back(adaptor.getInput().getType());
  return success();
}

LogicalResult BatchNormOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                            Adaptor adaptor, Types &types) {
  ArrayRef<int64_t> input = getShape(adaptor.getInput());
  if (input.empty())
    return emitOptionalError(loc, "expected an input with channels, but got a ",
                             "tensor without dimensions");
  for (Value parameter : adaptor.getOperands().drop_front())
    if (getShape(parameter) != ArrayRef<int64_t>(input.back()))
      return emitOptionalError(loc, "expected parameters of ", input.back(),
                               " elements, one a channel, but got ",
                               parameter.getType());
  types.push_back(adaptor.getInput().getType());
  return success();
}

LogicalResult NormalizeOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                            Adaptor adaptor, Types &types) {
  ArrayRef<int64_t> shape = getShape(adaptor.getInput());
  int64_t last = -1, rank = shape.size();
  // normalize_c1
  for (int64_t axis : adaptor.getAxes()) {
    if (axis <= last || axis >= rank)
      return emitOptionalError(loc, "expected ascending axes below ", rank,
                               ", but got ", axis);
    last = axis;
  }
  // normalize_c2
  for (Value parameter : {adaptor.getScale(), adaptor.getOffset()}) {
    if (!parameter)
      continue;
    if (!broadcastsTo(parameter, shape) ||
        typeOf(parameter).getElementType() !=
            typeOf(adaptor.getInput()).getElementType())
      return emitOptionalError(loc, "expected a scale and an offset that ",
                               "broadcast to ", adaptor.getInput().getType(),
                               ", but got ", parameter.getType());
  }
  types.push_back(adaptor.getInput().getType());
  return success();
}

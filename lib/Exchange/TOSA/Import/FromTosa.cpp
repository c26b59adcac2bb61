//===- FromTosa.cpp - What conversions from TOSA share --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FromTosa.h"
#include "lib/Exchange/TOSA/Export/Emitter.h"
#include "lib/Exchange/TOSA/Values.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::tosa;
namespace mt = mlir::tosa;

static RankedTensorType getType(Value value) {
  return cast<RankedTensorType>(value.getType());
}

//===----------------------------------------------------------------------===//
// Building
//===----------------------------------------------------------------------===//

/// The values of a parameter or a constant.
static ElementsAttr getValues(Value value) {
  if (auto parameter = value.getDefiningOp<nn::ParameterOp>())
    return parameter.getValueAttr();
  if (auto constant = value.getDefiningOp<nn::ConstantOp>())
    return constant.getValue();
  return nullptr;
}

Value NetworkEmitter::constant(ElementsAttr values, Location from) {
  bool isTrained =
      values.getNumElements() > 1 && isa<FloatType>(values.getElementType());
  if (!isTrained)
    return nn::ConstantOp::create(rewriter, from, values);
  std::string name = nn::getLocName(from);
  return nn::ParameterOp::create(
      rewriter, from, values.getType(),
      rewriter.getStringAttr(name.empty() ? "parameter" : name), values);
}

Value NetworkEmitter::reshape(Value x, Ints shape) {
  RankedTensorType type = getType(x).clone(shape);
  if (type == x.getType())
    return x;
  if (ElementsAttr values = reshapeValues(getValues(x), shape))
    return constant(values, x.getLoc());
  return emit<nn::ReshapeOp>(type, x);
}

Value NetworkEmitter::transpose(Value x, Ints permutation) {
  if (ElementsAttr values = transposeValues(getValues(x), permutation))
    return constant(values, x.getLoc());
  return emit<nn::TransposeOp>(x, permutation);
}

Value NetworkEmitter::activate(Value x, nn::ActivationKind kind,
                               ArrayRef<float> constants) {
  return emit<nn::ActivationOp>(
      x, nn::ActivationAttr::get(rewriter.getContext(), kind, constants));
}

Value NetworkEmitter::number(double value, Type elementType) {
  auto type = RankedTensorType::get({1}, elementType);
  Attribute attribute = getNumber(elementType, value);
  return emit<nn::ConstantOp>(
      llvm::cast<ElementsAttr>(DenseElementsAttr::get(type, attribute)));
}

Value NetworkEmitter::cast(Value x, Type elementType) {
  if (getType(x).getElementType() == elementType)
    return x;
  return emit<nn::CastOp>(getType(x).clone(elementType), x);
}

//===----------------------------------------------------------------------===//
// Checks
//===----------------------------------------------------------------------===//

static std::string toText(Type type) {
  std::string text;
  llvm::raw_string_ostream(text) << type;
  return text;
}

FailureOr<SmallVector<int64_t>>
tenon::tosa::getShapeOperand(Value shape, NetworkEmitter &emitter) {
  auto constant = shape.getDefiningOp<mt::ConstShapeOp>();
  if (!constant)
    return emitter.refuse("expected shape operands to be constants, but got a "
                          "computed one; networks have static shapes");
  SmallVector<int64_t> values;
  for (const APInt &value : constant.getValues().getValues<APInt>())
    values.push_back(value.getSExtValue());
  return values;
}

bool tenon::tosa::isZero(Value value) {
  return matchPattern(value, m_Zero()) || matchPattern(value, m_AnyZeroFloat());
}

LogicalResult tenon::tosa::checkZero(Value value, StringRef what,
                                     NetworkEmitter &emitter) {
  if (isZero(value))
    return success();
  return emitter.refuse("expected " + what +
                        " to be the constant zero, but "
                        "got another value; networks have no arithmetic with "
                        "those");
}

LogicalResult tenon::tosa::checkShapes(Operation *op, NetworkEmitter &emitter) {
  SmallVector<Type> types(op->getOperandTypes());
  llvm::append_range(types, op->getResultTypes());
  for (Type type : types) {
    if (isa<mt::shapeType>(type))
      continue;
    auto tensor = dyn_cast<RankedTensorType>(type);
    if (!tensor || !tensor.hasStaticShape() ||
        !nn::isSupportedShape(tensor.getShape()))
      return emitter.refuse("expected tensors of static shapes, but got " +
                            toText(type) + "; run tosa-infer-shapes first");
  }
  return success();
}

LogicalResult tenon::tosa::checkResult(Operation *op, Value value,
                                       NetworkEmitter &emitter) {
  Type expected = op->getResult(0).getType();
  if (value && value.getType() == expected)
    return success();
  return emitter.refuse("expected a result of type " + toText(expected) +
                        ", but got " +
                        (value ? toText(value.getType()) : "none"));
}

LogicalResult tenon::tosa::checkFloats(ValueRange values,
                                       NetworkEmitter &emitter) {
  Type type = getType(values.front()).getElementType();
  for (Value value : values)
    if (!isa<FloatType>(type) || getType(value).getElementType() != type)
      return emitter.refuse("expected elements of one floating-point type, but "
                            "got " +
                            toText(getType(value)) +
                            "; networks have no integer form of this");
  return success();
}

//===- ImportConversions.cpp - Casts, and operands of several types -------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Importer.h"
#include <limits>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

static LogicalResult defineCast(Importer &importer, const Node &node,
                                Type type) {
  Order order;
  Value x =
      importer.makeElementwise(node, {importer.getInput(node, 0)}, order)[0];
  importer.define(node, 0, castTo(importer, node, x, type), order);
  return success();
}

static LogicalResult importCast(Importer &importer, const Node &node) {
  if (failed(expectInputs(node, 1)))
    return failure();
  // Both matter to floats of 8 bits alone.
  for (StringRef name : {"round_mode", "saturate"})
    node.ignore(name);
  Type to = onnx_frontend::getElementType(importer.getContext(),
                                          node.getInt("to", 0));
  if (!to)
    return node.error() << "element type "
                        << getOnnxTypeName(node.getInt("to", 0))
                        << " is not supported";
  return defineCast(importer, node, to);
}

/// The second input gives its type and nothing else.
static LogicalResult importCastLike(Importer &importer, const Node &node) {
  if (failed(expectInputs(node, 2)))
    return failure();
  for (StringRef name : {"round_mode", "saturate"})
    node.ignore(name);
  return defineCast(importer, node,
                    importer.getInput(node, 1)->getElementType());
}

/// Remainders with the sign of the dividend, which is what `fmod` asks for, or
/// of integers with that of the divisor.
static LogicalResult importMod(Importer &importer, const Node &node) {
  if (failed(expectInputs(node, 2)))
    return failure();
  Type type = importer.getInput(node, 0)->getElementType();
  bool isPlain = node.getInt("fmod", 0) || type.isUnsignedInteger();
  if (!isPlain && !type.isInteger())
    return node.error() << "expected fmod = 1 for elements of type " << type
                        << ", but got 0";
  Order order;
  SmallVector<Value> x = importer.makeElementwise(
      node, {importer.getInput(node, 0), importer.getInput(node, 1)}, order);
  Value rest = build<ModOp>(importer, node, x[0], x[1]);
  if (!rest || isPlain)
    return defineOutput(importer, node, rest, order);
  // Products of signs do not overflow.
  Value signs =
      build<MulOp>(importer, node, build<SignOp>(importer, node, rest),
                   build<SignOp>(importer, node, x[1]));
  Value differs = build<CompareOp>(importer, node, CompareKind::lt, signs,
                                   makeScalar(importer, node, signs, 0));
  return defineOutput(importer, node,
                      build<SelectOp>(importer, node, differs,
                                      build<AddOp>(importer, node, rest, x[1]),
                                      rest),
                      order);
}

//===----------------------------------------------------------------------===//
// Powers
//===----------------------------------------------------------------------===//

/// The type in which a power of operands of two types is computed: one that
/// holds the values of both, as far as there is one.
static Type getPowerType(Builder &b, Type base, Type exponent) {
  if (isa<FloatType>(base))
    return base;
  return isa<FloatType>(exponent) ? Type(b.getF64Type()) : b.getI64Type();
}

/// The result has the type of the base.
static LogicalResult importPow(Importer &importer, const Node &node) {
  if (failed(expectInputs(node, 2)))
    return failure();
  FailureOr<Imported> second = getSecondOperand(importer, node);
  if (failed(second))
    return failure();
  Imported exponent = *second;
  Type base = importer.getInput(node, 0)->getElementType();
  if (exponent.constant && exponent.getElementType() != base) {
    // A constant that the base's type holds means the same.
    HostTensor converted = HostTensor::fromDoubles(
        base, exponent.constant->getShape(), exponent.constant->getDoubles());
    converted.setName(exponent.constant->getName());
    if (converted.getDoubles() == exponent.constant->getDoubles())
      exponent.constant = converted;
  }
  Order order;
  SmallVector<Value> x = importer.makeElementwise(
      node, {importer.getInput(node, 0), &exponent}, order);
  Type type =
      exponent.getElementType() == base
          ? base
          : getPowerType(importer.builder(), base, exponent.getElementType());
  Value power = build<PowOp>(importer, node, castTo(importer, node, x[0], type),
                             castTo(importer, node, x[1], type));
  if (!power)
    return failure();
  return defineOutput(importer, node, castTo(importer, node, power, base),
                      order);
}

//===----------------------------------------------------------------------===//
// Cases of numbers
//===----------------------------------------------------------------------===//

/// Moves numbers towards zero, and makes those near it zero.
static LogicalResult importShrink(Importer &importer, const Node &node) {
  const Imported *input = expectInput(importer, node);
  if (!input || failed(expectFloats(node, *input)))
    return failure();
  Order order;
  Value x = importer.makeElementwise(node, {input}, order)[0];
  float limit = node.getFloat("lambd", 0.5f), bias = node.getFloat("bias", 0);
  auto scalar = [&](double value) {
    return makeScalar(importer, node, x, value);
  };
  Value isBelow =
      build<CompareOp>(importer, node, CompareKind::lt, x, scalar(-limit));
  Value isAbove =
      build<CompareOp>(importer, node, CompareKind::gt, x, scalar(limit));
  Value raised = build<AddOp>(importer, node, x, scalar(bias));
  Value lowered = build<SubOp>(importer, node, x, scalar(bias));
  Value rest = build<SelectOp>(importer, node, isAbove, lowered, scalar(0));
  return defineOutput(importer, node,
                      build<SelectOp>(importer, node, isBelow, raised, rest),
                      order);
}

/// What is not a number differs from itself.
static LogicalResult importIsNaN(Importer &importer, const Node &node) {
  const Imported *input = expectInput(importer, node);
  if (!input || failed(expectFloats(node, *input)))
    return failure();
  Order order;
  Value x = importer.makeElementwise(node, {input}, order)[0];
  Value equal = build<CompareOp>(importer, node, CompareKind::eq, x, x);
  return defineOutput(importer, node, build<NotOp>(importer, node, equal),
                      order);
}

static LogicalResult importIsInf(Importer &importer, const Node &node) {
  const Imported *input = expectInput(importer, node);
  if (!input || failed(expectFloats(node, *input)))
    return failure();
  bool positive = node.getInt("detect_positive", 1);
  bool negative = node.getInt("detect_negative", 1);
  if (!positive && !negative)
    return node.error() << "expected detect_positive or detect_negative";
  Order order;
  Value x = importer.makeElementwise(node, {input}, order)[0];
  if (positive && negative)
    x = build<AbsOp>(importer, node, x);
  double infinity = std::numeric_limits<double>::infinity();
  return defineOutput(
      importer, node,
      build<CompareOp>(
          importer, node, CompareKind::eq, x,
          makeScalar(importer, node, x, positive ? infinity : -infinity)),
      order);
}

void onnx_frontend::addConversionHandlers(HandlerMap &handlers) {
  handlers["Cast"] = importCast;
  handlers["CastLike"] = importCastLike;
  handlers["IsInf"] = importIsInf;
  handlers["IsNaN"] = importIsNaN;
  handlers["Mod"] = importMod;
  handlers["Pow"] = importPow;
  handlers["Shrink"] = importShrink;
}

//===- FromTosaElementwise.cpp - Arithmetic on elements from TOSA ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FromTosa.h"
#include "lib/Exchange/TOSA/Export/Emitter.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::tosa;
namespace mt = mlir::tosa;

static Type elementOf(Value value) { return typeOf(value).getElementType(); }

static bool isFloat(Value value) { return isa<FloatType>(elementOf(value)); }

//===----------------------------------------------------------------------===//
// One operand
//===----------------------------------------------------------------------===//

template <typename From, typename To>
static FailureOr<Value> fromUnary(From op, typename From::Adaptor adaptor,
                                  NetworkEmitter &emitter) {
  return emitter.emit<To>(adaptor.getOperands()[0]);
}

template <typename From, nn::ActivationKind kind>
static FailureOr<Value> fromFunction(From op, typename From::Adaptor adaptor,
                                     NetworkEmitter &emitter) {
  if (failed(checkFloats(op->getOperands(), emitter)))
    return failure();
  return emitter.activate(adaptor.getOperands()[0], kind);
}

static FailureOr<Value> fromNegate(mt::NegateOp op,
                                   mt::NegateOp::Adaptor adaptor,
                                   NetworkEmitter &emitter) {
  if (failed(checkZero(op.getInput1Zp(), "the zero point of the input",
                       emitter)) ||
      failed(
          checkZero(op.getOutputZp(), "the zero point of the output", emitter)))
    return failure();
  return emitter.emit<nn::NegOp>(adaptor.getInput1());
}

static FailureOr<Value> fromRsqrt(mt::RsqrtOp op, mt::RsqrtOp::Adaptor adaptor,
                                  NetworkEmitter &emitter) {
  return emitter.emit<nn::ReciprocalOp>(
      emitter.emit<nn::SqrtOp>(adaptor.getInput1()));
}

/// What is above every number, or next to it, is no limit.
static bool isUnlimited(const APFloat &value) {
  APFloat largest = APFloat::getLargest(value.getSemantics());
  return !value.isNegative() && (value.isInfinity() || value == largest);
}

static FailureOr<Value> fromClamp(mt::ClampOp op, mt::ClampOp::Adaptor adaptor,
                                  NetworkEmitter &emitter) {
  Value x = adaptor.getInput();
  if (auto low = dyn_cast<FloatAttr>(op.getMinVal())) {
    APFloat high = cast<FloatAttr>(op.getMaxVal()).getValue();
    if (low.getValue().isZero() && isUnlimited(high))
      return emitter.activate(x, nn::ActivationKind::relu);
    return emitter.activate(
        x, nn::ActivationKind::clamp,
        {float(low.getValueAsDouble()), float(high.convertToDouble())});
  }
  auto get = [&](Attribute limit) {
    auto integer = cast<IntegerAttr>(limit);
    return emitter.number(double(integer.getValue().getSExtValue()),
                          elementOf(x));
  };
  Value held = emitter.emit<nn::MaxOp>(x, get(op.getMinVal()));
  return emitter.emit<nn::MinOp>(held, get(op.getMaxVal()));
}

static FailureOr<Value> fromCast(mt::CastOp op, mt::CastOp::Adaptor adaptor,
                                 NetworkEmitter &emitter) {
  Value x = adaptor.getInput();
  Type to = op.getOutput().getType().getElementType();
  // TOSA rounds to nearest where nn cuts off.
  if (isFloat(x) && isa<IntegerType>(to) && !to.isInteger(1))
    x = emitter.emit<nn::RoundOp>(x);
  return emitter.cast(x, to);
}

//===----------------------------------------------------------------------===//
// Two operands and three
//===----------------------------------------------------------------------===//

template <typename From, typename To>
static FailureOr<Value> fromBinary(From op, typename From::Adaptor adaptor,
                                   NetworkEmitter &emitter) {
  return emitter.emit<To>(adaptor.getOperands()[0], adaptor.getOperands()[1]);
}

static FailureOr<Value> fromMul(mt::MulOp op, mt::MulOp::Adaptor adaptor,
                                NetworkEmitter &emitter) {
  if (failed(checkZero(op.getShift(), "the shift", emitter)))
    return failure();
  Type type = elementOf(op.getOutput());
  return emitter.emit<nn::MulOp>(emitter.cast(adaptor.getInput1(), type),
                                 emitter.cast(adaptor.getInput2(), type));
}

template <typename From, nn::CompareKind kind>
static FailureOr<Value> fromCompare(From op, typename From::Adaptor adaptor,
                                    NetworkEmitter &emitter) {
  return emitter.emit<nn::CompareOp>(kind, adaptor.getOperands()[0],
                                     adaptor.getOperands()[1]);
}

static FailureOr<Value> fromSelect(mt::SelectOp op,
                                   mt::SelectOp::Adaptor adaptor,
                                   NetworkEmitter &emitter) {
  return emitter.emit<nn::SelectOp>(adaptor.getInput1(), adaptor.getInput2(),
                                    adaptor.getInput3());
}

//===----------------------------------------------------------------------===//
// Reductions
//===----------------------------------------------------------------------===//

template <typename From, nn::ReduceKind kind>
static FailureOr<Value> fromReduce(From op, typename From::Adaptor adaptor,
                                   NetworkEmitter &emitter) {
  return emitter.emit<nn::ReduceOp>(kind, adaptor.getInput(),
                                    Ints{int64_t(op.getAxis())});
}

/// Truth values as numbers, and back.
template <typename From, nn::ReduceKind kind>
static FailureOr<Value> fromLogical(From op, typename From::Adaptor adaptor,
                                    NetworkEmitter &emitter) {
  Value x =
      emitter.cast(adaptor.getInput(), IntegerType::get(op.getContext(), 32));
  x = emitter.emit<nn::ReduceOp>(kind, x, Ints{int64_t(op.getAxis())});
  return emitter.cast(x, IntegerType::get(op.getContext(), 1));
}

static FailureOr<Value> fromArgMax(mt::ArgMaxOp op,
                                   mt::ArgMaxOp::Adaptor adaptor,
                                   NetworkEmitter &emitter) {
  Value index = emitter.emit<nn::ArgReduceOp>(
      nn::Extremum::max, adaptor.getInput(), uint64_t(op.getAxis()), false);
  RankedTensorType type = typeOf(op.getOutput());
  return emitter.reshape(emitter.cast(index, type.getElementType()),
                         type.getShape());
}

//===----------------------------------------------------------------------===//
// Registration
//===----------------------------------------------------------------------===//

template <typename From, typename To>
static void addUnary(RewritePatternSet &patterns) {
  addFrom<From>(patterns, fromUnary<From, To>);
}

template <typename From, typename To>
static void addBinary(RewritePatternSet &patterns) {
  addFrom<From>(patterns, fromBinary<From, To>);
}

template <typename From, nn::ReduceKind kind>
static void addReduce(RewritePatternSet &patterns) {
  addFrom<From>(patterns, fromReduce<From, kind>);
}

static void addUnaries(RewritePatternSet &patterns) {
  addUnary<mt::AbsOp, nn::AbsOp>(patterns);
  addUnary<mt::CeilOp, nn::CeilOp>(patterns);
  addUnary<mt::CosOp, nn::CosOp>(patterns);
  addUnary<mt::ErfOp, nn::ErfOp>(patterns);
  addUnary<mt::ExpOp, nn::ExpOp>(patterns);
  addUnary<mt::FloorOp, nn::FloorOp>(patterns);
  addUnary<mt::LogOp, nn::LogOp>(patterns);
  addUnary<mt::LogicalNotOp, nn::NotOp>(patterns);
  addUnary<mt::ReciprocalOp, nn::ReciprocalOp>(patterns);
  addUnary<mt::SinOp, nn::SinOp>(patterns);
  addFrom<mt::SigmoidOp>(
      patterns, fromFunction<mt::SigmoidOp, nn::ActivationKind::sigmoid>);
  addFrom<mt::TanhOp>(patterns,
                      fromFunction<mt::TanhOp, nn::ActivationKind::tanh>);
  addFrom<mt::NegateOp>(patterns, fromNegate);
  addFrom<mt::RsqrtOp>(patterns, fromRsqrt);
  addFrom<mt::ClampOp>(patterns, fromClamp);
  addFrom<mt::CastOp>(patterns, fromCast);
}

static void addReductions(RewritePatternSet &patterns) {
  addReduce<mt::ReduceSumOp, nn::ReduceKind::sum>(patterns);
  addReduce<mt::ReduceProductOp, nn::ReduceKind::prod>(patterns);
  addReduce<mt::ReduceMaxOp, nn::ReduceKind::max>(patterns);
  addReduce<mt::ReduceMinOp, nn::ReduceKind::min>(patterns);
  addFrom<mt::ReduceAllOp>(patterns,
                           fromLogical<mt::ReduceAllOp, nn::ReduceKind::min>);
  addFrom<mt::ReduceAnyOp>(patterns,
                           fromLogical<mt::ReduceAnyOp, nn::ReduceKind::max>);
  addFrom<mt::ArgMaxOp>(patterns, fromArgMax);
}

void tenon::tosa::addFromElementwise(RewritePatternSet &patterns) {
  addUnaries(patterns);
  addReductions(patterns);
  addBinary<mt::AddOp, nn::AddOp>(patterns);
  addBinary<mt::SubOp, nn::SubOp>(patterns);
  addBinary<mt::MaximumOp, nn::MaxOp>(patterns);
  addBinary<mt::MinimumOp, nn::MinOp>(patterns);
  addBinary<mt::PowOp, nn::PowOp>(patterns);
  addBinary<mt::IntDivOp, nn::DivOp>(patterns);
  addBinary<mt::LogicalAndOp, nn::AndOp>(patterns);
  addBinary<mt::LogicalOrOp, nn::OrOp>(patterns);
  addBinary<mt::LogicalXorOp, nn::XorOp>(patterns);
  addFrom<mt::MulOp>(patterns, fromMul);
  addFrom<mt::EqualOp>(patterns, fromCompare<mt::EqualOp, nn::CompareKind::eq>);
  addFrom<mt::GreaterOp>(patterns,
                         fromCompare<mt::GreaterOp, nn::CompareKind::gt>);
  addFrom<mt::GreaterEqualOp>(
      patterns, fromCompare<mt::GreaterEqualOp, nn::CompareKind::ge>);
  addFrom<mt::SelectOp>(patterns, fromSelect);
}

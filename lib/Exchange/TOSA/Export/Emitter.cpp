//===- Emitter.cpp - Emits element-wise TOSA operations -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Emitter.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/ADT/APSInt.h"

using namespace mlir;
using namespace tenon;
using tenon::tosa::Emitter;
namespace mt = mlir::tosa;

RankedTensorType tenon::tosa::typeOf(Value value) {
  return cast<RankedTensorType>(value.getType());
}

TypedAttr tenon::tosa::getNumber(Type type, double value) {
  auto floating = dyn_cast<FloatType>(type);
  if (!floating) {
    bool isUnsigned = type.isUnsignedInteger();
    APSInt integer(type.getIntOrFloatBitWidth(), isUnsigned);
    bool isExact;
    APFloat(value).convertToInteger(integer, APFloat::rmTowardZero, &isExact);
    return IntegerAttr::get(type, integer);
  }
  APFloat number(value);
  bool losesInfo;
  number.convert(floating.getFloatSemantics(), APFloat::rmNearestTiesToEven,
                 &losesInfo);
  if (number.isInfinity() && std::isfinite(value))
    number = APFloat::getLargest(floating.getFloatSemantics(), value < 0);
  return FloatAttr::get(type, number);
}

//===----------------------------------------------------------------------===//
// Constants
//===----------------------------------------------------------------------===//

Value Emitter::constant(ElementsAttr values) {
  return mt::ConstOp::create(rewriter, loc, values.getType(), values);
}

Value Emitter::integers(Ints shape, ArrayRef<int32_t> values) {
  auto type = RankedTensorType::get(shape, rewriter.getI32Type());
  return constant(DenseElementsAttr::get(type, values));
}

Value Emitter::splat(double value, RankedTensorType type) {
  return constant(
      DenseElementsAttr::get(type, getNumber(type.getElementType(), value)));
}

Value Emitter::number(double value, Value like) {
  RankedTensorType type = typeOf(like);
  SmallVector<int64_t> shape(type.getRank(), 1);
  return splat(value, RankedTensorType::get(shape, type.getElementType()));
}

//===----------------------------------------------------------------------===//
// One operand
//===----------------------------------------------------------------------===//

template <typename OpTy>
Value Emitter::emitUnary(Value x) {
  return OpTy::create(rewriter, loc, x.getType(), x);
}

Value Emitter::abs(Value x) { return emitUnary<mt::AbsOp>(x); }
Value Emitter::ceil(Value x) { return emitUnary<mt::CeilOp>(x); }
Value Emitter::cos(Value x) { return emitUnary<mt::CosOp>(x); }
Value Emitter::erf(Value x) { return emitUnary<mt::ErfOp>(x); }
Value Emitter::exp(Value x) { return emitUnary<mt::ExpOp>(x); }
Value Emitter::floor(Value x) { return emitUnary<mt::FloorOp>(x); }
Value Emitter::log(Value x) { return emitUnary<mt::LogOp>(x); }
Value Emitter::logicalNot(Value x) { return emitUnary<mt::LogicalNotOp>(x); }
Value Emitter::reciprocal(Value x) { return emitUnary<mt::ReciprocalOp>(x); }
Value Emitter::rsqrt(Value x) { return emitUnary<mt::RsqrtOp>(x); }
Value Emitter::sigmoid(Value x) { return emitUnary<mt::SigmoidOp>(x); }
Value Emitter::sin(Value x) { return emitUnary<mt::SinOp>(x); }
Value Emitter::sqrt(Value x) { return reciprocal(rsqrt(x)); }
Value Emitter::tanh(Value x) { return emitUnary<mt::TanhOp>(x); }

Value Emitter::negate(Value x) {
  Value zero = zeroPoint(x);
  return mt::NegateOp::create(rewriter, loc, x.getType(), x, zero, zero);
}

Value Emitter::clamp(Value x, double low, double high) {
  Type type = typeOf(x).getElementType();
  return mt::ClampOp::create(rewriter, loc, x.getType(), x,
                             getNumber(type, low), getNumber(type, high));
}

Value Emitter::cast(Value x, Type elementType) {
  if (typeOf(x).getElementType() == elementType)
    return x;
  return mt::CastOp::create(rewriter, loc, typeOf(x).clone(elementType), x);
}

//===----------------------------------------------------------------------===//
// Two operands and three
//===----------------------------------------------------------------------===//

/// Brings values to one rank and returns the shape they broadcast to.
static SmallVector<int64_t> alignRanks(Emitter &emitter,
                                       MutableArrayRef<Value> values) {
  int64_t rank = 0;
  for (Value value : values)
    rank = std::max(rank, tenon::tosa::typeOf(value).getRank());
  SmallVector<int64_t> shape(rank, 1);
  for (Value &value : values) {
    ArrayRef<int64_t> own = tenon::tosa::typeOf(value).getShape();
    SmallVector<int64_t> full(rank - own.size(), 1);
    llvm::append_range(full, own);
    for (auto [size, mine] : llvm::zip_equal(shape, full))
      size = std::max(size, mine);
    value = emitter.reshape(value, full);
  }
  return shape;
}

template <typename OpTy, typename... Args>
Value Emitter::emitBinary(Value a, Value b, Type elementType, Args... args) {
  SmallVector<Value> operands = {a, b};
  SmallVector<int64_t> shape = alignRanks(*this, operands);
  auto type = RankedTensorType::get(shape, elementType);
  return OpTy::create(rewriter, loc, type, operands[0], operands[1], args...);
}

static Type elementOf(Value value) {
  return tenon::tosa::typeOf(value).getElementType();
}

Value Emitter::add(Value a, Value b) {
  return emitBinary<mt::AddOp>(a, b, elementOf(a));
}
Value Emitter::sub(Value a, Value b) {
  return emitBinary<mt::SubOp>(a, b, elementOf(a));
}
Value Emitter::max(Value a, Value b) {
  return emitBinary<mt::MaximumOp>(a, b, elementOf(a));
}
Value Emitter::min(Value a, Value b) {
  return emitBinary<mt::MinimumOp>(a, b, elementOf(a));
}
Value Emitter::pow(Value a, Value b) {
  return emitBinary<mt::PowOp>(a, b, elementOf(a));
}
Value Emitter::intDivide(Value a, Value b) {
  return emitBinary<mt::IntDivOp>(a, b, elementOf(a));
}
Value Emitter::logicalAnd(Value a, Value b) {
  return emitBinary<mt::LogicalAndOp>(a, b, elementOf(a));
}
Value Emitter::logicalOr(Value a, Value b) {
  return emitBinary<mt::LogicalOrOp>(a, b, elementOf(a));
}
Value Emitter::logicalXor(Value a, Value b) {
  return emitBinary<mt::LogicalXorOp>(a, b, elementOf(a));
}
Value Emitter::equal(Value a, Value b) {
  return emitBinary<mt::EqualOp>(a, b, rewriter.getI1Type());
}
Value Emitter::greater(Value a, Value b) {
  return emitBinary<mt::GreaterOp>(a, b, rewriter.getI1Type());
}
Value Emitter::greaterEqual(Value a, Value b) {
  return emitBinary<mt::GreaterEqualOp>(a, b, rewriter.getI1Type());
}

Value Emitter::mul(Value a, Value b) {
  auto type = RankedTensorType::get({1}, rewriter.getI8Type());
  return emitBinary<mt::MulOp>(a, b, elementOf(a), splat(0, type));
}

Value Emitter::select(Value condition, Value a, Value b) {
  SmallVector<Value> operands = {condition, a, b};
  SmallVector<int64_t> shape = alignRanks(*this, operands);
  auto type = RankedTensorType::get(shape, elementOf(a));
  return mt::SelectOp::create(rewriter, loc, type, operands[0], operands[1],
                              operands[2]);
}

//===----------------------------------------------------------------------===//
// Reductions
//===----------------------------------------------------------------------===//

template <typename OpTy>
static Value emitReduction(RewriterBase &rewriter, Location loc, Value x,
                           int64_t axis) {
  SmallVector<int64_t> shape(tenon::tosa::typeOf(x).getShape());
  shape[axis] = 1;
  return OpTy::create(rewriter, loc, tenon::tosa::typeOf(x).clone(shape), x,
                      rewriter.getI32IntegerAttr(int32_t(axis)));
}

Value Emitter::reduce(Reduction kind, Value x, Ints axes) {
  for (int64_t axis : axes)
    switch (kind) {
    case Reduction::sum:
      x = emitReduction<mt::ReduceSumOp>(rewriter, loc, x, axis);
      break;
    case Reduction::product:
      x = emitReduction<mt::ReduceProductOp>(rewriter, loc, x, axis);
      break;
    case Reduction::max:
      x = emitReduction<mt::ReduceMaxOp>(rewriter, loc, x, axis);
      break;
    case Reduction::min:
      x = emitReduction<mt::ReduceMinOp>(rewriter, loc, x, axis);
      break;
    case Reduction::all:
      x = emitReduction<mt::ReduceAllOp>(rewriter, loc, x, axis);
      break;
    case Reduction::any:
      x = emitReduction<mt::ReduceAnyOp>(rewriter, loc, x, axis);
      break;
    }
  return x;
}

Value Emitter::argMax(Value x, int64_t axis, Type elementType) {
  SmallVector<int64_t> shape(typeOf(x).getShape());
  shape.erase(shape.begin() + axis);
  return mt::ArgMaxOp::create(rewriter, loc,
                              RankedTensorType::get(shape, elementType), x,
                              rewriter.getI32IntegerAttr(int32_t(axis)));
}

//===- ToTosaElementwise.cpp - Arithmetic on elements as TOSA -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ToTosa.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::tosa;

static Type elementOf(Value value) { return typeOf(value).getElementType(); }

static bool isFloat(Value value) { return isa<FloatType>(elementOf(value)); }

LogicalResult tosa::checkFloats(Value value, Emitter &emitter) {
  if (isFloat(value))
    return success();
  std::string type;
  llvm::raw_string_ostream(type) << elementOf(value);
  return emitter.refuse("expected elements of a floating-point type, but got " +
                        type + "; convert them with nn.cast");
}

/// TOSA computes with integers of 32 bits, or 64 with an extension.
static LogicalResult checkArithmetic(Value value, Emitter &emitter) {
  Type type = elementOf(value);
  if (isFloat(value) || type.isInteger(32) || type.isInteger(64))
    return success();
  std::string text;
  llvm::raw_string_ostream(text) << type;
  return emitter.refuse("expected floating-point numbers or integers of 32 or "
                        "64 bits, but got " +
                        text + "; convert them with nn.cast");
}

static LogicalResult checkBooleans(Value value, Emitter &emitter) {
  if (elementOf(value).isInteger(1))
    return success();
  std::string type;
  llvm::raw_string_ostream(type) << elementOf(value);
  return emitter.refuse("expected elements of type i1, but got " + type +
                        "; compare them with zero");
}

//===----------------------------------------------------------------------===//
// One operand
//===----------------------------------------------------------------------===//

using Function = Value (*)(Value, Emitter &);

/// A function of floats.
template <typename OpTy, Function function>
static FailureOr<Value> convertFunction(OpTy op, typename OpTy::Adaptor adaptor,
                                        Emitter &emitter) {
  if (failed(checkFloats(op.getInput(), emitter)))
    return failure();
  return function(adaptor.getInput(), emitter);
}

/// A function of the emitter as one of two arguments.
template <Value (Emitter::*method)(Value)>
static Value call(Value x, Emitter &emitter) {
  return (emitter.*method)(x);
}

/// `yes` where x >= 0, else `no`.
static Value chooseBySign(Value x, Value yes, Value no, Emitter &emitter) {
  return emitter.select(emitter.greaterEqual(x, emitter.number(0, x)), yes, no);
}

/// To nearest, halves to even: of the numbers below and above, the nearer one,
/// or the one whose half is whole.
static Value emitRound(Value x, Emitter &emitter) {
  Value low = emitter.floor(x), high = emitter.add(low, 1);
  Value rest = emitter.sub(x, low), half = emitter.number(0.5, x);
  Value halved = emitter.mul(low, 0.5);
  Value isEven = emitter.equal(halved, emitter.floor(halved));
  Value nearest = emitter.select(emitter.greater(half, rest), low,
                                 emitter.select(isEven, low, high));
  return emitter.select(emitter.greater(rest, half), high, nearest);
}

/// -1, 0 or 1.
static Value emitSign(Value x, Emitter &emitter) {
  Value zero = emitter.number(0, x);
  Value notPositive =
      emitter.select(emitter.greater(zero, x), emitter.number(-1, x), zero);
  return emitter.select(emitter.greater(x, zero), emitter.number(1, x),
                        notPositive);
}

static Value emitTan(Value x, Emitter &emitter) {
  return emitter.mul(emitter.sin(x), emitter.reciprocal(emitter.cos(x)));
}

/// (exp(x) +- exp(-x)) / 2.
template <bool isSum>
static Value emitHyperbolic(Value x, Emitter &emitter) {
  Value a = emitter.exp(x), b = emitter.exp(emitter.negate(x));
  return emitter.mul(isSum ? emitter.add(a, b) : emitter.sub(a, b), 0.5);
}

/// log(x + sqrt(x^2 + sum)).
static Value emitAreaLog(Value x, double sum, Emitter &emitter) {
  Value root = emitter.sqrt(emitter.add(emitter.mul(x, x), sum));
  return emitter.log(emitter.add(x, root));
}

/// An odd function: on absolute values, where nothing cancels out.
static Value emitAsinh(Value x, Emitter &emitter) {
  Value y = emitAreaLog(emitter.abs(x), 1, emitter);
  return chooseBySign(x, y, emitter.negate(y), emitter);
}

static Value emitAcosh(Value x, Emitter &emitter) {
  return emitAreaLog(x, -1, emitter);
}

/// log((1 + x) / (1 - x)) / 2.
static Value emitAtanh(Value x, Emitter &emitter) {
  Value above = emitter.add(x, 1), below = emitter.add(emitter.negate(x), 1);
  return emitter.mul(emitter.sub(emitter.log(above), emitter.log(below)), 0.5);
}

/// A function that integers have, too.
template <typename OpTy, Function function>
static FailureOr<Value> convertNumeric(OpTy op, typename OpTy::Adaptor adaptor,
                                       Emitter &emitter) {
  if (failed(checkArithmetic(op.getInput(), emitter)))
    return failure();
  return function(adaptor.getInput(), emitter);
}

static FailureOr<Value> convertNot(nn::NotOp op, nn::NotOp::Adaptor adaptor,
                                   Emitter &emitter) {
  if (failed(checkBooleans(op.getInput(), emitter)))
    return failure();
  return emitter.logicalNot(adaptor.getInput());
}

//===----------------------------------------------------------------------===//
// Two operands and three
//===----------------------------------------------------------------------===//

using BinaryFunction = Value (*)(Value, Value, Emitter &);

template <typename OpTy, BinaryFunction function>
static FailureOr<Value> convertBinary(OpTy op, typename OpTy::Adaptor adaptor,
                                      Emitter &emitter) {
  if (failed(checkArithmetic(op.getLhs(), emitter)))
    return failure();
  return function(adaptor.getLhs(), adaptor.getRhs(), emitter);
}

template <typename OpTy, BinaryFunction function>
static FailureOr<Value> convertLogical(OpTy op, typename OpTy::Adaptor adaptor,
                                       Emitter &emitter) {
  if (failed(checkBooleans(op.getLhs(), emitter)))
    return failure();
  return function(adaptor.getLhs(), adaptor.getRhs(), emitter);
}

template <Value (Emitter::*method)(Value, Value)>
static Value call(Value a, Value b, Emitter &emitter) {
  return (emitter.*method)(a, b);
}

/// A constant without zero, which has no quotient, and -1, whose quotient may
/// not fit.
static bool isSafeDivisor(Value b) {
  DenseIntElementsAttr values;
  if (!matchPattern(b, m_Constant(&values)))
    return false;
  for (const APInt &value : values.getValues<APInt>())
    if (value.isZero() || value.isAllOnes())
      return false;
  return true;
}

/// The divisor where a machine can divide by it, else one.
static Value getSafeDivisor(Value b, Emitter &emitter) {
  if (isSafeDivisor(b))
    return b;
  Value isUnsafe = emitter.logicalOr(emitter.equal(b, emitter.number(0, b)),
                                     emitter.equal(b, emitter.number(-1, b)));
  return emitter.select(isUnsafe, emitter.number(1, b), b);
}

/// Integers divided by zero are zero.
static Value emitDivide(Value a, Value b, Emitter &emitter) {
  if (isFloat(a))
    return emitter.mul(a, emitter.reciprocal(b));
  Value divisor = getSafeDivisor(b, emitter);
  Value quotient = emitter.intDivide(a, divisor);
  if (divisor == b)
    return quotient;
  // The quotient of zero or -1 is the product.
  Value isSame = emitter.equal(b, divisor);
  return emitter.select(isSame, quotient, emitter.mul(a, b));
}

static FailureOr<Value> convertMod(nn::ModOp op, nn::ModOp::Adaptor adaptor,
                                   Emitter &emitter) {
  if (isFloat(op.getLhs()))
    return emitter.refuse("expected integers, but got floating-point numbers; "
                          "TOSA has no remainder of those");
  if (failed(checkArithmetic(op.getLhs(), emitter)))
    return failure();
  // The remainder of one is zero, as it is of zero and -1.
  Value a = adaptor.getLhs(), b = getSafeDivisor(adaptor.getRhs(), emitter);
  return emitter.sub(a, emitter.mul(emitter.intDivide(a, b), b));
}

static FailureOr<Value> convertPow(nn::PowOp op, nn::PowOp::Adaptor adaptor,
                                   Emitter &emitter) {
  if (failed(checkFloats(op.getLhs(), emitter)))
    return failure();
  return emitter.pow(adaptor.getLhs(), adaptor.getRhs());
}

static Value emitPRelu(Value a, Value b, Emitter &emitter) {
  Value product = emitter.mul(a, b);
  Value isNegative = emitter.greater(emitter.number(0, a), a);
  return emitter.select(isNegative, product, a);
}

static FailureOr<Value> convertCompare(nn::CompareOp op,
                                       nn::CompareOp::Adaptor adaptor,
                                       Emitter &emitter) {
  if (failed(checkArithmetic(op.getLhs(), emitter)))
    return failure();
  Value a = adaptor.getLhs(), b = adaptor.getRhs();
  switch (op.getKind()) {
  case nn::CompareKind::eq:
    return emitter.equal(a, b);
  case nn::CompareKind::lt:
    return emitter.greater(b, a);
  case nn::CompareKind::le:
    return emitter.greaterEqual(b, a);
  case nn::CompareKind::gt:
    return emitter.greater(a, b);
  case nn::CompareKind::ge:
    return emitter.greaterEqual(a, b);
  }
  return failure();
}

static FailureOr<Value> convertSelect(nn::SelectOp op,
                                      nn::SelectOp::Adaptor adaptor,
                                      Emitter &emitter) {
  return emitter.select(adaptor.getCondition(), adaptor.getLhs(),
                        adaptor.getRhs());
}

//===----------------------------------------------------------------------===//
// Conversion and activation
//===----------------------------------------------------------------------===//

static FailureOr<Value> convertCast(nn::CastOp op, nn::CastOp::Adaptor adaptor,
                                    Emitter &emitter) {
  Value x = adaptor.getInput();
  Type from = elementOf(x), to = op.getType().getElementType();
  if (isa<FloatType>(from) && to.isInteger(1))
    return emitter.logicalNot(emitter.equal(x, emitter.number(0, x)));
  auto i32 = IntegerType::get(op.getContext(), 32);
  // Only 32 bits become 64, and the other way round; only numbers floats.
  if ((from.isInteger(64) || from.isInteger(1)) && from != to)
    x = emitter.cast(x, i32);
  // TOSA rounds to nearest where nn cuts off.
  if (isa<FloatType>(from) && isa<IntegerType>(to))
    x = chooseBySign(x, emitter.floor(x), emitter.ceil(x), emitter);
  if (to.isInteger(64) && from != to)
    x = emitter.cast(x, i32);
  return emitter.cast(x, to);
}

static FailureOr<Value> convertActivation(nn::ActivationOp op,
                                          nn::ActivationOp::Adaptor adaptor,
                                          Emitter &emitter) {
  if (failed(checkFloats(op.getInput(), emitter)))
    return failure();
  return emitActivation(op.getActivation(), adaptor.getInput(), emitter);
}

template <typename OpTy, Function function>
static void addFunction(RewritePatternSet &patterns) {
  addConversion<OpTy>(patterns, convertFunction<OpTy, function>);
}

template <typename OpTy, BinaryFunction function>
static void addBinary(RewritePatternSet &patterns) {
  addConversion<OpTy>(patterns, convertBinary<OpTy, function>);
}

template <typename OpTy, BinaryFunction function>
static void addLogical(RewritePatternSet &patterns) {
  addConversion<OpTy>(patterns, convertLogical<OpTy, function>);
}

static void addFunctions(RewritePatternSet &patterns) {
  addFunction<nn::CeilOp, call<&Emitter::ceil>>(patterns);
  addFunction<nn::CosOp, call<&Emitter::cos>>(patterns);
  addFunction<nn::ErfOp, call<&Emitter::erf>>(patterns);
  addFunction<nn::ExpOp, call<&Emitter::exp>>(patterns);
  addFunction<nn::FloorOp, call<&Emitter::floor>>(patterns);
  addFunction<nn::LogOp, call<&Emitter::log>>(patterns);
  addFunction<nn::ReciprocalOp, call<&Emitter::reciprocal>>(patterns);
  addFunction<nn::SinOp, call<&Emitter::sin>>(patterns);
  addFunction<nn::SqrtOp, call<&Emitter::sqrt>>(patterns);
  addFunction<nn::RoundOp, emitRound>(patterns);
  addFunction<nn::TanOp, emitTan>(patterns);
  addFunction<nn::SinhOp, emitHyperbolic<false>>(patterns);
  addFunction<nn::CoshOp, emitHyperbolic<true>>(patterns);
  addFunction<nn::AsinhOp, emitAsinh>(patterns);
  addFunction<nn::AcoshOp, emitAcosh>(patterns);
  addFunction<nn::AtanhOp, emitAtanh>(patterns);
  addConversion<nn::AbsOp>(patterns,
                           convertNumeric<nn::AbsOp, call<&Emitter::abs>>);
  addConversion<nn::NegOp>(patterns,
                           convertNumeric<nn::NegOp, call<&Emitter::negate>>);
  addConversion<nn::SignOp>(patterns, convertNumeric<nn::SignOp, emitSign>);
  addConversion<nn::NotOp>(patterns, convertNot);
}

void tosa::addElementwiseConversions(RewritePatternSet &patterns) {
  addFunctions(patterns);
  addBinary<nn::AddOp, call<&Emitter::add>>(patterns);
  addBinary<nn::SubOp, call<&Emitter::sub>>(patterns);
  addBinary<nn::MulOp, call<&Emitter::mul>>(patterns);
  addBinary<nn::MaxOp, call<&Emitter::max>>(patterns);
  addBinary<nn::MinOp, call<&Emitter::min>>(patterns);
  addBinary<nn::DivOp, emitDivide>(patterns);
  addBinary<nn::PReluOp, emitPRelu>(patterns);
  addLogical<nn::AndOp, call<&Emitter::logicalAnd>>(patterns);
  addLogical<nn::OrOp, call<&Emitter::logicalOr>>(patterns);
  addLogical<nn::XorOp, call<&Emitter::logicalXor>>(patterns);
  addConversion<nn::ModOp>(patterns, convertMod);
  addConversion<nn::PowOp>(patterns, convertPow);
  addConversion<nn::CompareOp>(patterns, convertCompare);
  addConversion<nn::SelectOp>(patterns, convertSelect);
  addConversion<nn::CastOp>(patterns, convertCast);
  addConversion<nn::ActivationOp>(patterns, convertActivation);
}

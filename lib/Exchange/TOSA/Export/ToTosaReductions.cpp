//===- ToTosaReductions.cpp - Reductions, softmax, normalization as TOSA --===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ToTosa.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::tosa;

/// How many elements become one.
static double getCount(Value x, Ints axes) {
  double count = 1;
  for (int64_t axis : axes)
    count *= double(typeOf(x).getDimSize(axis));
  return count;
}

static Value emitSum(Value x, Ints axes, Emitter &emitter) {
  return emitter.reduce(Reduction::sum, x, axes);
}

static Value emitMean(Value x, Ints axes, Emitter &emitter) {
  return emitter.mul(emitSum(x, axes, emitter), 1 / getCount(x, axes));
}

/// log(sum(exp(x))), with the largest element taken out.
static Value emitLogSumExp(Value x, Ints axes, Emitter &emitter) {
  Value largest = emitter.reduce(Reduction::max, x, axes);
  Value sum = emitSum(emitter.exp(emitter.sub(x, largest)), axes, emitter);
  return emitter.add(emitter.log(sum), largest);
}

static Value emitReduction(nn::ReduceKind kind, Value x, Ints axes,
                           Emitter &emitter) {
  switch (kind) {
  case nn::ReduceKind::sum:
    return emitSum(x, axes, emitter);
  case nn::ReduceKind::mean:
    return emitMean(x, axes, emitter);
  case nn::ReduceKind::max:
    return emitter.reduce(Reduction::max, x, axes);
  case nn::ReduceKind::min:
    return emitter.reduce(Reduction::min, x, axes);
  case nn::ReduceKind::prod:
    return emitter.reduce(Reduction::product, x, axes);
  case nn::ReduceKind::l1:
    return emitSum(emitter.abs(x), axes, emitter);
  case nn::ReduceKind::l2:
    return emitter.sqrt(emitSum(emitter.mul(x, x), axes, emitter));
  case nn::ReduceKind::log_sum:
    return emitter.log(emitSum(x, axes, emitter));
  case nn::ReduceKind::log_sum_exp:
    return emitLogSumExp(x, axes, emitter);
  case nn::ReduceKind::sum_square:
    return emitSum(emitter.mul(x, x), axes, emitter);
  }
  return nullptr;
}

static FailureOr<Value> convertReduce(nn::ReduceOp op,
                                      nn::ReduceOp::Adaptor adaptor,
                                      Emitter &emitter) {
  using Kind = nn::ReduceKind;
  bool isWhole = llvm::is_contained(
      {Kind::sum, Kind::max, Kind::min, Kind::l1, Kind::sum_square},
      op.getKind());
  bool isInt = typeOf(op.getInput()).getElementType().isInteger(32);
  if (!(isWhole && isInt) && failed(checkFloats(op.getInput(), emitter)))
    return failure();
  return emitReduction(op.getKind(), adaptor.getInput(), op.getAxes(), emitter);
}

static FailureOr<Value> convertArgReduce(nn::ArgReduceOp op,
                                         nn::ArgReduceOp::Adaptor adaptor,
                                         Emitter &emitter) {
  if (failed(checkFloats(op.getInput(), emitter)))
    return failure();
  Value x = adaptor.getInput();
  int64_t axis = op.getAxis(), size = typeOf(x).getDimSize(axis);
  if (op.getKind() == nn::Extremum::min)
    x = emitter.negate(x);
  if (op.getLast())
    x = emitter.reverse(x, axis);
  Type type = op.getType().getElementType();
  Value index = emitter.reshape(
      emitter.argMax(x, axis, IntegerType::get(op.getContext(), 32)),
      op.getType().getShape());
  if (op.getLast())
    index = emitter.sub(emitter.number(double(size - 1), index), index);
  return emitter.cast(index, type);
}

static FailureOr<Value> convertSoftmax(nn::SoftmaxOp op,
                                       nn::SoftmaxOp::Adaptor adaptor,
                                       Emitter &emitter) {
  if (failed(checkFloats(op.getInput(), emitter)))
    return failure();
  Value x = adaptor.getInput();
  int64_t axis = op.getAxis();
  x = emitter.sub(x, emitter.reduce(Reduction::max, x, axis));
  Value powers = emitter.exp(x), sum = emitSum(powers, axis, emitter);
  if (op.getLogarithm())
    return emitter.sub(x, emitter.log(sum));
  return emitter.mul(powers, emitter.reciprocal(sum));
}

static FailureOr<Value> convertBatchNorm(nn::BatchNormOp op,
                                         nn::BatchNormOp::Adaptor adaptor,
                                         Emitter &emitter) {
  if (failed(checkFloats(op.getInput(), emitter)))
    return failure();
  Value spread = emitter.rsqrt(
      emitter.add(adaptor.getVariance(), op.getEpsilon().convertToDouble()));
  Value factor = emitter.mul(adaptor.getScale(), spread);
  Value centered = emitter.sub(adaptor.getInput(), adaptor.getMean());
  return emitter.add(emitter.mul(centered, factor), adaptor.getOffset());
}

static FailureOr<Value> convertNormalize(nn::NormalizeOp op,
                                         nn::NormalizeOp::Adaptor adaptor,
                                         Emitter &emitter) {
  if (failed(checkFloats(op.getInput(), emitter)))
    return failure();
  Value x = adaptor.getInput();
  Ints axes = op.getAxes();
  Value centered = emitter.sub(x, emitMean(x, axes, emitter));
  Value variance = emitMean(emitter.mul(centered, centered), axes, emitter);
  Value spread =
      emitter.rsqrt(emitter.add(variance, op.getEpsilon().convertToDouble()));
  Value result = emitter.mul(centered, spread);
  if (adaptor.getScale())
    result = emitter.mul(result, adaptor.getScale());
  if (adaptor.getOffset())
    result = emitter.add(result, adaptor.getOffset());
  return result;
}

void tosa::addReductionConversions(RewritePatternSet &patterns) {
  addConversion<nn::ReduceOp>(patterns, convertReduce);
  addConversion<nn::ArgReduceOp>(patterns, convertArgReduce);
  addConversion<nn::SoftmaxOp>(patterns, convertSoftmax);
  addConversion<nn::BatchNormOp>(patterns, convertBatchNorm);
  addConversion<nn::NormalizeOp>(patterns, convertNormalize);
}

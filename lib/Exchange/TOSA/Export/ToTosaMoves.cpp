//===- ToTosaMoves.cpp - Concatenation, slices and other moves as TOSA ----===//
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

static FailureOr<Value> convertConcat(nn::ConcatOp op,
                                      nn::ConcatOp::Adaptor adaptor,
                                      Emitter &emitter) {
  return emitter.concat(SmallVector<Value>(adaptor.getInputs()), op.getAxis());
}

/// Every `stride`th element of a dimension, `size` of them from `offset` on:
/// the first column of rows that are as long as the stride.
static Value emitStrided(Value x, int64_t axis, int64_t offset, int64_t size,
                         int64_t stride, Emitter &emitter) {
  Ints shape = typeOf(x).getShape();
  int64_t inner = 1, outer = 1, in = shape[axis];
  for (int64_t s : shape.take_front(axis))
    outer *= s;
  for (int64_t s : shape.drop_front(axis + 1))
    inner *= s;
  SmallVector<int64_t> result(shape);
  result[axis] = size;
  int64_t length = size * stride, missing = offset + length - in;
  if (missing > 0) {
    SmallVector<int64_t> low(shape.size(), 0), high(shape.size(), 0);
    high[axis] = missing;
    x = emitter.pad(x, low, high, 0);
  }
  x = emitter.slice(x, axis, offset, length);
  x = emitter.reshape(x, {outer, size, stride * inner});
  return emitter.reshape(emitter.slice(x, 2, 0, inner), result);
}

static FailureOr<Value>
convertSlice(nn::SliceOp op, nn::SliceOp::Adaptor adaptor, Emitter &emitter) {
  Value x = adaptor.getInput();
  SmallVector<int64_t> offsets(op.getOffsets()), sizes(op.getSizes());
  SmallVector<int64_t> strides(op.getStrides());
  for (size_t d = 0; d < strides.size(); ++d) {
    if (sizes[d] == 1)
      strides[d] = 1;
    if (strides[d] > 0)
      continue;
    x = emitter.reverse(x, int64_t(d));
    offsets[d] = typeOf(x).getDimSize(d) - 1 - offsets[d];
    strides[d] = -strides[d];
  }
  // What has no stride first: then there is less to stride over.
  SmallVector<int64_t> boxOffsets(offsets), boxSizes(sizes);
  for (auto [d, stride] : llvm::enumerate(strides))
    if (stride != 1) {
      boxOffsets[d] = 0;
      boxSizes[d] = typeOf(x).getDimSize(d);
    }
  x = emitter.slice(x, boxOffsets, boxSizes);
  for (auto [d, stride] : llvm::enumerate(strides))
    if (stride != 1)
      x = emitStrided(x, int64_t(d), offsets[d], sizes[d], stride, emitter);
  return x;
}

/// A dimension with its border: the edge repeated, or the inside mirrored.
static Value emitBorder(Value x, int64_t axis, int64_t low, int64_t high,
                        nn::PadMode mode, Emitter &emitter) {
  int64_t size = typeOf(x).getDimSize(axis);
  auto getBorder = [&](int64_t count, bool isLow) {
    if (mode == nn::PadMode::reflect)
      return emitter.reverse(
          emitter.slice(x, axis, isLow ? 1 : size - 1 - count, count), axis);
    SmallVector<int64_t> shape(typeOf(x).getShape());
    shape[axis] = count;
    return emitter.broadcast(emitter.slice(x, axis, isLow ? 0 : size - 1, 1),
                             shape);
  };
  SmallVector<Value> parts;
  if (low > 0)
    parts.push_back(getBorder(low, true));
  parts.push_back(x);
  if (high > 0)
    parts.push_back(getBorder(high, false));
  return emitter.concat(parts, axis);
}

static FailureOr<Value> convertPad(nn::PadOp op, nn::PadOp::Adaptor adaptor,
                                   Emitter &emitter) {
  Value x = adaptor.getInput();
  if (op.getMode() == nn::PadMode::constant)
    return emitter.pad(x, op.getLow(), op.getHigh(), op.getFill());
  for (int64_t d = 0, rank = typeOf(x).getRank(); d < rank; ++d)
    x = emitBorder(x, d, op.getLow()[d], op.getHigh()[d], op.getMode(),
                   emitter);
  return x;
}

static FailureOr<Value> convertTranspose(nn::TransposeOp op,
                                         nn::TransposeOp::Adaptor adaptor,
                                         Emitter &emitter) {
  return emitter.transpose(adaptor.getInput(), op.getPermutation());
}

static FailureOr<Value> convertReshape(nn::ReshapeOp op,
                                       nn::ReshapeOp::Adaptor adaptor,
                                       Emitter &emitter) {
  return emitter.reshape(adaptor.getInput(), op.getType().getShape());
}

static FailureOr<Value> convertBroadcast(nn::BroadcastOp op,
                                         nn::BroadcastOp::Adaptor adaptor,
                                         Emitter &emitter) {
  return emitter.broadcast(adaptor.getInput(), op.getType().getShape());
}

/// Indices as 32-bit integers that count from the front.
static Value emitIndices(Value indices, int64_t size, Emitter &emitter) {
  DenseIntElementsAttr values;
  if (matchPattern(indices, m_Constant(&values))) {
    SmallVector<int32_t> known;
    for (const APInt &value : values.getValues<APInt>()) {
      int64_t index = value.getSExtValue();
      known.push_back(int32_t(index < 0 ? index + size : index));
    }
    return emitter.integers(typeOf(indices).getShape(), known);
  }
  indices = emitter.cast(indices, IntegerType::get(indices.getContext(), 32));
  Value isNegative = emitter.greater(emitter.number(0, indices), indices);
  return emitter.select(isNegative, emitter.add(indices, double(size)),
                        indices);
}

static FailureOr<Value> convertGather(nn::GatherOp op,
                                      nn::GatherOp::Adaptor adaptor,
                                      Emitter &emitter) {
  Value x = adaptor.getInput();
  Ints shape = typeOf(x).getShape();
  int64_t axis = op.getAxis(), outer = 1, inner = 1;
  for (int64_t s : shape.take_front(axis))
    outer *= s;
  for (int64_t s : shape.drop_front(axis + 1))
    inner *= s;
  Type elementType = typeOf(x).getElementType();
  if (elementType.isInteger(1))
    return emitter.refuse("expected numbers to gather, but got elements of "
                          "type i1; convert them with nn.cast");
  Value indices = emitIndices(adaptor.getIndices(), shape[axis], emitter);
  int64_t count = typeOf(indices).getNumElements();
  indices =
      emitter.broadcast(emitter.reshape(indices, {1, count}), {outer, count});
  x = emitter.reshape(x, {outer, shape[axis], inner});
  return emitter.reshape(emitter.gather(x, indices), op.getType().getShape());
}

/// Values of the network; TOSA has one kind of constant.
template <typename OpTy>
static FailureOr<Value> convertConstant(OpTy op, typename OpTy::Adaptor,
                                        Emitter &emitter) {
  return emitter.constant(op.getValue());
}

static FailureOr<Value> convertParameter(nn::ParameterOp op,
                                         nn::ParameterOp::Adaptor,
                                         Emitter &emitter) {
  if (!op.getValueAttr())
    return emitter.refuse("expected a value of the parameter, but got none; "
                          "TOSA has no networks without weights");
  return emitter.constant(op.getValueAttr());
}

void tosa::addMoveConversions(RewritePatternSet &patterns) {
  addConversion<nn::ConcatOp>(patterns, convertConcat);
  addConversion<nn::SliceOp>(patterns, convertSlice);
  addConversion<nn::PadOp>(patterns, convertPad);
  addConversion<nn::TransposeOp>(patterns, convertTranspose);
  addConversion<nn::ReshapeOp>(patterns, convertReshape);
  addConversion<nn::BroadcastOp>(patterns, convertBroadcast);
  addConversion<nn::GatherOp>(patterns, convertGather);
  addConversion<nn::ConstantOp>(patterns, convertConstant<nn::ConstantOp>);
  addConversion<nn::ParameterOp>(patterns, convertParameter);
}

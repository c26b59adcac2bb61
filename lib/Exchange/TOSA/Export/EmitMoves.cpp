//===- EmitMoves.cpp - Emits TOSA operations that move elements -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Emitter.h"
#include "lib/Exchange/TOSA/Values.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::tosa;
namespace mt = mlir::tosa;

Value Emitter::shapeOperand(Ints values) {
  auto type =
      RankedTensorType::get({int64_t(values.size())}, rewriter.getIndexType());
  return mt::ConstShapeOp::create(
      rewriter, loc,
      mt::shapeType::get(rewriter.getContext(), int(values.size())),
      DenseIntElementsAttr::get(type, values));
}

Value Emitter::zeroPoint(Value like) {
  return splat(0, RankedTensorType::get({1}, typeOf(like).getElementType()));
}

/// The values of a constant.
static ElementsAttr getValues(Value value) {
  auto constant = value.getDefiningOp<mt::ConstOp>();
  return constant ? constant.getValues() : nullptr;
}

//===----------------------------------------------------------------------===//
// Moves
//===----------------------------------------------------------------------===//

Value Emitter::reshape(Value x, Ints shape) {
  RankedTensorType type = typeOf(x).clone(shape);
  if (type == x.getType())
    return x;
  if (ElementsAttr values = reshapeValues(getValues(x), shape))
    return mt::ConstOp::create(rewriter, x.getLoc(), type, values);
  return mt::ReshapeOp::create(rewriter, loc, type, x, shapeOperand(shape));
}

Value Emitter::transpose(Value x, Ints permutation) {
  SmallVector<int64_t> shape;
  bool keepsOrder = true;
  for (auto [to, from] : llvm::enumerate(permutation)) {
    shape.push_back(typeOf(x).getDimSize(from));
    keepsOrder &= int64_t(to) == from;
  }
  if (keepsOrder)
    return x;
  if (ElementsAttr values = transposeValues(getValues(x), permutation))
    return mt::ConstOp::create(rewriter, x.getLoc(), values.getType(), values);
  SmallVector<int32_t> order(permutation);
  return mt::TransposeOp::create(rewriter, loc, typeOf(x).clone(shape), x,
                                 rewriter.getDenseI32ArrayAttr(order));
}

Value Emitter::slice(Value x, Ints offsets, Ints sizes) {
  if (sizes == typeOf(x).getShape())
    return x;
  return mt::SliceOp::create(rewriter, loc, typeOf(x).clone(sizes), x,
                             shapeOperand(offsets), shapeOperand(sizes));
}

Value Emitter::slice(Value x, int64_t axis, int64_t offset, int64_t size) {
  SmallVector<int64_t> sizes(typeOf(x).getShape());
  SmallVector<int64_t> offsets(sizes.size(), 0);
  offsets[axis] = offset;
  sizes[axis] = size;
  if (axis == 0 && sizes != typeOf(x).getShape())
    if (ElementsAttr values = sliceValues(getValues(x), offset, size))
      return mt::ConstOp::create(rewriter, x.getLoc(), values.getType(),
                                 values);
  return slice(x, offsets, sizes);
}

/// Pads a tensor of at most three dimensions.
Value Emitter::padSmall(Value x, Ints low, Ints high, TypedAttr value) {
  SmallVector<int64_t> shape(typeOf(x).getShape()), padding;
  for (auto [size, before, after] : llvm::zip_equal(shape, low, high)) {
    size += before + after;
    padding.push_back(before);
    padding.push_back(after);
  }
  auto one = RankedTensorType::get({1}, value.getType());
  Value number = constant(DenseElementsAttr::get(one, Attribute(value)));
  return mt::PadOp::create(rewriter, loc, typeOf(x).clone(shape), x,
                           shapeOperand(padding), number);
}

Value Emitter::pad(Value x, Ints low, Ints high, double value) {
  return pad(x, low, high, getNumber(typeOf(x).getElementType(), value));
}

Value Emitter::pad(Value x, Ints low, Ints high, TypedAttr value) {
  SmallVector<int64_t> shape(typeOf(x).getShape());
  // The validator of MLIR 22 holds the shape operand to six elements, two for
  // each dimension, so all but three dimensions must go: sizes of one, and
  // what is not padded into its neighbour.
  SmallVector<int64_t> sizes, before, after;
  bool canMerge = false;
  for (auto [size, l, h] : llvm::zip_equal(shape, low, high)) {
    bool isPadded = l != 0 || h != 0;
    if (!isPadded && canMerge) {
      sizes.back() *= size;
    } else if (isPadded || size != 1) {
      sizes.push_back(size);
      before.push_back(l);
      after.push_back(h);
      canMerge = !isPadded;
    }
    size += l + h;
  }
  if (shape == typeOf(x).getShape())
    return x;
  if (sizes.size() <= 3)
    return reshape(padSmall(reshape(x, sizes), before, after, value), shape);
  for (size_t d = 0; d < shape.size(); ++d)
    x = padDimension(x, d, low[d], high[d], value);
  return x;
}

Value Emitter::padDimension(Value x, size_t d, int64_t low, int64_t high,
                            TypedAttr value) {
  if (low == 0 && high == 0)
    return x;
  SmallVector<int64_t> shape(typeOf(x).getShape());
  int64_t outer = 1, inner = 1;
  for (int64_t size : Ints(shape).take_front(d))
    outer *= size;
  for (int64_t size : Ints(shape).drop_front(d + 1))
    inner *= size;
  x = reshape(x, {outer, shape[d], inner});
  shape[d] += low + high;
  return reshape(padSmall(x, {0, low, 0}, {0, high, 0}, value), shape);
}

Value Emitter::concat(ArrayRef<Value> parts, int64_t axis) {
  if (parts.size() == 1)
    return parts.front();
  SmallVector<int64_t> shape(typeOf(parts.front()).getShape());
  shape[axis] = 0;
  for (Value part : parts)
    shape[axis] += typeOf(part).getDimSize(axis);
  return mt::ConcatOp::create(rewriter, loc, typeOf(parts.front()).clone(shape),
                              parts, rewriter.getI32IntegerAttr(int32_t(axis)));
}

Value Emitter::reverse(Value x, int64_t axis) {
  return mt::ReverseOp::create(rewriter, loc, x.getType(), x,
                               rewriter.getI32IntegerAttr(int32_t(axis)));
}

Value Emitter::broadcast(Value x, Ints shape) {
  SmallVector<int64_t> full(shape.size() - typeOf(x).getRank(), 1), counts;
  llvm::append_range(full, typeOf(x).getShape());
  x = reshape(x, full);
  if (full == shape)
    return x;
  for (auto [own, size] : llvm::zip_equal(full, shape))
    counts.push_back(size / own);
  return mt::TileOp::create(rewriter, loc, typeOf(x).clone(shape), x,
                            shapeOperand(counts));
}

Value Emitter::gather(Value x, Value indices) {
  RankedTensorType type = typeOf(x);
  return mt::GatherOp::create(
      rewriter, loc,
      type.clone({type.getDimSize(0), typeOf(indices).getDimSize(1),
                  type.getDimSize(2)}),
      x, indices);
}

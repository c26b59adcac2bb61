//===- ImportPicks.cpp - Lookups, repetitions and masks of ONNX -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/Exchange/ONNX/Import/Importer.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

/// Element `index` of a dimension, which disappears.
static LogicalResult importScalarGather(Importer &importer, const Node &node,
                                        const Imported &x, int64_t axis,
                                        int64_t index) {
  SmallVector<int64_t> shape = x.getShape();
  index += index < 0 ? shape[axis] : 0;
  if (index < 0 || index >= shape[axis])
    return node.error() << "expected an index below " << shape[axis]
                        << ", but got " << index;
  Value value = importer.inOnnxOrder(node, x);
  SmallVector<int64_t> offsets(shape.size(), 0), strides(shape.size(), 1);
  SmallVector<int64_t> sizes(shape);
  offsets[axis] = index;
  sizes[axis] = 1;
  value = build<SliceOp>(importer, node, value, offsets, sizes, strides);
  if (!value)
    return failure();
  sizes.erase(sizes.begin() + axis);
  return defineOutput(importer, node,
                      importer.reshape(node.getLoc(), value, sizes), {});
}

static LogicalResult importGather(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x)
    return failure();
  const Imported *indices = importer.getInput(node, 1);
  FailureOr<int64_t> axis =
      normalizeAxis(node, node.getInt("axis", 0), x->getRank());
  if (failed(axis))
    return failure();
  if (!indices)
    return node.error() << "expected indices";
  if (indices->constant && indices->getRank() == 0 &&
      indices->constant->isInteger())
    return importScalarGather(importer, node, *x, *axis,
                              indices->constant->getInt(0));
  return defineOutput(
      importer, node,
      build<GatherOp>(importer, node, importer.inOnnxOrder(node, *x),
                      importer.inOnnxOrder(node, *indices), uint64_t(*axis)),
      {});
}

static LogicalResult importArg(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x)
    return failure();
  FailureOr<int64_t> axis =
      normalizeAxis(node, node.getInt("axis", 0), x->getRank());
  if (failed(axis))
    return failure();
  Order order;
  Value value = importer.makeElementwise(node, {x}, order)[0];
  uint64_t stored = llvm::find(order, *axis) - order.begin();
  Extremum kind =
      node.getOperator() == "ArgMax" ? Extremum::max : Extremum::min;
  Value result = build<ArgReduceOp>(importer, node, kind, value, stored,
                                    bool(node.getInt("select_last_index", 0)));
  if (!result || node.getInt("keepdims", 1))
    return defineOutput(importer, node, result, order);
  SmallVector<int64_t> shape(
      cast<RankedTensorType>(result.getType()).getShape());
  shape.erase(shape.begin() + stored);
  Order kept;
  for (int64_t dim : order)
    if (dim != *axis)
      kept.push_back(dim - (dim > *axis));
  Imported out;
  out.value = importer.reshape(node.getLoc(), result, shape);
  out.order = kept;
  importer.define(node.getOutput(0), std::move(out));
  return success();
}

static LogicalResult importTile(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x)
    return failure();
  FailureOr<HostTensor> given = importer.getConstant(node, 1, "repeats");
  if (failed(given))
    return failure();
  SmallVector<int64_t> shape = x->getShape(), before, repeated, result;
  std::vector<int64_t> repeats = given->getInts();
  if (repeats.size() != shape.size())
    return node.error() << "expected " << shape.size() << " repeats, but got "
                        << repeats.size();
  for (auto [size, repeat] : llvm::zip_equal(shape, repeats)) {
    int64_t product;
    if (repeat < 1 || __builtin_mul_overflow(size, repeat, &product) ||
        product > (int64_t(1) << 32))
      return node.error() << "expected repeats that are positive, but got "
                          << repeat;
    llvm::append_values(before, int64_t(1), size);
    llvm::append_values(repeated, repeat, size);
    result.push_back(product);
  }
  if (!isSupportedShape(repeated))
    return node.error() << "the result has too many elements";
  Value value =
      importer.reshape(node.getLoc(), importer.inOnnxOrder(node, *x), before);
  value = BroadcastOp::create(
      importer.builder(), node.getLoc(),
      RankedTensorType::get(repeated, x->getElementType()), value);
  return defineOutput(importer, node,
                      importer.reshape(node.getLoc(), value, result), {});
}

/// Triangles are masks of at most so many elements: 64 MiB of bytes.
static constexpr int64_t kMostMaskElements = int64_t(1) << 26;

/// Keeps the upper or lower triangle of the last two dimensions.
static LogicalResult importTrilu(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x)
    return failure();
  int64_t k = 0, rank = x->getRank();
  if (importer.getInput(node, 1)) {
    FailureOr<HostTensor> given = importer.getConstant(node, 1, "k");
    if (failed(given))
      return failure();
    if (given->getNumElements() != 1)
      return node.error() << "expected k of 1 element";
    k = given->getInts()[0];
  }
  if (rank < 2)
    return node.error() << "expected an input of rank 2 or more";
  int64_t rows = x->getShape()[rank - 2], columns = x->getShape()[rank - 1];
  if (rows > kMostMaskElements / columns)
    return node.error() << "expected a triangle of at most "
                        << kMostMaskElements << " elements, but got one of "
                        << rows << " by " << columns;
  bool upper = node.getInt("upper", 1);
  Builder &b = importer.builder();
  HostTensor mask = HostTensor::zeros(b.getI1Type(), {rows, columns});
  for (int64_t i = 0; i < rows; ++i)
    for (int64_t j = 0; j < columns; ++j)
      mask.getMutableBytes()[i * columns + j] =
          char(upper ? j - i >= k : j - i <= k);
  HostTensor zero = HostTensor::zeros(x->getElementType(), {});
  return defineOutput(
      importer, node,
      build<SelectOp>(importer, node,
                      importer.makeConstant(node.getLoc(), mask),
                      importer.inOnnxOrder(node, *x),
                      importer.makeConstant(node.getLoc(), zero)),
      {});
}

void onnx_frontend::addPickHandlers(HandlerMap &handlers) {
  handlers["Gather"] = importGather;
  handlers["ArgMax"] = importArg;
  handlers["ArgMin"] = importArg;
  handlers["Tile"] = importTile;
  handlers["Trilu"] = importTrilu;
}

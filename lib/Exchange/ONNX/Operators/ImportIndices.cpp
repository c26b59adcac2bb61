//===- ImportIndices.cpp - Elements at indices of several dimensions ------===//
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

/// The indices in input `i`, which must be integers.
static FailureOr<Value> getIndices(Importer &importer, const Node &node,
                                   unsigned i) {
  const Imported *indices = importer.getInput(node, i);
  if (!indices->getElementType().isInteger())
    return node.error() << "expected integers as indices, but got "
                        << indices->getElementType();
  return castTo(importer, node, importer.inOnnxOrder(node, *indices),
                importer.builder().getI64Type());
}

Value onnx_frontend::sumTuples(Importer &importer, const Node &node,
                               Value tuples, ArrayRef<int64_t> sizes,
                               ArrayRef<int64_t> steps) {
  SmallVector<int64_t> shape(
      cast<RankedTensorType>(tuples.getType()).getShape());
  SmallVector<int64_t> offsets(shape.size(), 0), strides(shape.size(), 1);
  shape.back() = 1;
  Value sum;
  for (size_t i = 0; i < sizes.size(); ++i) {
    offsets.back() = int64_t(i);
    Value index =
        build<SliceOp>(importer, node, tuples, offsets, shape, strides);
    index =
        normalizeIndices(importer, node, index,
                         makeScalar(importer, node, index, double(sizes[i])));
    if (steps[i] != 1)
      index = build<MulOp>(importer, node, index,
                           makeScalar(importer, node, index, double(steps[i])));
    sum = sum ? build<AddOp>(importer, node, sum, index) : index;
  }
  return sum;
}

/// Elements at tuples of indices: the dimensions that tuples speak of, and the
/// batch before them, become one.
static LogicalResult importGatherND(Importer &importer, const Node &node) {
  if (failed(expectInputs(node, 2)))
    return failure();
  SmallVector<int64_t> data = importer.getInput(node, 0)->getShape();
  SmallVector<int64_t> shape = importer.getInput(node, 1)->getShape();
  int64_t batch = node.getInt("batch_dims", 0), rank = data.size();
  if (batch < 0 || batch >= std::min<int64_t>(rank, shape.size()) ||
      ArrayRef(data).take_front(batch) != ArrayRef(shape).take_front(batch))
    return node.error() << "expected batch_dims that agree, but got " << batch;
  int64_t count = shape.back();
  if (count < 1 || count > rank - batch)
    return node.error() << "expected tuples of 1 to " << rank - batch
                        << " indices, but got " << count;
  FailureOr<Value> given = getIndices(importer, node, 1);
  if (failed(given))
    return failure();
  SmallVector<int64_t> sizes(ArrayRef(data).slice(batch, count));
  SmallVector<int64_t> steps(count, 1);
  for (int64_t i = count - 1; i > 0; --i)
    steps[i - 1] = steps[i] * sizes[i];
  int64_t span = steps[0] * sizes[0], batches = 1;
  for (int64_t i = 0; i < batch; ++i)
    batches *= data[i];
  if (batches > kMostMadeElements)
    return node.error() << "the batch has too many elements";
  Value index = sumTuples(importer, node, *given, sizes, steps);
  SmallVector<int64_t> result(ArrayRef(shape).drop_back());
  int64_t total = 1;
  for (int64_t size : result)
    total *= size;
  if (batch) {
    Type i64 = importer.builder().getI64Type();
    index = importer.reshape(node.getLoc(), index, {batches, total / batches});
    index = build<AddOp>(importer, node, index,
                         makeRange(importer, node, i64, batches, 2, 0, span));
  }
  index = importer.reshape(node.getLoc(), index, result);
  SmallVector<int64_t> merged = {batches * span};
  llvm::append_range(merged, ArrayRef(data).drop_front(batch + count));
  Value rows = importer.reshape(
      node.getLoc(), importer.inOnnxOrder(node, *importer.getInput(node, 0)),
      merged);
  return defineOutput(importer, node,
                      build<GatherOp>(importer, node, rows, index, uint64_t(0)),
                      {});
}

/// An index for each element of the result, along one dimension.
static LogicalResult importGatherElements(Importer &importer,
                                          const Node &node) {
  if (failed(expectInputs(node, 2)))
    return failure();
  SmallVector<int64_t> data = importer.getInput(node, 0)->getShape();
  SmallVector<int64_t> shape = importer.getInput(node, 1)->getShape();
  int64_t rank = data.size();
  FailureOr<int64_t> axis = normalizeAxis(node, node.getInt("axis", 0), rank);
  if (failed(axis))
    return failure();
  bool fits = shape.size() == data.size();
  for (int64_t d = 0; fits && d < rank; ++d)
    fits = d == *axis || (shape[d] <= data[d] && shape[d] <= kMostMadeElements);
  if (!fits)
    return node.error() << "expected indices of rank " << rank
                        << " that are no larger than the input";
  FailureOr<Value> given = getIndices(importer, node, 1);
  if (failed(given))
    return failure();
  Value index = *given;
  Value size = makeScalar(importer, node, index, double(data[*axis]));
  index = normalizeIndices(importer, node, index, size);
  // What the element's own place adds to the place in the whole input.
  Type i64 = importer.builder().getI64Type();
  int64_t step = 1;
  Value place;
  for (int64_t d = rank - 1; d >= 0; step *= data[d], --d) {
    if (d == *axis && step > 1)
      index = build<MulOp>(importer, node, index,
                           makeScalar(importer, node, index, double(step)));
    if (d == *axis || shape[d] == 1)
      continue;
    Value range = makeRange(importer, node, i64, shape[d], rank, d, step);
    place = place ? build<AddOp>(importer, node, place, range) : range;
  }
  if (place)
    index = build<AddOp>(importer, node, index, place);
  Value elements = importer.reshape(
      node.getLoc(), importer.inOnnxOrder(node, *importer.getInput(node, 0)),
      {step});
  return defineOutput(
      importer, node,
      build<GatherOp>(importer, node, elements, index, uint64_t(0)), {});
}

void onnx_frontend::addIndexHandlers(HandlerMap &handlers) {
  handlers["GatherElements"] = importGatherElements;
  handlers["GatherND"] = importGatherND;
}

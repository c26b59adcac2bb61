//===- ImportIndices.cpp - Picks by indices and marks at indices
//------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Importer.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

/// Constants that are made here stay below this number of elements.
static constexpr int64_t kMostElements = int64_t(1) << 24;

/// The numbers 0, 1, ... times `step` along dimension `at` of `rank`.
static Value makeRange(Importer &importer, const Node &node, Type type,
                       int64_t size, int64_t rank, int64_t at,
                       int64_t step = 1) {
  std::vector<double> values;
  for (int64_t i = 0; i < size; ++i)
    values.push_back(double(i * step));
  SmallVector<int64_t> shape(rank, 1);
  shape[at] = size;
  return importer.makeConstant(node.getLoc(),
                               HostTensor::fromDoubles(type, shape, values));
}

/// Indices as i64, those below zero counted from the end; `size` broadcasts to
/// them.
static Value normalizeIndices(Importer &importer, const Node &node, Value x,
                              Value size) {
  Value isNegative = build<CompareOp>(importer, node, CompareKind::lt, x,
                                      makeScalar(importer, node, x, 0));
  Value raised = build<AddOp>(importer, node, x, size);
  return raised ? build<SelectOp>(importer, node, isNegative, raised, x)
                : Value();
}

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

//===----------------------------------------------------------------------===//
// Picks
//===----------------------------------------------------------------------===//

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
  if (batches > kMostElements)
    return node.error() << "the batch has too many elements";
  auto row = [&](ArrayRef<int64_t> values) {
    return importer.makeConstant(
        node.getLoc(),
        HostTensor::fromInts(importer.getContext(), {count}, values));
  };
  Value index = normalizeIndices(importer, node, *given, row(sizes));
  index = build<MulOp>(importer, node, index, row(steps));
  int64_t last = shape.size() - 1;
  index = build<ReduceOp>(importer, node, ReduceKind::sum, index,
                          ArrayRef<int64_t>(last));
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
    fits = d == *axis || (shape[d] <= data[d] && shape[d] <= kMostElements);
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

/// The indices of a dimension, or of all elements, where a condition holds.
static LogicalResult importCompress(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x)
    return failure();
  FailureOr<HostTensor> condition = importer.getConstant(node, 1, "condition");
  if (failed(condition))
    return failure();
  Value value = importer.inOnnxOrder(node, *x);
  int64_t axis = 0;
  if (node.hasAttr("axis")) {
    FailureOr<int64_t> normal =
        normalizeAxis(node, node.getInt("axis", 0), x->getRank());
    if (failed(normal))
      return failure();
    axis = *normal;
  } else {
    int64_t total = cast<RankedTensorType>(value.getType()).getNumElements();
    value = importer.reshape(node.getLoc(), value, {total});
  }
  int64_t size = cast<RankedTensorType>(value.getType()).getDimSize(axis);
  std::vector<int64_t> indices;
  if (condition->getRank() == 1 && condition->isInteger())
    for (int64_t i = 0, e = condition->getNumElements(); i < e; ++i)
      if (condition->getInt(i))
        indices.push_back(i);
  if (indices.empty() || indices.back() >= size)
    return node.error() << "expected a condition that holds for one or more of "
                        << size << " elements";
  int64_t count = indices.size();
  Value kept = importer.makeConstant(
      node.getLoc(),
      HostTensor::fromInts(importer.getContext(), {count}, indices));
  return defineOutput(
      importer, node,
      build<GatherOp>(importer, node, value, kept, uint64_t(axis)), {});
}

/// The places of elements, a column each; their number is known of constants.
static LogicalResult importNonZero(Importer &importer, const Node &node) {
  FailureOr<HostTensor> x = importer.getConstant(node, 0, "input");
  if (failed(x))
    return failure();
  if (x->getNumElements() > kMostElements)
    return node.error() << "the input has too many elements";
  int64_t rank = x->getRank();
  std::vector<int64_t> found, places;
  for (int64_t i = 0, e = x->getNumElements(); i < e; ++i)
    if (x->getDouble(i) != 0)
      found.push_back(i);
  int64_t step = x->getNumElements();
  for (int64_t d = 0; d < rank && !found.empty(); ++d) {
    step /= x->getShape()[d];
    for (int64_t i : found)
      places.push_back(i / step % x->getShape()[d]);
  }
  int64_t shape[] = {rank, int64_t(found.size())};
  importer.defineConstant(
      node, 0, HostTensor::fromInts(importer.getContext(), shape, places));
  return success();
}

//===----------------------------------------------------------------------===//
// Marks
//===----------------------------------------------------------------------===//

/// The two values, off and on, without dimensions.
static FailureOr<std::array<Value, 2>> getMarks(Importer &importer,
                                                const Node &node) {
  const Imported &values = *importer.getInput(node, 2);
  if (values.getShape() != SmallVector<int64_t>{2})
    return node.error() << "expected two values, off and on";
  std::array<Value, 2> marks;
  for (int64_t i = 0; i < 2; ++i) {
    if (values.constant) {
      marks[i] = importer.makeConstant(
          node.getLoc(), values.constant->slice(i, 1).reshape({}));
      continue;
    }
    Value slice =
        build<SliceOp>(importer, node, values.value, ArrayRef<int64_t>(i),
                       ArrayRef<int64_t>(1), ArrayRef<int64_t>(1));
    marks[i] = importer.reshape(node.getLoc(), slice, {});
  }
  return marks;
}

static LogicalResult importOneHot(Importer &importer, const Node &node) {
  if (failed(expectInputs(node, 3)))
    return failure();
  const Imported &indices = *importer.getInput(node, 0);
  FailureOr<HostTensor> given = importer.getConstant(node, 1, "depth");
  FailureOr<int64_t> axis =
      normalizeAxis(node, node.getInt("axis", -1), indices.getRank() + 1);
  if (failed(given) || failed(axis))
    return failure();
  double depth = given->getNumElements() == 1 ? given->getDouble(0) : 0;
  SmallVector<int64_t> shape = indices.getShape();
  shape.insert(shape.begin() + *axis, 1);
  SmallVector<int64_t> result = shape;
  bool isSmall = depth >= 1 && depth <= double(kMostElements);
  result[*axis] = isSmall ? int64_t(depth) : 0;
  if (!isSupportedShape(result))
    return node.error() << "expected a depth of 1 to " << kMostElements
                        << " and a result of at most 2^32 elements";
  FailureOr<std::array<Value, 2>> marks = getMarks(importer, node);
  if (failed(marks))
    return failure();
  // Small types have no room for the depth.
  Type type = indices.getElementType();
  Builder &b = importer.builder();
  if (!type.isF64())
    type = isa<FloatType>(type) ? Type(b.getF32Type()) : b.getI64Type();
  Value x = castTo(importer, node, importer.inOnnxOrder(node, indices), type);
  x = importer.reshape(node.getLoc(), x, shape);
  x = normalizeIndices(importer, node, x,
                       makeScalar(importer, node, x, double(result[*axis])));
  Value range =
      makeRange(importer, node, type, result[*axis], shape.size(), *axis);
  Value isOn = build<CompareOp>(importer, node, CompareKind::eq, x, range);
  return defineOutput(
      importer, node,
      build<SelectOp>(importer, node, isOn, (*marks)[1], (*marks)[0]), {});
}

/// One at the first of the largest elements; before opset 13 of everything from
/// the axis on.
static LogicalResult importHardmax(Importer &importer, const Node &node) {
  const Imported *input = expectInput(importer, node);
  if (!input || failed(expectFloats(node, *input)))
    return failure();
  bool isNew = node.getOpset() >= 13;
  FailureOr<int64_t> axis = normalizeAxis(
      node, node.getInt("axis", isNew ? -1 : 1), input->getRank());
  if (failed(axis))
    return failure();
  SmallVector<int64_t> shape = input->getShape(), flat = shape;
  if (!isNew) {
    flat.resize(*axis);
    int64_t inner = 1;
    for (int64_t size : ArrayRef(shape).drop_front(*axis))
      inner *= size;
    flat.push_back(inner);
  }
  if (flat[*axis] > kMostElements)
    return node.error() << "the input has too many elements";
  Value x =
      importer.reshape(node.getLoc(), importer.inOnnxOrder(node, *input), flat);
  Value first = build<ArgReduceOp>(importer, node, Extremum::max, x,
                                   uint64_t(*axis), false);
  Type i64 = importer.builder().getI64Type();
  Value range = makeRange(importer, node, i64, flat[*axis], flat.size(), *axis);
  Value mark = build<CompareOp>(importer, node, CompareKind::eq, first, range);
  mark = castTo(importer, node, mark, input->getElementType());
  return defineOutput(importer, node,
                      importer.reshape(node.getLoc(), mark, shape), {});
}

/// Ones along a diagonal; of the input the shape counts.
static LogicalResult importEyeLike(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x)
    return failure();
  SmallVector<int64_t> shape = x->getShape();
  if (shape.size() != 2)
    return node.error() << "expected an input of rank 2, but got rank "
                        << shape.size();
  if (!isSupportedShape(shape) || shape[0] * shape[1] > kMostElements)
    return node.error() << "the input has too many elements";
  Type type = x->getElementType();
  if (node.hasAttr("dtype"))
    type = onnx_frontend::getElementType(importer.getContext(),
                                         node.getInt("dtype", 0));
  if (!type)
    return node.error() << "element type "
                        << getOnnxTypeName(node.getInt("dtype", 0))
                        << " is not supported";
  int64_t k = node.getInt("k", 0);
  HostTensor eye = HostTensor::zeros(type, shape);
  for (int64_t row = 0; row < shape[0]; ++row)
    for (int64_t column = 0; column < shape[1]; ++column)
      if (column - row == k)
        eye.setDouble(row * shape[1] + column, 1);
  importer.defineConstant(node, 0, eye);
  return success();
}

void onnx_frontend::addIndexHandlers(HandlerMap &handlers) {
  handlers["Compress"] = importCompress;
  handlers["EyeLike"] = importEyeLike;
  handlers["GatherElements"] = importGatherElements;
  handlers["GatherND"] = importGatherND;
  handlers["Hardmax"] = importHardmax;
  handlers["NonZero"] = importNonZero;
  handlers["OneHot"] = importOneHot;
}

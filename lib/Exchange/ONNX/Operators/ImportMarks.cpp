//===- ImportMarks.cpp - Marks at indices, and places of marks ------------===//
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
  if (x->getNumElements() > kMostMadeElements)
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
  if (failed(given))
    return failure();
  FailureOr<int64_t> axis =
      normalizeAxis(node, node.getInt("axis", -1), indices.getRank() + 1);
  if (failed(axis))
    return failure();
  double depth = given->getNumElements() == 1 ? given->getDouble(0) : 0;
  SmallVector<int64_t> shape = indices.getShape();
  shape.insert(shape.begin() + *axis, 1);
  SmallVector<int64_t> result = shape;
  bool isSmall = depth >= 1 && depth <= double(kMostMadeElements);
  result[*axis] = isSmall ? int64_t(depth) : 0;
  if (!isSupportedShape(result))
    return node.error() << "expected a depth of 1 to " << kMostMadeElements
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
  if (flat[*axis] > kMostMadeElements)
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
  if (!isSupportedShape(shape) || shape[0] * shape[1] > kMostMadeElements)
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

void onnx_frontend::addMarkHandlers(HandlerMap &handlers) {
  handlers["Compress"] = importCompress;
  handlers["EyeLike"] = importEyeLike;
  handlers["Hardmax"] = importHardmax;
  handlers["NonZero"] = importNonZero;
  handlers["OneHot"] = importOneHot;
}

//===- ImportShapes.cpp - Shapes and constants of ONNX --------------------===//
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

/// A transpose only renames dimensions: nothing moves.
static LogicalResult importTranspose(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x)
    return failure();
  int64_t rank = x->getRank();
  std::vector<int64_t> reversed;
  for (int64_t i = rank; i-- > 0;)
    reversed.push_back(i);
  std::vector<int64_t> permutation = node.getInts("perm", reversed);
  Order inverse(rank, -1);
  for (size_t i = 0; i < permutation.size(); ++i)
    if (permutation[i] >= 0 && permutation[i] < rank)
      inverse[permutation[i]] = i;
  if (int64_t(permutation.size()) != rank || llvm::is_contained(inverse, -1))
    return node.error() << "expected a permutation of " << rank
                        << " dimensions";
  Imported result;
  if (x->constant) {
    result.constant = x->constant->transpose(permutation);
    result.constant->setName(node.getOutput(0));
  } else {
    result.value = x->value;
    for (int64_t dim : x->order)
      result.order.push_back(inverse[dim]);
  }
  importer.define(node.getOutput(0), std::move(result));
  return success();
}

static LogicalResult reshapeTo(Importer &importer, const Node &node,
                               const Imported &x, ArrayRef<int64_t> shape) {
  if (x.constant) {
    importer.defineConstant(node, 0, x.constant->reshape(shape));
    return success();
  }
  return defineOutput(
      importer, node,
      importer.reshape(node.getLoc(), importer.inOnnxOrder(node, x), shape),
      {});
}

static LogicalResult importReshape(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x)
    return failure();
  auto given = importer.getIntsFrom(node, "shape", 1);
  if (failed(given))
    return failure();
  if (!*given)
    return node.error() << "expected a shape";
  SmallVector<int64_t> old = x->getShape(), shape;
  int64_t total = 1, known = 1, open = -1;
  bool allowsZero = node.getInt("allowzero", 0);
  for (int64_t size : old)
    total *= size;
  for (int64_t size : **given) {
    size_t i = shape.size();
    if (size == 0 && !allowsZero && i < old.size())
      size = old[i];
    if (size == -1 && open < 0) {
      open = i;
    } else if (size < 1 || __builtin_mul_overflow(known, size, &known)) {
      return node.error() << "expected sizes that are positive or one -1, but "
                          << "got " << size;
    }
    shape.push_back(size);
  }
  if (open >= 0)
    shape[open] = total / known;
  if (known * (open >= 0 ? shape[open] : 1) != total)
    return node.error() << "expected a shape of " << total << " elements";
  return reshapeTo(importer, node, *x, shape);
}

static LogicalResult importFlatten(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x)
    return failure();
  int64_t rank = x->getRank(), axis = node.getInt("axis", 1);
  axis += axis < 0 ? rank : 0;
  if (axis < 0 || axis > rank)
    return node.error() << "expected an axis of a tensor of rank " << rank;
  int64_t sizes[2] = {1, 1};
  for (auto [i, size] : llvm::enumerate(x->getShape()))
    sizes[int64_t(i) < axis ? 0 : 1] *= size;
  return reshapeTo(importer, node, *x, sizes);
}

/// Dropping dimensions of size 1 moves nothing, so the order stays.
static LogicalResult importSqueeze(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x)
    return failure();
  auto given = importer.getIntsFrom(node, "axes", 1);
  if (failed(given))
    return failure();
  SmallVector<int64_t> shape = x->getShape();
  SmallVector<bool> dropped(shape.size(), false);
  for (size_t i = 0; i < shape.size(); ++i)
    dropped[i] = !*given && shape[i] == 1;
  for (int64_t axis : given->value_or(std::vector<int64_t>())) {
    FailureOr<int64_t> normal = normalizeAxis(node, axis, shape.size());
    if (failed(normal))
      return failure();
    if (shape[*normal] != 1)
      return node.error() << "expected dimension " << *normal
                          << " of size 1, but got " << shape[*normal];
    dropped[*normal] = true;
  }
  SmallVector<int64_t> renumbered, kept;
  for (size_t i = 0; i < shape.size(); ++i) {
    renumbered.push_back(kept.size());
    if (!dropped[i])
      kept.push_back(shape[i]);
  }
  if (x->constant)
    return reshapeTo(importer, node, *x, kept);
  Imported result;
  SmallVector<int64_t> stored;
  for (int64_t dim : x->order)
    if (!dropped[dim]) {
      result.order.push_back(renumbered[dim]);
      stored.push_back(shape[dim]);
    }
  result.value = importer.reshape(node.getLoc(), x->value, stored);
  importer.define(node.getOutput(0), std::move(result));
  return success();
}

static LogicalResult importUnsqueeze(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x)
    return failure();
  auto given = importer.getIntsFrom(node, "axes", 1);
  if (failed(given))
    return failure();
  if (!*given)
    return node.error() << "expected axes";
  SmallVector<int64_t> shape = x->getShape();
  int64_t rank = shape.size() + (*given)->size();
  if (failed(normalizeAxes(node, **given, rank)))
    return failure();
  SmallVector<bool> inserted(rank, false);
  for (int64_t axis : **given)
    inserted[axis] = true;
  SmallVector<int64_t> result;
  for (int64_t i = 0, old = 0; i < rank; ++i)
    result.push_back(inserted[i] ? 1 : shape[old++]);
  return reshapeTo(importer, node, *x, result);
}

static LogicalResult importExpand(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x)
    return failure();
  FailureOr<HostTensor> given = importer.getConstant(node, 1, "shape");
  if (failed(given))
    return failure();
  SmallVector<int64_t> shape = x->getShape();
  SmallVector<int64_t> result = llvm::to_vector(given->getInts());
  while (result.size() < shape.size())
    result.insert(result.begin(), 1);
  for (size_t i = 1; i <= result.size(); ++i) {
    int64_t &size = result[result.size() - i];
    int64_t old = i <= shape.size() ? shape[shape.size() - i] : 1;
    if (size < 1 || (size != old && size != 1 && old != 1))
      return node.error() << "expected a shape to which the input broadcasts";
    size = std::max(size, old);
  }
  Value value = importer.inOnnxOrder(node, *x);
  auto type = RankedTensorType::get(result, x->getElementType());
  if (type != value.getType())
    value = BroadcastOp::create(importer.builder(), node.getLoc(), type, value);
  return defineOutput(importer, node, value, {});
}

void onnx_frontend::addShapeHandlers(HandlerMap &handlers) {
  handlers["Transpose"] = importTranspose;
  handlers["Reshape"] = importReshape;
  handlers["Flatten"] = importFlatten;
  handlers["Squeeze"] = importSqueeze;
  handlers["Unsqueeze"] = importUnsqueeze;
  handlers["Expand"] = importExpand;
  // The shape is known even where the values are not.
  handlers["Shape"] = [](Importer &importer, const Node &node) {
    const Imported *x = expectInput(importer, node);
    if (!x)
      return failure();
    SmallVector<int64_t> shape = x->getShape();
    int64_t rank = shape.size();
    int64_t start = node.getInt("start", 0), end = node.getInt("end", rank);
    start =
        std::min(std::max<int64_t>(start < 0 ? start + rank : start, 0), rank);
    end = std::min(std::max<int64_t>(end < 0 ? end + rank : end, start), rank);
    ArrayRef<int64_t> part = ArrayRef(shape).slice(start, end - start);
    importer.defineConstant(node, 0,
                            HostTensor::fromInts(importer.getContext(),
                                                 {int64_t(part.size())}, part));
    return LogicalResult(success());
  };
  handlers["Size"] = [](Importer &importer, const Node &node) {
    const Imported *x = expectInput(importer, node);
    if (!x)
      return failure();
    int64_t n = 1;
    for (int64_t size : x->getShape())
      n *= size;
    importer.defineConstant(
        node, 0, HostTensor::fromInts(importer.getContext(), {}, {n}));
    return LogicalResult(success());
  };
}

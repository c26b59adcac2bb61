//===- ImportMoves.cpp - Shapes and moves of ONNX -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Importer.h"
#include "llvm/ADT/STLExtras.h"
#include <onnx/onnx_pb.h>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

static LogicalResult define(Importer &importer, const Node &node, Value value,
                            ArrayRef<int64_t> order) {
  if (!value)
    return failure();
  importer.define(node, 0, value, order);
  return success();
}

/// Axis of a tensor of this rank, from the end if negative.
static FailureOr<int64_t> normalizeAxis(const Node &node, int64_t axis,
                                        int64_t rank) {
  int64_t normal = axis < 0 ? axis + rank : axis;
  if (normal < 0 || normal >= rank)
    return node.error() << "expected an axis of a tensor of rank " << rank
                        << ", but got " << axis;
  return normal;
}

static const Imported *expectInput(Importer &importer, const Node &node) {
  const Imported *x = importer.getInput(node, 0);
  if (!x)
    node.error() << "expected an input";
  return x;
}

/// The input as a value in its own order.
static Value getValue(Importer &importer, const Node &node, const Imported &x,
                      Order &order) {
  order = x.constant ? Importer::identityOrder(x.getRank()) : x.order;
  return importer.inOrder(node, x, order);
}

static LogicalResult importConcat(Importer &importer, const Node &node) {
  SmallVector<const Imported *> inputs;
  Order order;
  for (unsigned i = 0; i < node.getNumInputs(); ++i) {
    inputs.push_back(importer.getInput(node, i));
    if (!inputs.back() || inputs.back()->getRank() != inputs[0]->getRank())
      return node.error() << "expected inputs of equal rank";
    if (order.empty() && inputs.back()->value)
      order = inputs.back()->order;
  }
  if (inputs.empty())
    return node.error() << "expected at least one input";
  int64_t rank = inputs[0]->getRank();
  if (order.empty())
    order = Importer::identityOrder(rank);
  FailureOr<int64_t> axis = normalizeAxis(node, node.getInt("axis", 1), rank);
  if (failed(axis))
    return failure();
  SmallVector<Value> parts;
  for (const Imported *input : inputs)
    parts.push_back(importer.inOrder(node, *input, order));
  uint64_t stored = llvm::find(order, *axis) - order.begin();
  return define(importer, node, build<ConcatOp>(importer, node, parts, stored),
                order);
}

//===----------------------------------------------------------------------===//
// Slices
//===----------------------------------------------------------------------===//

/// Starts, ends, axes and steps, which moved from attributes to inputs.
struct SliceArguments {
  std::vector<int64_t> starts, ends, axes, steps;
};

static FailureOr<SliceArguments> readSlice(Importer &importer, const Node &node,
                                           int64_t rank) {
  SliceArguments a;
  std::vector<int64_t> *fields[] = {&a.starts, &a.ends, &a.axes, &a.steps};
  StringRef names[] = {"starts", "ends", "axes", "steps"};
  for (unsigned i = 0; i < 4; ++i) {
    auto values = importer.getIntsFrom(node, names[i], i + 1);
    if (failed(values))
      return failure();
    if (*values)
      *fields[i] = **values;
    else if (i < 2)
      return node.error() << "expected " << names[i];
  }
  if (a.axes.empty())
    for (size_t i = 0; i < a.starts.size(); ++i)
      a.axes.push_back(i);
  if (a.steps.empty())
    a.steps.assign(a.starts.size(), 1);
  if (a.ends.size() != a.starts.size() || a.axes.size() != a.starts.size() ||
      a.steps.size() != a.starts.size())
    return node.error() << "expected as many starts, ends, axes and steps";
  for (int64_t &axis : a.axes) {
    FailureOr<int64_t> normal = normalizeAxis(node, axis, rank);
    if (failed(normal))
      return failure();
    axis = *normal;
  }
  return a;
}

static LogicalResult importSlice(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x)
    return failure();
  FailureOr<SliceArguments> args = readSlice(importer, node, x->getRank());
  if (failed(args))
    return failure();
  Order order;
  Value value = getValue(importer, node, *x, order);
  ArrayRef<int64_t> shape = cast<RankedTensorType>(value.getType()).getShape();
  SmallVector<int64_t> offsets(shape.size(), 0), strides(shape.size(), 1);
  SmallVector<int64_t> sizes(shape);
  for (size_t i = 0; i < args->axes.size(); ++i) {
    int64_t at = llvm::find(order, args->axes[i]) - order.begin();
    int64_t size = shape[at], step = args->steps[i];
    if (step == 0)
      return node.error() << "expected steps that are not zero";
    auto clamp = [&](int64_t v, int64_t low, int64_t high) {
      v += v < 0 && v >= -size ? size : 0;
      return std::min(std::max(v, low), high);
    };
    int64_t start = clamp(args->starts[i], 0, step > 0 ? size : size - 1);
    int64_t end = clamp(args->ends[i], step > 0 ? 0 : -1, size);
    int64_t span = step > 0 ? end - start : start - end;
    int64_t count = span <= 0 ? 0 : (span - 1) / std::abs(step) + 1;
    if (count < 1)
      return node.error() << "an empty slice is not supported";
    offsets[at] = start;
    sizes[at] = count;
    strides[at] = count == 1 ? 1 : step;
  }
  return define(importer, node,
                build<SliceOp>(importer, node, value, offsets, sizes, strides),
                order);
}

static LogicalResult importSplit(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x)
    return failure();
  FailureOr<int64_t> axis =
      normalizeAxis(node, node.getInt("axis", 0), x->getRank());
  auto given = importer.getIntsFrom(node, "split", 1);
  if (failed(axis) || failed(given))
    return failure();
  int64_t size = x->getShape()[*axis], outputs = node.getNumOutputs();
  std::vector<int64_t> parts;
  if (*given) {
    parts = **given;
  } else {
    if (outputs == 0 || size % outputs)
      return node.error() << "expected a size that is a multiple of " << outputs
                          << " outputs, but got " << size;
    parts.assign(outputs, size / outputs);
  }
  int64_t sum = 0;
  for (int64_t part : parts)
    sum += part > 0 && part <= size ? part : size + 1;
  if (sum != size || int64_t(parts.size()) != outputs)
    return node.error() << "expected " << outputs << " positive parts of "
                        << size;
  Order order;
  Value value = getValue(importer, node, *x, order);
  ArrayRef<int64_t> shape = cast<RankedTensorType>(value.getType()).getShape();
  int64_t at = llvm::find(order, *axis) - order.begin();
  SmallVector<int64_t> offsets(shape.size(), 0), strides(shape.size(), 1);
  SmallVector<int64_t> sizes(shape);
  for (int64_t i = 0; i < outputs; ++i) {
    sizes[at] = parts[i];
    Value part = build<SliceOp>(importer, node, value, offsets, sizes, strides);
    if (!part)
      return failure();
    importer.define(node, i, part, order);
    offsets[at] += parts[i];
  }
  return success();
}

static LogicalResult importPad(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x)
    return failure();
  auto pads = importer.getIntsFrom(node, "pads", 1);
  if (failed(pads))
    return failure();
  size_t rank = x->getRank();
  if (!*pads || (*pads)->size() != 2 * rank)
    return node.error() << "expected " << 2 * rank << " pads";
  float constant = node.getFloat("value", 0);
  if (importer.getInput(node, 2)) {
    FailureOr<HostTensor> value = importer.getConstant(node, 2, "value");
    if (failed(value))
      return failure();
    if (value->getNumElements() != 1)
      return node.error() << "expected a value of 1 element";
    constant = float(value->getDouble(0));
  }
  std::string modeName = node.getString("mode", "constant");
  std::optional<PadMode> mode = symbolizePadMode(modeName);
  if (!mode)
    return node.error() << "mode '" << modeName << "' is not supported";
  Order order;
  Value value = getValue(importer, node, *x, order);
  SmallVector<int64_t> low, high;
  for (int64_t dim : order) {
    low.push_back((**pads)[dim]);
    high.push_back((**pads)[rank + dim]);
    for (int64_t pad : {low.back(), high.back()})
      if (pad < 0 || pad > (int64_t(1) << 32))
        return node.error() << "pads that are negative are not supported";
  }
  return define(
      importer, node,
      build<PadOp>(importer, node, *mode, value, low, high, APFloat(constant)),
      order);
}

//===----------------------------------------------------------------------===//
// Shapes
//===----------------------------------------------------------------------===//

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
  return define(
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
  for (int64_t size : old)
    total *= size;
  for (int64_t size : **given) {
    size_t i = shape.size();
    if (size == 0 && !node.getInt("allowzero", 0) && i < old.size())
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
  SmallVector<bool> inserted(rank, false);
  for (int64_t axis : **given) {
    FailureOr<int64_t> normal = normalizeAxis(node, axis, rank);
    if (failed(normal))
      return failure();
    if (inserted[*normal])
      return node.error() << "expected axes that differ";
    inserted[*normal] = true;
  }
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
  return define(importer, node, value, {});
}

/// Element `i` of a dimension, for a constant scalar `i`.
static LogicalResult importGather(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x)
    return failure();
  FailureOr<HostTensor> indices = importer.getConstant(node, 1, "indices");
  FailureOr<int64_t> axis =
      normalizeAxis(node, node.getInt("axis", 0), x->getRank());
  if (failed(indices) || failed(axis))
    return failure();
  if (!indices->getShape().empty())
    return node.error() << "indices that are no scalar are not supported";
  SmallVector<int64_t> shape = x->getShape();
  int64_t index = indices->getInt(0);
  index += index < 0 ? shape[*axis] : 0;
  if (index < 0 || index >= shape[*axis])
    return node.error() << "expected an index below " << shape[*axis]
                        << ", but got " << index;
  Value value = importer.inOnnxOrder(node, *x);
  SmallVector<int64_t> offsets(shape.size(), 0), strides(shape.size(), 1);
  SmallVector<int64_t> sizes(shape);
  offsets[*axis] = index;
  sizes[*axis] = 1;
  value = build<SliceOp>(importer, node, value, offsets, sizes, strides);
  if (!value)
    return failure();
  sizes.erase(sizes.begin() + *axis);
  return define(importer, node, importer.reshape(node.getLoc(), value, sizes),
                {});
}

/// Blocks of pixels to and from channels, spelled out.
static LogicalResult importPixelShuffle(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x)
    return failure();
  int64_t b = node.getInt("blocksize", 0);
  if (x->getRank() != 4 || b < 1)
    return node.error() << "expected an input of rank 4 and a positive "
                           "blocksize";
  SmallVector<int64_t> s = x->getShape();
  bool toSpace = node.getOperator() == "DepthToSpace";
  if (b > s[1] + s[2] || (toSpace ? s[1] % (b * b) : (s[2] % b || s[3] % b)))
    return node.error() << "expected sizes that are multiples of the blocksize";
  Order nhwc = Importer::channelsLast(4);
  Value value = importer.inOrder(node, *x, nhwc);
  SmallVector<int64_t> split, permutation, result;
  if (!toSpace) {
    split = {s[0], s[2] / b, b, s[3] / b, b, s[1]};
    permutation = {0, 1, 3, 2, 4, 5};
    result = {s[0], s[2] / b, s[3] / b, s[1] * b * b};
  } else if (node.getString("mode", "DCR") == "DCR") {
    split = {s[0], s[2], s[3], b, b, s[1] / (b * b)};
    permutation = {0, 1, 3, 2, 4, 5};
    result = {s[0], s[2] * b, s[3] * b, s[1] / (b * b)};
  } else {
    split = {s[0], s[2], s[3], s[1] / (b * b), b, b};
    permutation = {0, 1, 4, 2, 5, 3};
    result = {s[0], s[2] * b, s[3] * b, s[1] / (b * b)};
  }
  value = importer.reshape(node.getLoc(), value, split);
  value = build<TransposeOp>(importer, node, value, permutation);
  if (!value)
    return failure();
  return define(importer, node, importer.reshape(node.getLoc(), value, result),
                nhwc);
}

void onnx_frontend::addMoveHandlers(HandlerMap &handlers) {
  handlers["Concat"] = importConcat;
  handlers["Slice"] = importSlice;
  handlers["Split"] = importSplit;
  handlers["Pad"] = importPad;
  handlers["Transpose"] = importTranspose;
  handlers["Reshape"] = importReshape;
  handlers["Flatten"] = importFlatten;
  handlers["Squeeze"] = importSqueeze;
  handlers["Unsqueeze"] = importUnsqueeze;
  handlers["Expand"] = importExpand;
  handlers["Gather"] = importGather;
  handlers["DepthToSpace"] = importPixelShuffle;
  handlers["SpaceToDepth"] = importPixelShuffle;
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
  handlers["Constant"] = [](Importer &importer, const Node &node) {
    MLIRContext *context = importer.getContext();
    HostTensor result;
    if (const onnx::TensorProto *tensor = node.getTensor("value")) {
      FailureOr<HostTensor> constant = readTensor(*tensor, node.getLoc());
      if (failed(constant))
        return failure();
      result = *constant;
    } else if (node.hasAttr("value_int")) {
      result = HostTensor::fromInts(context, {}, {node.getInt("value_int", 0)});
    } else if (node.hasAttr("value_ints")) {
      std::vector<int64_t> values = node.getInts("value_ints");
      result = HostTensor::fromInts(context, {int64_t(values.size())}, values);
    } else if (node.hasAttr("value_float")) {
      result = HostTensor::fromDoubles(importer.builder().getF32Type(), {},
                                       {node.getFloat("value_float", 0)});
    } else if (node.hasAttr("value_floats")) {
      std::vector<float> values = node.getFloats("value_floats");
      result = HostTensor::fromDoubles(
          importer.builder().getF32Type(), {int64_t(values.size())},
          std::vector<double>(values.begin(), values.end()));
    } else {
      return LogicalResult(node.error()
                           << "constants that are no dense numbers are not "
                              "supported");
    }
    importer.defineConstant(node, 0, result);
    return LogicalResult(success());
  };
}

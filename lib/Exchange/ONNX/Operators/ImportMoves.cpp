//===- ImportMoves.cpp - Moves of ONNX ------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/Exchange/ONNX/Import/Importer.h"
#include "llvm/ADT/STLExtras.h"
#include <numeric>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

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
  return defineOutput(importer, node,
                      build<ConcatOp>(importer, node, parts, stored), order);
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
  if (failed(normalizeAxes(node, a.axes, rank)))
    return failure();
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
  return defineOutput(
      importer, node,
      build<SliceOp>(importer, node, value, offsets, sizes, strides), order);
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
  // From opset 18 on the last part may be smaller.
  bool isUneven = node.hasAttr("num_outputs");
  if (isUneven && node.getInt("num_outputs", 0) != node.getNumOutputs())
    return node.error() << "expected num_outputs to be " << node.getNumOutputs()
                        << ", but got " << node.getInt("num_outputs", 0);
  int64_t size = x->getShape()[*axis], outputs = node.getNumOutputs();
  std::vector<int64_t> parts;
  if (*given) {
    parts = **given;
  } else {
    if (outputs == 0 || (size % outputs && !isUneven))
      return node.error() << "expected a size that is a multiple of " << outputs
                          << " outputs, but got " << size;
    int64_t part = (size + outputs - 1) / outputs;
    parts.assign(outputs, part);
    parts.back() = size - part * (outputs - 1);
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

/// The pads of all dimensions, those before all of them first; from opset 18 on
/// a model may give those of some axes alone.
static FailureOr<SmallVector<int64_t>>
readPads(Importer &importer, const Node &node, int64_t rank) {
  StringRef name = node.getOpset() < 2 ? "paddings" : "pads";
  auto given = importer.getIntsFrom(node, name, 1);
  auto axes = importer.getIntsFrom(node, "axes", 3);
  if (failed(given) || failed(axes))
    return failure();
  std::vector<int64_t> all(rank);
  std::iota(all.begin(), all.end(), 0);
  std::vector<int64_t> dims = axes->value_or(all);
  if (!*given || (*given)->size() != 2 * dims.size())
    return node.error() << "expected " << 2 * dims.size() << " " << name;
  if (failed(normalizeAxes(node, dims, rank)))
    return failure();
  SmallVector<int64_t> pads(2 * rank, 0);
  for (auto [i, dim] : llvm::enumerate(dims)) {
    pads[dim] = (**given)[i];
    pads[rank + dim] = (**given)[dims.size() + i];
  }
  return pads;
}

/// Cuts off what negative pads say, and makes them zero.
static Value cutPads(Importer &importer, const Node &node, Value value,
                     SmallVectorImpl<int64_t> &low,
                     SmallVectorImpl<int64_t> &high) {
  auto type = cast<RankedTensorType>(value.getType());
  SmallVector<int64_t> offsets(low.size(), 0), sizes(type.getShape()),
      strides(low.size(), 1);
  for (size_t i = 0; i < low.size(); ++i) {
    offsets[i] = std::max<int64_t>(-low[i], 0);
    sizes[i] -= offsets[i] + std::max<int64_t>(-high[i], 0);
    low[i] = std::max<int64_t>(low[i], 0);
    high[i] = std::max<int64_t>(high[i], 0);
    if (sizes[i] < 1) {
      node.error() << "expected pads that leave a part of dimension " << i
                   << ", but got an empty tensor";
      return {};
    }
  }
  if (ArrayRef<int64_t>(sizes) == type.getShape())
    return value;
  return build<SliceOp>(importer, node, value, offsets, sizes, strides);
}

/// The number of a constant border, of the type of the elements: an input, or
/// in old opsets an attribute; null for zero.
static FailureOr<TypedAttr> readFill(Importer &importer, const Node &node,
                                     Type element) {
  if (!importer.getInput(node, 2)) {
    float value = node.getFloat("value", 0);
    return value == 0
               ? TypedAttr()
               : HostTensor::fromDoubles(element, {}, {value}).getNumber();
  }
  FailureOr<HostTensor> value = importer.getConstant(node, 2, "value");
  if (failed(value))
    return failure();
  if (value->getNumElements() != 1 || value->getElementType() != element)
    return node.error() << "expected a value of 1 element of type " << element
                        << ", but got " << value->getNumElements()
                        << " of type " << value->getElementType();
  return value->getNumber();
}

static LogicalResult importPad(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x)
    return failure();
  int64_t rank = x->getRank();
  FailureOr<SmallVector<int64_t>> pads = readPads(importer, node, rank);
  if (failed(pads))
    return failure();
  FailureOr<TypedAttr> fill = readFill(importer, node, x->getElementType());
  if (failed(fill))
    return failure();
  std::string modeName = node.getString("mode", "constant");
  std::optional<PadMode> mode = symbolizePadMode(modeName);
  if (!mode)
    return node.error() << "mode '" << modeName << "' is not supported";
  Order order;
  Value value = getValue(importer, node, *x, order);
  SmallVector<int64_t> low, high;
  for (int64_t dim : order) {
    low.push_back((*pads)[dim]);
    high.push_back((*pads)[rank + dim]);
    for (int64_t pad : {low.back(), high.back()})
      if (std::abs(pad / 2) > (int64_t(1) << 31))
        return node.error() << "expected pads of at most 2^32, but got " << pad;
  }
  value = cutPads(importer, node, value, low, high);
  if (!value)
    return failure();
  return defineOutput(
      importer, node,
      build<PadOp>(importer, node, *mode, value, low, high,
                   *mode == PadMode::constant ? *fill : TypedAttr()),
      order);
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
  std::string mode = toSpace ? node.getString("mode", "DCR") : "DCR";
  if (mode != "DCR" && mode != "CRD")
    return node.error() << "mode '" << mode << "' is not supported";
  if (b > s[1] + s[2] || (toSpace ? s[1] % (b * b) : (s[2] % b || s[3] % b)))
    return node.error() << "expected sizes that are multiples of the blocksize";
  Order nhwc = Importer::channelsLast(4);
  Value value = importer.inOrder(node, *x, nhwc);
  SmallVector<int64_t> split, permutation, result;
  if (!toSpace) {
    split = {s[0], s[2] / b, b, s[3] / b, b, s[1]};
    permutation = {0, 1, 3, 2, 4, 5};
    result = {s[0], s[2] / b, s[3] / b, s[1] * b * b};
  } else if (mode == "DCR") {
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
  return defineOutput(importer, node,
                      importer.reshape(node.getLoc(), value, result), nhwc);
}

void onnx_frontend::addMoveHandlers(HandlerMap &handlers) {
  handlers["Concat"] = importConcat;
  handlers["Slice"] = importSlice;
  handlers["Split"] = importSplit;
  handlers["Pad"] = importPad;
  handlers["DepthToSpace"] = importPixelShuffle;
  handlers["SpaceToDepth"] = importPixelShuffle;
}

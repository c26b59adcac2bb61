//===- Fold.cpp - Shape computations of ONNX models -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Importer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include <cmath>
#include <cstring>
#include <onnx/onnx_pb.h>

using namespace mlir;
using namespace tenon;
using namespace tenon::onnx_frontend;

using Inputs = ArrayRef<const HostTensor *>;
using Results = std::vector<HostTensor>;

static constexpr llvm::StringLiteral kFolded[] = {
    "Add",   "Cast",  "Concat", "ConstantOfShape", "Div", "Gather",   "Mul",
    "Range", "Slice", "Split",  "Squeeze",         "Sub", "Unsqueeze"};

/// More elements than any shape computation has: weights, which stay as they
/// are.
static constexpr int64_t kMostElements = 4096;

ArrayRef<llvm::StringLiteral> tenon::onnx_frontend::getFoldedOperators() {
  return kFolded;
}

/// The sum, difference, product or quotient that an operator computes; integers
/// wrap around, and a quotient by zero is zero.
static double compute(StringRef op, double x, double y) {
  if (op == "Add")
    return x + y;
  if (op == "Sub")
    return x - y;
  return op == "Mul" ? x * y : x / y;
}

static int64_t compute(StringRef op, int64_t x, int64_t y) {
  if (op == "Add")
    return int64_t(uint64_t(x) + uint64_t(y));
  if (op == "Sub")
    return int64_t(uint64_t(x) - uint64_t(y));
  if (op == "Mul")
    return int64_t(uint64_t(x) * uint64_t(y));
  if (y == 0)
    return 0;
  // The least number has no negative.
  return y == -1 ? int64_t(-uint64_t(x)) : x / y;
}

/// The shape of a tensor of this shape and one of a single element, whose rank
/// counts, too.
static SmallVector<int64_t> widen(ArrayRef<int64_t> shape, int64_t rank) {
  SmallVector<int64_t> result(shape);
  while (int64_t(result.size()) < rank)
    result.insert(result.begin(), 1);
  return result;
}

/// Element-wise on equal shapes, or with a single element on one side. Only of
/// floats and of integers with 64 bits and a sign; the interpreter knows
/// others.
static Results foldBinary(const Node &node, Inputs inputs) {
  const HostTensor &a = *inputs[0], &b = *inputs[1];
  int64_t n = a.getNumElements(), m = b.getNumElements();
  Type type = a.getElementType();
  // Operands of old opsets may be aligned at an axis.
  if (type != b.getElementType() || node.hasAttr("axis") ||
      (n != 1 && m != 1 && a.getShape() != b.getShape()))
    return {};
  SmallVector<int64_t> shape = widen(n == 1 ? b.getShape() : a.getShape(),
                                     std::max(a.getRank(), b.getRank()));
  size_t count = n == 1 ? m : n;
  auto at = [](int64_t size, size_t i) { return size == 1 ? 0 : int64_t(i); };
  if (isa<FloatType>(type)) {
    std::vector<double> values(count);
    for (size_t i = 0; i < count; ++i)
      values[i] = compute(node.getOperator(), a.getDouble(at(n, i)),
                          b.getDouble(at(m, i)));
    return {HostTensor::fromDoubles(type, shape, values)};
  }
  if (!type.isSignlessInteger(64))
    return {};
  std::vector<int64_t> values(count);
  for (size_t i = 0; i < count; ++i)
    values[i] =
        compute(node.getOperator(), a.getInt(at(n, i)), b.getInt(at(m, i)));
  return {HostTensor::fromInts(type.getContext(), shape, values)};
}

/// Picks elements of a tensor of one dimension, whatever they are.
static HostTensor pick(const HostTensor &x, ArrayRef<int64_t> indices) {
  HostTensor result =
      HostTensor::zeros(x.getElementType(), {int64_t(indices.size())});
  unsigned size = HostTensor::getElementBytes(x.getElementType());
  for (auto [to, from] : llvm::enumerate(indices))
    std::memcpy(result.getMutableBytes() + to * size,
                x.getBytes().data() + from * size, size);
  return result;
}

/// Whether the axis of a tensor of one dimension is that dimension.
static bool hasOnlyAxis(const Node &node) {
  int64_t axis = node.getInt("axis", 0);
  return axis == 0 || axis == -1;
}

static Results foldGather(const Node &node, Inputs inputs) {
  const HostTensor &x = *inputs[0], &indices = *inputs[1];
  if (x.getShape().size() != 1 || !hasOnlyAxis(node) || !indices.isInteger())
    return {};
  std::vector<int64_t> picked = indices.getInts();
  for (int64_t &i : picked) {
    i += i < 0 ? x.getNumElements() : 0;
    if (i < 0 || i >= x.getNumElements())
      return {};
  }
  return {pick(x, picked).reshape(indices.getShape())};
}

static Results foldConcat(const Node &node, Inputs inputs) {
  Type type = inputs[0]->getElementType();
  int64_t size = 0;
  if (!hasOnlyAxis(node))
    return {};
  for (const HostTensor *x : inputs) {
    if (x->getShape().size() != 1 || x->getElementType() != type)
      return {};
    size += x->getNumElements();
  }
  HostTensor result = HostTensor::zeros(type, {size});
  char *to = result.getMutableBytes();
  for (const HostTensor *x : inputs)
    to = llvm::copy(x->getBytes(), to);
  return {result};
}

/// One-dimensional slices, from attributes or inputs.
static Results foldSlice(const Node &node, Inputs inputs) {
  const HostTensor &x = *inputs[0];
  bool isOld = node.getOpset() < 10;
  if (x.getShape().size() != 1 || (!isOld && inputs.size() < 3))
    return {};
  auto starts = isOld ? node.getInts("starts") : inputs[1]->getInts();
  auto ends = isOld ? node.getInts("ends") : inputs[2]->getInts();
  int64_t step = !isOld && inputs.size() > 4 && inputs[4] &&
                         inputs[4]->getNumElements() == 1
                     ? inputs[4]->getInt(0)
                     : 1;
  int64_t size = x.getNumElements();
  std::vector<int64_t> axes = {0};
  if (isOld)
    axes = node.getInts("axes", axes);
  else if (inputs.size() > 3 && inputs[3])
    axes = inputs[3]->getInts();
  if (starts.size() != 1 || ends.size() != 1 || step == 0 || axes.size() != 1 ||
      (axes[0] != 0 && axes[0] != -1))
    return {};
  // A longer step takes the first element only, too.
  step = std::min(std::max(step, -size - 1), size + 1);
  auto clamp = [&](int64_t v, int64_t low, int64_t high) {
    v += v < 0 && v >= -size ? size : 0;
    return std::min(std::max(v, low), high);
  };
  std::vector<int64_t> indices;
  if (step > 0)
    for (int64_t i = clamp(starts[0], 0, size), e = clamp(ends[0], 0, size);
         i < e; i += step)
      indices.push_back(i);
  else
    for (int64_t i = clamp(starts[0], 0, size - 1),
                 e = clamp(ends[0], -1, size);
         i > e; i += step)
      indices.push_back(i);
  return {pick(x, indices)};
}

static Results foldSplit(const Node &node, Inputs inputs) {
  const HostTensor &x = *inputs[0];
  int64_t outputs = node.getNumOutputs();
  if (x.getShape().size() != 1 || outputs == 0 || !hasOnlyAxis(node) ||
      node.getInt("num_outputs", outputs) != outputs)
    return {};
  std::vector<int64_t> parts = node.getInts("split");
  if (inputs.size() > 1 && inputs[1])
    parts = inputs[1]->getInts();
  if (parts.empty())
    parts.assign(outputs, x.getNumElements() / outputs);
  Results results;
  int64_t at = 0;
  for (int64_t part : parts) {
    if (part < 0 || part > x.getNumElements() - at)
      return {};
    results.push_back(pick(x, llvm::to_vector(llvm::seq(at, at + part))));
    at += part;
  }
  if (at != x.getNumElements() || int64_t(results.size()) != outputs)
    return {};
  return results;
}

/// Conversions between floats, and of integers with 64 bits to and from floats;
/// the interpreter knows others.
static Results foldCast(const Node &node, Inputs inputs, MLIRContext *context) {
  Type to = getElementType(context, node.getInt("to", 0));
  const HostTensor &x = *inputs[0];
  auto isKnown = [](Type type) {
    return isa<FloatType>(type) || type.isSignlessInteger(64);
  };
  if (!to || !isKnown(to) || !isKnown(x.getElementType()))
    return {};
  if (to.isInteger())
    return {HostTensor::fromInts(context, x.getShape(), x.getInts())};
  return {HostTensor::fromDoubles(to, x.getShape(), x.getDoubles())};
}

static Results foldConstantOfShape(const Node &node, Inputs inputs,
                                   MLIRContext *context) {
  std::vector<int64_t> shape = inputs[0]->getInts();
  std::optional<int64_t> count = HostTensor::countElements(shape);
  if (!count || *count > kMostElements)
    return {};
  HostTensor value = HostTensor::zeros(Float32Type::get(context), {});
  if (const onnx::TensorProto *tensor = node.getTensor("value")) {
    FailureOr<HostTensor> given = readTensor(*tensor, node.getLoc());
    if (failed(given) || given->getNumElements() != 1)
      return {};
    value = *given;
  }
  return {value.splat(shape)};
}

/// The number of steps from `start` to `limit`; nothing if there are too many.
static std::optional<int64_t> countSteps(double start, double limit,
                                         double delta) {
  double count = std::ceil((limit - start) / delta);
  if (!(count <= double(kMostMadeElements)))
    return std::nullopt;
  return int64_t(std::max(count, 0.0));
}

static std::optional<int64_t> countSteps(int64_t start, int64_t limit,
                                         int64_t delta) {
  if (delta == 0)
    return std::nullopt;
  __int128 span = __int128(limit) - start, step = delta;
  if (step < 0)
    span = -span, step = -step;
  __int128 count = span <= 0 ? 0 : (span - 1) / step + 1;
  if (count > kMostMadeElements)
    return std::nullopt;
  return int64_t(count);
}

/// Numbers of one type at equal distances.
static Results foldRange(Inputs inputs) {
  Type type = inputs[0]->getElementType();
  auto isNumber = [&](const HostTensor *x) {
    return x->getElementType() == type && x->getNumElements() == 1;
  };
  if (inputs.size() != 3 || !llvm::all_of(inputs, isNumber) ||
      type.isInteger(1) || type.isUnsignedInteger(64))
    return {};
  if (isa<FloatType>(type)) {
    double start = inputs[0]->getDouble(0), delta = inputs[2]->getDouble(0);
    auto count = countSteps(start, inputs[1]->getDouble(0), delta);
    if (!count)
      return {};
    std::vector<double> values;
    for (int64_t i = 0; i < *count; ++i)
      values.push_back(start + double(i) * delta);
    return {HostTensor::fromDoubles(type, {*count}, values)};
  }
  int64_t start = inputs[0]->getInt(0), delta = inputs[2]->getInt(0);
  auto count = countSteps(start, inputs[1]->getInt(0), delta);
  if (!count)
    return {};
  HostTensor result = HostTensor::zeros(type, {*count});
  for (int64_t i = 0; i < *count; ++i)
    result.setInt(i, int64_t(uint64_t(start) + uint64_t(i) * uint64_t(delta)));
  return {result};
}

/// Squeeze and Unsqueeze of scalars and vectors of one element.
static Results foldRank(const Node &node, Inputs inputs) {
  const HostTensor &x = *inputs[0];
  if (x.getShape().size() > 1)
    return {};
  std::vector<int64_t> axes =
      inputs.size() > 1 ? inputs[1]->getInts() : node.getInts("axes");
  bool isFirst = axes.size() == 1 && (axes[0] == 0 || axes[0] == -1);
  if (node.getOperator() == "Unsqueeze" && x.getShape().empty() && isFirst)
    return {x.reshape({1})};
  if (node.getOperator() == "Squeeze" && x.getRank() == 1 &&
      x.getNumElements() == 1 && isFirst)
    return {x.reshape({})};
  return {};
}

/// How many inputs an operator has at most.
static size_t countInputs(StringRef op, size_t given) {
  return llvm::StringSwitch<size_t>(op)
      .Cases({"Cast", "ConstantOfShape"}, 1)
      .Case("Range", 3)
      .Case("Slice", 5)
      .Case("Concat", given)
      .Default(2);
}

static Results fold(const Node &node, Inputs inputs, MLIRContext *context) {
  StringRef op = node.getOperator();
  bool isBinary = op == "Add" || op == "Sub" || op == "Mul" || op == "Div";
  if (inputs.size() < 2 && (isBinary || op == "Gather"))
    return {};
  if (isBinary)
    return foldBinary(node, inputs);
  if (op == "Gather")
    return foldGather(node, inputs);
  if (op == "Concat")
    return foldConcat(node, inputs);
  if (op == "Slice")
    return foldSlice(node, inputs);
  if (op == "Split")
    return foldSplit(node, inputs);
  if (op == "Cast")
    return foldCast(node, inputs, context);
  if (op == "ConstantOfShape")
    return foldConstantOfShape(node, inputs, context);
  if (op == "Range")
    return foldRange(inputs);
  return foldRank(node, inputs);
}

std::vector<HostTensor> tenon::onnx_frontend::foldNode(const Node &node,
                                                       Inputs inputs,
                                                       MLIRContext *context) {
  StringRef op = node.getOperator();
  if (inputs.empty() || !inputs[0] || !llvm::is_contained(kFolded, op) ||
      inputs.size() > countInputs(op, inputs.size()))
    return {};
  for (auto [i, input] : llvm::enumerate(inputs)) {
    // Only axes and steps of slices and sizes of splits may be left out.
    bool mayMiss = op == "Split" || (op == "Slice" && i > 2);
    if (input ? input->getNumElements() > kMostElements : !mayMiss)
      return {};
  }
  Results results = fold(node, inputs, context);
  if (!results.empty())
    node.ignoreInputs(0);
  return results;
}

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

/// Element-wise on equal shapes, or with a single element on one side.
static Results foldBinary(const Node &node, Inputs inputs) {
  const HostTensor &a = *inputs[0], &b = *inputs[1];
  int64_t n = a.getNumElements(), m = b.getNumElements();
  if (a.getElementType() != b.getElementType() ||
      (n != 1 && m != 1 && a.getShape() != b.getShape()))
    return {};
  const HostTensor &larger =
      n > m || (n == m && a.getShape().size() >= b.getShape().size()) ? a : b;
  size_t count = std::max(n, m);
  auto at = [](int64_t size, size_t i) { return size == 1 ? 0 : int64_t(i); };
  if (!a.isInteger()) {
    std::vector<double> values(count);
    for (size_t i = 0; i < count; ++i)
      values[i] = compute(node.getOperator(), a.getDouble(at(n, i)),
                          b.getDouble(at(m, i)));
    return {
        HostTensor::fromDoubles(a.getElementType(), larger.getShape(), values)};
  }
  if (!a.getElementType().isInteger(64))
    return {};
  std::vector<int64_t> values(count);
  for (size_t i = 0; i < count; ++i)
    values[i] =
        compute(node.getOperator(), a.getInt(at(n, i)), b.getInt(at(m, i)));
  return {HostTensor::fromInts(a.getElementType().getContext(),
                               larger.getShape(), values)};
}

/// Picks elements of a tensor of one dimension.
static HostTensor pick(const HostTensor &x, ArrayRef<int64_t> indices) {
  if (x.getElementType().isInteger(64)) {
    std::vector<int64_t> values;
    for (int64_t i : indices)
      values.push_back(x.getInt(i));
    return HostTensor::fromInts(x.getElementType().getContext(),
                                {int64_t(values.size())}, values);
  }
  std::vector<double> values;
  for (int64_t i : indices)
    values.push_back(x.getDouble(i));
  return HostTensor::fromDoubles(x.getElementType(), {int64_t(values.size())},
                                 values);
}

static Results foldGather(Inputs inputs) {
  const HostTensor &x = *inputs[0], &indices = *inputs[1];
  if (x.getShape().size() != 1)
    return {};
  std::vector<int64_t> picked = indices.getInts();
  for (int64_t &i : picked) {
    i += i < 0 ? x.getNumElements() : 0;
    if (i < 0 || i >= x.getNumElements())
      return {};
  }
  return {pick(x, picked).reshape(indices.getShape())};
}

static Results foldConcat(const Node &node, Inputs inputs,
                          MLIRContext *context) {
  std::vector<double> values;
  std::vector<int64_t> integers;
  Type type = inputs[0]->getElementType();
  for (const HostTensor *x : inputs) {
    if (x->getShape().size() != 1 || x->getElementType() != type)
      return {};
    for (int64_t i = 0, e = x->getNumElements(); i < e; ++i) {
      values.push_back(x->getDouble(i));
      integers.push_back(x->isInteger() ? x->getInt(i) : 0);
    }
  }
  int64_t size = values.size();
  if (type.isInteger(64))
    return {HostTensor::fromInts(context, {size}, integers)};
  return {HostTensor::fromDoubles(type, {size}, values)};
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
  if (starts.size() != 1 || ends.size() != 1 || step == 0)
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
  if (x.getShape().size() != 1 || node.getNumOutputs() == 0)
    return {};
  std::vector<int64_t> parts = node.getInts("split");
  if (inputs.size() > 1 && inputs[1])
    parts = inputs[1]->getInts();
  if (parts.empty())
    parts.assign(node.getNumOutputs(),
                 x.getNumElements() / node.getNumOutputs());
  Results results;
  int64_t at = 0;
  for (int64_t part : parts) {
    if (part < 0 || part > x.getNumElements() - at)
      return {};
    results.push_back(pick(x, llvm::to_vector(llvm::seq(at, at + part))));
    at += part;
  }
  if (at != x.getNumElements() || results.size() != node.getNumOutputs())
    return {};
  return results;
}

static Results foldCast(const Node &node, Inputs inputs, MLIRContext *context) {
  Type to = getElementType(context, node.getInt("to", 0));
  const HostTensor &x = *inputs[0];
  if (!to)
    return {};
  if (to.isInteger(64))
    return {HostTensor::fromInts(context, x.getShape(), x.getInts())};
  return {HostTensor::fromDoubles(to, x.getShape(), x.getDoubles())};
}

static Results foldConstantOfShape(const Node &node, Inputs inputs,
                                   MLIRContext *context) {
  std::vector<int64_t> shape = inputs[0]->getInts();
  int64_t n = 1;
  for (int64_t size : shape)
    if (size < 0 || __builtin_mul_overflow(n, size, &n) || n > kMostElements)
      return {};
  HostTensor value =
      HostTensor::fromDoubles(Float32Type::get(context), {}, {0});
  if (const onnx::TensorProto *tensor = node.getTensor("value")) {
    FailureOr<HostTensor> given = readTensor(*tensor, node.getLoc());
    if (failed(given) || given->getNumElements() != 1)
      return {};
    value = *given;
  }
  return {HostTensor::fromDoubles(value.getElementType(), shape,
                                  std::vector<double>(n, value.getDouble(0)))};
}

/// Numbers of one type at equal distances.
static Results foldRange(Inputs inputs) {
  auto isNumber = [&](const HostTensor *x) {
    return x->getElementType() == inputs[0]->getElementType() &&
           !x->getElementType().isInteger(1) && x->getNumElements() == 1;
  };
  if (inputs.size() != 3 || !llvm::all_of(inputs, isNumber))
    return {};
  double start = inputs[0]->getDouble(0), limit = inputs[1]->getDouble(0);
  double delta = inputs[2]->getDouble(0);
  double count = std::ceil((limit - start) / delta);
  // Shapes are far below the integers that doubles do not have.
  if (!(count <= double(kMostElements)) || std::abs(start) > 0x1p52)
    return {};
  std::vector<double> values;
  for (int64_t i = 0; double(i) < count; ++i)
    values.push_back(start + double(i) * delta);
  return {HostTensor::fromDoubles(inputs[0]->getElementType(),
                                  {int64_t(values.size())}, values)};
}

/// Squeeze and Unsqueeze of scalars and vectors of one element.
static Results foldRank(const Node &node, Inputs inputs) {
  const HostTensor &x = *inputs[0];
  if (x.getShape().size() > 1)
    return {};
  bool hasOneAxis = (inputs.size() > 1 ? inputs[1]->getNumElements()
                                       : node.getInts("axes").size()) == 1;
  if (node.getOperator() == "Unsqueeze" && x.getShape().empty() && hasOneAxis)
    return {x.reshape({1})};
  if (node.getOperator() == "Squeeze" && x.getNumElements() == 1)
    return {x.reshape({})};
  return {};
}

std::vector<HostTensor> tenon::onnx_frontend::foldNode(const Node &node,
                                                       Inputs inputs,
                                                       MLIRContext *context) {
  if (inputs.empty() || !llvm::is_contained(kFolded, node.getOperator()))
    return {};
  StringRef op = node.getOperator();
  for (auto [i, input] : llvm::enumerate(inputs)) {
    // Only axes and steps of slices and sizes of splits may be left out.
    bool mayMiss = op == "Split" || (op == "Slice" && i > 2);
    if (input ? input->getNumElements() > kMostElements : !mayMiss)
      return {};
  }
  bool isBinary = op == "Add" || op == "Sub" || op == "Mul" || op == "Div";
  if (!inputs[0])
    return {};
  if (inputs.size() < 2 && (isBinary || op == "Gather"))
    return {};
  if (isBinary)
    return foldBinary(node, inputs);
  if (op == "Gather")
    return foldGather(inputs);
  if (op == "Concat")
    return foldConcat(node, inputs, context);
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

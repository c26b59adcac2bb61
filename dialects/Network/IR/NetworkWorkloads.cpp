//===- NetworkWorkloads.cpp - Loop nests of the nn operations -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Inference/InferenceDetail.h"
#include "dialects/Network/IR/Network.h"
#include "dialects/Network/IR/NetworkDetail.h"
#include "mlir/Dialect/Quant/IR/QuantTypes.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using nn::impl::getRegion;
using nn::impl::getShape;
using nn::impl::makeWorkload;
using nn::impl::product;

TensorRegion nn::impl::getRegion(Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  Type element = type.getElementType();
  if (auto quantized = dyn_cast<quant::QuantizedType>(element))
    element = IntegerType::get(type.getContext(),
                               quantized.getStorageTypeIntegralWidth());
  return TensorRegion::dense(type.getShape(), element, isParameter(value));
}

int64_t nn::impl::product(ArrayRef<int64_t> sizes) {
  int64_t n = 1;
  for (int64_t size : sizes)
    n *= size;
  return n;
}

Workload nn::impl::makeWorkload(Operation *op, WorkloadKind kind) {
  Workload w;
  w.kind = kind;
  for (Value operand : op->getOperands())
    w.reads.push_back(getRegion(operand));
  for (Value result : op->getResults())
    w.writes.push_back(getRegion(result));
  return w;
}

/// A sweep over every element of `value`, with its last dimension in lanes.
static VectorSweep sweepOver(Value value, StringRef function,
                             ArrayRef<int32_t> inputs) {
  ArrayRef<int64_t> shape = getShape(value);
  VectorSweep sweep;
  sweep.function = function.str();
  sweep.channels = shape.empty() ? 1 : shape.back();
  sweep.pixels = shape.empty() ? 1 : product(shape.drop_back());
  sweep.inputs.assign(inputs.begin(), inputs.end());
  return sweep;
}

/// A sweep that combines what lies along `axes` of `value`.
static VectorSweep sweepAlong(Value value, ArrayRef<int64_t> axes,
                              StringRef function, int32_t input) {
  ArrayRef<int64_t> shape = getShape(value);
  VectorSweep sweep;
  sweep.function = function.str();
  sweep.inputs = {input};
  for (auto [axis, size] : llvm::enumerate(shape)) {
    bool isCombined = llvm::is_contained(axes, int64_t(axis));
    if (axis + 1 == shape.size()) {
      sweep.channels = size;
      sweep.acrossLanes = isCombined;
    } else {
      (isCombined ? sweep.taps : sweep.pixels) *= size;
    }
  }
  return sweep;
}

/// Returns a sweep over each result of the last sweep so far.
static VectorSweep sweepResults(const Workload &w, StringRef function) {
  VectorSweep sweep = w.sweeps.back();
  sweep.function = function.str();
  sweep.inputs = {getSweepResult(w.sweeps.size() - 1)};
  sweep.channels = sweep.acrossLanes ? 1 : sweep.channels;
  sweep.taps = 1;
  sweep.acrossLanes = false;
  return sweep;
}

/// The result of the last sweep so far.
static int32_t getLast(const Workload &w) {
  return getSweepResult(w.sweeps.size() - 1);
}

Workload nn::impl::getElementwiseWorkload(Operation *op, StringRef function) {
  Workload w = makeWorkload(op, WorkloadKind::Vector);
  SmallVector<int32_t> operands =
      llvm::to_vector(llvm::seq<int32_t>(0, op->getNumOperands()));
  w.sweeps.push_back(sweepOver(op->getResult(0), function, operands));
  return w;
}

Workload ParameterOp::getWorkload() { return {}; }
Workload ConstantOp::getWorkload() { return {}; }
// Tensors are dense in memory, so a reshape moves nothing.
Workload ReshapeOp::getWorkload() { return {}; }

/// Images, window, strides and pads of a convolution or a pooling.
template <typename OpTy>
static void setWindow(Workload &w, OpTy op, int64_t kernelHeight,
                      int64_t kernelWidth, ArrayRef<int64_t> dilations) {
  ArrayRef<int64_t> input = op.getInput().getType().getShape();
  ArrayRef<int64_t> result = op.getType().getShape();
  w.batch = input[0];
  w.inHeight = input[1];
  w.inWidth = input[2];
  w.inChannels = input[3];
  w.outHeight = result[1];
  w.outWidth = result[2];
  w.outChannels = result[3];
  w.kernelHeight = kernelHeight;
  w.kernelWidth = kernelWidth;
  w.strideHeight = op.getStrides()[0];
  w.strideWidth = op.getStrides()[1];
  w.dilationHeight = dilations[0];
  w.dilationWidth = dilations[1];
  w.padTop = op.getPads()[0];
  w.padBottom = op.getPads()[1];
  w.padLeft = op.getPads()[2];
  w.padRight = op.getPads()[3];
}

/// The loops of a convolution, straight or transposed.
template <typename OpTy>
static Workload getConvolutionWorkload(OpTy op, WorkloadKind kind) {
  Workload w = makeWorkload(op, kind);
  ArrayRef<int64_t> filter = op.getFilter().getType().getShape();
  setWindow(w, op, filter[1], filter[2], op.getDilations());
  w.groups = op.getGroups();
  if (std::optional<ActivationAttr> activation = op.getActivation())
    w.activation = activation->getElementaryFunction();
  return w;
}

Workload Conv2DOp::getWorkload() {
  return getConvolutionWorkload(*this, WorkloadKind::Convolution);
}

Workload ConvTranspose2DOp::getWorkload() {
  return getConvolutionWorkload(*this, WorkloadKind::TransposedConvolution);
}

Workload FullyConnectedOp::getWorkload() {
  Workload w = makeWorkload(*this, WorkloadKind::Matmul);
  ArrayRef<int64_t> input = getInput().getType().getShape();
  w.inChannels = input.back();
  w.outChannels = getWeight().getType().getDimSize(0);
  w.inWidth = w.outWidth = product(input.drop_back());
  w.hasWeightRows = true;
  if (std::optional<ActivationAttr> activation = getActivation())
    w.activation = activation->getElementaryFunction();
  return w;
}

Workload MatMulOp::getWorkload() {
  Workload w = makeWorkload(*this, WorkloadKind::Matmul);
  ArrayRef<int64_t> result = getType().getShape();
  w.batch = product(result.drop_back(2));
  w.inWidth = w.outWidth = result[result.size() - 2];
  w.outChannels = result.back();
  w.inChannels = getLhs().getType().getShape().back();
  return w;
}

Workload CompareOp::getWorkload() {
  return nn::impl::getElementwiseWorkload(*this, "max");
}
Workload SelectOp::getWorkload() {
  // Each side where it is chosen, and both together.
  Workload w = makeWorkload(*this, WorkloadKind::Vector);
  w.sweeps.push_back(sweepOver(getResult(), "max", {0, 1}));
  w.sweeps.push_back(sweepOver(getResult(), "max", {0, 2}));
  w.sweeps.push_back(
      sweepOver(getResult(), "max", {getSweepResult(0), getSweepResult(1)}));
  return w;
}
Workload CastOp::getWorkload() {
  return nn::impl::getElementwiseWorkload(*this, "add");
}
Workload ActivationOp::getWorkload() {
  return nn::impl::getElementwiseWorkload(
      *this, getActivation().getElementaryFunction());
}

Workload BatchNormOp::getWorkload() {
  // The four parameters fold into a scale and an offset before deployment.
  Workload w = nn::impl::getElementwiseWorkload(*this, "mul");
  w.sweeps.front().inputs = {0, 1};
  w.sweeps.push_back(sweepOver(getResult(), "add", {getLast(w), 2}));
  w.reads.truncate(3);
  return w;
}

/// How work can be cut that combines what lies along `axes` of a tensor of
/// `rank` dimensions: channels are the last one, and pixels follow each other
/// if only the last dimensions are combined.
static VectorCut getCut(ArrayRef<int64_t> axes, int64_t rank) {
  bool hasChannels = llvm::is_contained(axes, rank - 1);
  bool isTail = true;
  int64_t next = hasChannels ? rank - 1 : rank - 2;
  for (size_t i = 0; i != axes.size(); ++i, --next)
    isTail &= llvm::is_contained(axes, next);
  if (isTail)
    return VectorCut::Pixels;
  return hasChannels ? VectorCut::None : VectorCut::Channels;
}

/// As above, where the result has all elements: pixels stay apart only if
/// nothing but channels is combined.
static VectorCut getFullCut(ArrayRef<int64_t> axes, int64_t rank) {
  if (axes.size() == 1 && axes.front() == rank - 1)
    return VectorCut::Pixels;
  return llvm::is_contained(axes, rank - 1) ? VectorCut::None
                                            : VectorCut::Channels;
}

Workload NormalizeOp::getWorkload() {
  Workload w = makeWorkload(*this, WorkloadKind::Vector);
  w.cut = getFullCut(getAxes(), getType().getRank());
  // The mean, what is left without it, the sum of its squares and its root;
  // then a factor, and a scale and an offset an element. A sweep reads two
  // tensors at most.
  int32_t centered = getSweepResult(1);
  w.sweeps.push_back(sweepAlong(getInput(), getAxes(), "add", 0));
  w.sweeps.push_back(sweepOver(getInput(), "add", {0, getLast(w)}));
  w.sweeps.push_back(sweepAlong(getInput(), getAxes(), "mul", centered));
  w.sweeps.push_back(sweepResults(w, "rsqrt"));
  w.sweeps.push_back(sweepOver(getInput(), "mul", {centered, getLast(w)}));
  int32_t operand = 1;
  if (getScale())
    w.sweeps.push_back(sweepOver(getInput(), "mul", {getLast(w), operand++}));
  if (getOffset())
    w.sweeps.push_back(sweepOver(getInput(), "add", {getLast(w), operand}));
  return w;
}

/// A window of `taps` around each element of the result.
static Workload getWindowWorkload(Operation *op, StringRef function,
                                  int64_t taps) {
  Workload w = nn::impl::getElementwiseWorkload(op, function);
  w.sweeps.front().taps = taps;
  return w;
}

/// A pooling, with the window that tiles overlap by.
template <typename OpTy>
static Workload getPoolWorkload(OpTy op, StringRef function,
                                ArrayRef<int64_t> dilations) {
  Workload w = getWindowWorkload(op, function, product(op.getKernel()));
  setWindow(w, op, op.getKernel()[0], op.getKernel()[1], dilations);
  w.cut = VectorCut::Channels;
  return w;
}

Workload MaxPool2DOp::getWorkload() {
  return getPoolWorkload(*this, "max", getDilations());
}
Workload AvgPool2DOp::getWorkload() {
  Workload w = getPoolWorkload(*this, "add", {1, 1});
  w.sweeps.push_back(sweepOver(getResult(), "mul", {getLast(w)}));
  return w;
}
Workload ResizeOp::getWorkload() {
  int64_t taps = getMode() == ResizeMode::cubic    ? 16
                 : getMode() == ResizeMode::linear ? 4
                                                   : 1;
  Workload w = getWindowWorkload(*this, "mul", taps);
  ArrayRef<int64_t> input = getInput().getType().getShape();
  ArrayRef<int64_t> result = getType().getShape();
  w.cut = VectorCut::Channels;
  if (input.size() != 4)
    return w;
  // Rows follow from the sizes only if the scale does.
  if (!getScales().empty() &&
      std::abs(double(input[1]) - double(result[1]) / getScales()[0]) >= 1)
    return w;
  w.batch = input[0];
  w.inHeight = input[1];
  w.inWidth = input[2];
  w.outHeight = result[1];
  w.outWidth = result[2];
  w.inChannels = w.outChannels = result[3];
  // A tap more than the kernel reaches, for corners and rounding.
  w.rowMargin = taps == 16 ? 3 : 2;
  return w;
}

Workload ReduceOp::getWorkload() {
  Workload w = makeWorkload(*this, WorkloadKind::Vector);
  ArrayRef<int64_t> shape = getInput().getType().getShape();
  StringRef function = "add";
  switch (getKind()) {
  case ReduceKind::max:
    function = "max";
    break;
  case ReduceKind::min:
    function = "min";
    break;
  case ReduceKind::prod:
    function = "mul";
    break;
  case ReduceKind::sum_square:
  case ReduceKind::l2:
    w.sweeps.push_back(sweepOver(getInput(), "mul", {0}));
    break;
  case ReduceKind::l1:
    w.sweeps.push_back(sweepOver(getInput(), "max", {0}));
    break;
  case ReduceKind::log_sum_exp: // No exp of what it takes beyond all numbers.
    w.sweeps.push_back(sweepAlong(getInput(), getAxes(), "max", 0));
    w.sweeps.push_back(sweepOver(getInput(), "exp", {0, getLast(w)}));
    break;
  default:
    break;
  }
  w.cut = getCut(getAxes(), shape.size());
  w.sweeps.push_back(sweepAlong(getInput(), getAxes(), function,
                                w.sweeps.empty() ? 0 : getLast(w)));
  switch (getKind()) {
  case ReduceKind::mean:
    w.sweeps.push_back(sweepOver(getResult(), "mul", getLast(w)));
    break;
  case ReduceKind::l2:
    w.sweeps.push_back(sweepOver(getResult(), "sqrt", getLast(w)));
    break;
  case ReduceKind::log_sum:
    w.sweeps.push_back(sweepOver(getResult(), "log", getLast(w)));
    break;
  case ReduceKind::log_sum_exp:
    w.sweeps.push_back(sweepOver(getResult(), "log", getLast(w)));
    w.sweeps.push_back(
        sweepOver(getResult(), "add", {getLast(w), getSweepResult(0)}));
    break;
  default:
    break;
  }
  return w;
}

Workload ArgReduceOp::getWorkload() {
  Workload w = makeWorkload(*this, WorkloadKind::Vector);
  ArrayRef<int64_t> shape = getInput().getType().getShape();
  w.cut = getCut(int64_t(getAxis()), shape.size());
  StringRef function = getKind() == Extremum::min ? "min" : "max";
  w.sweeps.push_back(sweepAlong(getInput(), int64_t(getAxis()), function, 0));
  return w;
}

Workload SoftmaxOp::getWorkload() {
  Workload w = makeWorkload(*this, WorkloadKind::Vector);
  int64_t axis = getAxis();
  w.cut = getFullCut(axis, getType().getRank());
  w.sweeps.push_back(sweepAlong(getInput(), axis, "max", 0));
  if (getLogarithm()) { // No logarithm of what exp rounds to zero.
    w.sweeps.push_back(sweepOver(getInput(), "sub", {0, getLast(w)}));
    w.sweeps.push_back(sweepOver(getInput(), "exp", {getLast(w)}));
    w.sweeps.push_back(sweepAlong(getInput(), axis, "add", getLast(w)));
    w.sweeps.push_back(sweepResults(w, "log"));
    w.sweeps.push_back(
        sweepOver(getInput(), "sub", {getSweepResult(1), getLast(w)}));
    return w;
  }
  w.sweeps.push_back(sweepOver(getInput(), "exp", {0, getLast(w)}));
  w.sweeps.push_back(sweepAlong(getInput(), axis, "add", getLast(w)));
  w.sweeps.push_back(
      sweepOver(getInput(), "div", {getSweepResult(1), getSweepResult(2)}));
  return w;
}

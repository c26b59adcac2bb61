//===- NetworkWorkloads.cpp - Loop nests of the nn operations -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Network.h"
#include "dialects/Network/IR/NetworkDetail.h"
#include "mlir/Dialect/Quant/IR/QuantTypes.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Sequence.h"
#include <cmath>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;

/// A machine sees the integers that quantized elements are stored as.
static TensorRegion getRegion(Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  Type element = type.getElementType();
  if (auto quantized = dyn_cast<quant::QuantizedType>(element))
    element = IntegerType::get(type.getContext(),
                               quantized.getStorageTypeIntegralWidth());
  return TensorRegion::dense(type.getShape(), element, isParameter(value));
}

static ArrayRef<int64_t> getShape(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}

static int64_t product(ArrayRef<int64_t> sizes) {
  int64_t n = 1;
  for (int64_t size : sizes)
    n *= size;
  return n;
}

/// Reads all operands, writes all results; the shape is that of the result.
static Workload makeWorkload(Operation *op, WorkloadKind kind) {
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
  // The mean, what is left without it, the sum of its squares; then a factor,
  // and a scale and an offset an element. A sweep reads two tensors at most.
  int32_t centered = getSweepResult(1);
  w.sweeps.push_back(sweepAlong(getInput(), getAxes(), "add", 0));
  w.sweeps.push_back(sweepOver(getInput(), "add", {0, getLast(w)}));
  w.sweeps.push_back(sweepAlong(getInput(), getAxes(), "mul", centered));
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
  case ReduceKind::min:
    function = "max";
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
    w.sweeps.push_back(sweepOver(getResult(), "div", getLast(w)));
    break;
  case ReduceKind::log_sum:
    w.sweeps.push_back(sweepOver(getResult(), "exp", getLast(w)));
    break;
  case ReduceKind::log_sum_exp:
    w.sweeps.push_back(sweepOver(getResult(), "exp", getLast(w)));
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
  w.sweeps.push_back(sweepAlong(getInput(), int64_t(getAxis()), "max", 0));
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
    VectorSweep sum = sweepAlong(getInput(), axis, "add", getLast(w));
    w.sweeps.push_back(sum);
    sum.function = "log";
    sum.inputs = {getLast(w)};
    sum.channels = sum.acrossLanes ? 1 : sum.channels;
    sum.taps = 1;
    sum.acrossLanes = false;
    w.sweeps.push_back(sum);
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

//===----------------------------------------------------------------------===//
// Moves
//===----------------------------------------------------------------------===//

static Workload makeCopy() {
  Workload w;
  w.kind = WorkloadKind::Copy;
  return w;
}

Workload ConcatOp::getWorkload() {
  Workload w = makeCopy();
  TensorRegion whole = getRegion(getResult());
  int64_t offset = 0;
  for (Value input : getInputs()) {
    TensorRegion part = whole;
    part.sizes.assign(getShape(input).begin(), getShape(input).end());
    part.offset = offset * whole.strides[getAxis()];
    offset += part.sizes[getAxis()];
    w.copies.push_back({getRegion(input), part, int32_t(w.copies.size())});
  }
  return w;
}

Workload SliceOp::getWorkload() {
  Workload w = makeCopy();
  TensorRegion from = getRegion(getInput());
  for (size_t i = 0; i < from.sizes.size(); ++i) {
    from.offset += getOffsets()[i] * from.strides[i];
    from.strides[i] *= getStrides()[i];
    from.sizes[i] = getSizes()[i];
  }
  w.copies.push_back({from, getRegion(getResult())});
  return w;
}

/// Indices of a dimension of a padded tensor that are copied together.
namespace {
struct PadRun {
  int64_t to, from, size, step;
};
} // namespace

/// The runs of one dimension: a repeated edge is read again and again, a
/// mirrored border is read index by index.
static SmallVector<PadRun> getPadRuns(PadMode mode, int64_t low, int64_t size,
                                      int64_t high) {
  SmallVector<PadRun> runs = {{low, 0, size, 1}};
  if (mode == PadMode::edge) {
    if (low > 0)
      runs.push_back({0, 0, low, 0});
    if (high > 0)
      runs.push_back({low + size, size - 1, high, 0});
    return runs;
  }
  for (int64_t i = 0; i < low; ++i)
    runs.push_back({i, low - i, 1, 1});
  for (int64_t i = 0; i < high; ++i)
    runs.push_back({low + size + i, size - 2 - i, 1, 1});
  return runs;
}

/// Copies every block of a tensor whose border repeats its inside.
static void addPadCopies(PadOp op, Workload &w) {
  TensorRegion input = getRegion(op.getInput());
  w.copies.push_back({input, getRegion(op.getResult())});
  w.copies.front().to.sizes = input.sizes;
  for (size_t d = 0; d != input.sizes.size(); ++d) {
    SmallVector<RegionCopy, 2> blocks;
    for (const PadRun &run : getPadRuns(op.getMode(), op.getLow()[d],
                                        input.sizes[d], op.getHigh()[d]))
      for (RegionCopy copy : w.copies) {
        copy.from.sizes[d] = copy.to.sizes[d] = run.size;
        copy.from.offset += run.from * input.strides[d];
        copy.to.offset += run.to * copy.to.strides[d];
        copy.from.strides[d] *= run.step;
        blocks.push_back(copy);
      }
    w.copies = std::move(blocks);
  }
}

Workload PadOp::getWorkload() {
  Workload w = makeCopy();
  if (getMode() != PadMode::constant) {
    addPadCopies(*this, w);
    return w;
  }
  // The border is written as a whole, the inside over it.
  TensorRegion whole = getRegion(getResult());
  TensorRegion fill;
  fill.elementType = whole.elementType;
  w.copies.push_back({fill, whole});
  TensorRegion inside = whole;
  inside.sizes.assign(getInput().getType().getShape().begin(),
                      getInput().getType().getShape().end());
  for (size_t i = 0; i < inside.sizes.size(); ++i)
    inside.offset += getLow()[i] * whole.strides[i];
  w.copies.push_back({getRegion(getInput()), inside});
  return w;
}

Workload TransposeOp::getWorkload() {
  Workload w = makeCopy();
  TensorRegion from = getRegion(getInput());
  TensorRegion permuted = from;
  for (auto [i, dim] : llvm::enumerate(getPermutation())) {
    permuted.sizes[i] = from.sizes[dim];
    permuted.strides[i] = from.strides[dim];
  }
  w.copies.push_back({permuted, getRegion(getResult())});
  return w;
}

Workload BroadcastOp::getWorkload() {
  Workload w = makeCopy();
  TensorRegion from = getRegion(getInput());
  TensorRegion to = getRegion(getResult());
  size_t missing = to.sizes.size() - from.sizes.size();
  from.sizes.insert(from.sizes.begin(), missing, 1);
  from.strides.insert(from.strides.begin(), missing, 0);
  for (size_t i = 0; i < to.sizes.size(); ++i)
    if (from.sizes[i] != to.sizes[i]) {
      from.sizes[i] = to.sizes[i];
      from.strides[i] = 0;
    }
  w.copies.push_back({from, to});
  return w;
}

std::optional<SmallVector<int64_t>> GatherOp::getKnownIndices() {
  ElementsAttr elements;
  if (auto constant = getIndices().getDefiningOp<ConstantOp>())
    elements = constant.getValue();
  else if (auto parameter = getIndices().getDefiningOp<ParameterOp>())
    elements = parameter.getValueAttr();
  SmallVector<int64_t> indices;
  if (auto dense = dyn_cast_if_present<DenseIntElementsAttr>(elements)) {
    for (const APInt &index : dense.getValues<APInt>())
      indices.push_back(index.getSExtValue());
  } else if (auto resource =
                 dyn_cast_if_present<DenseI64ResourceElementsAttr>(elements)) {
    std::optional<ArrayRef<int64_t>> values = resource.tryGetAsArrayRef();
    if (!values)
      return std::nullopt;
    indices.assign(values->begin(), values->end());
  } else {
    return std::nullopt;
  }
  int64_t size = getShape(getInput())[getAxis()];
  for (int64_t &index : indices) {
    index += index < 0 ? size : 0;
    if (index < 0 || index >= size)
      return std::nullopt;
  }
  return indices;
}

Workload GatherOp::getWorkload() {
  Workload w = makeCopy();
  ArrayRef<int64_t> shape = getShape(getInput());
  int64_t axis = getAxis(), size = shape[axis];
  int64_t outer = product(shape.take_front(axis));
  int64_t inner = product(shape.drop_front(axis + 1));
  auto makeRegion = [&](Value value, int64_t pitch, int64_t first,
                        int64_t count) {
    TensorRegion region = getRegion(value);
    region.sizes = {outer, count, inner};
    region.strides = {pitch * inner, inner, 1};
    region.offset = first * inner;
    return region;
  };
  std::optional<SmallVector<int64_t>> known = getKnownIndices();
  int64_t count = product(getShape(getIndices()));
  // Which slices are picked is known at run time only: each is read by itself,
  // as if all were the first one.
  if (!known) {
    RegionCopy copy = {makeRegion(getInput(), size, 0, count),
                       makeRegion(getResult(), count, 0, count)};
    copy.from.strides[1] = 0;
    w.copies.push_back(std::move(copy));
    return w;
  }
  ArrayRef<int64_t> indices = *known;
  for (int64_t first = 0, last; first < count; first = last) {
    for (last = first + 1;
         last < count && indices[last] == indices[last - 1] + 1;)
      ++last;
    w.copies.push_back(
        {makeRegion(getInput(), size, indices[first], last - first),
         makeRegion(getResult(), count, first, last - first)});
  }
  return w;
}

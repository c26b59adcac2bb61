//===- ExportOperators.cpp - Operations of the nn dialect as ONNX nodes ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Exporter.h"
#include "lib/Exchange/ONNX/Model/Model.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/ADT/TypeSwitch.h"
#include <limits>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

static RankedTensorType typeOf(Value value) {
  return cast<RankedTensorType>(value.getType());
}

/// Entries of an attribute of the nn dialect in the order of ONNX.
static SmallVector<int64_t> permute(ArrayRef<int64_t> values,
                                    ArrayRef<int64_t> order) {
  SmallVector<int64_t> result;
  for (int64_t dim : order)
    result.push_back(values[dim]);
  return result;
}

/// top, bottom, left, right as ONNX has them: all begins, then all ends.
static SmallVector<int64_t> toOnnxPads(ArrayRef<int64_t> pads) {
  return {pads[0], pads[2], pads[1], pads[3]};
}

//===----------------------------------------------------------------------===//
// Products and windows
//===----------------------------------------------------------------------===//

void onnx_frontend::setConvolutionAttributes(NodeBuilder &node, Conv2DOp op) {
  int64_t kernel[2] = {op.getKernelHeight(), op.getKernelWidth()};
  node.set("kernel_shape", kernel)
      .set("strides", op.getStrides())
      .set("pads", toOnnxPads(op.getPads()))
      .set("dilations", op.getDilations())
      .set("group", int64_t(op.getGroups()));
}

static void exportConv(Exporter &e, Conv2DOp op) {
  Order nchw = Exporter::channelsFirst(4);
  std::string x = e.get(op.getInput(), nchw), w = e.get(op.getFilter(), nchw);
  std::string bias = op.getBias() ? e.getPlain(op.getBias()) : "", y;
  NodeBuilder node = e.addNode("Conv", op.getLoc(), y).input(x).input(w);
  if (!bias.empty())
    node.input(bias);
  setConvolutionAttributes(node, op);
  e.defineActivated(op, y, op.getActivation(), nchw);
}

static void exportFullyConnected(Exporter &e, FullyConnectedOp op) {
  int64_t rank = typeOf(op.getInput()).getRank();
  std::string x = e.getPlain(op.getInput()), y;
  std::string bias = op.getBias() ? e.getPlain(op.getBias()) : "";
  if (rank == 2) {
    std::string w = e.getPlain(op.getWeight());
    NodeBuilder node = e.addNode("Gemm", op.getLoc(), y).input(x).input(w);
    if (!bias.empty())
      node.input(bias);
    node.set("transB", int64_t(1));
  } else {
    std::string w = e.get(op.getWeight(), {1, 0});
    e.addNode("MatMul", op.getLoc(), y).input(x).input(w);
    if (!bias.empty()) {
      std::string product = y;
      e.addNode("Add", op.getLoc(), y).input(product).input(bias);
    }
  }
  e.defineActivated(op, y, op.getActivation(), Exporter::identityOrder(rank));
}

static void exportMaxPool(Exporter &e, MaxPool2DOp op) {
  Order nchw = Exporter::channelsFirst(4);
  std::string x = e.get(op.getInput(), nchw), y;
  e.addNode("MaxPool", op.getLoc(), y)
      .input(x)
      .set("kernel_shape", op.getKernel())
      .set("strides", op.getStrides())
      .set("pads", toOnnxPads(op.getPads()))
      .set("dilations", op.getDilations());
  e.define(op.getResult(), y, nchw);
}

static void exportAvgPool(Exporter &e, AvgPool2DOp op) {
  Order nchw = Exporter::channelsFirst(4);
  std::string x = e.get(op.getInput(), nchw), y;
  e.addNode("AveragePool", op.getLoc(), y)
      .input(x)
      .set("kernel_shape", op.getKernel())
      .set("strides", op.getStrides())
      .set("pads", toOnnxPads(op.getPads()))
      .set("count_include_pad", int64_t(op.getCountIncludePad()));
  e.define(op.getResult(), y, nchw);
}

static StringRef getReduceName(ReduceKind kind) {
  switch (kind) {
  case ReduceKind::sum:
    return "ReduceSum";
  case ReduceKind::mean:
    return "ReduceMean";
  case ReduceKind::max:
    return "ReduceMax";
  case ReduceKind::min:
    return "ReduceMin";
  case ReduceKind::prod:
    return "ReduceProd";
  case ReduceKind::l1:
    return "ReduceL1";
  case ReduceKind::l2:
    return "ReduceL2";
  case ReduceKind::log_sum:
    return "ReduceLogSum";
  case ReduceKind::log_sum_exp:
    return "ReduceLogSumExp";
  case ReduceKind::sum_square:
    return "ReduceSumSquare";
  }
  return "";
}

/// Without axes ONNX reduces over all of them: what is left is what the
/// reduction does to each element.
static std::string exportEmptyReduce(Exporter &e, ReduceOp op, std::string x) {
  std::string y;
  switch (op.getKind()) {
  case ReduceKind::l1:
  case ReduceKind::l2:
    e.addNode("Abs", op.getLoc(), y).input(x);
    return y;
  case ReduceKind::log_sum:
    e.addNode("Log", op.getLoc(), y).input(x);
    return y;
  case ReduceKind::sum_square:
    e.addNode("Mul", op.getLoc(), y).input(x).input(x);
    return y;
  default:
    return x;
  }
}

static void exportReduce(Exporter &e, ReduceOp op) {
  Order order = e.getOrder(op.getInput());
  std::string x = e.get(op.getInput(), order), y;
  SmallVector<int64_t> axes;
  for (int64_t axis : op.getAxes())
    axes.push_back(positionOf(order, axis));
  llvm::sort(axes);
  bool isGlobal =
      ArrayRef<int64_t>(axes) == ArrayRef<int64_t>({2, 3}) && order.size() == 4;
  if (axes.empty()) {
    y = exportEmptyReduce(e, op, x);
  } else if (isGlobal && op.getKind() == ReduceKind::mean) {
    e.addNode("GlobalAveragePool", op.getLoc(), y).input(x);
  } else if (op.getKind() == ReduceKind::sum) {
    std::string list = e.addInts(op.getLoc(), "axes", axes);
    e.addNode("ReduceSum", op.getLoc(), y).input(x).input(list);
  } else {
    e.addNode(getReduceName(op.getKind()), op.getLoc(), y)
        .input(x)
        .set("axes", axes);
  }
  e.define(op.getResult(), y, order);
}

static void exportSoftmax(Exporter &e, SoftmaxOp op) {
  Order order = e.getOrder(op.getInput());
  std::string x = e.get(op.getInput(), order), y;
  e.addNode(op.getLogarithm() ? "LogSoftmax" : "Softmax", op.getLoc(), y)
      .input(x)
      .set("axis", positionOf(order, op.getAxis()));
  e.define(op.getResult(), y, order);
}

static LogicalResult exportResize(Exporter &e, ResizeOp op) {
  Order nchw = Exporter::channelsFirst(4);
  std::string x = e.get(op.getInput(), nchw), y;
  ArrayRef<int64_t> in = typeOf(op.getInput()).getShape();
  ArrayRef<int64_t> out = op.getType().getShape();
  ArrayRef<float> given = op.getScales();
  for (size_t i = 0; i < given.size(); ++i)
    if (int64_t(float(in[1 + i]) * given[i]) != out[1 + i])
      return emitError(op.getLoc()) << "a resize from " << in[1 + i] << " to "
                                    << out[1 + i] << " elements with the scale "
                                    << given[i] << " has no ONNX counterpart";
  std::string sizes, scales;
  if (given.empty())
    sizes = e.addInts(op.getLoc(), "sizes", permute(out, nchw));
  else
    scales = e.addFloats(op.getLoc(), "scales", {1, 1, given[0], given[1]});
  NodeBuilder node = e.addNode("Resize", op.getLoc(), y).input(x).input("");
  node.input(scales);
  if (given.empty())
    node.input(sizes);
  node.set("mode", stringifyResizeMode(op.getMode()))
      .set("coordinate_transformation_mode",
           stringifyResizeCoordinates(op.getCoordinates()))
      .set("nearest_mode", stringifyRoundMode(op.getRound()));
  if (op.getMode() == ResizeMode::cubic)
    node.set("cubic_coeff_a", op.getCubicA().convertToFloat())
        .set("exclude_outside", int64_t(op.getExcludeOutside()));
  e.define(op.getResult(), y, nchw);
  return success();
}

static void exportBatchNorm(Exporter &e, BatchNormOp op) {
  Order order = Exporter::channelsFirst(op.getType().getRank());
  SmallVector<std::string> inputs = {e.get(op.getInput(), order)};
  for (Value parameter : op->getOperands().drop_front())
    inputs.push_back(e.getPlain(parameter));
  std::string y;
  NodeBuilder node = e.addNode("BatchNormalization", op.getLoc(), y);
  for (const std::string &input : inputs)
    node.input(input);
  node.set("epsilon", op.getEpsilon().convertToFloat());
  e.define(op.getResult(), y, order);
}

//===----------------------------------------------------------------------===//
// Moves
//===----------------------------------------------------------------------===//

static void exportConcat(Exporter &e, ConcatOp op) {
  Order order = Exporter::identityOrder(op.getType().getRank());
  for (Value input : op.getInputs())
    if (!isParameter(input)) {
      order = e.getOrder(input);
      break;
    }
  SmallVector<std::string> parts;
  for (Value input : op.getInputs())
    parts.push_back(e.get(input, order));
  std::string y;
  NodeBuilder node = e.addNode("Concat", op.getLoc(), y);
  for (const std::string &part : parts)
    node.input(part);
  node.set("axis", positionOf(order, op.getAxis()));
  e.define(op.getResult(), y, order);
}

static void exportSlice(Exporter &e, SliceOp op) {
  Order order = e.getOrder(op.getInput());
  std::string x = e.get(op.getInput(), order), y;
  SmallVector<int64_t> starts, ends, axes, steps;
  for (auto [i, dim] : llvm::enumerate(order)) {
    int64_t offset = op.getOffsets()[dim], size = op.getSizes()[dim];
    int64_t stride = op.getStrides()[dim], end = offset + size * stride;
    if (size == typeOf(op.getInput()).getDimSize(dim) && stride == 1)
      continue;
    starts.push_back(offset);
    // A negative end counts from the back; this one lies before the front.
    ends.push_back(end < 0 ? std::numeric_limits<int64_t>::min() : end);
    axes.push_back(i);
    steps.push_back(stride);
  }
  std::string names[] = {e.addInts(op.getLoc(), "starts", starts),
                         e.addInts(op.getLoc(), "ends", ends),
                         e.addInts(op.getLoc(), "axes", axes),
                         e.addInts(op.getLoc(), "steps", steps)};
  NodeBuilder node = e.addNode("Slice", op.getLoc(), y).input(x);
  for (const std::string &name : names)
    node.input(name);
  e.define(op.getResult(), y, order);
}

static void exportPad(Exporter &e, PadOp op) {
  Order order = e.getOrder(op.getInput());
  std::string x = e.get(op.getInput(), order), y;
  SmallVector<int64_t> pads = permute(op.getLow(), order);
  llvm::append_range(pads, permute(op.getHigh(), order));
  std::string list = e.addInts(op.getLoc(), "pads", pads);
  std::string value = e.addInitializer(HostTensor::fromNumber(op.getFill()),
                                       nn::getLocName(op.getLoc()) + ".value");
  e.addNode("Pad", op.getLoc(), y)
      .input(x)
      .input(list)
      .input(value)
      .set("mode", stringifyPadMode(op.getMode()));
  e.define(op.getResult(), y, order);
}

static void exportTranspose(Exporter &e, TransposeOp op) {
  Order order = e.getOrder(op.getInput());
  std::string x = e.get(op.getInput(), order);
  SmallVector<int64_t> inverse(order.size());
  for (auto [i, dim] : llvm::enumerate(op.getPermutation()))
    inverse[dim] = i;
  e.define(op.getResult(), x, permute(inverse, order));
}

static void exportReshape(Exporter &e, ReshapeOp op) {
  // Orders that move only dimensions of size 1 keep the elements in sequence.
  Order order = e.getOrder(op.getInput());
  int64_t last = -1;
  bool inSequence = true;
  for (int64_t dim : order)
    if (typeOf(op.getInput()).getDimSize(dim) != 1) {
      inSequence &= dim > last;
      last = dim;
    }
  std::string x =
      inSequence ? e.get(op.getInput(), order) : e.getPlain(op.getInput());
  std::string shape = e.addInts(op.getLoc(), "shape", op.getType().getShape());
  std::string y;
  e.addNode("Reshape", op.getLoc(), y).input(x).input(shape);
  e.define(op.getResult(), y, Exporter::identityOrder(op.getType().getRank()));
}

static void exportBroadcast(Exporter &e, BroadcastOp op) {
  std::string x = e.getPlain(op.getInput()), y;
  std::string shape = e.addInts(op.getLoc(), "shape", op.getType().getShape());
  e.addNode("Expand", op.getLoc(), y).input(x).input(shape);
  e.define(op.getResult(), y, Exporter::identityOrder(op.getType().getRank()));
}

//===----------------------------------------------------------------------===//
// Element-wise
//===----------------------------------------------------------------------===//

/// The ONNX operator that an element-wise operation is; empty if none.
static StringRef getElementwiseName(Operation *op) {
  if (auto compare = dyn_cast<CompareOp>(op)) {
    switch (compare.getKind()) {
    case CompareKind::eq:
      return "Equal";
    case CompareKind::lt:
      return "Less";
    case CompareKind::le:
      return "LessOrEqual";
    case CompareKind::gt:
      return "Greater";
    case CompareKind::ge:
      return "GreaterOrEqual";
    }
  }
  return llvm::StringSwitch<StringRef>(op->getName().stripDialect())
      .Case("add", "Add")
      .Case("sub", "Sub")
      .Case("mul", "Mul")
      .Case("div", "Div")
      .Case("max", "Max")
      .Case("min", "Min")
      .Case("pow", "Pow")
      .Case("select", "Where")
      .Case("matmul", "MatMul")
      .Case("abs", "Abs")
      .Case("ceil", "Ceil")
      .Case("cos", "Cos")
      .Case("erf", "Erf")
      .Case("exp", "Exp")
      .Case("floor", "Floor")
      .Case("log", "Log")
      .Case("neg", "Neg")
      .Case("reciprocal", "Reciprocal")
      .Case("round", "Round")
      .Case("sign", "Sign")
      .Case("sin", "Sin")
      .Case("sqrt", "Sqrt")
      .Case("not", "Not")
      .Case("and", "And")
      .Case("or", "Or")
      .Case("xor", "Xor")
      .Case("prelu", "PRelu")
      .Case("tan", "Tan")
      .Case("asin", "Asin")
      .Case("acos", "Acos")
      .Case("atan", "Atan")
      .Case("sinh", "Sinh")
      .Case("cosh", "Cosh")
      .Case("asinh", "Asinh")
      .Case("acosh", "Acosh")
      .Case("atanh", "Atanh")
      .Case("mod", "Mod")
      .Default("");
}

static LogicalResult exportElementwise(Exporter &e, Operation *op) {
  StringRef type = getElementwiseName(op);
  if (type.empty())
    return emitError(op->getLoc())
           << "operation '" << op->getName() << "' has no ONNX counterpart";
  Order order;
  SmallVector<std::string> operands = e.getElementwise(op, order);
  std::string y;
  NodeBuilder node = e.addNode(type, op->getLoc(), y);
  for (const std::string &operand : operands)
    node.input(operand);
  // Without signs the two kinds of remainder are one, and fmod goes through
  // floats in ONNX Runtime.
  if (isa<ModOp>(op) && !cast<RankedTensorType>(op->getResult(0).getType())
                             .getElementType()
                             .isUnsignedInteger())
    node.set("fmod", int64_t(1));
  e.define(op->getResult(0), y, order);
  return success();
}

static void exportGather(Exporter &e, GatherOp op) {
  std::string x = e.getPlain(op.getInput()), i = e.getPlain(op.getIndices()), y;
  e.addNode("Gather", op.getLoc(), y)
      .input(x)
      .input(i)
      .set("axis", int64_t(op.getAxis()));
  e.define(op.getResult(), y, Exporter::identityOrder(op.getType().getRank()));
}

static void exportArgReduce(Exporter &e, ArgReduceOp op) {
  Order order = e.getOrder(op.getInput());
  std::string x = e.get(op.getInput(), order), y;
  e.addNode(op.getKind() == Extremum::max ? "ArgMax" : "ArgMin", op.getLoc(), y)
      .input(x)
      .set("axis", positionOf(order, op.getAxis()))
      .set("select_last_index", int64_t(op.getLast()));
  e.define(op.getResult(), y, order);
}

LogicalResult onnx_frontend::exportOperator(Exporter &e, Operation *op) {
  return llvm::TypeSwitch<Operation *, LogicalResult>(op)
      .Case([&](Conv2DOp o) { return exportConv(e, o), success(); })
      .Case([&](ConvTranspose2DOp o) { return exportConvTranspose(e, o); })
      .Case([&](NormalizeOp o) { return exportNormalize(e, o); })
      .Case<LstmOp, GruOp>([&](auto o) { return exportRecurrent(e, o); })
      .Case<TopKOp, HostStepOp>([&](auto o) { return exportHost(e, o); })
      .Case([&](GatherOp o) { return exportGather(e, o), success(); })
      .Case([&](ArgReduceOp o) { return exportArgReduce(e, o), success(); })
      .Case([&](FullyConnectedOp o) {
        return exportFullyConnected(e, o), success();
      })
      .Case([&](MatMulOp o) {
        std::string a = e.getPlain(o.getLhs()), b = e.getPlain(o.getRhs()), y;
        e.addNode("MatMul", o.getLoc(), y).input(a).input(b);
        e.define(o.getResult(), y,
                 Exporter::identityOrder(o.getType().getRank()));
        return success();
      })
      .Case([&](MaxPool2DOp o) { return exportMaxPool(e, o), success(); })
      .Case([&](AvgPool2DOp o) { return exportAvgPool(e, o), success(); })
      .Case([&](ReduceOp o) { return exportReduce(e, o), success(); })
      .Case([&](SoftmaxOp o) { return exportSoftmax(e, o), success(); })
      .Case([&](ResizeOp o) { return exportResize(e, o); })
      .Case([&](BatchNormOp o) -> LogicalResult {
        if (o.getType().getRank() < 2)
          return emitError(o.getLoc())
                 << "a batch normalization of 1 dimension has no ONNX "
                    "counterpart";
        return exportBatchNorm(e, o), success();
      })
      .Case([&](ConcatOp o) { return exportConcat(e, o), success(); })
      .Case([&](SliceOp o) { return exportSlice(e, o), success(); })
      .Case([&](PadOp o) { return exportPad(e, o), success(); })
      .Case([&](TransposeOp o) { return exportTranspose(e, o), success(); })
      .Case([&](ReshapeOp o) { return exportReshape(e, o), success(); })
      .Case([&](BroadcastOp o) { return exportBroadcast(e, o), success(); })
      .Case([&](ActivationOp o) {
        Order order;
        std::string x = e.getElementwise(o, order)[0];
        e.defineActivated(o, x, o.getActivation(), order);
        return success();
      })
      .Case([&](CastOp o) {
        Order order;
        std::string x = e.getElementwise(o, order)[0], y;
        e.addNode("Cast", o.getLoc(), y)
            .input(x)
            .set("to", int64_t(getOnnxType(o.getType().getElementType())));
        e.define(o.getResult(), y, order);
        return success();
      })
      .Default([&](Operation *o) { return exportElementwise(e, o); });
}

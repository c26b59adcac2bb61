//===- Windows.cpp - Pooling and reductions of PyTorch --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Exporter.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::pytorch;

static LogicalResult refuse(Operation *op) {
  return refuseElements(op, typeOf(op->getOperand(0)).getElementType());
}

/// One number if both are equal, a pair otherwise.
static std::string pair(ArrayRef<int64_t> values) {
  return llvm::all_equal(values) ? std::to_string(values[0]) : tuple(values);
}

//===----------------------------------------------------------------------===//
// Pooling
//===----------------------------------------------------------------------===//

namespace {
/// The pads of a window: those of PyTorch's own, or before it.
struct Pads {
  SmallVector<int64_t> own = {0, 0};
  /// left, right, top, bottom; empty if there are none.
  SmallVector<int64_t> before;
};
} // namespace

static Pads getPads(ArrayRef<int64_t> p, ArrayRef<int64_t> kernel) {
  Pads pads;
  if (p[0] == p[1] && p[2] == p[3] && 2 * p[0] <= kernel[0] &&
      2 * p[2] <= kernel[1])
    pads.own = {p[0], p[2]};
  else
    pads.before = {p[2], p[3], p[0], p[1]};
  return pads;
}

template <typename OpTy>
static std::string getWindow(OpTy op, const Pads &pads) {
  std::string text =
      ", " + pair(op.getKernel()) + ", stride=" + pair(op.getStrides());
  if (pads.own[0] || pads.own[1])
    text += ", padding=" + pair(pads.own);
  return text;
}

static void exportMaxPool(StepBuilder &b, MaxPool2DOp op) {
  Order nchw = channelsFirst(4);
  Pads pads = getPads(op.getPads(), op.getKernel());
  std::string x = b.get(op.getInput(), nchw);
  if (!pads.before.empty())
    x = "F.pad(" + x + ", " + tuple(pads.before) + ", value=-math.inf)";
  std::string text = "F.max_pool2d(" + x + getWindow(op, pads);
  if (op.getDilations()[0] != 1 || op.getDilations()[1] != 1)
    text += ", dilation=" + pair(op.getDilations());
  b.assign(text + ")", nchw);
}

static void exportAvgPool(StepBuilder &b, AvgPool2DOp op) {
  Order nchw = channelsFirst(4);
  Pads pads = getPads(op.getPads(), op.getKernel());
  std::string x = b.get(op.getInput(), nchw), window = getWindow(op, pads);
  auto average = [&](const std::string &padded, StringRef rest) {
    return "F.avg_pool2d(" + padded + window + rest.str() + ")";
  };
  if (pads.before.empty()) {
    bool counts = op.getCountIncludePad() || (!pads.own[0] && !pads.own[1]);
    b.assign(average(x, counts ? "" : ", count_include_pad=False"), nchw);
    return;
  }
  auto pad = [&](const std::string &what) {
    return "F.pad(" + what + ", " + tuple(pads.before) + ")";
  };
  std::string text = average(pad(x), "");
  // The mean of a window over the share of it that lies inside.
  if (!op.getCountIncludePad())
    text += " / " + average(pad("torch.ones_like(" + x + ")"), "");
  b.assign(text, nchw);
}

//===----------------------------------------------------------------------===//
// Reductions
//===----------------------------------------------------------------------===//

/// Over no dimension: the elements themselves.
static std::string reduceNothing(ReduceKind kind, const std::string &x) {
  switch (kind) {
  case ReduceKind::l1:
  case ReduceKind::l2:
    return x + ".abs()";
  case ReduceKind::log_sum:
    return x + ".log()";
  case ReduceKind::sum_square:
    return x + ".square()";
  default:
    return x + ".clone()";
  }
}

static std::string reduceFloats(ReduceKind kind, const std::string &x,
                                ArrayRef<int64_t> axes) {
  std::string over =
      "(" + (axes.size() == 1 ? std::to_string(axes[0]) : tuple(axes)) +
      ", keepdim=True)";
  switch (kind) {
  case ReduceKind::sum:
    return x + ".sum" + over;
  case ReduceKind::mean:
    return x + ".mean" + over;
  case ReduceKind::max:
    return x + ".amax" + over;
  case ReduceKind::min:
    return x + ".amin" + over;
  case ReduceKind::prod: {
    std::string text = x;
    for (int64_t axis : axes)
      text += ".prod(" + std::to_string(axis) + ", keepdim=True)";
    return text;
  }
  case ReduceKind::l1:
    return x + ".abs().sum" + over;
  case ReduceKind::l2:
    return x + ".square().sum" + over + ".sqrt()";
  case ReduceKind::log_sum:
    return x + ".sum" + over + ".log()";
  case ReduceKind::log_sum_exp:
    return x + ".logsumexp" + over;
  case ReduceKind::sum_square:
    return x + ".square().sum" + over;
  }
  return x;
}

static LogicalResult exportReduce(StepBuilder &b, ReduceOp op) {
  ReduceKind kind = op.getKind();
  Type type = op.getType().getElementType();
  bool isExact = kind == ReduceKind::sum || kind == ReduceKind::max ||
                 kind == ReduceKind::min || kind == ReduceKind::prod ||
                 kind == ReduceKind::l1 || kind == ReduceKind::sum_square;
  if (!isa<FloatType>(type) && (!isExact || type.isInteger(1)))
    return refuse(op);
  Order order = b.getExporter().getOrder(op.getInput());
  std::string x = b.get(op.getInput(), order);
  SmallVector<int64_t> axes;
  for (int64_t axis : op.getAxes())
    axes.push_back(positionOf(order, axis));
  llvm::sort(axes);
  std::string text =
      axes.empty() ? reduceNothing(kind, x) : reduceFloats(kind, x, axes);
  // Sums of integers are wider for PyTorch.
  if (!isa<FloatType>(type))
    text += ".to(torch." + getTorchType(type) + ")";
  b.assign(text, order);
  return success();
}

static void exportArgReduce(StepBuilder &b, ArgReduceOp op) {
  Order order = b.getExporter().getOrder(op.getInput());
  std::string x = b.get(op.getInput(), order);
  std::string axis = std::to_string(positionOf(order, op.getAxis()));
  std::string name =
      op.getKind() == Extremum::max ? "torch.argmax(" : "torch.argmin(";
  std::string tail = ", " + axis + ", keepdim=True)";
  int64_t last = typeOf(op.getInput()).getDimSize(op.getAxis()) - 1;
  b.assign(op.getLast() ? std::to_string(last) + " - " + name + x + ".flip(" +
                              axis + ")" + tail
                        : name + x + tail,
           order);
}

static void exportTopK(StepBuilder &b, TopKOp op) {
  Order order = b.getExporter().getOrder(op.getInput());
  std::string x = b.get(op.getInput(), order);
  std::string axis = std::to_string(positionOf(order, op.getAxis()));
  std::string values = b.define(op.getValues(), order);
  std::string places = b.define(op.getIndices(), order);
  // The order of equal elements is that of their places: `topk` says nothing
  // of it.
  b.addLine(values + ", " + places + " = (t.narrow(" + axis + ", 0, " +
            std::to_string(op.getCount()) + ") for t in torch.sort(" + x +
            ", dim=" + axis + ", stable=True, descending=" +
            (op.getKind() == Extremum::max ? "True" : "False") + "))");
}

static void exportSoftmax(StepBuilder &b, SoftmaxOp op) {
  Order order = b.getExporter().getOrder(op.getInput());
  b.assign((op.getLogarithm() ? "F.log_softmax(" : "F.softmax(") +
               b.get(op.getInput(), order) + ", " +
               std::to_string(positionOf(order, op.getAxis())) + ")",
           order);
}

//===----------------------------------------------------------------------===//
// Resizing
//===----------------------------------------------------------------------===//

/// The interpolation of PyTorch that is the same; empty if there is none.
static std::string getInterpolation(ResizeOp op) {
  ArrayRef<int64_t> in = typeOf(op.getInput()).getShape();
  ArrayRef<int64_t> out = op.getType().getShape();
  if (!op.getScales().empty())
    return "";
  bool isSingle = out[1] == 1 || out[2] == 1;
  ResizeCoordinates coordinates = op.getCoordinates();
  bool isHalf =
      coordinates == ResizeCoordinates::half_pixel ||
      (coordinates == ResizeCoordinates::pytorch_half_pixel && !isSingle);
  bool isAligned = coordinates == ResizeCoordinates::align_corners;
  if (op.getMode() == ResizeMode::nearest) {
    // Elsewhere a rounded scale could pick another neighbour.
    bool isWhole = out[1] % in[1] == 0 && out[2] % in[2] == 0;
    return isWhole && coordinates == ResizeCoordinates::asymmetric &&
                   op.getRound() == RoundMode::floor
               ? "mode=\"nearest\""
               : "";
  }
  if (!isHalf && !isAligned)
    return "";
  std::string corners =
      std::string(", align_corners=") + (isAligned ? "True" : "False");
  if (op.getMode() == ResizeMode::linear)
    return "mode=\"bilinear\"" + corners;
  return op.getCubicA().convertToFloat() == -0.75f && !op.getExcludeOutside()
             ? "mode=\"bicubic\"" + corners
             : "";
}

static LogicalResult exportResize(StepBuilder &b, ResizeOp op) {
  if (!isa<FloatType>(op.getType().getElementType()))
    return refuse(op);
  Order nchw = channelsFirst(4);
  ArrayRef<int64_t> in = typeOf(op.getInput()).getShape();
  ArrayRef<int64_t> out = op.getType().getShape();
  std::string x = b.get(op.getInput(), nchw), mode = getInterpolation(op);
  if (!mode.empty()) {
    b.assign("F.interpolate(" + x + ", size=" + tuple(out.slice(1, 2)) + ", " +
                 mode + ")",
             nchw);
    return success();
  }
  b.getExporter().useHelper("_resize");
  for (int d = 0; d < 2; ++d) {
    ArrayRef<float> scales = op.getScales();
    if (in[1 + d] == out[1 + d] && (scales.empty() || scales[d] == 1))
      continue;
    x = "_resize(" + x + ", " + std::to_string(2 + d) + ", " +
        std::to_string(out[1 + d]) + ", " +
        (scales.empty() ? "None" : real(scales[d])) + ", \"" +
        stringifyResizeMode(op.getMode()).str() + "\", \"" +
        stringifyResizeCoordinates(op.getCoordinates()).str() + "\", \"" +
        stringifyRoundMode(op.getRound()).str() + "\", " +
        real(op.getCubicA().convertToFloat()) +
        (op.getExcludeOutside() ? ", True)" : ", False)");
  }
  b.assign(x, nchw);
  return success();
}

std::optional<LogicalResult> pytorch::exportWindow(StepBuilder &b) {
  Operation *op = b.getOp();
  if (auto resize = dyn_cast<ResizeOp>(op))
    return exportResize(b, resize);
  if (auto reduce = dyn_cast<ReduceOp>(op))
    return exportReduce(b, reduce);
  if (auto topK = dyn_cast<TopKOp>(op))
    return exportTopK(b, topK), success();
  if (auto reduce = dyn_cast<ArgReduceOp>(op))
    return exportArgReduce(b, reduce), success();
  if (!isa<MaxPool2DOp, AvgPool2DOp, SoftmaxOp>(op))
    return std::nullopt;
  if (!isa<FloatType>(typeOf(op->getResult(0)).getElementType()))
    return refuse(op);
  if (auto pool = dyn_cast<MaxPool2DOp>(op))
    exportMaxPool(b, pool);
  else if (auto pool = dyn_cast<AvgPool2DOp>(op))
    exportAvgPool(b, pool);
  else
    exportSoftmax(b, cast<SoftmaxOp>(op));
  return success();
}

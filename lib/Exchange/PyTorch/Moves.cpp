//===- Moves.cpp - Concatenation, slices and other moves of PyTorch -------===//
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

static void exportConcat(StepBuilder &b, ConcatOp op) {
  Order order = identityOrder(op.getType().getRank());
  for (Value input : op.getInputs())
    if (!isParameter(input)) {
      order = b.getExporter().getOrder(input);
      break;
    }
  std::string parts;
  for (auto [i, input] : llvm::enumerate(op.getInputs()))
    parts += (i ? ", " : "") + b.get(input, order);
  if (op.getInputs().size() == 1)
    parts += ",";
  b.assign("torch.cat((" + parts + "), " +
               std::to_string(positionOf(order, op.getAxis())) + ")",
           order);
}

static void exportSlice(StepBuilder &b, SliceOp op) {
  Order order = b.getExporter().getOrder(op.getInput());
  std::string index, pending;
  SmallVector<int64_t> flips;
  for (auto [i, dim] : llvm::enumerate(order)) {
    int64_t first = op.getOffsets()[dim], stride = op.getStrides()[dim];
    int64_t size = op.getSizes()[dim], last = first + (size - 1) * stride;
    pending += i ? ", " : "";
    if (stride < 0) {
      std::swap(first, last);
      stride = -stride;
      flips.push_back(i);
    }
    if (first == 0 && stride == 1 &&
        size == typeOf(op.getInput()).getDimSize(dim)) {
      pending += ":";
      continue;
    }
    index += pending + std::to_string(first) + ":" + std::to_string(last + 1) +
             (stride == 1 ? "" : ":" + std::to_string(stride));
    pending = "";
  }
  std::string text = b.get(op.getInput(), order);
  if (!index.empty())
    text += "[" + index + "]";
  if (!flips.empty())
    text += ".flip" + tuple(flips);
  b.assign(text, order);
}

/// The pads from the last dimension to the first one that has any.
static SmallVector<int64_t> getTorchPads(PadOp op, ArrayRef<int64_t> order) {
  SmallVector<int64_t> pads;
  for (int64_t dim : llvm::reverse(order)) {
    pads.push_back(op.getLow()[dim]);
    pads.push_back(op.getHigh()[dim]);
  }
  while (pads.size() > 2 && pads.back() == 0 && pads[pads.size() - 2] == 0)
    pads.truncate(pads.size() - 2);
  return pads;
}

static void exportPad(StepBuilder &b, PadOp op) {
  Order order = b.getExporter().getOrder(op.getInput());
  SmallVector<int64_t> pads = getTorchPads(op, order);
  std::string x = b.get(op.getInput(), order);
  bool isConstant = op.getMode() == PadMode::constant;
  Type type = op.getType().getElementType();
  if (isConstant && !isa<IntegerType>(type)) {
    double value = HostTensor::fromNumber(op.getFill()).getDouble(0);
    b.assign("F.pad(" + x + ", " + tuple(pads) +
                 (value == 0 ? "" : ", value=" + real(value)) + ")",
             order);
    return;
  }
  if (isConstant) {
    // Integers: PyTorch takes the number through a double, which does not have
    // all of them.
    HostTensor value = HostTensor::fromNumber(op.getFill());
    std::string number = std::to_string(value.getInt(0));
    if (std::abs(value.getDouble(0)) <= 0x1p53) {
      b.assign("F.pad(" + x + ", " + tuple(pads) + ", value=" + number + ")",
               order);
      return;
    }
    std::string inside = "F.pad(torch.ones_like(" + x +
                         ", dtype=torch.bool), " + tuple(pads) + ")";
    b.assign("torch.where(" + inside + ", F.pad(" + x + ", " + tuple(pads) +
                 "), torch.tensor(" + number + ", dtype=" + x + ".dtype))",
             order);
    return;
  }
  bool isReflect = op.getMode() == PadMode::reflect;
  if (pads.size() <= 4 && order.size() == 4 && isa<FloatType>(type)) {
    pads.resize(4, 0);
    b.assign("F.pad(" + x + ", " + tuple(pads) +
                 (isReflect ? ", mode=\"reflect\")" : ", mode=\"replicate\")"),
             order);
    return;
  }
  b.getExporter().useHelper("_pad");
  for (auto [i, dim] : llvm::enumerate(order))
    if (op.getLow()[dim] || op.getHigh()[dim])
      x = "_pad(" + x + ", " + std::to_string(i) + ", " +
          std::to_string(op.getLow()[dim]) + ", " +
          std::to_string(op.getHigh()[dim]) +
          (isReflect ? ", True)" : ", False)");
  b.assign(x, order);
}

static void exportTranspose(StepBuilder &b, TransposeOp op) {
  Order order = b.getExporter().getOrder(op.getInput());
  SmallVector<int64_t> inverse(order.size());
  for (auto [i, dim] : llvm::enumerate(op.getPermutation()))
    inverse[dim] = i;
  Order moved = permute(inverse, order);
  if (isParameter(op.getInput()))
    return b.assign(b.get(op.getInput(), order), moved);
  b.alias(op.getInput(), op.getResult(), moved);
}

static void exportReshape(StepBuilder &b, ReshapeOp op) {
  // Orders that move only dimensions of size 1 keep the elements in sequence.
  Order order = b.getExporter().getOrder(op.getInput());
  ArrayRef<int64_t> in = typeOf(op.getInput()).getShape();
  ArrayRef<int64_t> out = op.getType().getShape();
  int64_t last = -1;
  bool inSequence = true;
  for (int64_t dim : order)
    if (in[dim] != 1) {
      inSequence &= dim > last;
      last = dim;
    }
  std::string x =
      inSequence ? b.get(op.getInput(), order) : b.getPlain(op.getInput());
  // The batch may have any size where it stays the first dimension.
  SmallVector<int64_t> sizes(out);
  bool keepsBatch = !in.empty() && !out.empty() && in[0] == out[0] &&
                    (!inSequence || order[0] == 0);
  if (keepsBatch)
    sizes[0] = -1;
  std::string text = keepsBatch && out.size() == 2
                         ? x + ".flatten(1)"
                         : x + ".reshape" + sizeArguments(sizes);
  if (keepsBatch && out.size() == 2 && in.size() == 1)
    text = x + ".reshape" + sizeArguments(sizes);
  b.assign(text, identityOrder(out.size()));
}

static void exportBroadcast(StepBuilder &b, BroadcastOp op) {
  ArrayRef<int64_t> in = typeOf(op.getInput()).getShape();
  SmallVector<int64_t> sizes(op.getType().getShape());
  size_t raised = sizes.size() - in.size();
  for (size_t i = 0; i < in.size(); ++i)
    if (in[i] == sizes[raised + i])
      sizes[raised + i] = -1;
  b.assign(b.getPlain(op.getInput()) + ".expand" + sizeArguments(sizes),
           identityOrder(sizes.size()));
}

static void exportGather(StepBuilder &b, GatherOp op) {
  RankedTensorType table = typeOf(op.getInput());
  Order order = identityOrder(op.getType().getRank());
  std::string rows = std::to_string(table.getDimSize(op.getAxis()));
  std::string indices = b.getPlain(op.getIndices());
  if (isOwn(op.getInput()) && table.getRank() == 2 && op.getAxis() == 0) {
    std::string code = "nn.Embedding(" + b.number("rows", table.getDimSize(0)) +
                       ", " + b.number("channels", table.getDimSize(1)) +
                       getTypeArgument(table.getElementType()) + ")";
    std::string layer =
        b.addModule(code, {makeWeight("weight", op.getInput(), {0, 1})});
    bool isLong = typeOf(op.getIndices()).getElementType().isInteger(64);
    // Negative indices count from the end.
    return b.assign(layer + "((" + indices + " % " + rows + ")" +
                        (isLong ? ")" : ".long())"),
                    order);
  }
  b.getExporter().useHelper("_take");
  b.assign("_take(" + b.getPlain(op.getInput()) + ", " + indices + ", " +
               std::to_string(op.getAxis()) + ")",
           order);
}

std::optional<LogicalResult> pytorch::exportMove(StepBuilder &b) {
  Operation *op = b.getOp();
  if (auto concat = dyn_cast<ConcatOp>(op))
    exportConcat(b, concat);
  else if (auto slice = dyn_cast<SliceOp>(op))
    exportSlice(b, slice);
  else if (auto pad = dyn_cast<PadOp>(op))
    exportPad(b, pad);
  else if (auto transpose = dyn_cast<TransposeOp>(op))
    exportTranspose(b, transpose);
  else if (auto reshape = dyn_cast<ReshapeOp>(op))
    exportReshape(b, reshape);
  else if (auto broadcast = dyn_cast<BroadcastOp>(op))
    exportBroadcast(b, broadcast);
  else if (auto gather = dyn_cast<GatherOp>(op))
    exportGather(b, gather);
  else
    return std::nullopt;
  return success();
}

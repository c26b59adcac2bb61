//===- Normalizations.cpp - Normalizations of PyTorch ---------------------===//
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

/// The dimensions that layers of PyTorch call themselves by: 1d, 2d, 3d.
static std::string getSuffix(int64_t rank) {
  return std::to_string(std::max<int64_t>(rank - 2, 1)) + "d";
}

static void exportBatchNorm(StepBuilder &b, BatchNormOp op) {
  int64_t rank = op.getType().getRank(),
          channels = op.getType().getDimSize(rank - 1);
  bool fits = rank >= 2 && rank <= 5 && !isParameter(op.getInput());
  for (Value parameter : op->getOperands().drop_front())
    fits &= isOwn(parameter);
  std::string epsilon = real(op.getEpsilon().convertToFloat());
  if (!fits) {
    SmallVector<std::string> p;
    for (Value parameter : op->getOperands())
      p.push_back(b.getPlain(parameter));
    b.assign("(" + p[0] + " - " + p[3] + ") / torch.sqrt(" + p[4] + " + " +
                 epsilon + ") * " + p[1] + " + " + p[2],
             identityOrder(rank));
    return;
  }
  Order order = channelsFirst(rank);
  std::string code = "nn.BatchNorm" + getSuffix(rank) + "(" +
                     b.number("channels", channels) + ", eps=" + epsilon +
                     getTypeArgument(op.getType().getElementType()) + ")";
  std::string layer =
      b.addModule(code, {makeWeight("weight", op.getScale(), {0}),
                         makeWeight("bias", op.getOffset(), {0}),
                         makeWeight("running_mean", op.getMean(), {0}),
                         makeWeight("running_var", op.getVariance(), {0})});
  b.assign(layer + "(" + b.get(op.getInput(), order) + ")", order);
}

/// Over the last dimensions, with parameters of their shape or without.
static bool isLayerNorm(NormalizeOp op) {
  int64_t rank = op.getType().getRank(), count = op.getAxes().size();
  ArrayRef<int64_t> tail = op.getType().getShape().take_back(count);
  auto fits = [&](Value parameter) {
    return !parameter ||
           (isOwn(parameter) && typeOf(parameter).getShape() == tail);
  };
  return count > 0 &&
         llvm::equal(op.getAxes(), llvm::seq<int64_t>(rank - count, rank)) &&
         fits(op.getScale()) && fits(op.getOffset()) &&
         !op.getScale() == !op.getOffset();
}

/// Over the spatial dimensions of an image, with parameters of its channels.
static bool isInstanceNorm(NormalizeOp op) {
  ArrayRef<int64_t> shape = op.getType().getShape();
  int64_t rank = shape.size(), pixels = 1;
  if (rank < 3 || rank > 5 ||
      !llvm::equal(op.getAxes(), llvm::seq<int64_t>(1, rank - 1)))
    return false;
  for (int64_t size : shape.slice(1, rank - 2))
    pixels *= size;
  auto fits = [&](Value parameter) {
    return !parameter || (isOwn(parameter) &&
                          typeOf(parameter).getShape() == shape.take_back(1));
  };
  return pixels > 1 && fits(op.getScale()) && fits(op.getOffset()) &&
         !op.getScale() == !op.getOffset();
}

static std::vector<Weight> makeWeights(NormalizeOp op) {
  std::vector<Weight> weights;
  if (op.getScale()) {
    Order order = identityOrder(typeOf(op.getScale()).getRank());
    weights.push_back(makeWeight("weight", op.getScale(), order));
    weights.push_back(makeWeight("bias", op.getOffset(), order));
  }
  return weights;
}

static void exportLayer(StepBuilder &b, NormalizeOp op, bool isInstance) {
  ArrayRef<int64_t> shape = op.getType().getShape();
  Order order =
      isInstance ? channelsFirst(shape.size()) : identityOrder(shape.size());
  std::string type = getTypeArgument(op.getType().getElementType());
  std::string epsilon = ", eps=" + real(op.getEpsilon().convertToFloat());
  ArrayRef<int64_t> tail = shape.take_back(op.getAxes().size());
  std::string code;
  if (isInstance)
    code = "nn.InstanceNorm" + getSuffix(shape.size()) + "(" +
           b.number("channels", shape.back()) + epsilon +
           (op.getScale() ? ", affine=True" : "");
  else
    code = "nn.LayerNorm(" +
           (tail.size() == 1 ? b.number("channels", tail[0]) : tuple(tail)) +
           epsilon + (op.getScale() ? "" : ", elementwise_affine=False");
  b.assign(b.addModule(code + type + ")", makeWeights(op)) + "(" +
               b.get(op.getInput(), order) + ")",
           order);
}

static void exportNormalize(StepBuilder &b, NormalizeOp op) {
  bool isInstance = isInstanceNorm(op);
  if ((isInstance || isLayerNorm(op)) && !isParameter(op.getInput()))
    return exportLayer(b, op, isInstance);
  int64_t rank = op.getType().getRank();
  std::string x = b.getPlain(op.getInput());
  // Nothing to take the mean of: the difference from it is zero.
  std::string text = "torch.zeros_like(" + x + ")";
  if (!op.getAxes().empty()) {
    b.getExporter().useHelper("_normalize");
    text = "_normalize(" + x + ", " + tuple(op.getAxes()) + ", " +
           real(op.getEpsilon().convertToFloat()) + ")";
  }
  if (op.getScale())
    text += " * " + b.getPlain(op.getScale());
  if (op.getOffset())
    text += " + " + b.getPlain(op.getOffset());
  b.assign(text, identityOrder(rank));
}

std::optional<LogicalResult> pytorch::exportNormalization(StepBuilder &b) {
  Operation *op = b.getOp();
  if (!isa<BatchNormOp, NormalizeOp>(op))
    return std::nullopt;
  Type element = typeOf(op->getResult(0)).getElementType();
  if (!isa<FloatType>(element))
    return refuseElements(op, element);
  if (auto norm = dyn_cast<BatchNormOp>(op))
    exportBatchNorm(b, norm);
  else
    exportNormalize(b, cast<NormalizeOp>(op));
  return success();
}

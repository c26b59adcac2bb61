//===- Products.cpp - Convolutions and products of PyTorch ----------------===//
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

/// `, key=value`, unless it is what PyTorch assumes.
static std::string optional(StepBuilder &b, StringRef key,
                            ArrayRef<int64_t> values, int64_t usual) {
  if (llvm::all_of(values, [&](int64_t value) { return value == usual; }))
    return "";
  return (", " + key + "=" + b.number(key, values)).str();
}

static std::string noBias(Value bias) { return bias ? "" : ", bias=False"; }

/// Weights of a layer: the first one in this order, the bias as it is.
static std::vector<Weight> makeWeights(Value weight, ArrayRef<int64_t> order,
                                       Value bias) {
  std::vector<Weight> weights = {makeWeight("weight", weight, order)};
  if (bias)
    weights.push_back(makeWeight("bias", bias, {0}));
  return weights;
}

static void exportConv(StepBuilder &b, Conv2DOp op) {
  Order nchw = channelsFirst(4);
  std::string x = b.get(op.getInput(), nchw);
  ArrayRef<int64_t> p = op.getPads();
  SmallVector<int64_t> padding = {p[0], p[2]};
  if (p[0] != p[1] || p[2] != p[3]) {
    int64_t pads[] = {p[2], p[3], p[0], p[1]};
    x = "F.pad(" + x + ", " + tuple(pads) + ")";
    padding = {0, 0};
  }
  ArrayRef<int64_t> filter = typeOf(op.getFilter()).getShape();
  std::string y;
  if (isOwn(op.getFilter()) && isOwnOrNone(op.getBias())) {
    std::string code = "nn.Conv2d(" +
                       b.number("in_channels", op.getInChannels()) + ", " +
                       b.number("out_channels", op.getOutChannels()) + ", " +
                       b.number("kernel_size", filter.slice(1, 2));
    bool isPointwise = filter[1] == 1 && filter[2] == 1 &&
                       llvm::all_of(op.getStrides(),
                                    [](int64_t stride) { return stride == 1; });
    // Others state them always: layers that differ in them look alike.
    int64_t usual = isPointwise ? 1 : -1;
    code += optional(b, "stride", op.getStrides(), usual);
    code += optional(b, "padding", padding, usual == 1 ? 0 : -1);
    code += optional(b, "dilation", op.getDilations(), 1);
    code += optional(b, "groups", op.getGroups(), 1);
    code += noBias(op.getBias());
    code += getTypeArgument(op.getType().getElementType()) + ")";
    y = b.addModule(code, makeWeights(op.getFilter(), nchw, op.getBias())) +
        "(" + x + ")";
  } else {
    y = "F.conv2d(" + x + ", " + b.get(op.getFilter(), nchw);
    y += op.getBias() ? ", " + b.getPlain(op.getBias()) : "";
    y += optional(b, "stride", op.getStrides(), 1);
    y += optional(b, "padding", padding, 0);
    y += optional(b, "dilation", op.getDilations(), 1);
    y += optional(b, "groups", op.getGroups(), 1) + ")";
  }
  b.assignActivated(y, op.getActivation(), nchw);
}

//===----------------------------------------------------------------------===//
// Transposed convolutions
//===----------------------------------------------------------------------===//

/// PyTorch has input channels first, those of all groups, and the output
/// channels of a group behind them.
static Weight makeTransposedFilter(ConvTranspose2DOp op) {
  ArrayRef<int64_t> s = typeOf(op.getFilter()).getShape();
  int64_t groups = op.getGroups();
  Weight weight = makeWeight("weight", op.getFilter(), identityOrder(4));
  if (weight.tensor)
    weight.tensor =
        weight.tensor->reshape({groups, s[0] / groups, s[1], s[2], s[3]})
            .transpose({0, 4, 1, 2, 3})
            .reshape({groups * s[3], s[0] / groups, s[1], s[2]});
  return weight;
}

static std::string getTransposedFilter(StepBuilder &b, ConvTranspose2DOp op) {
  ArrayRef<int64_t> s = typeOf(op.getFilter()).getShape();
  int64_t groups = op.getGroups();
  if (groups == 1)
    return b.get(op.getFilter(), {3, 0, 1, 2});
  return b.getPlain(op.getFilter()) + ".reshape" +
         tuple({groups, s[0] / groups, s[1], s[2], s[3]}) +
         ".permute(0, 4, 1, 2, 3).reshape" +
         tuple({groups * s[3], s[0] / groups, s[1], s[2]});
}

/// The rows and columns that PyTorch adds for these pads; nothing if it can
/// not.
static std::optional<SmallVector<int64_t>>
getOutputPadding(ConvTranspose2DOp op) {
  SmallVector<int64_t> result;
  for (int d = 0; d < 2; ++d) {
    int64_t rest =
        op.getOutputPads()[d] + op.getPads()[2 * d] - op.getPads()[2 * d + 1];
    if (rest < 0 || rest >= std::max(op.getStrides()[d], op.getDilations()[d]))
      return std::nullopt;
    result.push_back(rest);
  }
  return result;
}

static std::string getTransposedWindow(StepBuilder &b, ConvTranspose2DOp op,
                                       ArrayRef<int64_t> padding,
                                       ArrayRef<int64_t> outputPadding) {
  return optional(b, "stride", op.getStrides(), 1) +
         optional(b, "padding", padding, 0) +
         optional(b, "output_padding", outputPadding, 0) +
         optional(b, "groups", op.getGroups(), 1) +
         optional(b, "dilation", op.getDilations(), 1);
}

static void exportConvTranspose(StepBuilder &b, ConvTranspose2DOp op) {
  Order nchw = channelsFirst(4);
  std::string x = b.get(op.getInput(), nchw), y;
  ArrayRef<int64_t> filter = typeOf(op.getFilter()).getShape(),
                    p = op.getPads();
  auto outputPadding = getOutputPadding(op);
  if (outputPadding && isOwn(op.getFilter()) && isOwnOrNone(op.getBias())) {
    std::vector<Weight> weights = {makeTransposedFilter(op)};
    if (op.getBias())
      weights.push_back(makeWeight("bias", op.getBias(), {0}));
    std::string code =
        "nn.ConvTranspose2d(" +
        b.number("in_channels", typeOf(op.getInput()).getDimSize(3)) + ", " +
        b.number("out_channels", filter[0]) + ", " +
        b.number("kernel_size", filter.slice(1, 2)) +
        getTransposedWindow(b, op, {p[0], p[2]}, *outputPadding) +
        noBias(op.getBias()) + getTypeArgument(op.getType().getElementType()) +
        ")";
    y = b.addModule(code, weights) + "(" + x + ")";
  } else {
    std::string window = getTransposedWindow(b, op, {0, 0}, {0, 0});
    std::string w = getTransposedFilter(b, op);
    y = "F.conv_transpose2d(" + x + ", " + w + window + ")";
    int64_t pads[] = {-p[2], op.getOutputPads()[1] - p[3], -p[0],
                      op.getOutputPads()[0] - p[1]};
    if (llvm::any_of(pads, [](int64_t pad) { return pad != 0; }))
      y = "F.pad(" + y + ", " + tuple(pads) + ")";
    if (op.getBias())
      y = "(" + y + " + " + b.getPlain(op.getBias()) + "[:, None, None]" + ")";
  }
  b.assignActivated(y, op.getActivation(), nchw);
}

//===----------------------------------------------------------------------===//
// Products of matrices
//===----------------------------------------------------------------------===//

static void exportFullyConnected(StepBuilder &b, FullyConnectedOp op) {
  Order order = identityOrder(op.getType().getRank());
  std::string x = b.get(op.getInput(), order), y;
  ArrayRef<int64_t> weight = typeOf(op.getWeight()).getShape();
  if (isOwn(op.getWeight()) && isOwnOrNone(op.getBias())) {
    std::string code = "nn.Linear(" + b.number("in_features", weight[1]) +
                       ", " + b.number("out_features", weight[0]) +
                       noBias(op.getBias()) +
                       getTypeArgument(op.getType().getElementType()) + ")";
    y = b.addModule(code, makeWeights(op.getWeight(), {0, 1}, op.getBias())) +
        "(" + x + ")";
  } else {
    y = "F.linear(" + x + ", " + b.getPlain(op.getWeight()) +
        (op.getBias() ? ", " + b.getPlain(op.getBias()) : "") + ")";
  }
  b.assignActivated(y, op.getActivation(), order);
}

std::optional<LogicalResult> pytorch::exportProduct(StepBuilder &b) {
  if (auto conv = dyn_cast<Conv2DOp>(b.getOp()))
    exportConv(b, conv);
  else if (auto conv = dyn_cast<ConvTranspose2DOp>(b.getOp()))
    exportConvTranspose(b, conv);
  else if (auto product = dyn_cast<FullyConnectedOp>(b.getOp()))
    exportFullyConnected(b, product);
  else if (auto product = dyn_cast<MatMulOp>(b.getOp()))
    b.assign("torch.matmul(" + b.getPlain(product.getLhs()) + ", " +
                 b.getPlain(product.getRhs()) + ")",
             identityOrder(product.getType().getRank()));
  else
    return std::nullopt;
  return success();
}

//===- ImportProducts.cpp - Convolutions and matrix products of ONNX ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Importer.h"
#include "Window.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

static LogicalResult importConv(Importer &importer, const Node &node) {
  const Imported *x = importer.getInput(node, 0);
  const Imported *w = importer.getInput(node, 1);
  if (!x || !w)
    return node.error() << "expected an input and a filter";
  if (x->getRank() != 4 || w->getRank() != 4)
    return node.error() << "expected a 2-D convolution, but got an input of "
                        << "rank " << x->getRank() << " and a filter of rank "
                        << w->getRank();
  SmallVector<int64_t> filter = w->getShape();
  std::vector<int64_t> kernel =
      node.getInts("kernel_shape", {filter[2], filter[3]});
  if (kernel != std::vector<int64_t>{filter[2], filter[3]})
    return node.error() << "expected kernel_shape to be that of the filter";
  FailureOr<Window> window = readWindow(node, x->getShape(), kernel);
  if (failed(window))
    return failure();
  Order nhwc = Importer::channelsLast(4);
  Value bias;
  if (const Imported *b = importer.getInput(node, 2)) {
    if (b->getRank() != 1)
      return node.error() << "expected a bias with 1 dimension";
    bias = importer.inOrder(node, *b, {0});
  }
  Value result = build<Conv2DOp>(
      importer, node, importer.inOrder(node, *x, nhwc),
      importer.inOrder(node, *w, nhwc), bias, window->strides, window->pads,
      window->dilations, node.getInt("group", 1), ActivationAttr());
  if (!result)
    return failure();
  importer.define(node, 0, result, nhwc);
  return success();
}

/// `x` times a scalar constant, or `x` itself for one.
static Value scale(Importer &importer, const Node &node, Value x, float by) {
  if (!x || by == 1.0f)
    return x;
  Type element = cast<RankedTensorType>(x.getType()).getElementType();
  return build<MulOp>(
      importer, node, x,
      importer.makeConstant(node.getLoc(),
                            HostTensor::fromDoubles(element, {}, {by})));
}

static LogicalResult importGemm(Importer &importer, const Node &node) {
  const Imported *a = importer.getInput(node, 0);
  const Imported *b = importer.getInput(node, 1);
  const Imported *c = importer.getInput(node, 2);
  if (!a || !b || a->getRank() != 2 || b->getRank() != 2)
    return node.error() << "expected two matrices";
  float alpha = node.getFloat("alpha", 1.0f),
        beta = node.getFloat("beta", 1.0f);
  Order straight = {0, 1}, swapped = {1, 0};
  Value lhs =
      importer.inOrder(node, *a, node.getInt("transA", 0) ? swapped : straight);
  Value weight =
      importer.inOrder(node, *b, node.getInt("transB", 0) ? straight : swapped);
  int64_t columns = cast<RankedTensorType>(weight.getType()).getDimSize(0);
  bool isBias = c && alpha == 1.0f && beta == 1.0f &&
                ArrayRef<int64_t>(c->getShape()) == ArrayRef<int64_t>(columns);
  Value bias = isBias ? importer.inOrder(node, *c, {0}) : Value();
  Value result = build<FullyConnectedOp>(importer, node, lhs, weight, bias,
                                         ActivationAttr());
  result = scale(importer, node, result, alpha);
  if (result && c && !isBias) {
    Value addend = scale(importer, node, importer.inOnnxOrder(node, *c), beta);
    result = addend ? build<AddOp>(importer, node, result, addend) : Value();
  }
  if (!result)
    return failure();
  importer.define(node, 0, result);
  return success();
}

static LogicalResult importMatMul(Importer &importer, const Node &node) {
  const Imported *a = importer.getInput(node, 0);
  const Imported *b = importer.getInput(node, 1);
  if (!a || !b || a->getRank() < 1 || b->getRank() < 1)
    return node.error() << "expected two operands with dimensions";
  if (b->constant && b->getRank() == 2 && a->getRank() >= 2) {
    Value result = build<FullyConnectedOp>(
        importer, node, importer.inOnnxOrder(node, *a),
        importer.inOrder(node, *b, {1, 0}), Value(), ActivationAttr());
    if (!result)
      return failure();
    importer.define(node, 0, result);
    return success();
  }
  Value lhs = importer.inOnnxOrder(node, *a);
  Value rhs = importer.inOnnxOrder(node, *b);
  // A vector is a row on the left and a column on the right.
  if (a->getRank() == 1)
    lhs = importer.reshape(node.getLoc(), lhs, {1, a->getShape()[0]});
  if (b->getRank() == 1)
    rhs = importer.reshape(node.getLoc(), rhs, {b->getShape()[0], 1});
  Value result = build<MatMulOp>(importer, node, lhs, rhs);
  if (!result)
    return failure();
  SmallVector<int64_t> shape =
      llvm::to_vector(cast<RankedTensorType>(result.getType()).getShape());
  if (b->getRank() == 1)
    shape.pop_back();
  if (a->getRank() == 1)
    shape.erase(shape.end() - (b->getRank() == 1 ? 1 : 2));
  importer.define(node, 0, importer.reshape(node.getLoc(), result, shape));
  return success();
}

void onnx_frontend::addProductHandlers(HandlerMap &handlers) {
  handlers["Conv"] = importConv;
  handlers["Gemm"] = importGemm;
  handlers["MatMul"] = importMatMul;
}

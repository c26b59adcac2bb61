//===- ImportProducts.cpp - Convolutions and matrix products of ONNX ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ImportProducts.h"
#include "Window.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

Value onnx_frontend::getImage(Importer &importer, const Node &node,
                              const Imported &x) {
  Value value = importer.inOrder(node, x, Importer::channelsLast(x.getRank()));
  SmallVector<int64_t> shape(
      cast<RankedTensorType>(value.getType()).getShape());
  if (shape.size() == 3)
    shape.insert(shape.begin() + 1, 1);
  return importer.reshape(node.getLoc(), value, shape);
}

/// A filter of one spatial dimension as one row of two.
static Imported liftFilter(Importer &importer, const Node &node,
                           const Imported &w) {
  if (w.getRank() == 4)
    return w;
  SmallVector<int64_t> shape = w.getShape();
  shape.insert(shape.begin() + 2, 1);
  Imported lifted;
  if (w.constant) {
    lifted.constant = w.constant->reshape(shape);
  } else {
    lifted.value =
        importer.reshape(node.getLoc(), importer.inOnnxOrder(node, w), shape);
    lifted.order = Importer::identityOrder(4);
  }
  return lifted;
}

LogicalResult onnx_frontend::defineImage(Importer &importer, const Node &node,
                                         Value value, int64_t rank) {
  if (!value)
    return failure();
  SmallVector<int64_t> shape(
      cast<RankedTensorType>(value.getType()).getShape());
  if (rank == 3)
    shape.erase(shape.begin() + 1);
  return defineOutput(importer, node,
                      importer.reshape(node.getLoc(), value, shape),
                      Importer::channelsLast(rank));
}

LogicalResult onnx_frontend::checkConvolution(const Node &node,
                                              const Imported *x,
                                              const Imported *w,
                                              const Imported *bias) {
  if (!x || !w)
    return node.error() << "expected an input and a filter";
  if (x->getRank() != w->getRank() || x->getRank() < 3 || x->getRank() > 4)
    return node.error() << "expected a convolution of 1 or 2 dimensions, but "
                        << "got an input of rank " << x->getRank()
                        << " and a filter of rank " << w->getRank();
  std::vector<int64_t> sizes =
      ArrayRef<int64_t>(w->getShape()).drop_front(2).vec();
  if (node.getInts("kernel_shape", sizes) != sizes)
    return node.error() << "expected kernel_shape to be that of the filter";
  if (bias && bias->getRank() != 1)
    return node.error() << "expected a bias with 1 dimension";
  return success();
}

static Value getBias(Importer &importer, const Node &node) {
  const Imported *b = importer.getInput(node, 2);
  return b ? importer.inOrder(node, *b, {0}) : Value();
}

Value onnx_frontend::buildConvolution(Importer &importer, const Node &node,
                                      const Imported &x, const Imported &w,
                                      const Imported *bias) {
  FailureOr<Window> window = readWindow(
      node, x.getShape(), ArrayRef<int64_t>(w.getShape()).drop_front(2));
  if (failed(window))
    return {};
  Value image = getImage(importer, node, x);
  Value offsets = bias ? importer.inOrder(node, *bias, {0}) : Value();
  Value filter = importer.inOrder(node, liftFilter(importer, node, w),
                                  Importer::channelsLast(4));
  return build<Conv2DOp>(importer, node, image, filter, offsets,
                         window->strides, window->pads, window->dilations,
                         node.getInt("group", 1), ActivationAttr());
}

static LogicalResult importConv(Importer &importer, const Node &node) {
  const Imported *x = importer.getInput(node, 0);
  const Imported *w = importer.getInput(node, 1);
  const Imported *bias = importer.getInput(node, 2);
  if (failed(checkConvolution(node, x, w, bias)))
    return failure();
  return defineImage(importer, node,
                     buildConvolution(importer, node, *x, *w, bias),
                     x->getRank());
}

/// The filter `[C, K / groups, R, S]` as `[K, R, S, C / groups]`.
static Value getTransposedFilter(Importer &importer, const Node &node,
                                 const Imported &w, int64_t groups) {
  if (groups == 1)
    return importer.inOrder(node, w, {1, 2, 3, 0});
  SmallVector<int64_t> s = w.getShape();
  int64_t split[] = {groups, s[0] / groups, s[1], s[2], s[3]};
  int64_t merged[] = {groups * s[1], s[2], s[3], s[0] / groups};
  SmallVector<int64_t> permutation = {0, 2, 3, 4, 1};
  if (w.constant)
    return importer.makeParameter(
        node.getLoc(),
        w.constant->reshape(split).transpose(permutation).reshape(merged),
        Importer::identityOrder(4), "groups" + std::to_string(groups));
  Value value =
      importer.reshape(node.getLoc(), importer.inOnnxOrder(node, w), split);
  value = build<TransposeOp>(importer, node, value, permutation);
  return value ? importer.reshape(node.getLoc(), value, merged) : Value();
}

/// Pads of a transposed convolution so that the result has the given sizes.
static LogicalResult fitOutput(const Node &node, ArrayRef<int64_t> input,
                               Window &w, SmallVector<int64_t, 2> &outputPads) {
  std::vector<int64_t> sizes = node.getInts("output_shape");
  std::string autoPad = node.getString("auto_pad", "NOTSET");
  bool isSame = autoPad == "SAME_UPPER" || autoPad == "SAME_LOWER";
  size_t spatial = input.size();
  if (sizes.empty() && !isSame)
    return success();
  // Some models give batch and channels, too.
  if (sizes.size() == spatial + 2)
    sizes.erase(sizes.begin(), sizes.begin() + 2);
  if (!sizes.empty() && sizes.size() != spatial)
    return node.error() << "expected an output_shape of " << spatial
                        << " sizes";
  for (size_t i = 0; i < spatial; ++i) {
    size_t d = 2 - spatial + i;
    int64_t size = sizes.empty() ? input[i] * w.strides[d] : sizes[i];
    int64_t total = w.strides[d] * (input[i] - 1) + outputPads[d] +
                    w.dilations[d] * (w.kernel[d] - 1) + 1 - size;
    if (total < 0) {
      // Larger than the windows reach: zeros at the end.
      outputPads[d] -= total;
      total = 0;
    }
    int64_t low = autoPad == "SAME_UPPER" ? total / 2 : total - total / 2;
    w.pads[2 * d] = low;
    w.pads[2 * d + 1] = total - low;
  }
  return success();
}

static LogicalResult importConvTranspose(Importer &importer, const Node &node) {
  if (failed(checkConvolution(node, importer.getInput(node, 0),
                              importer.getInput(node, 1),
                              importer.getInput(node, 2))))
    return failure();
  const Imported &x = *importer.getInput(node, 0);
  SmallVector<int64_t> shape = x.getShape();
  Imported w = liftFilter(importer, node, *importer.getInput(node, 1));
  int64_t groups = node.getInt("group", 1);
  if (groups < 1 || w.getShape()[0] % groups || shape[1] != w.getShape()[0])
    return node.error() << "expected a filter of " << shape[1]
                        << " input channels, a multiple of " << groups
                        << " groups";
  FailureOr<Window> window = readWindow(
      node, shape,
      ArrayRef<int64_t>(importer.getInput(node, 1)->getShape()).drop_front(2));
  if (failed(window))
    return failure();
  SmallVector<int64_t, 2> outputPads(2, 0);
  std::vector<int64_t> given = node.getInts("output_padding");
  if (!given.empty() && given.size() != shape.size() - 2)
    return node.error() << "expected an output_padding of " << shape.size() - 2
                        << " numbers";
  llvm::copy(given,
             outputPads.begin() + (given.empty() ? 0 : 4 - shape.size()));
  for (int64_t pad : outputPads)
    if (pad < 0 || pad > (1 << 30))
      return node.error() << "expected an output_padding that is not negative";
  if (failed(fitOutput(node, ArrayRef<int64_t>(shape).drop_front(2), *window,
                       outputPads)))
    return failure();
  Value filter = getTransposedFilter(importer, node, w, groups);
  if (!filter)
    return failure();
  Value result = build<ConvTranspose2DOp>(
      importer, node, getImage(importer, node, x), filter,
      getBias(importer, node), window->strides, window->pads, outputPads,
      window->dilations, groups, ActivationAttr());
  return defineImage(importer, node, result, x.getRank());
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
  // A bias whose shape differs broadcasts.
  if (node.getOpset() < 7)
    node.ignore("broadcast");
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
  handlers["ConvTranspose"] = importConvTranspose;
  handlers["Gemm"] = importGemm;
  handlers["MatMul"] = importMatMul;
}

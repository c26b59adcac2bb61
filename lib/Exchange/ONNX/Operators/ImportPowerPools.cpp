//===- ImportPowerPools.cpp - Sums of powers over windows -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ImportProducts.h"
#include "Window.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

/// `x` to the power of a number.
static Value raise(Importer &importer, const Node &node, Value x,
                   double power) {
  if (power == 1)
    return x;
  if (power == 2)
    return build<MulOp>(importer, node, x, x);
  if (power == 0.5)
    return build<SqrtOp>(importer, node, x);
  return build<PowOp>(importer, node, x, makeScalar(importer, node, x, power));
}

static Value multiply(Importer &importer, const Node &node, Value x,
                      double by) {
  if (by == 1)
    return x;
  return build<MulOp>(importer, node, x, makeScalar(importer, node, x, by));
}

/// Local response normalization: `x / (bias + alpha mean(x^2))^beta`, with the
/// mean over the channels around each one, of which those outside are zero. The
/// channels are the rows' elements of an image of one channel.
static LogicalResult importLrn(Importer &importer, const Node &node) {
  const Imported *input = expectInput(importer, node);
  if (!input || failed(expectFloats(node, *input)))
    return failure();
  int64_t rank = input->getRank(), size = node.getInt("size", 0);
  if (rank < 2 || size < 1)
    return node.error() << "expected an input with channels and a positive "
                           "size, but got rank "
                        << rank << " and size " << size;
  Order order = Importer::channelsLast(rank);
  Value x = importer.inOrder(node, *input, order);
  SmallVector<int64_t> shape(cast<RankedTensorType>(x.getType()).getShape());
  int64_t channels = shape.back(), rows = 1;
  for (int64_t extent : ArrayRef<int64_t>(shape).drop_front().drop_back())
    rows *= extent;
  // A window that is wider than all channels has nothing but zeros there.
  int64_t low = std::min((size - 1) / 2, channels - 1);
  int64_t high = std::min(size / 2, channels - 1), width = low + high + 1;
  Value mean =
      importer.reshape(node.getLoc(), build<MulOp>(importer, node, x, x),
                       {shape[0], rows, channels, 1});
  int64_t kernel[] = {1, width}, strides[] = {1, 1}, pads[] = {0, 0, low, high};
  mean = build<AvgPool2DOp>(importer, node, mean, kernel, strides, pads, true);
  if (!mean)
    return failure();
  mean = importer.reshape(node.getLoc(), mean, shape);
  double alpha = node.getFloat("alpha", 1e-4f);
  mean = multiply(importer, node, mean, alpha * double(width) / double(size));
  Value sum =
      build<AddOp>(importer, node, mean,
                   makeScalar(importer, node, x, node.getFloat("bias", 1)));
  Value divisor = raise(importer, node, sum, node.getFloat("beta", 0.75f));
  return defineOutput(importer, node, build<DivOp>(importer, node, x, divisor),
                      order);
}

/// The exponent of a norm; before opset 2 it was no integer.
static FailureOr<double> readExponent(const Node &node) {
  double p =
      node.getOpset() < 2 ? node.getFloat("p", 2) : double(node.getInt("p", 2));
  if (!(p >= 1 && p <= 64))
    return node.error() << "expected p of 1 to 64, but got " << p;
  return p;
}

/// Norms of windows: roots of sums, which are means times the window's size.
static LogicalResult importLpPool(Importer &importer, const Node &node) {
  const Imported *input = expectInput(importer, node);
  if (!input || failed(expectFloats(node, *input)))
    return failure();
  int64_t rank = input->getRank();
  if (rank < 3 || rank > 4)
    return node.error() << "expected a pooling of 1 or 2 dimensions, but got "
                        << "an input of rank " << rank;
  FailureOr<double> p = readExponent(node);
  if (failed(p))
    return failure();
  FailureOr<Window> window =
      readWindow(node, input->getShape(), node.getInts("kernel_shape"),
                 /*isPool=*/true);
  if (failed(window))
    return failure();
  if (llvm::any_of(window->dilations, [](int64_t d) { return d != 1; }))
    return node.error() << "dilations are not supported";
  Value x = getImage(importer, node, *input);
  x = raise(importer, node, build<AbsOp>(importer, node, x), *p);
  x = build<AvgPool2DOp>(importer, node, x, window->kernel, window->strides,
                         window->pads, true);
  if (!x)
    return failure();
  x = multiply(importer, node, x,
               double(window->kernel[0]) * double(window->kernel[1]));
  return defineImage(importer, node, raise(importer, node, x, 1 / *p), rank);
}

static LogicalResult importGlobalLpPool(Importer &importer, const Node &node) {
  const Imported *input = expectInput(importer, node);
  if (!input || failed(expectFloats(node, *input)))
    return failure();
  int64_t rank = input->getRank();
  if (rank < 3)
    return node.error() << "expected an input with spatial dimensions, but got "
                        << "rank " << rank;
  FailureOr<double> p = readExponent(node);
  if (failed(p))
    return failure();
  Order order = Importer::channelsLast(rank);
  SmallVector<int64_t> axes = llvm::to_vector(llvm::seq<int64_t>(1, rank - 1));
  Value x = importer.inOrder(node, *input, order);
  x = raise(importer, node, build<AbsOp>(importer, node, x), *p);
  x = build<ReduceOp>(importer, node, ReduceKind::sum, x, axes);
  return defineOutput(importer, node, raise(importer, node, x, 1 / *p), order);
}

void onnx_frontend::addPowerPoolHandlers(HandlerMap &handlers) {
  handlers["LRN"] = importLrn;
  handlers["LpPool"] = importLpPool;
  handlers["GlobalLpPool"] = importGlobalLpPool;
}

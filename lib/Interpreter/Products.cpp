//===- Products.cpp - Products of matrices --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Product.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::interpreter;

static LogicalResult fullyConnected(Operation *op, Frame &frame) {
  auto product = cast<nn::FullyConnectedOp>(op);
  int64_t c = frame.operands[1].getShape()[1];
  int64_t k = frame.operands[1].getShape()[0];
  int64_t rows = frame.operands[0].getNumElements() / c;
  const HostTensor *bias = product.getBias() ? &frame.operands[2] : nullptr;
  return runProduct(op, frame, bias, product.getActivation(),
                    [&](const auto *x, const auto *w, auto *out) {
                      mapMatrix(out, rows, k, k).noalias() =
                          mapMatrix(x, rows, c, c) *
                          mapMatrix(w, k, c, c).transpose();
                    });
}

static LogicalResult matmul(Operation *op, Frame &frame) {
  Shape shape = typeOf(op->getResult(0)).getShape();
  Shape lhs = frame.operands[0].getShape(), rhs = frame.operands[1].getShape();
  int64_t m = shape[shape.size() - 2], k = shape.back(), c = lhs.back();
  // The additional dimension makes each index of the last batch dimension a
  // separate row.
  SmallVector<int64_t> batch(shape.drop_back(2));
  batch.push_back(1);
  auto stridesOf = [&](Shape operand, int64_t size) {
    SmallVector<int64_t> leading(operand.drop_back(2));
    leading.push_back(1);
    SmallVector<int64_t> strides = getBroadcastStrides(leading, batch);
    for (int64_t &stride : strides)
      stride *= size;
    return strides;
  };
  SmallVector<SmallVector<int64_t>> strides = {stridesOf(lhs, m * c),
                                               stridesOf(rhs, c * k)};
  return runProduct(op, frame, nullptr, std::nullopt,
                    [&](const auto *x, const auto *w, auto *out) {
                      forEachRow(batch, strides, [&](ArrayRef<int64_t> at) {
                        mapMatrix(out, m, k, k).noalias() =
                            mapMatrix(x + at[0], m, c, c) *
                            mapMatrix(w + at[1], c, k, k);
                        out += m * k;
                      });
                    });
}

void interpreter::addProductKernels(KernelMap &kernels) {
  kernels["nn.fully_connected"] = fullyConnected;
  kernels["nn.matmul"] = matmul;
}

//===- ImportRecurrentPlain.cpp - Plain recurrent networks ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ImportRecurrent.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

/// Each step is two products, an addition and an activation.
static constexpr int64_t kMostSteps = 256;

/// `h = f(W x + bias + R h + second)`, step by step. The products with the
/// inputs are one.
LogicalResult CellReader::buildSteps(int64_t d, Value w, Value r, Value bias,
                                     Value second) {
  Value inputs =
      build<FullyConnectedOp>(importer, node, x, w, bias, ActivationAttr());
  if (!inputs)
    return failure();
  auto type = cast<RankedTensorType>(inputs.getType());
  int64_t steps = type.getDimSize(0), batch = type.getDimSize(1);
  if (steps > kMostSteps)
    return node.error() << "expected at most " << kMostSteps
                        << " steps, but got " << steps;
  auto activation = ActivationAttr::get(importer.getContext(), activations[d],
                                        ArrayRef<float>());
  Value h = getState(5, d);
  SmallVector<Value> all(steps);
  for (int64_t i = 0; i < steps; ++i) {
    int64_t t = isReverse(d) ? steps - 1 - i : i;
    int64_t offsets[] = {t, 0, 0}, sizes[] = {1, batch, hidden};
    int64_t strides[] = {1, 1, 1};
    Value sum = importer.reshape(
        node.getLoc(),
        build<SliceOp>(importer, node, inputs, offsets, sizes, strides),
        {batch, hidden});
    // A state of zeros adds the bias only.
    Value other = h ? build<FullyConnectedOp>(importer, node, h, r, second,
                                              ActivationAttr())
                    : second;
    if (h && !other)
      return failure();
    if (other)
      sum = build<AddOp>(importer, node, sum, other);
    if (!sum)
      return failure();
    h = build<ActivationOp>(importer, node, sum, activation);
    all[t] = importer.reshape(node.getLoc(), h, {1, batch, hidden});
  }
  sequences.push_back(build<ConcatOp>(importer, node, all, uint64_t(0)));
  states.push_back(h);
  return success();
}

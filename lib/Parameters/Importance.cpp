//===- Importance.cpp - The most important channels of parameters ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Evaluators.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>
#include <cstring>
#include <numeric>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::parameters;

/// The elements with a fixed index of a dimension: `outer` runs of `inner`
/// consecutive elements.
namespace {
struct Lines {
  Lines(ArrayRef<int64_t> shape, int64_t axis) : size(shape[axis]) {
    for (int64_t n : shape.take_front(axis))
      outer *= n;
    for (int64_t n : shape.drop_front(axis + 1))
      inner *= n;
  }
  int64_t outer = 1, size, inner = 1;
};
} // namespace

static LogicalResult sumMagnitudes(ParamImportanceOp op,
                                   ArrayRef<HostTensor> in, HostTensor &out) {
  std::vector<double> sums(out.getNumElements(), 0.0);
  for (auto [tensor, axis] : llvm::zip_equal(in, op.getAxes())) {
    Lines lines(tensor.getShape(), axis);
    int64_t at = 0;
    for (int64_t o = 0; o < lines.outer; ++o)
      for (int64_t c = 0; c < lines.size; ++c)
        for (int64_t i = 0; i < lines.inner; ++i)
          sums[c] += std::abs(tensor.getDouble(at++));
  }
  for (auto [i, sum] : llvm::enumerate(sums))
    out.setDouble(i, sum);
  return success();
}

static LogicalResult findLargest(ParamTopOp op, ArrayRef<HostTensor> in,
                                 HostTensor &out) {
  std::vector<double> values = in[0].getDoubles();
  std::vector<int64_t> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  llvm::sort(order, [&](int64_t a, int64_t b) {
    bool isNumberA = !std::isnan(values[a]), isNumberB = !std::isnan(values[b]);
    if (isNumberA != isNumberB)
      return isNumberA;
    if (isNumberA && values[a] != values[b])
      return values[a] > values[b];
    return a < b;
  });
  order.resize(op.getCount());
  llvm::sort(order);
  std::memcpy(out.getMutableBytes(), order.data(), order.size() * 8);
  return success();
}

static LogicalResult gather(ParamGatherOp op, ArrayRef<HostTensor> in,
                            HostTensor &out) {
  unsigned bytes = HostTensor::getElementBytes(out.getElementType());
  Lines lines(in[0].getShape(), op.getAxis());
  char *to = out.getMutableBytes();
  int64_t run = lines.inner * bytes;
  std::vector<int64_t> indices = in[1].getInts();
  for (int64_t o = 0; o < lines.outer; ++o)
    for (int64_t index : indices) {
      if (index < 0 || index >= lines.size)
        return failure();
      std::memcpy(to, in[0].getBytes().data() + (o * lines.size + index) * run,
                  run);
      to += run;
    }
  return success();
}

void parameters::addImportanceEvaluators(EvaluatorMap &map) {
  addEvaluator<ParamImportanceOp>(map, sumMagnitudes);
  addEvaluator<ParamTopOp>(map, findLargest);
  addEvaluator<ParamGatherOp>(map, gather);
}

//===- Resample.cpp - Resampled parameters of positions -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Evaluators.h"
#include <algorithm>
#include <cmath>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::parameters;

/// Samples dimension `axis` of the dense `values` of shape `shape` at `size`
/// positions.
static std::vector<double> resample(ArrayRef<double> values,
                                    ArrayRef<int64_t> shape, unsigned axis,
                                    int64_t size) {
  int64_t outer = 1, inner = 1, old = shape[axis];
  for (int64_t n : shape.take_front(axis))
    outer *= n;
  for (int64_t n : shape.drop_front(axis + 1))
    inner *= n;
  std::vector<double> out(outer * size * inner);
  for (int64_t i = 0; i < size; ++i) {
    double position = (double(i) + 0.5) * double(old) / double(size) - 0.5;
    int64_t low = std::clamp<int64_t>(int64_t(std::floor(position)), 0,
                                      std::max<int64_t>(old - 2, 0));
    int64_t high = std::min(low + 1, old - 1);
    double part = high == low ? 0.0 : position - double(low);
    for (int64_t o = 0; o < outer; ++o)
      for (int64_t k = 0; k < inner; ++k) {
        double a = values[(o * old + low) * inner + k];
        double b = values[(o * old + high) * inner + k];
        out[(o * size + i) * inner + k] = a + (b - a) * part;
      }
  }
  return out;
}

static LogicalResult resampleAll(ParamResampleOp op, ArrayRef<HostTensor> in,
                                 HostTensor &out) {
  std::vector<double> values = in[0].getDoubles();
  SmallVector<int64_t> shape(in[0].getShape());
  double factor = 1;
  for (auto [axis, size] : llvm::enumerate(op.getSizes())) {
    if (size == shape[axis])
      continue;
    values = resample(values, shape, axis, size);
    factor *= double(shape[axis]) / double(size);
    shape[axis] = size;
  }
  for (auto [i, value] : llvm::enumerate(values))
    out.setDouble(i, op.getKeepSum() ? value * factor : value);
  return success();
}

void parameters::addResampleEvaluators(EvaluatorMap &map) {
  addEvaluator<ParamResampleOp>(map, resampleAll);
}

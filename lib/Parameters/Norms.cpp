//===- Norms.cpp - Parameters with folded batch normalizations ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Evaluators.h"
#include <cmath>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::parameters;

static LogicalResult foldFilter(ParamNormFilterOp op, ArrayRef<HostTensor> in,
                                HostTensor &out) {
  if (!isFloat(out))
    return failure();
  double epsilon = op.getEpsilon().convertToDouble();
  int64_t channels = out.getShape()[0];
  int64_t inner = out.getNumElements() / channels;
  for (int64_t o = 0; o < channels; ++o) {
    double factor =
        in[1].getDouble(o) / std::sqrt(in[2].getDouble(o) + epsilon);
    for (int64_t i = 0; i < inner; ++i)
      out.setDouble(o * inner + i, in[0].getDouble(o * inner + i) * factor);
  }
  return success();
}

static LogicalResult foldBias(ParamNormBiasOp op, ArrayRef<HostTensor> in,
                              HostTensor &out) {
  if (!isFloat(out))
    return failure();
  double epsilon = op.getEpsilon().convertToDouble();
  for (int64_t o = 0; o < out.getShape()[0]; ++o) {
    double bias = op.getBias() ? in[4].getDouble(o) : 0.0;
    double factor =
        in[0].getDouble(o) / std::sqrt(in[3].getDouble(o) + epsilon);
    out.setDouble(o, in[1].getDouble(o) + (bias - in[2].getDouble(o)) * factor);
  }
  return success();
}

void parameters::addNormEvaluators(EvaluatorMap &map) {
  addEvaluator<ParamNormFilterOp>(map, foldFilter);
  addEvaluator<ParamNormBiasOp>(map, foldBias);
}

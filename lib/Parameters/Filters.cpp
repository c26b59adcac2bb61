//===- Filters.cpp - Filters of merged and regrouped convolutions ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Evaluators.h"
#include <cstring>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::parameters;

static LogicalResult mergeFilters(ParamMergeFiltersOp, ArrayRef<HostTensor> in,
                                  HostTensor &out) {
  if (!isFloat(out))
    return failure();
  ArrayRef<int64_t> s = out.getShape();
  int64_t to = 0;
  for (int64_t o = 0; o < s[0]; ++o)
    for (int64_t rs = 0; rs < s[1] * s[2]; ++rs)
      for (int64_t i = 0; i < s[3]; ++i)
        out.setDouble(to++, in[1].getDouble(o * s[1] * s[2] + rs) *
                                in[0].getDouble(o * s[3] + i));
  return success();
}

static LogicalResult mergeBiases(ParamMergeBiasesOp, ArrayRef<HostTensor> in,
                                 HostTensor &out) {
  if (!isFloat(out))
    return failure();
  ArrayRef<int64_t> s = in[1].getShape();
  for (int64_t o = 0; o < s[0]; ++o) {
    double sum = 0;
    for (int64_t rs = 0; rs < s[1] * s[2]; ++rs)
      sum += in[1].getDouble(o * s[1] * s[2] + rs);
    double bias = in.size() > 2 ? in[2].getDouble(o) : 0.0;
    out.setDouble(o, bias + in[0].getDouble(o) * sum);
  }
  return success();
}

/// Copies rows of `narrow` to or from their group in the rows of `wide`.
static void
copyBlocks(int64_t groups, ArrayRef<int64_t> narrow,
           llvm::function_ref<void(int64_t, int64_t, int64_t)> copy) {
  int64_t perGroup = narrow[0] / groups, channels = narrow[3];
  int64_t row = 0;
  for (int64_t o = 0; o < narrow[0]; ++o)
    for (int64_t rs = 0; rs < narrow[1] * narrow[2]; ++rs, ++row)
      copy(row * channels, (row * groups + o / perGroup) * channels, channels);
}

static LogicalResult makeBlockDiagonal(ParamBlockDiagonalOp op,
                                       ArrayRef<HostTensor> in,
                                       HostTensor &out) {
  if (failed(fillWithZero(out)))
    return failure();
  unsigned bytes = HostTensor::getElementBytes(out.getElementType());
  copyBlocks(op.getGroups(), in[0].getShape(),
             [&](int64_t narrow, int64_t wide, int64_t count) {
               std::memcpy(out.getMutableBytes() + wide * bytes,
                           in[0].getBytes().data() + narrow * bytes,
                           count * bytes);
             });
  return success();
}

static LogicalResult takeDiagonalBlocks(ParamDiagonalBlocksOp op,
                                        ArrayRef<HostTensor> in,
                                        HostTensor &out) {
  unsigned bytes = HostTensor::getElementBytes(out.getElementType());
  copyBlocks(op.getGroups(), out.getShape(),
             [&](int64_t narrow, int64_t wide, int64_t count) {
               std::memcpy(out.getMutableBytes() + narrow * bytes,
                           in[0].getBytes().data() + wide * bytes,
                           count * bytes);
             });
  return success();
}

void parameters::addFilterEvaluators(EvaluatorMap &map) {
  addEvaluator<ParamMergeFiltersOp>(map, mergeFilters);
  addEvaluator<ParamMergeBiasesOp>(map, mergeBiases);
  addEvaluator<ParamBlockDiagonalOp>(map, makeBlockDiagonal);
  addEvaluator<ParamDiagonalBlocksOp>(map, takeDiagonalBlocks);
}

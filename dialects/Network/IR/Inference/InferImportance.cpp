//===- InferImportance.cpp - Result types of picks of channels ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Inference/InferenceDetail.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::nn::impl;

static bool hasFloats(Value value) {
  return isa<FloatType>(typeOf(value).getElementType());
}

LogicalResult ParamImportanceOp::inferReturnTypes(MLIRContext *context,
                                                  MaybeLoc loc, Adaptor adaptor,
                                                  Types &types) {
  ArrayRef<int64_t> axes = adaptor.getAxes();
  ValueRange inputs = adaptor.getInputs();
  // param_importance_c1
  if (inputs.empty() || inputs.size() != axes.size() ||
      !llvm::all_of(inputs, hasFloats))
    return emitOptionalError(loc, "expected parameters of floating-point ",
                             "numbers and one axis each, but got ",
                             inputs.size(), " parameters and ", axes.size(),
                             " axes");
  int64_t size = 0;
  for (auto [input, axis] : llvm::zip_equal(inputs, axes)) {
    ArrayRef<int64_t> shape = getShape(input);
    // param_importance_c2
    if (axis < 0 || axis >= int64_t(shape.size()) ||
        (size && shape[axis] != size))
      return emitOptionalError(loc, "expected axes of one size, but got axis ",
                               axis, " of ", input.getType());
    size = shape[axis];
  }
  types.push_back(RankedTensorType::get({size}, Float32Type::get(context)));
  return success();
}

LogicalResult ParamTopOp::inferReturnTypes(MLIRContext *context, MaybeLoc loc,
                                           Adaptor adaptor, Types &types) {
  ArrayRef<int64_t> shape = getShape(adaptor.getInput());
  int64_t count = adaptor.getCount();
  // param_top_c1
  if (shape.size() != 1 || !hasFloats(adaptor.getInput()))
    return emitOptionalError(loc, "expected one dimension of floating-point ",
                             "numbers, but got ", adaptor.getInput().getType());
  // param_top_c2
  if (count < 1 || count > shape[0])
    return emitOptionalError(loc, "expected a count from 1 to ", shape[0],
                             ", but got ", count);
  types.push_back(
      RankedTensorType::get({count}, IntegerType::get(context, 64)));
  return success();
}

LogicalResult ParamGatherOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                              Adaptor adaptor, Types &types) {
  SmallVector<int64_t> shape(getShape(adaptor.getInput()));
  RankedTensorType indices = typeOf(adaptor.getIndices());
  int64_t axis = adaptor.getAxis();
  // param_gather_c1
  if (axis < 0 || axis >= int64_t(shape.size()))
    return emitOptionalError(loc, "expected an axis of ",
                             adaptor.getInput().getType(), ", but got ", axis);
  // param_gather_c2
  if (indices.getRank() != 1 || !indices.getElementType().isSignlessInteger(64))
    return emitOptionalError(loc, "expected indices of one dimension of ",
                             "64-bit integers, but got ", indices);
  shape[axis] = indices.getDimSize(0);
  types.push_back(withShape(adaptor.getInput(), shape));
  return success();
}

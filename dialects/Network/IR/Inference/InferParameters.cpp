//===- InferParameters.cpp - Result types of parameter expressions --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Inference/InferenceDetail.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::nn::impl;

LogicalResult ParamMergeFiltersOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                                    Adaptor adaptor,
                                                    Types &types) {
  ArrayRef<int64_t> expand = getShape(adaptor.getExpand());
  ArrayRef<int64_t> depthwise = getShape(adaptor.getDepthwise());
  // param_merge_filters_c1
  if (expand.size() != 4 || expand[1] != 1 || expand[2] != 1)
    return emitOptionalError(loc, "expected a 1x1 filter of 4 dimensions, but ",
                             "got ", adaptor.getExpand().getType());
  // param_merge_filters_c2
  if (depthwise.size() != 4 || depthwise[3] != 1 || depthwise[0] != expand[0])
    return emitOptionalError(loc, "expected a depthwise filter of ", expand[0],
                             " channels, but got ",
                             adaptor.getDepthwise().getType());
  types.push_back(withShape(
      adaptor.getExpand(), {expand[0], depthwise[1], depthwise[2], expand[3]}));
  return success();
}

LogicalResult ParamMergeBiasesOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                                   Adaptor adaptor,
                                                   Types &types) {
  ArrayRef<int64_t> expand = getShape(adaptor.getExpand());
  ArrayRef<int64_t> depthwise = getShape(adaptor.getDepthwise());
  // param_merge_biases_c1
  if (expand.size() != 1 || depthwise.size() != 4 ||
      depthwise[0] != expand[0] ||
      (adaptor.getBias() && getShape(adaptor.getBias()) != expand))
    return emitOptionalError(loc, "expected a bias, a depthwise filter and an ",
                             "optional second bias of equal channels");
  types.push_back(adaptor.getExpand().getType());
  return success();
}

LogicalResult ParamReshapeOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                               Adaptor adaptor, Types &types) {
  int64_t elements = 1, wanted = 1;
  for (int64_t size : getShape(adaptor.getInput()))
    wanted *= size;
  // param_reshape_c1
  for (int64_t size : adaptor.getSizes())
    if (size < 1 || __builtin_mul_overflow(elements, size, &elements)) {
      elements = 0;
      break;
    }
  if (elements != wanted)
    return emitOptionalError(loc, "expected positive sizes of ", wanted,
                             " elements");
  types.push_back(withShape(adaptor.getInput(), adaptor.getSizes()));
  return success();
}

LogicalResult ParamResampleOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                                Adaptor adaptor, Types &types) {
  RankedTensorType input = typeOf(adaptor.getInput());
  ArrayRef<int64_t> sizes = adaptor.getSizes();
  // param_resample_c1
  if (int64_t(sizes.size()) != input.getRank() || !isSupportedShape(sizes))
    return emitOptionalError(loc, "expected ", input.getRank(),
                             " positive sizes");
  // param_resample_c2
  if (!isa<FloatType>(input.getElementType()))
    return emitOptionalError(loc, "expected floating-point numbers, but got ",
                             input);
  types.push_back(withShape(adaptor.getInput(), sizes));
  return success();
}

LogicalResult ParamNormFilterOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                                  Adaptor adaptor,
                                                  Types &types) {
  ArrayRef<int64_t> filter = getShape(adaptor.getFilter());
  ArrayRef<int64_t> scale = getShape(adaptor.getScale());
  // param_norm_filter_c1
  if (filter.empty() || scale.size() != 1 || scale[0] != filter[0] ||
      getShape(adaptor.getVariance()) != scale)
    return emitOptionalError(loc, "expected a scale and a variance of as many ",
                             "elements as ", adaptor.getFilter().getType(),
                             " has output channels");
  types.push_back(adaptor.getFilter().getType());
  return success();
}

LogicalResult ParamNormBiasOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                                Adaptor adaptor, Types &types) {
  ArrayRef<int64_t> scale = getShape(adaptor.getScale());
  // param_norm_bias_c1
  for (Value operand : adaptor.getOperands())
    if (scale.size() != 1 || getShape(operand) != scale)
      return emitOptionalError(
          loc, "expected operands of one dimension and ", "one size, but got ",
          adaptor.getScale().getType(), " and ", operand.getType());
  types.push_back(adaptor.getScale().getType());
  return success();
}

LogicalResult ParamBlockDiagonalOp::inferReturnTypes(MLIRContext *,
                                                     MaybeLoc loc,
                                                     Adaptor adaptor,
                                                     Types &types) {
  SmallVector<int64_t> shape(getShape(adaptor.getFilter()));
  int64_t groups = adaptor.getGroups();
  // param_block_diagonal_c1
  if (shape.size() != 4 || groups < 1 || shape[0] % groups)
    return emitOptionalError(loc, "expected a filter of 4 dimensions whose ",
                             "output channels are a multiple of ", groups,
                             " groups, but got ",
                             adaptor.getFilter().getType());
  if (__builtin_mul_overflow(shape[3], groups, &shape[3]))
    return emitOptionalError(loc, "expected input channels that fit, but got ",
                             groups, " groups");
  types.push_back(withShape(adaptor.getFilter(), shape));
  return success();
}

LogicalResult ParamDiagonalBlocksOp::inferReturnTypes(MLIRContext *,
                                                      MaybeLoc loc,
                                                      Adaptor adaptor,
                                                      Types &types) {
  SmallVector<int64_t> shape(getShape(adaptor.getFilter()));
  int64_t groups = adaptor.getGroups();
  // param_diagonal_blocks_c1
  if (shape.size() != 4 || groups < 1 || shape[0] % groups || shape[3] % groups)
    return emitOptionalError(loc, "expected a filter of 4 dimensions whose ",
                             "channels are multiples of ", groups,
                             " groups, but got ",
                             adaptor.getFilter().getType());
  shape[3] /= groups;
  types.push_back(withShape(adaptor.getFilter(), shape));
  return success();
}

LogicalResult ParamFactorOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                              Adaptor adaptor, Types &types) {
  SmallVector<int64_t> shape(getShape(adaptor.getFilter()));
  // param_factor_c1
  if (shape.size() != 4)
    return emitOptionalError(loc, "expected a filter of 4 dimensions, but got ",
                             adaptor.getFilter().getType());
  if (adaptor.getRole() == BlockRole::expand)
    shape[1] = shape[2] = 1;
  else if (adaptor.getRole() == BlockRole::depthwise)
    shape[3] = 1;
  else // param_factor_c2
    return emitOptionalError(loc, "expected the role expand or depthwise, but ",
                             "got ", stringifyBlockRole(adaptor.getRole()));
  types.push_back(withShape(adaptor.getFilter(), shape));
  return success();
}

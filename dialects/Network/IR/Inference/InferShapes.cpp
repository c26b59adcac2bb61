//===- InferShapes.cpp - Result types of reductions and moves -------------===//
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

//===----------------------------------------------------------------------===//
// Reductions and moves
//===----------------------------------------------------------------------===//

LogicalResult ReduceOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                         Adaptor adaptor, Types &types) {
  SmallVector<int64_t> shape(getShape(adaptor.getInput()));
  int64_t last = -1;
  // reduce_c1
  for (int64_t axis : adaptor.getAxes()) {
    if (axis <= last || axis >= int64_t(shape.size()))
      return emitOptionalError(loc, "expected ascending axes below ",
                               shape.size(), ", but got ", axis);
    shape[last = axis] = 1;
  }
  types.push_back(withShape(adaptor.getInput(), shape));
  return success();
}

LogicalResult SoftmaxOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                          Adaptor adaptor, Types &types) {
  int64_t rank = getShape(adaptor.getInput()).size();
  // softmax_c1
  if (int64_t(adaptor.getAxis()) < 0 || int64_t(adaptor.getAxis()) >= rank)
    return emitOptionalError(loc, "expected an axis below ", rank, ", but got ",
                             int64_t(adaptor.getAxis()));
  types.push_back(adaptor.getInput().getType());
  return success();
}

static LogicalResult inferConcat(MaybeLoc loc, ValueRange inputs, int64_t axis,
                                 Types &types) {
  // concat_c1
  if (inputs.empty())
    return emitOptionalError(loc, "expected at least one part");
  SmallVector<int64_t> shape(getShape(inputs.front()));
  if (axis < 0 || axis >= int64_t(shape.size()))
    return emitOptionalError(loc, "expected an axis below ", shape.size(),
                             ", but got ", axis);
  shape[axis] = 0;
  for (Value input : inputs) {
    SmallVector<int64_t> part(getShape(input));
    int64_t size = axis < int64_t(part.size()) ? part[axis] : 0;
    if (part.size() == shape.size())
      part[axis] = shape[axis];
    // concat_c2
    if (ArrayRef(part) != ArrayRef(shape) ||
        typeOf(input).getElementType() !=
            typeOf(inputs.front()).getElementType())
      return emitOptionalError(
          loc, "expected parts that agree in all but ", "dimension ", axis,
          ", but got ", inputs.front().getType(), " and ", input.getType());
    shape[axis] += size;
  }
  types.push_back(withShape(inputs.front(), shape));
  return success();
}

LogicalResult ConcatOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                         Adaptor adaptor, Types &types) {
  return inferConcat(loc, adaptor.getInputs(), adaptor.getAxis(), types);
}

LogicalResult ParamConcatOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                              Adaptor adaptor, Types &types) {
  return inferConcat(loc, adaptor.getInputs(), adaptor.getAxis(), types);
}

/// A strided box: slice_c1 and slice_c2.
static LogicalResult inferSlice(MaybeLoc loc, Value input,
                                ArrayRef<int64_t> offsets,
                                ArrayRef<int64_t> sizes,
                                ArrayRef<int64_t> strides, Types &types) {
  ArrayRef<int64_t> shape = getShape(input);
  if (offsets.size() != shape.size() || sizes.size() != shape.size() ||
      strides.size() != shape.size())
    return emitOptionalError(loc, "expected ", shape.size(), " offsets, sizes ",
                             "and strides, but got ", offsets.size(), ", ",
                             sizes.size(), " and ", strides.size());
  for (size_t i = 0; i < shape.size(); ++i) {
    // Wraps around where it overflows, but then the size exceeds the input's.
    int64_t last = int64_t(uint64_t(offsets[i]) +
                           (uint64_t(sizes[i]) - 1) * uint64_t(strides[i]));
    if (sizes[i] < 1 || sizes[i] > shape[i] || strides[i] == 0 ||
        offsets[i] < 0 || offsets[i] >= shape[i] || last < 0 ||
        last >= shape[i])
      return emitOptionalError(loc, "expected a box inside dimension ", i,
                               " of size ", shape[i], ", but got ", offsets[i],
                               " to ", last, " by ", strides[i]);
  }
  types.push_back(withShape(input, sizes));
  return success();
}

LogicalResult SliceOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                        Adaptor adaptor, Types &types) {
  return inferSlice(loc, adaptor.getInput(), adaptor.getOffsets(),
                    adaptor.getSizes(), adaptor.getStrides(), types);
}

LogicalResult ParamSliceOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                             Adaptor adaptor, Types &types) {
  SmallVector<int64_t> ones(adaptor.getSizes().size(), 1);
  return inferSlice(loc, adaptor.getInput(), adaptor.getOffsets(),
                    adaptor.getSizes(), ones, types);
}

static LogicalResult inferPad(MaybeLoc loc, Value input, ArrayRef<int64_t> low,
                              ArrayRef<int64_t> high, Types &types) {
  SmallVector<int64_t> shape(getShape(input));
  if (low.size() != shape.size() || high.size() != shape.size())
    return emitOptionalError(loc, "expected ", shape.size(), " counts a side, ",
                             "but got ", low.size(), " and ", high.size());
  for (size_t i = 0; i < shape.size(); ++i) {
    if (low[i] < 0 || high[i] < 0)
      return emitOptionalError(loc, "expected counts that are not negative, ",
                               "but got ", std::min(low[i], high[i]),
                               " in dimension ", i);
    if (__builtin_add_overflow(shape[i], low[i], &shape[i]) ||
        __builtin_add_overflow(shape[i], high[i], &shape[i]))
      return emitOptionalError(loc, "expected counts that fit, but got ",
                               low[i], " and ", high[i], " in dimension ", i);
  }
  types.push_back(withShape(input, shape));
  return success();
}

LogicalResult PadOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                      Adaptor adaptor, Types &types) {
  // pad_c1
  if (failed(inferPad(loc, adaptor.getInput(), adaptor.getLow(),
                      adaptor.getHigh(), types)))
    return failure();
  // pad_c2
  ArrayRef<int64_t> shape = getShape(adaptor.getInput());
  if (adaptor.getMode() == PadMode::reflect)
    for (size_t i = 0; i < shape.size(); ++i)
      if (adaptor.getLow()[i] >= shape[i] || adaptor.getHigh()[i] >= shape[i])
        return emitOptionalError(loc, "expected a mirrored border smaller ",
                                 "than ", shape[i], " in dimension ", i);
  // pad_c3
  Type element = typeOf(adaptor.getInput()).getElementType();
  TypedAttr value = adaptor.getValueAttr();
  if (value && adaptor.getMode() != PadMode::constant)
    return emitOptionalError(loc, "expected a value of a constant border only");
  if (value &&
      (value.getType() != element || !isa<FloatAttr, IntegerAttr>(value)))
    return emitOptionalError(loc, "expected a value of type ", element,
                             ", but got ", value);
  return success();
}

LogicalResult ParamPadOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                           Adaptor adaptor, Types &types) {
  SmallVector<int64_t> low(adaptor.getHigh().size(), 0);
  return inferPad(loc, adaptor.getInput(), low, adaptor.getHigh(), types);
}

LogicalResult TransposeOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                            Adaptor adaptor, Types &types) {
  ArrayRef<int64_t> shape = getShape(adaptor.getInput());
  ArrayRef<int64_t> permutation = adaptor.getPermutation();
  SmallVector<bool> seen(shape.size());
  SmallVector<int64_t> result;
  // transpose_c1
  for (int64_t dim : permutation) {
    if (dim < 0 || dim >= int64_t(shape.size()) || seen[dim])
      break;
    seen[dim] = true;
    result.push_back(shape[dim]);
  }
  if (result.size() != shape.size() || permutation.size() != shape.size())
    return emitOptionalError(loc, "expected a permutation of ", shape.size(),
                             " dimensions");
  types.push_back(withShape(adaptor.getInput(), result));
  return success();
}

LogicalResult ArgReduceOp::inferReturnTypes(MLIRContext *context, MaybeLoc loc,
                                            Adaptor adaptor, Types &types) {
  SmallVector<int64_t> shape(getShape(adaptor.getInput()));
  int64_t axis = adaptor.getAxis();
  // arg_reduce_c1
  if (axis < 0 || axis >= int64_t(shape.size()))
    return emitOptionalError(loc, "expected an axis below ", shape.size(),
                             ", but got ", axis);
  shape[axis] = 1;
  types.push_back(RankedTensorType::get(shape, IntegerType::get(context, 64)));
  return success();
}

LogicalResult GatherOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                         Adaptor adaptor, Types &types) {
  ArrayRef<int64_t> input = getShape(adaptor.getInput());
  ArrayRef<int64_t> indices = getShape(adaptor.getIndices());
  int64_t axis = adaptor.getAxis();
  // gather_c1
  if (axis < 0 || axis >= int64_t(input.size()))
    return emitOptionalError(loc, "expected an axis below ", input.size(),
                             ", but got ", axis);
  // gather_c2
  if (!typeOf(adaptor.getIndices()).getElementType().isInteger())
    return emitOptionalError(loc, "expected indices that are integers, but ",
                             "got ", adaptor.getIndices().getType());
  SmallVector<int64_t> shape(input.take_front(axis));
  llvm::append_range(shape, indices);
  llvm::append_range(shape, input.drop_front(axis + 1));
  types.push_back(withShape(adaptor.getInput(), shape));
  return success();
}

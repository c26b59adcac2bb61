//===- NetworkInference.cpp - Result types of the nn operations -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Network.h"
#include "dialects/Network/IR/NetworkDetail.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;

namespace {
using Types = SmallVectorImpl<Type>;
using MaybeLoc = std::optional<Location>;
} // namespace

static RankedTensorType typeOf(Value value) {
  return cast<RankedTensorType>(value.getType());
}

static ArrayRef<int64_t> getShape(Value value) {
  return typeOf(value).getShape();
}

static RankedTensorType withShape(Value like, ArrayRef<int64_t> shape) {
  return RankedTensorType::get(shape, typeOf(like).getElementType());
}

/// All operands that are there have one element type.
static LogicalResult checkElementTypes(MaybeLoc loc, ValueRange operands) {
  Type element = typeOf(operands.front()).getElementType();
  for (Value operand : operands)
    if (operand && typeOf(operand).getElementType() != element)
      return emitOptionalError(loc, "expected equal element types, but got ",
                               element, " and ",
                               typeOf(operand).getElementType());
  return success();
}

//===----------------------------------------------------------------------===//
// Broadcasts
//===----------------------------------------------------------------------===//

LogicalResult nn::impl::inferBroadcast(MaybeLoc location, ValueRange operands,
                                       Type elementType, Types &types) {
  SmallVector<int64_t> shape;
  for (Value operand : operands) {
    ArrayRef<int64_t> other = getShape(operand);
    if (other.size() > shape.size())
      shape.insert(shape.begin(), other.size() - shape.size(), 1);
    for (auto [i, size] : llvm::enumerate(llvm::reverse(other))) {
      int64_t &result = shape[shape.size() - 1 - i];
      if (result == 1)
        result = size;
      else if (size != 1 && size != result)
        return emitOptionalError(location, "expected operands that broadcast, ",
                                 "but got sizes ", result, " and ", size,
                                 " in dimension -", i + 1);
    }
  }
  Type first = typeOf(operands.front()).getElementType();
  for (Value operand : operands)
    if (!elementType && typeOf(operand).getElementType() != first)
      return emitOptionalError(location, "expected equal element types, but ",
                               "got ", first, " and ",
                               typeOf(operand).getElementType());
  types.push_back(
      RankedTensorType::get(shape, elementType ? elementType : first));
  return success();
}

LogicalResult CompareOp::inferReturnTypes(MLIRContext *context, MaybeLoc loc,
                                          Adaptor adaptor, Types &types) {
  Type element = typeOf(adaptor.getLhs()).getElementType();
  if (element != typeOf(adaptor.getRhs()).getElementType())
    return emitOptionalError(loc, "expected equal element types, but got ",
                             element, " and ",
                             typeOf(adaptor.getRhs()).getElementType());
  return nn::impl::inferBroadcast(loc, adaptor.getOperands(),
                                  IntegerType::get(context, 1), types);
}

LogicalResult SelectOp::inferReturnTypes(MLIRContext *context, MaybeLoc loc,
                                         Adaptor adaptor, Types &types) {
  if (!typeOf(adaptor.getCondition()).getElementType().isInteger(1))
    return emitOptionalError(loc, "expected a condition of type i1, but got ",
                             typeOf(adaptor.getCondition()).getElementType());
  Type element = typeOf(adaptor.getLhs()).getElementType();
  if (element != typeOf(adaptor.getRhs()).getElementType())
    return emitOptionalError(loc, "expected equal element types, but got ",
                             element, " and ",
                             typeOf(adaptor.getRhs()).getElementType());
  return nn::impl::inferBroadcast(loc, adaptor.getOperands(), element, types);
}

LogicalResult ActivationOp::inferReturnTypes(MLIRContext *, MaybeLoc,
                                             Adaptor adaptor, Types &types) {
  types.push_back(adaptor.getInput().getType());
  return success();
}

LogicalResult BatchNormOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                            Adaptor adaptor, Types &types) {
  ArrayRef<int64_t> input = getShape(adaptor.getInput());
  if (input.empty())
    return emitOptionalError(loc, "expected an input with channels, but got a ",
                             "tensor without dimensions");
  for (Value parameter : adaptor.getOperands().drop_front())
    if (getShape(parameter) != ArrayRef<int64_t>(input.back()))
      return emitOptionalError(loc, "expected parameters of ", input.back(),
                               " elements, one a channel, but got ",
                               parameter.getType());
  types.push_back(adaptor.getInput().getType());
  return success();
}

//===----------------------------------------------------------------------===//
// Windows
//===----------------------------------------------------------------------===//

namespace {
/// A window over rows and columns; entries as in the attributes.
struct Window {
  ArrayRef<int64_t> kernel, strides, pads, dilations;
};
} // namespace

/// Infers rows and columns of the result into `out`.
static LogicalResult inferWindow(MaybeLoc loc, ArrayRef<int64_t> input,
                                 const Window &w, int64_t (&out)[2]) {
  if (w.kernel.size() != 2 || w.strides.size() != 2 ||
      w.dilations.size() != 2 || w.pads.size() != 4)
    return emitOptionalError(loc, "expected 2 kernel sizes, strides and ",
                             "dilations and 4 pads, but got ", w.kernel.size(),
                             ", ", w.strides.size(), ", ", w.dilations.size(),
                             " and ", w.pads.size());
  for (ArrayRef<int64_t> values : {w.kernel, w.strides, w.dilations})
    if (llvm::any_of(values, [](int64_t v) { return v < 1; }))
      return emitOptionalError(loc, "expected positive kernel sizes, strides ",
                               "and dilations");
  if (llvm::any_of(w.pads, [](int64_t v) { return v < 0; }))
    return emitOptionalError(loc, "expected pads that are not negative");
  // The products and sums below then fit.
  for (ArrayRef<int64_t> values : {w.kernel, w.strides, w.dilations, w.pads})
    if (llvm::any_of(values, [](int64_t v) { return v > (int64_t(1) << 30); }))
      return emitOptionalError(loc, "expected kernel sizes, strides, ",
                               "dilations and pads up to 2^30");
  for (int i = 0; i < 2; ++i) {
    int64_t extent = w.dilations[i] * (w.kernel[i] - 1) + 1;
    int64_t padded = input[1 + i] + w.pads[2 * i] + w.pads[2 * i + 1];
    if (extent > padded)
      return emitOptionalError(loc, "expected a kernel that fits into the ",
                               "padded input of ", padded, ", but it extends ",
                               "over ", extent);
    out[i] = (padded - extent) / w.strides[i] + 1;
  }
  return success();
}

LogicalResult Conv2DOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                         Adaptor adaptor, Types &types) {
  ArrayRef<int64_t> input = getShape(adaptor.getInput());
  ArrayRef<int64_t> filter = getShape(adaptor.getFilter());
  // conv2d_c1
  if (input.size() != 4 || filter.size() != 4)
    return emitOptionalError(loc, "expected an input and a filter with 4 ",
                             "dimensions, but got ", input.size(), " and ",
                             filter.size());
  int64_t groups = adaptor.getGroups();
  // conv2d_c2
  if (groups < 1)
    return emitOptionalError(loc, "expected a positive number of groups, but ",
                             "got ", groups);
  // conv2d_c3
  if (input[3] % groups || filter[0] % groups)
    return emitOptionalError(loc, "expected channels that are multiples of ",
                             groups, " groups, but got ", input[3], " and ",
                             filter[0]);
  if (filter[3] != input[3] / groups)
    return emitOptionalError(loc, "expected a filter with ", input[3] / groups,
                             " input channels, but got ", filter[3]);
  // conv2d_c4
  Value bias = adaptor.getBias();
  if (bias && getShape(bias) != filter.take_front(1))
    return emitOptionalError(loc, "expected a bias of ", filter[0],
                             " elements, but got ", bias.getType());
  // conv2d_c6
  if (failed(checkElementTypes(loc, adaptor.getOperands())))
    return failure();
  // conv2d_c2, conv2d_c5
  int64_t out[2];
  int64_t kernel[2] = {filter[1], filter[2]};
  if (failed(inferWindow(loc, input,
                         {kernel, adaptor.getStrides(), adaptor.getPads(),
                          adaptor.getDilations()},
                         out)))
    return failure();
  types.push_back(
      withShape(adaptor.getInput(), {input[0], out[0], out[1], filter[0]}));
  return success();
}

/// The two poolings.
static LogicalResult inferPool(MaybeLoc loc, Value value, const Window &window,
                               Types &types) {
  ArrayRef<int64_t> input = getShape(value);
  // pool_c1
  if (input.size() != 4)
    return emitOptionalError(loc, "expected an input with 4 dimensions, but ",
                             "got ", input.size());
  // pool_c2, pool_c3
  int64_t out[2];
  if (failed(inferWindow(loc, input, window, out)))
    return failure();
  types.push_back(withShape(value, {input[0], out[0], out[1], input[3]}));
  return success();
}

LogicalResult MaxPool2DOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                            Adaptor adaptor, Types &types) {
  return inferPool(loc, adaptor.getInput(),
                   {adaptor.getKernel(), adaptor.getStrides(),
                    adaptor.getPads(), adaptor.getDilations()},
                   types);
}

LogicalResult AvgPool2DOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                            Adaptor adaptor, Types &types) {
  return inferPool(
      loc, adaptor.getInput(),
      {adaptor.getKernel(), adaptor.getStrides(), adaptor.getPads(), {1, 1}},
      types);
}

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

LogicalResult FullyConnectedOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                                 Adaptor adaptor,
                                                 Types &types) {
  ArrayRef<int64_t> input = getShape(adaptor.getInput());
  ArrayRef<int64_t> weight = getShape(adaptor.getWeight());
  // fully_connected_c1
  if (input.empty() || weight.size() != 2)
    return emitOptionalError(loc, "expected an input with at least 1 and a ",
                             "weight with 2 dimensions, but got ", input.size(),
                             " and ", weight.size());
  // fully_connected_c2
  if (input.back() != weight[1])
    return emitOptionalError(loc, "expected a weight with ", input.back(),
                             " columns, but got ", weight[1]);
  // fully_connected_c3
  Value bias = adaptor.getBias();
  if (bias && getShape(bias) != weight.take_front(1))
    return emitOptionalError(loc, "expected a bias of ", weight[0],
                             " elements, but got ", bias.getType());
  // fully_connected_c4
  if (failed(checkElementTypes(loc, adaptor.getOperands())))
    return failure();
  SmallVector<int64_t> shape(input);
  shape.back() = weight[0];
  types.push_back(withShape(adaptor.getInput(), shape));
  return success();
}

LogicalResult MatMulOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                         Adaptor adaptor, Types &types) {
  ArrayRef<int64_t> lhs = getShape(adaptor.getLhs());
  ArrayRef<int64_t> rhs = getShape(adaptor.getRhs());
  // matmul_c1
  if (lhs.size() < 2 || rhs.size() < 2)
    return emitOptionalError(loc, "expected operands with at least 2 ",
                             "dimensions, but got ", lhs.size(), " and ",
                             rhs.size());
  // matmul_c2
  if (lhs.back() != rhs[rhs.size() - 2])
    return emitOptionalError(loc, "expected equal inner dimensions, but got ",
                             lhs.back(), " and ", rhs[rhs.size() - 2]);
  // matmul_c4
  Type element = typeOf(adaptor.getLhs()).getElementType();
  if (element != typeOf(adaptor.getRhs()).getElementType())
    return emitOptionalError(loc, "expected equal element types, but got ",
                             element, " and ",
                             typeOf(adaptor.getRhs()).getElementType());
  // matmul_c3
  size_t rank = std::max(lhs.size(), rhs.size());
  SmallVector<int64_t> shape(rank);
  shape[rank - 2] = lhs[lhs.size() - 2];
  shape[rank - 1] = rhs.back();
  for (size_t i = 3; i <= rank; ++i) {
    int64_t a = i <= lhs.size() ? lhs[lhs.size() - i] : 1;
    int64_t b = i <= rhs.size() ? rhs[rhs.size() - i] : 1;
    if (a != b && a != 1 && b != 1)
      return emitOptionalError(loc, "expected leading dimensions that ",
                               "broadcast, but got ", a, " and ", b);
    shape[rank - i] = a == 1 ? b : a;
  }
  types.push_back(withShape(adaptor.getLhs(), shape));
  return success();
}

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

//===----------------------------------------------------------------------===//
// Merged parameters
//===----------------------------------------------------------------------===//

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

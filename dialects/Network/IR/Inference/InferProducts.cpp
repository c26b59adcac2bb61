//===- InferProducts.cpp - Result types of convolutions and products ------===//
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
// Windows
//===----------------------------------------------------------------------===//

namespace {
/// A window over rows and columns; entries as in the attributes.
struct Window {
  ArrayRef<int64_t> kernel, strides, pads, dilations;
};
} // namespace

/// Largest number in a window: products and sums then fit.
static constexpr int64_t kMostSteps = int64_t(1) << 30;

static LogicalResult checkWindow(MaybeLoc loc, const Window &w) {
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
  for (ArrayRef<int64_t> values : {w.kernel, w.strides, w.dilations, w.pads})
    if (llvm::any_of(values, [](int64_t v) { return v > kMostSteps; }))
      return emitOptionalError(loc, "expected kernel sizes, strides, ",
                               "dilations and pads up to 2^30");
  return success();
}

/// Infers rows and columns of the result into `out`.
static LogicalResult inferWindow(MaybeLoc loc, ArrayRef<int64_t> input,
                                 const Window &w, int64_t (&out)[2]) {
  if (failed(checkWindow(loc, w)))
    return failure();
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

/// Input, filter and bias of a convolution of this many groups.
static LogicalResult checkFilter(MaybeLoc loc, ValueRange operands,
                                 int64_t groups) {
  ArrayRef<int64_t> input = getShape(operands[0]);
  ArrayRef<int64_t> filter = getShape(operands[1]);
  if (groups < 1)
    return emitOptionalError(loc, "expected a positive number of groups, but ",
                             "got ", groups);
  if (input[3] % groups || filter[0] % groups)
    return emitOptionalError(loc, "expected channels that are multiples of ",
                             groups, " groups, but got ", input[3], " and ",
                             filter[0]);
  if (filter[3] != input[3] / groups)
    return emitOptionalError(loc, "expected a filter with ", input[3] / groups,
                             " input channels, but got ", filter[3]);
  Value bias = operands.size() > 2 ? operands[2] : Value();
  if (bias && getShape(bias) != filter.take_front(1))
    return emitOptionalError(loc, "expected a bias of ", filter[0],
                             " elements, but got ", bias.getType());
  return checkElementTypes(loc, operands);
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
  // conv2d_c2, conv2d_c3, conv2d_c4, conv2d_c6
  if (failed(checkFilter(loc, adaptor.getOperands(), adaptor.getGroups())))
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
  // pool_c4
  for (int d = 0; d < 2; ++d)
    if (std::max(window.pads[2 * d], window.pads[2 * d + 1]) >
        window.dilations[d] * (window.kernel[d] - 1))
      return emitOptionalError(loc, "expected pads that are smaller than the ",
                               "window, but got ", window.pads[2 * d], " and ",
                               window.pads[2 * d + 1]);
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
  if (failed(checkElementTypes(loc, adaptor.getOperands())))
    return failure();
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

LogicalResult ConvTranspose2DOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                                  Adaptor adaptor,
                                                  Types &types) {
  ArrayRef<int64_t> input = getShape(adaptor.getInput());
  ArrayRef<int64_t> filter = getShape(adaptor.getFilter());
  // conv_transpose2d_c1
  if (input.size() != 4 || filter.size() != 4)
    return emitOptionalError(loc, "expected an input and a filter with 4 ",
                             "dimensions, but got ", input.size(), " and ",
                             filter.size());
  // conv_transpose2d_c3, conv_transpose2d_c4, conv_transpose2d_c6
  if (failed(checkFilter(loc, adaptor.getOperands(), adaptor.getGroups())))
    return failure();
  ArrayRef<int64_t> outputPads = adaptor.getOutputPads();
  int64_t kernel[2] = {filter[1], filter[2]};
  Window w = {kernel, adaptor.getStrides(), adaptor.getPads(),
              adaptor.getDilations()};
  // conv_transpose2d_c2
  if (failed(checkWindow(loc, w)))
    return failure();
  if (outputPads.size() != 2 || llvm::any_of(outputPads, [](int64_t v) {
        return v < 0 || v > kMostSteps;
      }))
    return emitOptionalError(loc, "expected 2 output pads that are not ",
                             "negative and at most 2^30");
  int64_t out[2];
  for (int i = 0; i < 2; ++i) {
    int64_t whole;
    // conv_transpose2d_c5
    if (__builtin_mul_overflow(input[1 + i] - 1, w.strides[i], &whole) ||
        whole > (int64_t(1) << 60))
      return emitOptionalError(loc, "expected a result that fits");
    out[i] = whole + w.dilations[i] * (w.kernel[i] - 1) + 1 - w.pads[2 * i] -
             w.pads[2 * i + 1] + outputPads[i];
    if (out[i] < 1)
      return emitOptionalError(loc, "expected pads that leave something of ",
                               "the result, but its size would be ", out[i]);
  }
  types.push_back(
      withShape(adaptor.getInput(), {input[0], out[0], out[1], filter[0]}));
  return success();
}

bool Conv2DOp::isCompatibleReturnTypes(TypeRange inferred, TypeRange actual) {
  return isCompatible(inferred, actual);
}

bool FullyConnectedOp::isCompatibleReturnTypes(TypeRange inferred,
                                               TypeRange actual) {
  return isCompatible(inferred, actual);
}

bool MatMulOp::isCompatibleReturnTypes(TypeRange inferred, TypeRange actual) {
  return isCompatible(inferred, actual);
}

bool ConvTranspose2DOp::isCompatibleReturnTypes(TypeRange inferred,
                                                TypeRange actual) {
  return isCompatible(inferred, actual);
}

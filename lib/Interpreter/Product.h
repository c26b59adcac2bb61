//===- Product.h - Products of matrices and their bias ----------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_INTERPRETER_PRODUCT_H
#define LIB_INTERPRETER_PRODUCT_H

#include "Quantized.h"
#include "mlir/IR/Diagnostics.h"
#include <Eigen/Core>

namespace tenon::interpreter {

template <typename T>
using Matrix =
    Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <typename T>
using ConstMatrixMap = Eigen::Map<const Matrix<T>, 0, Eigen::OuterStride<>>;
template <typename T>
using MatrixMap = Eigen::Map<Matrix<T>, 0, Eigen::OuterStride<>>;

/// Return a row-major matrix whose rows are `stride` elements apart.
template <typename T>
ConstMatrixMap<T> mapMatrix(const T *data, int64_t rows, int64_t columns,
                            int64_t stride) {
  return ConstMatrixMap<T>(data, rows, columns, Eigen::OuterStride<>(stride));
}
template <typename T>
MatrixMap<T> mapMatrix(T *data, int64_t rows, int64_t columns, int64_t stride) {
  return MatrixMap<T>(data, rows, columns, Eigen::OuterStride<>(stride));
}

/// The element types of a product: of its input, its filter and its result.
struct ProductTypes {
  mlir::Type input, filter;
  RankedTensorType result;
  /// The dimension of the filter with the channels of the result.
  int64_t filterChannels = 0;
};

/// Adds a bias for the last dimension.
template <typename T>
void addBias(const HostTensor *bias, T *out, int64_t size) {
  if (!bias)
    return;
  Elements<T> b(*bias);
  int64_t n = bias->getNumElements();
  for (int64_t i = 0; i < size; i += n)
    for (int64_t k = 0; k < n; ++k)
      out[i + k] += b[k];
}

/// Returns the factors of the sums of quantized products. Fails if they vary
/// along dimensions other than the channels of the result.
mlir::FailureOr<std::vector<double>>
getSumScales(mlir::Operation *op, const ProductTypes &types,
             std::optional<nn::ActivationAttr> activation);

/// Finishes sums of elements that are computed as `T`.
template <typename T>
HostTensor finishSums(Output<T> &out, const HostTensor *bias,
                      std::optional<nn::ActivationAttr> activation) {
  addBias(bias, out.get(), out.size());
  if constexpr (std::is_floating_point_v<T>)
    if (activation)
      activate(*activation, out.get(), out.size());
  return out.take();
}

/// Runs an operation on an input, a filter and an optional bias for its last
/// dimension. `compute(x, w, out)` is generic over the element type. For
/// quantized types, it runs on integers minus their zero points, stored as
/// doubles.
template <typename Compute>
llvm::LogicalResult
runProduct(mlir::Operation *op, Frame &frame, const HostTensor *bias,
           std::optional<nn::ActivationAttr> activation, Compute compute) {
  RankedTensorType type = typeOf(op->getResult(0));
  const HostTensor &x = frame.operands[0], &w = frame.operands[1];
  ProductTypes types = {x.getElementType(), w.getElementType(), type};
  if (mlir::isa<nn::MatMulOp>(op))
    types.filterChannels = w.getRank() - 1;
  if (getQuantization(x.getElementType())) {
    auto scales = getSumScales(op, types, activation);
    if (mlir::failed(scales))
      return mlir::failure();
    std::vector<double> xs = getCentered(x), ws = getCentered(w);
    std::vector<double> sums(type.getNumElements());
    compute(xs.data(), ws.data(), sums.data());
    addBias(bias, sums.data(), sums.size());
    frame.results.push_back(requantize(sums, *scales, type));
    return mlir::success();
  }
  if (!type.getElementType().isIntOrFloat())
    return mlir::emitError(op->getLoc())
           << "a product of type " << type << " cannot be executed";
  withComputeType(type.getElementType(), [&](auto zero) {
    using T = decltype(zero);
    Elements<T> xs(x), ws(w);
    Output<T> out(type);
    compute(xs.get(), ws.get(), out.get());
    frame.results.push_back(finishSums(out, bias, activation));
  });
  return mlir::success();
}

} // namespace tenon::interpreter

#endif // LIB_INTERPRETER_PRODUCT_H

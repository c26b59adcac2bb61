//===- InferenceDetail.h - Helpers of result type inference ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_NETWORK_IR_INFERENCE_INFERENCEDETAIL_H
#define DIALECTS_NETWORK_IR_INFERENCE_INFERENCEDETAIL_H

#include "dialects/Network/IR/Network.h"
#include "dialects/Network/IR/NetworkDetail.h"

namespace tenon::nn::impl {

using Types = llvm::SmallVectorImpl<mlir::Type>;
using MaybeLoc = std::optional<mlir::Location>;

inline mlir::RankedTensorType typeOf(mlir::Value value) {
  return llvm::cast<mlir::RankedTensorType>(value.getType());
}

inline llvm::ArrayRef<int64_t> getShape(mlir::Value value) {
  return typeOf(value).getShape();
}

inline mlir::RankedTensorType withShape(mlir::Value like,
                                        llvm::ArrayRef<int64_t> shape) {
  return mlir::RankedTensorType::get(shape, typeOf(like).getElementType());
}

/// Returns true if the element type is one of MLIR's quantized types.
bool isQuantized(mlir::Value value);

/// Checks that all operands that are present have the same element type. In an
/// operation on quantized types, it checks instead that the first two operands
/// are quantized and that a third operand, the bias, has 32-bit integers.
llvm::LogicalResult checkElementTypes(MaybeLoc loc, mlir::ValueRange operands);

/// Returns true if the result types agree, or if they differ only in their
/// quantized element types, which cannot be inferred from the operands.
bool isCompatible(mlir::TypeRange inferred, mlir::TypeRange actual);

/// Returns true if `operand` can be broadcast to `shape`.
bool broadcastsTo(mlir::Value operand, llvm::ArrayRef<int64_t> shape);

} // namespace tenon::nn::impl

#endif // DIALECTS_NETWORK_IR_INFERENCE_INFERENCEDETAIL_H

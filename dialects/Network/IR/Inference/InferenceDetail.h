//===- InferenceDetail.h - What result types are inferred with ------------===//
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

/// The element type is one of MLIR's quantized types.
bool isQuantized(mlir::Value value);

/// All operands that are there have one element type; or, of an operation on
/// quantized types, the first two are quantized and a third one, the bias, has
/// 32-bit integers.
llvm::LogicalResult checkElementTypes(MaybeLoc loc, mlir::ValueRange operands);

/// Result types agree, or they differ only in which quantized type elements
/// have: that one does not follow from the operands.
bool isCompatible(mlir::TypeRange inferred, mlir::TypeRange actual);

/// An operand that broadcasts to `shape` without changing it.
bool broadcastsTo(mlir::Value operand, llvm::ArrayRef<int64_t> shape);

} // namespace tenon::nn::impl

#endif // DIALECTS_NETWORK_IR_INFERENCE_INFERENCEDETAIL_H

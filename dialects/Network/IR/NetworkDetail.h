//===- NetworkDetail.h - Shared parts of the operations -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_NETWORK_IR_NETWORKDETAIL_H
#define DIALECTS_NETWORK_IR_NETWORKDETAIL_H

#include "dialects/Interfaces/Interfaces.h"
#include <optional>

namespace tenon::nn::impl {

/// The elements of `value`, a ranked tensor, densely stored. A machine sees the
/// integers that quantized elements are stored as.
TensorRegion getRegion(mlir::Value value);

/// The number of elements of a tensor of these sizes; 1 without dimensions.
int64_t product(llvm::ArrayRef<int64_t> sizes);

/// Reads all operands, writes all results.
Workload makeWorkload(mlir::Operation *op, WorkloadKind kind);

/// One sweep of `function` over the result of an element-wise operation.
Workload getElementwiseWorkload(mlir::Operation *op, llvm::StringRef function);

/// Ties every dimension of the result to the operands that are not broadcast
/// along it.
void tieBroadcast(mlir::Operation *op, ChannelTies &ties);

/// As far as a parameter expression is concerned, any size will do.
void freeOperandsAndResult(mlir::Operation *op, ChannelTies &ties);

/// Pins the result: a channel of zeros, as widening appends, would become
/// infinite, and infinity times a zero weight is no zero.
void pinSingular(mlir::Operation *op, ChannelTies &ties);

/// Ties the dividend to the result along dimensions in which the divisor is
/// one value for all; pins the others, as pinSingular does.
void tieQuotient(mlir::Operation *op, ChannelTies &ties);

/// Infers the broadcast of all operands; `elementType` is that of the result,
/// or null for that of the operands.
llvm::LogicalResult inferBroadcast(std::optional<mlir::Location> location,
                                   mlir::ValueRange operands,
                                   mlir::Type elementType,
                                   llvm::SmallVectorImpl<mlir::Type> &types);

} // namespace tenon::nn::impl

#endif // DIALECTS_NETWORK_IR_NETWORKDETAIL_H

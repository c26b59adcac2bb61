//===- NetworkDetail.h - Shared implementation of the operations ----------===//
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

/// Returns the region that covers `value`, a densely stored ranked tensor. The
/// element type of a quantized tensor is its storage type.
TensorRegion getRegion(mlir::Value value);

/// Returns the number of elements of a tensor of these sizes; 1 if there are no
/// dimensions.
int64_t product(llvm::ArrayRef<int64_t> sizes);

/// Creates a workload that reads all operands and writes all results.
Workload makeWorkload(mlir::Operation *op, WorkloadKind kind);

/// Returns a workload with one sweep of `function` over the result of an
/// element-wise operation.
Workload getElementwiseWorkload(mlir::Operation *op, llvm::StringRef function);

/// Ties every dimension of the result to the operands that are not broadcast
/// along it.
void tieBroadcast(mlir::Operation *op, ChannelTies &ties);

/// Leaves all dimensions of a parameter expression unconstrained.
void freeOperandsAndResult(mlir::Operation *op, ChannelTies &ties);

/// Pins the result of an operation with a singularity at zero. Widening appends
/// channels of zeros, which would become infinite, and the product of infinity
/// and a zero weight is not zero.
void pinSingular(mlir::Operation *op, ChannelTies &ties);

/// Ties the dividend to the result along dimensions in which the divisor is
/// broadcast from a single value. Pins the other dimensions, as pinSingular
/// does.
void tieQuotient(mlir::Operation *op, ChannelTies &ties);

/// Infers the broadcast type of all operands. `elementType` is the element type
/// of the result, or null to use that of the operands.
llvm::LogicalResult inferBroadcast(std::optional<mlir::Location> location,
                                   mlir::ValueRange operands,
                                   mlir::Type elementType,
                                   llvm::SmallVectorImpl<mlir::Type> &types);

} // namespace tenon::nn::impl

#endif // DIALECTS_NETWORK_IR_NETWORKDETAIL_H

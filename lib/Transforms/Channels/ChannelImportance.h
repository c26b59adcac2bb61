//===- ChannelImportance.h - Which channels of a group matter -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_TRANSFORMS_CHANNELS_CHANNELIMPORTANCE_H
#define LIB_TRANSFORMS_CHANNELS_CHANNELIMPORTANCE_H

#include "mlir/IR/Builders.h"
#include "tenon/Analysis/ChannelGroups.h"

namespace tenon {

/// The period of a row of runs: rows of the same runs, such as a flattened
/// image has, are counted once.
llvm::ArrayRef<GroupRun> getRow(const GroupedDim &dim);

/// Dimension `at` of a parameter as several, and back.
mlir::Value splitDim(mlir::OpBuilder &b, mlir::Location loc, mlir::Value value,
                     unsigned at, llvm::ArrayRef<int64_t> parts);
mlir::Value mergeDims(mlir::OpBuilder &b, mlir::Location loc, mlir::Value value,
                      unsigned at);

/// Moves the parameters of a function and what is computed from them before
/// everything else, so that each can follow from all others. Returns the
/// operation behind them.
mlir::Operation *hoistParameters(mlir::func::FuncOp function);

/// For each group that `sizes` makes smaller the indices of the units that
/// matter most, as expressions at `b`; null for other groups, and for those
/// without a weight, which keep their first units.
llvm::SmallVector<mlir::Value> pickUnits(mlir::OpBuilder &b,
                                         const ChannelGroups &groups,
                                         llvm::ArrayRef<int64_t> sizes);

} // namespace tenon

#endif // LIB_TRANSFORMS_CHANNELS_CHANNELIMPORTANCE_H

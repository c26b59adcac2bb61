//===- Bound.h - Lower bound of the cycles of a network ---------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_PLAN_BOUND_H
#define TENON_COMPILER_PLAN_BOUND_H

#include "dialects/Engine/IR/Engine.h"
#include "mlir/Interfaces/FunctionInterfaces.h"

namespace tenon {

/// A lower bound of the cycles of a network whose operations run one after
/// another.
struct NetworkBound {
  /// Sum over all operations. Each operation counts the steps of the array in
  /// its better mode, including ceilings, or the cycles of its drain or of the
  /// vector unit if these are more. Operations that the drain takes over count
  /// as zero.
  int64_t computeCycles = 0;
  /// Number of bytes that must cross the DRAM bus, which are all inputs,
  /// outputs and parameters once, and the number of cycles that this takes at
  /// the peak rate.
  int64_t dramBytes = 0, dramCycles = 0;

  int64_t getCycles() const { return std::max(computeCycles, dramCycles); }
};

/// Returns the bound of the network of `function` with floats deployed as
/// `type`.
NetworkBound getNetworkBound(mlir::FunctionOpInterface function,
                             engine::TargetAttr target,
                             engine::ElementKind type);

} // namespace tenon

#endif // TENON_COMPILER_PLAN_BOUND_H

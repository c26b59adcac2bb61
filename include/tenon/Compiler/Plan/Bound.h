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

/// A lower bound of the cycles of a network: the least time that each unit
/// works on it. Units work in parallel, so no program takes less time than the
/// busiest of them.
struct NetworkBound {
  /// Cycles of the stages of the array (array_r4), each operation in its better
  /// mode: loads of weight blocks (array_r5) for as few chunks as possible,
  /// steps (array_r6) and drains (array_r7), ceilings included.
  double loaderCycles = 0, stepperCycles = 0, drainCycles = 0;
  /// Cycles of the vector unit. Operations that a drain computes cost nothing.
  double vectorCycles = 0;
  /// Bytes that must cross the DRAM bus: inputs, outputs and parameters, each
  /// once, and the cycles for them at the peak rate, with refreshes.
  int64_t dramBytes = 0;
  double dramCycles = 0;

  /// Returns the largest of these numbers, rounded down.
  int64_t getCycles() const;
};

/// Returns the bound of the network of `function` with floats deployed as
/// `type`.
NetworkBound getNetworkBound(mlir::FunctionOpInterface function,
                             engine::TargetAttr target,
                             engine::ElementKind type);

} // namespace tenon

#endif // TENON_COMPILER_PLAN_BOUND_H

//===- Bound.h - What no program for a network can beat ---------*- C++ -*-===//
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

/// A lower bound of the cycles of a network, one operation after the other.
struct NetworkBound {
  /// Sum over operations of the steps of the array in its better mode, ceilings
  /// included, or of its drain or the vector unit where that is more. What the
  /// drain does on the way counts nothing.
  int64_t computeCycles = 0;
  /// Bytes that must cross the DRAM bus: inputs, outputs and parameters, each
  /// once, and the cycles that this takes at the peak rate.
  int64_t dramBytes = 0, dramCycles = 0;

  int64_t getCycles() const { return std::max(computeCycles, dramCycles); }
};

/// The bound of the network of `function` with floats deployed as `type`.
NetworkBound getNetworkBound(mlir::FunctionOpInterface function,
                             engine::TargetAttr target,
                             engine::ElementKind type);

} // namespace tenon

#endif // TENON_COMPILER_PLAN_BOUND_H

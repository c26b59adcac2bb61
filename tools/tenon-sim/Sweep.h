//===- Sweep.h - One network on many machines -------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TOOLS_TENON_SIM_SWEEP_H
#define TOOLS_TENON_SIM_SWEEP_H

#include "Simulate.h"

namespace tenon {

/// Runs `module` on every machine that `--sweep` makes of `target`, and prints
/// a line for each: its numbers, the cycles and the bytes, or why it cannot
/// run. Fails if none can.
mlir::LogicalResult runSweep(mlir::ModuleOp module, engine::TargetAttr target,
                             const Options &options);

} // namespace tenon

#endif // TOOLS_TENON_SIM_SWEEP_H

//===- Pair.h - Two networks side by side -----------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TOOLS_TENON_SIM_PAIR_H
#define TOOLS_TENON_SIM_PAIR_H

#include "Simulate.h"

namespace tenon {

/// Runs `module` and the network that `--compare` names, which `load` says how
/// to read, on `target`, and prints their layers side by side, by name.
mlir::LogicalResult runPair(mlir::ModuleOp module, const LoadOptions &load,
                            engine::TargetAttr target, const Options &options);

} // namespace tenon

#endif // TOOLS_TENON_SIM_PAIR_H

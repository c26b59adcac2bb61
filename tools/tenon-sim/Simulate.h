//===- Simulate.h - Compiles and simulates modules --------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TOOLS_TENON_SIM_SIMULATE_H
#define TOOLS_TENON_SIM_SIMULATE_H

#include "Options.h"
#include "TraceFile.h"
#include "mlir/IR/BuiltinOps.h"

namespace tenon {

/// Prints an error of the tool, and fails.
mlir::LogicalResult fail(const llvm::Twine &message);

/// The type that float tensors are deployed as.
mlir::FailureOr<engine::ElementKind> getType(const Options &options,
                                             engine::TargetAttr target);

/// Checks that `module` has a network or a program, and that the options are
/// not for what it has none of.
mlir::LogicalResult checkModule(mlir::ModuleOp module, const Options &options);

/// Simulates all programs of `module` on `target`; compiles it first if it has
/// none. Adds to `inputs`, and to `traces` if a trace is asked for.
mlir::LogicalResult simulate(mlir::ModuleOp module, engine::TargetAttr target,
                             const Options &options,
                             std::vector<ReportInput> &inputs,
                             std::vector<TraceInput> &traces);

/// Writes what `body` prints to the output file.
mlir::LogicalResult print(const Options &options,
                          llvm::function_ref<void(llvm::raw_ostream &)> body);

} // namespace tenon

#endif // TOOLS_TENON_SIM_SIMULATE_H

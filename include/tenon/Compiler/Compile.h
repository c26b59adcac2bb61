//===- Compile.h - From workloads to programs -------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_COMPILE_H
#define TENON_COMPILER_COMPILE_H

#include "dialects/Engine/IR/Engine.h"
#include "dialects/Interfaces/Workload.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "tenon/Compiler/Program/ProgramMap.h"
#include <map>
#include <string>

namespace tenon {

/// Appends the commands of one operation and a barrier named `layer` to the
/// block where `builder` stands. Tensors come from DRAM and go back to it.
/// Float tensors are stored as `type`. A view needs no command and gets no
/// barrier. If the machine can not run the workload, or no tile of it fits its
/// SRAM, fails without a trace in the block and says why in `error`.
mlir::LogicalResult compileWorkload(mlir::OpBuilder &builder,
                                    mlir::Location loc,
                                    const Workload &workload,
                                    engine::TargetAttr target,
                                    engine::ElementKind type,
                                    llvm::StringRef layer, std::string &error);

/// Name of the layer that `op` makes: its name location, or the name of the
/// operation and the number of the line if it has none.
std::string getLayerName(mlir::Operation *op);

/// What may be asked of the compiler.
struct CompileOptions {
  /// Deployed type of float tensors; by default that of the target.
  std::optional<engine::ElementKind> type;
  /// Each operation by itself, from DRAM to DRAM, with a barrier behind it: the
  /// price of an operation is then free of context (barrier_r3).
  bool byLayer = false;
  /// Run consecutive convolutions together, stripe by stripe, where that is
  /// cheaper.
  bool cascades = true;
};

/// Which operation a machine can not run, and why.
struct CompileFailure {
  mlir::Location loc;
  /// Name of the operation, and that of the layer.
  std::string op, layer;
  std::string message;
};

/// Appends the program of `function` to the block where `builder` stands. Fails
/// with `reason` set and the block as it was up to the operation that fails.
/// `map`, if there is one, gets what the commands stand for; operations that
/// are compiled by themselves (`byLayer`) have none.
mlir::LogicalResult
compileFunction(mlir::OpBuilder &builder, mlir::FunctionOpInterface function,
                engine::TargetAttr target, const CompileOptions &options,
                CompileFailure &reason, ProgramMap *map = nullptr);

/// Compiles each function of `module` to a program named after it, and puts it
/// in front of the function. Fails with a diagnostic at the operation that the
/// machine can not run. `maps`, if there are some, get that of each program by
/// its name.
mlir::LogicalResult
compileModule(mlir::ModuleOp module, engine::TargetAttr target,
              const CompileOptions &options = {},
              std::map<std::string, ProgramMap> *maps = nullptr);

} // namespace tenon

#endif // TENON_COMPILER_COMPILE_H

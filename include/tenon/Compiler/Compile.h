//===- Compile.h - Compilation of networks to programs ----------*- C++ -*-===//
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

/// Inserts the commands of one operation and a barrier named `layer` at the
/// insertion point of `builder`. Tensors are loaded from DRAM and stored to
/// DRAM. Float tensors are stored as `type`. A view needs no commands and gets
/// no barrier. If the machine cannot run the workload, or no tile of the
/// workload fits its SRAM, fails without changes to the block and sets `error`
/// to the reason.
mlir::LogicalResult compileWorkload(mlir::OpBuilder &builder,
                                    mlir::Location loc,
                                    const Workload &workload,
                                    engine::TargetAttr target,
                                    engine::ElementKind type,
                                    llvm::StringRef layer, std::string &error);

/// Returns the name of the layer that `op` represents: the name in its location
/// or, if there is none, the name of the operation and the line number.
std::string getLayerName(mlir::Operation *op);

/// Options of the compiler.
struct CompileOptions {
  /// Deployed type of float tensors; defaults to that of the target.
  std::optional<engine::ElementKind> type;
  /// Compile each operation separately, from DRAM to DRAM, with a barrier after
  /// it. The cost of an operation is then independent of its context
  /// (barrier_r3).
  bool byLayer = false;
  /// Run consecutive convolutions together, stripe by stripe, where that is
  /// cheaper.
  bool cascades = true;
};

/// An operation that a machine cannot run, and the reason.
struct CompileFailure {
  mlir::Location loc;
  /// Names of the operation and of the layer.
  std::string op, layer;
  std::string message;
};

/// Inserts the program of `function` at the insertion point of `builder`. On
/// failure, sets `reason`; the block may then contain commands of earlier
/// operations, but none of the operation that failed. Sets `map`, if present,
/// to the meaning of the commands. Operations that are compiled separately
/// (`byLayer`) have no map.
mlir::LogicalResult
compileFunction(mlir::OpBuilder &builder, mlir::FunctionOpInterface function,
                engine::TargetAttr target, const CompileOptions &options,
                CompileFailure &reason, ProgramMap *map = nullptr);

/// Compiles each function of `module` to a program that is named after the
/// function, and inserts the program before the function. Fails with a
/// diagnostic at the operation that the machine cannot run. Adds the map of
/// each program to `maps`, if present, under the name of the program.
mlir::LogicalResult
compileModule(mlir::ModuleOp module, engine::TargetAttr target,
              const CompileOptions &options = {},
              std::map<std::string, ProgramMap> *maps = nullptr);

} // namespace tenon

#endif // TENON_COMPILER_COMPILE_H

//===- Engine.h - Neural engines and their programs -------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_ENGINE_IR_ENGINE_H
#define DIALECTS_ENGINE_IR_ENGINE_H

#include "dialects/Engine/IR/Machine.h"
#include "dialects/Interfaces/Interfaces.h"
#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/DataLayoutInterfaces.h"
#include <optional>

#include "dialects/Engine/IR/EngineDialect.h.inc"
#include "dialects/Engine/IR/EngineEnums.h.inc"
#define GET_TYPEDEF_CLASSES
#include "dialects/Engine/IR/EngineTypes.h.inc"
#define GET_ATTRDEF_CLASSES
#include "dialects/Engine/IR/EngineAttrs.h.inc"
#define GET_OP_CLASSES
#include "dialects/Engine/IR/EngineOps.h.inc"

namespace tenon {

/// Makes the engine dialect known to `registry`.
void registerEngineDialects(mlir::DialectRegistry &registry);

namespace engine {

/// The element kind of a command's type.
inline ElementKind getElementKind(CommandType type) {
  return static_cast<ElementKind>(type);
}

/// Returns the machine of the closest module around `op` (or of `op` itself)
/// that names one, or a null attribute.
TargetAttr getTarget(mlir::Operation *op);

/// Names of the machines that come with Tenon, in their listed order.
llvm::SmallVector<llvm::StringRef> getPresetNames();

/// The machine of this name, or a null attribute if there is none. Loads the
/// engine dialect into `context`.
TargetAttr getPreset(mlir::MLIRContext *context, llvm::StringRef name);

/// Reads the machine from the module attribute `engine.target` of an MLIR
/// file. On failure `error` holds one line.
TargetAttr readTargetFile(mlir::MLIRContext *context, llvm::StringRef path,
                          std::string &error);

/// The machine that a user names: one of the presets, or a file if the name
/// ends in `.mlir`. On failure `error` holds one line with the presets.
TargetAttr findTarget(mlir::MLIRContext *context, llvm::StringRef presetOrFile,
                      std::string &error);

/// All numbers of a machine as `section.key`, in the order in which targets
/// print them.
std::vector<std::string> getFieldNames();

/// Changes the number `section.key`; false if there is none. What makes no
/// machine, the verifier of `TargetAttr` says.
bool setField(Machine &machine, llvm::StringRef name, double value);

/// The number `section.key`; nothing if there is none.
std::optional<double> getField(const Machine &machine, llvm::StringRef name);

/// Names of the systolic arrays that come with Tenon, in their listed order.
llvm::SmallVector<llvm::StringRef> getSystolicPresetNames();

/// The systolic array of this name, or a null attribute if there is none. Loads
/// the engine dialect into `context`.
SystolicAttr getSystolicPreset(mlir::MLIRContext *context,
                               llvm::StringRef name);

/// As `findTarget`, but also finds systolic arrays: a `TargetAttr` or a
/// `SystolicAttr`.
mlir::Attribute findMachine(mlir::MLIRContext *context,
                            llvm::StringRef presetOrFile, std::string &error);

/// Name of an element kind as printed: `i8`, `i16`, `f16`.
llvm::StringRef stringifyElementKind(ElementKind kind);

/// Reads `i8`, `i16` or `f16`; nullopt for anything else.
std::optional<ElementKind> parseElementKind(llvm::StringRef text);

} // namespace engine
} // namespace tenon

#endif // DIALECTS_ENGINE_IR_ENGINE_H

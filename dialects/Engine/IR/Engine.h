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

/// Adds the engine dialect to `registry`.
void registerEngineDialects(mlir::DialectRegistry &registry);

namespace engine {

/// Returns the element kind of the type of a command.
inline ElementKind getElementKind(CommandType type) {
  return static_cast<ElementKind>(type);
}

/// Returns the machine of the closest module around `op` (or of `op` itself)
/// that names one, or a null attribute.
TargetAttr getTarget(mlir::Operation *op);

/// Returns the names of the machines that ship with Tenon, in the order in
/// which they are listed.
llvm::SmallVector<llvm::StringRef> getPresetNames();

/// Returns the machine of this name, or a null attribute if there is none.
/// Loads the engine dialect into `context`.
TargetAttr getPreset(mlir::MLIRContext *context, llvm::StringRef name);

/// Reads the machine from the module attribute `engine.target` of an MLIR file.
/// On failure, sets `error` to a message of one line.
TargetAttr readTargetFile(mlir::MLIRContext *context, llvm::StringRef path,
                          std::string &error);

/// Returns the machine that a user specifies: a preset, or a file if the name
/// ends in `.mlir`. On failure, sets `error` to a message of one line that
/// lists the presets.
TargetAttr findTarget(mlir::MLIRContext *context, llvm::StringRef presetOrFile,
                      std::string &error);

/// Returns the names of all numbers of a machine as `section.key`, in the order
/// in which targets print them.
std::vector<std::string> getFieldNames();

/// Sets the number `section.key`. Returns false if there is no such number.
/// Does not check the value; the verifier of `TargetAttr` rejects invalid
/// machines.
bool setField(Machine &machine, llvm::StringRef name, double value);

/// Returns the number `section.key`, or nullopt if there is no such number.
std::optional<double> getField(const Machine &machine, llvm::StringRef name);

/// Returns the names of the systolic arrays that ship with Tenon, in the order
/// in which they are listed.
llvm::SmallVector<llvm::StringRef> getSystolicPresetNames();

/// Returns the systolic array of this name, or a null attribute if there is
/// none. Loads the engine dialect into `context`.
SystolicAttr getSystolicPreset(mlir::MLIRContext *context,
                               llvm::StringRef name);

/// Like `findTarget`, but also finds systolic arrays. Returns a `TargetAttr` or
/// a `SystolicAttr`.
mlir::Attribute findMachine(mlir::MLIRContext *context,
                            llvm::StringRef presetOrFile, std::string &error);

/// Returns the printed name of an element kind: `i8`, `i16` or `f16`.
llvm::StringRef stringifyElementKind(ElementKind kind);

/// Parses `i8`, `i16` or `f16`. Returns nullopt for anything else.
std::optional<ElementKind> parseElementKind(llvm::StringRef text);

} // namespace engine
} // namespace tenon

#endif // DIALECTS_ENGINE_IR_ENGINE_H

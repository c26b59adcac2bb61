//===- Files.h - Reading and writing networks in tools --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLING_FILES_H
#define TENON_TOOLING_FILES_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "tenon/Exchange/ONNX/ONNX.h"
#include "tenon/Tooling/FileWriter.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"
#include <optional>
#include <string>

namespace tenon {

/// Options for loading a network.
struct LoadOptions {
  OnnxImportOptions onnx;
  /// Do not run nn-cleanup on an imported model.
  bool keepRaw = false;
  /// The required format of the file, if it is known: true for an ONNX model,
  /// false for MLIR.
  std::optional<bool> expectOnnx;
  /// Accept an MLIR module even if `onnx` binds shapes or inputs, which have no
  /// effect on MLIR modules.
  bool allowUnusedBindings = false;
};

/// Loads an ONNX model (`.onnx`, or bytes that are neither MLIR text nor
/// bytecode) or an MLIR module from a file, or from standard input for `-`.
/// Cleans up a model after import. Prints diagnostics to standard error and
/// returns null if there is an error. Sets `isOnnx`, if present, to true for an
/// ONNX model.
mlir::OwningOpRef<mlir::ModuleOp> loadNetwork(llvm::StringRef path,
                                              mlir::MLIRContext *context,
                                              const LoadOptions &options,
                                              bool *isOnnx = nullptr);

/// Parses MLIR text or bytecode. Diagnostics show the line.
mlir::OwningOpRef<mlir::ModuleOp> parseModule(llvm::StringRef text,
                                              llvm::StringRef name,
                                              mlir::MLIRContext *context);

/// Returns a buffer with the same bytes. Bytecode has the alignment that its
/// sections require, regardless of the source from which it was read.
std::unique_ptr<llvm::MemoryBuffer>
alignForParser(std::unique_ptr<llvm::MemoryBuffer> buffer);

/// Prints a module as text with locations, which contain the names of the nodes
/// of a model. tenon-translate prints modules in this form.
void printModule(mlir::ModuleOp module, llvm::raw_ostream &os);

/// Returns the version in the form `Tenon 0.1.0 (LLVM 22.1.8)`.
std::string getVersionText();

} // namespace tenon

#endif // TENON_TOOLING_FILES_H

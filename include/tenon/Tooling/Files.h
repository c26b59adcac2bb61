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

/// What a tool reads a network with.
struct LoadOptions {
  OnnxImportOptions onnx;
  /// Leave an imported model as it is, without nn-cleanup.
  bool keepRaw = false;
  /// What the file must be, if that is known: an ONNX model or MLIR.
  std::optional<bool> expectOnnx;
  /// Let an MLIR module pass although `onnx` binds shapes or inputs, which it
  /// has none of.
  bool allowUnusedBindings = false;
};

/// Reads an ONNX model (`.onnx`, or bytes that are neither MLIR text nor
/// bytecode) or an MLIR module from a file, or from standard input for `-`. A
/// model is cleaned up after import. Diagnostics go to standard error; returns
/// null after one. If `isOnnx` is given it says what was read.
mlir::OwningOpRef<mlir::ModuleOp> loadNetwork(llvm::StringRef path,
                                              mlir::MLIRContext *context,
                                              const LoadOptions &options,
                                              bool *isOnnx = nullptr);

/// Parses MLIR text or bytecode, with diagnostics that show the line.
mlir::OwningOpRef<mlir::ModuleOp> parseModule(llvm::StringRef text,
                                              llvm::StringRef name,
                                              mlir::MLIRContext *context);

/// The same bytes; bytecode at the alignment that its sections ask for,
/// wherever it was read from.
std::unique_ptr<llvm::MemoryBuffer>
alignForParser(std::unique_ptr<llvm::MemoryBuffer> buffer);

/// A module as text with locations, which hold the names of a model's nodes;
/// what tenon-translate prints.
void printModule(mlir::ModuleOp module, llvm::raw_ostream &os);

/// `Tenon 0.1.0 (LLVM 22.1.8)`.
std::string getVersionText();

} // namespace tenon

#endif // TENON_TOOLING_FILES_H

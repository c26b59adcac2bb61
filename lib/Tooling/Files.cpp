//===- Files.cpp - Reading and writing networks in tools ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Tooling/Files.h"
#include "mlir/IR/AsmState.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Support/FileUtilities.h"
#include "mlir/Support/ToolUtilities.h"
#include "tenon/Transforms/Passes.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SourceMgr.h"

using namespace mlir;
using namespace tenon;

/// MLIR text starts with printable characters; a serialized model with a field
/// tag below the space character.
static bool startsLikeOnnx(StringRef bytes) {
  return !bytes.empty() && uint8_t(bytes.front()) < ' ' &&
         !isspace(uint8_t(bytes.front()));
}

static bool looksLikeOnnx(StringRef path, StringRef bytes) {
  if (bytes.starts_with("ML\xefR"))
    return false;
  return path.ends_with(".onnx") || startsLikeOnnx(bytes);
}

std::unique_ptr<llvm::MemoryBuffer>
tenon::alignForParser(std::unique_ptr<llvm::MemoryBuffer> buffer) {
  StringRef bytes = buffer->getBuffer();
  if (!bytes.starts_with("ML\xefR"))
    return buffer;
  auto aligned = llvm::WritableMemoryBuffer::getNewUninitMemBuffer(
      bytes.size(), buffer->getBufferIdentifier(), llvm::Align(64));
  llvm::copy(bytes, aligned->getBufferStart());
  return aligned;
}

OwningOpRef<ModuleOp> tenon::parseModule(StringRef text, StringRef name,
                                         MLIRContext *context) {
  llvm::SourceMgr sources;
  sources.AddNewSourceBuffer(
      alignForParser(llvm::MemoryBuffer::getMemBuffer(text, name)),
      llvm::SMLoc());
  SourceMgrDiagnosticHandler handler(sources, context);
  return parseSourceFile<ModuleOp>(sources, context);
}

OwningOpRef<ModuleOp> tenon::loadNetwork(StringRef path, MLIRContext *context,
                                         const LoadOptions &options,
                                         bool *isOnnx) {
  std::string error;
  std::unique_ptr<llvm::MemoryBuffer> file = openInputFile(path, &error);
  if (!file) {
    emitError(UnknownLoc::get(context)) << error;
    return nullptr;
  }
  StringRef bytes = file->getBuffer();
  bool onnx = options.expectOnnx.value_or(looksLikeOnnx(path, bytes));
  if (isOnnx)
    *isOnnx = onnx;
  if (!onnx && startsLikeOnnx(bytes)) {
    emitError(NameLoc::get(StringAttr::get(context, path)))
        << "expected MLIR, but got an ONNX model; --import-onnx comes first";
    return nullptr;
  }
  if (!onnx && !options.allowUnusedBindings &&
      !(options.onnx.shapes.empty() && options.onnx.bindings.empty())) {
    emitError(NameLoc::get(StringAttr::get(context, path)))
        << "expected an ONNX model for --shape and --bind, but got MLIR, whose "
           "inputs were bound at import";
    return nullptr;
  }
  if (!onnx && !options.allowUnusedBindings &&
      (!options.onnx.inputs.empty() || !options.onnx.outputs.empty() ||
       options.onnx.host != HostMode::Refuse)) {
    emitError(NameLoc::get(StringAttr::get(context, path)))
        << "expected an ONNX model for --inputs, --outputs and --host, but got "
           "MLIR";
    return nullptr;
  }
  if (!onnx)
    return parseModule(bytes, file->getBufferIdentifier(), context);
  OnnxImportOptions importOptions = options.onnx;
  if (path != "-") {
    StringRef folder = llvm::sys::path::parent_path(path);
    importOptions.folder = folder.empty() ? "." : folder.str();
  }
  OwningOpRef<ModuleOp> module =
      importOnnx(std::move(file), context, importOptions);
  if (!module || options.keepRaw)
    return module;
  PassManager pm(context);
  buildCleanupPipeline(pm);
  if (failed(pm.run(*module)))
    return nullptr;
  return module;
}

std::string tenon::getVersionText() {
  return "Tenon " TENON_VERSION " (LLVM " LLVM_VERSION_STRING ")";
}

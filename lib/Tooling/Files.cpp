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
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/ToolOutputFile.h"

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
  if (!onnx && (!options.onnx.inputs.empty() || !options.onnx.outputs.empty() ||
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

llvm::Error tenon::writeFile(StringRef path, StringRef contents) {
  return writeFile(path, [&](raw_ostream &os) { os << contents; });
}

/// Writes what `write` does, and returns what went wrong with the stream.
static std::error_code writeTo(llvm::raw_fd_ostream &os,
                               llvm::function_ref<void(raw_ostream &)> write) {
  write(os);
  os.flush();
  std::error_code code = os.error();
  os.clear_error();
  return code;
}

/// Writes a file in place of one that may be there, which stays as it is until
/// the new one is whole. Returns nothing if that is not possible here.
static std::optional<std::error_code>
replaceFile(StringRef path, llvm::function_ref<void(raw_ostream &)> write) {
  namespace fs = llvm::sys::fs;
  llvm::SmallString<128> real;
  bool exists = fs::exists(path);
  if (path == "-" || (exists && !fs::is_regular_file(path)) ||
      (exists && fs::real_path(path, real)))
    return std::nullopt;
  if (!exists)
    real = path;
  auto file = fs::TempFile::create(real + ".%%%%%%%%.tmp");
  if (!file) {
    llvm::consumeError(file.takeError());
    return std::nullopt;
  }
  std::error_code code;
  {
    llvm::raw_fd_ostream os(file->FD, /*shouldClose=*/false);
    code = writeTo(os, write);
  }
  if (llvm::ErrorOr<fs::perms> mode = fs::getPermissions(real); !code && mode)
    code = fs::setPermissions(file->TmpName, *mode);
  if (code)
    llvm::consumeError(file->discard());
  else
    code = llvm::errorToErrorCode(file->keep(real));
  return code;
}

llvm::Error tenon::writeFile(StringRef path,
                             llvm::function_ref<void(raw_ostream &)> write) {
  std::optional<std::error_code> replaced = replaceFile(path, write);
  std::error_code code;
  if (replaced) {
    code = *replaced;
  } else {
    llvm::ToolOutputFile file(path, code, llvm::sys::fs::OF_None);
    if (!code)
      code = writeTo(file.os(), write);
    if (!code)
      file.keep();
  }
  if (code)
    return llvm::createStringError(code, "can not write '" + path +
                                             "': " + code.message());
  return llvm::Error::success();
}

llvm::Error tenon::flushOutput() {
  llvm::outs().flush();
  std::error_code code = llvm::outs().error();
  llvm::outs().clear_error();
  if (code)
    return llvm::createStringError(code, "can not write to standard output: " +
                                             code.message());
  return llvm::Error::success();
}

std::string tenon::getVersionText() {
  return "Tenon " TENON_VERSION " (LLVM " LLVM_VERSION_STRING ")";
}

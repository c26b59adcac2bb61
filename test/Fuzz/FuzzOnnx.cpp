//===- FuzzOnnx.cpp - Models through import, export and import ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//
// Whatever the bytes are, import ends in a module that verifies or in a
// diagnostic. What was imported cleans up; and if it can be exported, it can be
// imported again.
//
//===----------------------------------------------------------------------===//

#include "FuzzMain.h"
#include "mlir/IR/Verifier.h"
#include "tenon/Exchange/ONNX/ONNX.h"

using namespace mlir;
using namespace tenon;

/// Tensors of test networks are small. A model that asks for much is slow, and
/// rightly so; it is no finding.
static bool isSmall(ModuleOp module) {
  int64_t elements = 0;
  module.walk([&](Operation *op) {
    for (Type type : op->getResultTypes())
      if (auto tensor = dyn_cast<RankedTensorType>(type))
        elements += tensor.getNumElements();
  });
  return elements < (1 << 20);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  StringRef bytes(reinterpret_cast<const char *>(data), size);
  fuzz::Context context;
  auto import = [&](StringRef model) {
    return importOnnx(llvm::MemoryBuffer::getMemBufferCopy(model, "fuzz.onnx"),
                      context.get(), OnnxImportOptions());
  };
  OwningOpRef<ModuleOp> module = import(bytes);
  if (!module) {
    if (context.getReport().empty())
      fuzz::fail("a diagnostic of a model that was refused", context);
    return 0;
  }
  if (failed(verify(*module)))
    fuzz::fail("an imported module that verifies", context);
  if (!isSmall(*module))
    return 0;
  if (!fuzz::cleanUp(*module))
    fuzz::fail("an imported module that cleans up", context);
  std::string exported;
  llvm::raw_string_ostream os(exported);
  if (failed(exportOnnx(*module, os))) {
    if (context.getReport().empty())
      fuzz::fail("a diagnostic of a module that was not exported", context);
    return 0;
  }
  if (!import(exported))
    fuzz::fail("an exported model that can be imported", context);
  return 0;
}

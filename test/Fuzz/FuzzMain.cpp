//===- FuzzMain.cpp - What the fuzz targets share -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FuzzMain.h"
#include "dialects/Engine/IR/Engine.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Pass/PassManager.h"
#include "tenon/Transforms/Passes.h"
#include "llvm/Support/raw_ostream.h"
#include <cstring>

using namespace mlir;
using namespace tenon;

// MLIR's library is not instrumented: it neither poisons what its arenas hold
// back nor keeps the marks of containers that cross the border.
extern "C" const char *__asan_default_options() {
  return "allow_user_poisoning=0:detect_container_overflow=0";
}

static DialectRegistry getRegistry() {
  DialectRegistry registry;
  registry.insert<func::FuncDialect, nn::NNDialect>();
  registerEngineDialects(registry);
  return registry;
}

fuzz::Context::Context()
    : context(getRegistry(), MLIRContext::Threading::DISABLED),
      handler(&context, [this](Diagnostic &diagnostic) {
        llvm::raw_string_ostream os(report);
        os << diagnostic.getLocation() << ": " << diagnostic << '\n';
        for (Diagnostic &note : diagnostic.getNotes())
          os << note.getLocation() << ": " << note << '\n';
      }) {
  context.loadAllAvailableDialects();
  // As tenon-translate: what other tools attached is passed on.
  context.allowUnregisteredDialects();
}

bool fuzz::cleanUp(ModuleOp module) {
  PassManager passes(module.getContext());
  buildCleanupPipeline(passes);
  return succeeded(passes.run(module));
}

void fuzz::fail(const char *expected, const Context &context) {
  llvm::errs() << "expected " << expected << '\n' << context.getReport();
  abort();
}

size_t fuzz::giveBack(const std::string &result, uint8_t *data,
                      size_t maxSize) {
  size_t size = std::min(result.size(), maxSize);
  std::memcpy(data, result.data(), size);
  return size;
}

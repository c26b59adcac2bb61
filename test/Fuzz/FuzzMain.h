//===- FuzzMain.h - What the fuzz targets share ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TEST_FUZZ_FUZZMAIN_H
#define TEST_FUZZ_FUZZMAIN_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include <cstddef>
#include <cstdint>
#include <string>

extern "C" {
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t maxSize,
                               unsigned seed);
/// Of libFuzzer: one of its own mutations.
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t maxSize);
}

namespace tenon::fuzz {

/// A context with the dialects of networks and machines that keeps diagnostics:
/// each is put into words, and none is printed.
class Context {
public:
  Context();
  mlir::MLIRContext *get() { return &context; }
  /// What was reported so far, a line each.
  const std::string &getReport() const { return report; }

private:
  mlir::MLIRContext context;
  std::string report;
  mlir::ScopedDiagnosticHandler handler;
};

/// Runs nn-cleanup, which folds and canonicalizes all there is.
bool cleanUp(mlir::ModuleOp module);

/// A finding: prints what was expected, and the report of the context.
[[noreturn]] void fail(const char *expected, const Context &context);

/// The first `size` bytes of a result as the fuzzer wants it back; what does
/// not fit is cut off.
size_t giveBack(const std::string &result, uint8_t *data, size_t maxSize);

} // namespace tenon::fuzz

#endif // TEST_FUZZ_FUZZMAIN_H

//===- Diagnostics.h - Diagnostics of tools -------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLING_DIAGNOSTICS_H
#define TENON_TOOLING_DIAGNOSTICS_H

#include "mlir/IR/Diagnostics.h"
#include "llvm/Support/raw_ostream.h"

namespace tenon {

/// Prints the diagnostics of a context during its lifetime, in the format of
/// compilers: `file:line:column: error: message`, or `node: error: message` for
/// a node of a model. Notes follow their error.
class DiagnosticPrinter : public mlir::ScopedDiagnosticHandler {
public:
  DiagnosticPrinter(mlir::MLIRContext *context, llvm::raw_ostream &os);
};

/// Prints `TOOL: error: MESSAGE` to standard error. The output is always a
/// single line, regardless of the names in the message.
void printError(llvm::StringRef tool, const llvm::Twine &message);
/// Like printError, but with `warning:` and `note:`.
void printWarning(llvm::StringRef tool, const llvm::Twine &message);
void printNote(llvm::StringRef tool, const llvm::Twine &message);

} // namespace tenon

#endif // TENON_TOOLING_DIAGNOSTICS_H

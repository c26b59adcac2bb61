//===- Diagnostics.h - Diagnostics of tools, a line each ------------------===//
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

/// While this lives, diagnostics of a context are printed as compilers do:
/// `file:line:column: error: message`, or `node: error: message` for a node of
/// a model; notes follow their error.
class DiagnosticPrinter : public mlir::ScopedDiagnosticHandler {
public:
  DiagnosticPrinter(mlir::MLIRContext *context, llvm::raw_ostream &os);
};

/// Prints `TOOL: error: MESSAGE` to standard error, as one line whatever names
/// the message has.
void printError(llvm::StringRef tool, const llvm::Twine &message);
/// The same for `warning:` and `note:`.
void printWarning(llvm::StringRef tool, const llvm::Twine &message);
void printNote(llvm::StringRef tool, const llvm::Twine &message);

} // namespace tenon

#endif // TENON_TOOLING_DIAGNOSTICS_H

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

} // namespace tenon

#endif // TENON_TOOLING_DIAGNOSTICS_H

//===- Diagnostics.cpp - Diagnostics of tools, a line each ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Tooling/Diagnostics.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Location.h"
#include "mlir/IR/MLIRContext.h"
#include "tenon/Report/Text.h"
#include "llvm/Support/WithColor.h"

using namespace mlir;
using namespace tenon;

/// The place in front of a message, with a colon; empty if it is not known.
static std::string formatPlace(Location loc) {
  if (auto place = dyn_cast<FileLineColLoc>(loc))
    return place.getFilename().str() + ":" + std::to_string(place.getLine()) +
           ":" + std::to_string(place.getColumn()) + ": ";
  if (auto name = dyn_cast<NameLoc>(loc))
    return name.getName().str() + ": ";
  if (auto fused = dyn_cast<FusedLoc>(loc))
    for (Location part : fused.getLocations())
      if (std::string place = formatPlace(part); !place.empty())
        return place;
  return "";
}

static StringRef getSeverityName(DiagnosticSeverity severity) {
  switch (severity) {
  case DiagnosticSeverity::Note:
    return "note: ";
  case DiagnosticSeverity::Warning:
    return "warning: ";
  case DiagnosticSeverity::Error:
    return "error: ";
  case DiagnosticSeverity::Remark:
    return "remark: ";
  }
  return "";
}

static void print(raw_ostream &os, const Diagnostic &diagnostic) {
  std::string text = formatPlace(diagnostic.getLocation());
  llvm::raw_string_ostream(text)
      << getSeverityName(diagnostic.getSeverity()) << diagnostic;
  // Names of a model may hold anything; a diagnostic is one line.
  os << escapeText(text) << '\n';
}

DiagnosticPrinter::DiagnosticPrinter(MLIRContext *context, raw_ostream &os)
    : ScopedDiagnosticHandler(context, [&os](Diagnostic &diagnostic) {
        print(os, diagnostic);
        for (const Diagnostic &note : diagnostic.getNotes())
          print(os, note);
      }) {
  context->printOpOnDiagnostic(false);
}

void tenon::printError(StringRef tool, const Twine &message) {
  llvm::WithColor::error(llvm::errs(), tool)
      << escapeText(message.str()) << '\n';
}

void tenon::printWarning(StringRef tool, const Twine &message) {
  llvm::WithColor::warning(llvm::errs(), tool)
      << escapeText(message.str()) << '\n';
}

void tenon::printNote(StringRef tool, const Twine &message) {
  llvm::WithColor::note(llvm::errs(), tool)
      << escapeText(message.str()) << '\n';
}

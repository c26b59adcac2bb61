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
#include "llvm/ADT/StringExtras.h"

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
  for (char c : text)
    if (llvm::isPrint(c) || uint8_t(c) >= 0x80)
      os << c;
    else
      os << "\\x" << llvm::hexdigit(uint8_t(c) >> 4) << llvm::hexdigit(c & 15);
  os << '\n';
}

DiagnosticPrinter::DiagnosticPrinter(MLIRContext *context, raw_ostream &os)
    : ScopedDiagnosticHandler(context, [&os](Diagnostic &diagnostic) {
        print(os, diagnostic);
        for (const Diagnostic &note : diagnostic.getNotes())
          print(os, note);
      }) {
  context->printOpOnDiagnostic(false);
}

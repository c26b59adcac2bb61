//===- Convert.cpp - A conversion that says why it failed -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Convert.h"
#include "mlir/IR/Diagnostics.h"

using namespace mlir;
using namespace tenon;

namespace {
/// Remembers the first reason for which a pattern did not apply: what comes
/// after it, at the same operation, knows less.
struct ReasonListener : RewriterBase::Listener {
  void
  notifyMatchFailure(Location loc,
                     llvm::function_ref<void(Diagnostic &)> describe) override {
    if (place)
      return;
    Diagnostic diagnostic(loc, DiagnosticSeverity::Error);
    describe(diagnostic);
    reason = diagnostic.str();
    place = loc;
  }

  std::string reason;
  std::optional<Location> place;
};
} // namespace

LogicalResult tenon::tosa::refuse(ConversionPatternRewriter &rewriter,
                                  Location loc, const Twine &reason) {
  // The driver passes reasons on in builds with assertions only.
  if (RewriterBase::Listener *listener = rewriter.getConfig().listener)
    listener->notifyMatchFailure(
        loc, [&](Diagnostic &diagnostic) { diagnostic << reason; });
  return rewriter.notifyMatchFailure(loc, reason);
}

LogicalResult tenon::tosa::convertFully(Operation *root,
                                        const ConversionTarget &target,
                                        RewritePatternSet &&patterns) {
  ReasonListener listener;
  ConversionConfig config;
  config.listener = &listener;
  LogicalResult result = failure();
  {
    // The driver knows that no pattern applied, the listener why.
    ScopedDiagnosticHandler handler(
        root->getContext(), [&](Diagnostic &diagnostic) {
          return success(listener.place == diagnostic.getLocation() &&
                         diagnostic.str().find("failed to legalize") == 0);
        });
    result = applyFullConversion(root, target, std::move(patterns), config);
  }
  if (failed(result) && listener.place)
    return emitError(*listener.place) << listener.reason;
  return result;
}

//===- Options.cpp - Reading the options of passes ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Options.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Location.h"

using namespace mlir;

LogicalResult tenon::reportOption(MLIRContext *context, StringRef pass,
                                  StringRef option, StringRef expected,
                                  StringRef value) {
  InFlightDiagnostic error = emitError(UnknownLoc::get(context))
                             << pass << ": option '" << option << "': expected "
                             << expected << ", but got '" << value << "'";
  if (value.starts_with("?"))
    error << "; fill the hole first, tenon-nas does";
  else if (value.contains(',') && value.contains('='))
    error << "; options are separated by spaces";
  return failure();
}

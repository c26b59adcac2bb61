//===- Summary.h - Counts of a network ------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_ANALYSIS_SUMMARY_H
#define TENON_ANALYSIS_SUMMARY_H

#include "mlir/IR/BuiltinOps.h"

namespace tenon {

/// Totals over all operations of a module.
struct NetworkSummary {
  /// Multiply-accumulates of convolutions and products, padding included.
  int64_t multiplyAccumulates = 0;
  /// Elements of all parameters that the network reads, each counted once.
  int64_t parameters = 0;
};

/// Counts a module.
NetworkSummary summarize(mlir::ModuleOp module);

/// The name that an operation bears in the model: that of its location, the
/// first one if several were merged; the kind of operation if there is none.
std::string getNodeName(mlir::Operation *op);

/// The name of a parameter, or of the first one in an expression; `parameter`
/// if there is none.
llvm::StringRef getParameterName(mlir::Value value);

} // namespace tenon

#endif // TENON_ANALYSIS_SUMMARY_H

//===- Summary.h - Summary of a network -----------------------------------===//
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
  /// Number of multiply-accumulates of convolutions and products, including
  /// padding.
  int64_t multiplyAccumulates = 0;
  /// Number of elements of all parameters that the network reads. Each
  /// parameter is counted once.
  int64_t parameters = 0;
};

/// Returns the totals of a module.
NetworkSummary summarize(mlir::ModuleOp module);

/// Returns the name of an operation in the model, which is the name in its
/// location, or the first name if several locations were fused. If there is
/// none, returns the name of the kind of operation.
std::string getNodeName(mlir::Operation *op);

/// Returns the name of a parameter, or of the first parameter in an expression;
/// `parameter` if there is none.
llvm::StringRef getParameterName(mlir::Value value);

} // namespace tenon

#endif // TENON_ANALYSIS_SUMMARY_H

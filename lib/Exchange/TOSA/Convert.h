//===- Convert.h - A conversion that says why it failed ---------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_EXCHANGE_TOSA_CONVERT_H
#define LIB_EXCHANGE_TOSA_CONVERT_H

#include "mlir/Transforms/DialectConversion.h"

namespace tenon::tosa {

/// Converts all of `root`, or nothing. Where an operation cannot be converted,
/// the reason that its pattern gave (`notifyMatchFailure`) is the error.
mlir::LogicalResult convertFully(mlir::Operation *root,
                                 const mlir::ConversionTarget &target,
                                 mlir::RewritePatternSet &&patterns);

/// Fails to match, for this reason, which convertFully then reports.
mlir::LogicalResult refuse(mlir::ConversionPatternRewriter &rewriter,
                           mlir::Location loc, const llvm::Twine &reason);

} // namespace tenon::tosa

#endif // LIB_EXCHANGE_TOSA_CONVERT_H

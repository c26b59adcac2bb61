//===- Idioms.h - Functions that a network spells out -----------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_TRANSFORMS_IDIOMS_IDIOMS_H
#define LIB_TRANSFORMS_IDIOMS_IDIOMS_H

#include "dialects/Network/IR/Network.h"
#include "mlir/IR/PatternMatch.h"

namespace tenon {

/// A product of values and a number: `factor * values[0] * values[1] ...`.
struct Product {
  double factor = 1;
  llvm::SmallVector<mlir::Value, 4> values;

  /// Factor and values are these, in any sequence.
  bool is(double wanted, llvm::ArrayRef<mlir::Value> wantedValues) const;
};

/// Multiplications and divisions by numbers above `root`, as far as they have
/// no other readers, to a depth of a few. `root` itself may have readers.
Product getProduct(mlir::Value root);

/// `value + number`, if `value` is such a sum.
struct Sum {
  mlir::Value value;
  double number;
};
std::optional<Sum> getSum(mlir::Value root);

/// The number that a constant or a parameter of one element holds.
std::optional<double> getNumber(mlir::Value value);

/// Whether a number is that of a formula, but for the digits that models cut
/// off.
bool isNear(double number, double wanted);

/// Replaces `op` by one that means the same, with a remark that names it.
void replaceIdiom(mlir::PatternRewriter &rewriter, mlir::Operation *op,
                  mlir::Value replacement, llvm::StringRef name);

/// Each adds the patterns of one file.
void addActivationIdioms(mlir::RewritePatternSet &patterns);
void addReductionIdioms(mlir::RewritePatternSet &patterns);
/// These come last: other idioms have scales and offsets, too.
void addAffineIdioms(mlir::RewritePatternSet &patterns);

/// A reshape that leaves the last dimension as it is.
bool keepsChannels(mlir::Operation *op);

} // namespace tenon

#endif // LIB_TRANSFORMS_IDIOMS_IDIOMS_H

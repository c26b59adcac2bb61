//===- Score.h - What a candidate is worth ----------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SEARCH_SCORE_H
#define TENON_SEARCH_SCORE_H

#include "llvm/ADT/SmallVector.h"

namespace tenon {

/// What a candidate is worth to an objective. Lower is better.
///
/// The order is total: candidates that were evaluated come before those that
/// failed; those within all bounds before the others. Within the bounds the
/// goal decides; outside of them the sum of the violations, then the goal.
struct Score {
  /// There is no value; the evaluation failed.
  bool failed = true;
  /// The goal; negated if it is to be maximized.
  double goal = 0;
  /// How far each bound is exceeded, as a fraction of the bound; negative
  /// where there is room left.
  llvm::SmallVector<double, 2> excess;

  /// The sum of what exceeds the bounds; 0 if nothing does.
  double getViolation() const {
    double violation = 0;
    for (double part : excess)
      // Bounds are products of rounded numbers.
      if (part > 1e-12)
        violation += part;
    return violation;
  }
  /// Evaluated and within all bounds.
  bool isFeasible() const { return !failed && getViolation() == 0; }
  /// This is strictly better than `other`.
  bool operator<(const Score &other) const {
    if (failed || other.failed)
      return !failed && other.failed;
    double violation = getViolation(), otherViolation = other.getViolation();
    if (violation != otherViolation)
      return violation < otherViolation;
    return goal < other.goal;
  }
};

} // namespace tenon

#endif // TENON_SEARCH_SCORE_H

//===- Score.h - Score of a candidate ---------------------------*- C++ -*-===//
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

/// The score of a candidate with respect to an objective. Lower is better.
///
/// The order is total. Candidates that were evaluated come before candidates
/// that failed, and candidates within all bounds come before the others.
/// Candidates within the bounds are ordered by the goal. The others are ordered
/// by the sum of their violations, and then by the goal.
struct Score {
  /// True if the evaluation failed, so that there is no value.
  bool failed = true;
  /// Value of the goal, negated if it is to be maximized.
  double goal = 0;
  /// Amount by which each bound is exceeded, as a fraction of the bound;
  /// negative if the bound is not reached.
  llvm::SmallVector<double, 2> excess;

  /// Returns the sum of the amounts by which bounds are exceeded; 0 if there
  /// are none.
  double getViolation() const {
    double violation = 0;
    for (double part : excess)
      // Tolerate rounding errors, because bounds are products of rounded
      // numbers.
      if (part > 1e-12)
        violation += part;
    return violation;
  }
  /// Returns true if the candidate was evaluated and is within all bounds.
  bool isFeasible() const { return !failed && getViolation() == 0; }
  /// Returns true if this score is strictly better than `other`.
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

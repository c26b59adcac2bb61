//===- Judge.h - How near predictions are -----------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CALIBRATION_JUDGE_H
#define TENON_CALIBRATION_JUDGE_H

#include "llvm/ADT/ArrayRef.h"

namespace tenon::calibration {

/// A prediction and what was measured, above 0, in the same unit.
struct Pair {
  double predicted = 0, measured = 0;
  /// The relative error: 0.1 if the prediction is a tenth too high.
  double getError() const { return predicted / measured - 1; }
};

/// What is measured is this many times what is simulated, and so much more.
struct Line {
  double scale = 1, offset = 0;
  double operator()(double simulated) const {
    return scale * simulated + offset;
  }
};

/// How near predictions are.
struct Judgement {
  size_t rows = 0;
  /// Of the ranks, in which equal numbers share the mean of theirs (Spearman);
  /// 0 if all predictions or all measurements are equal.
  double rankCorrelation = 0;
  /// Mean and largest of the absolute relative errors.
  double meanError = 0, largestError = 0;
  /// Shares of the rows whose error is at most 5 and 10 %.
  double within5 = 0, within10 = 0;
};

/// Judges at least one prediction.
Judgement judge(llvm::ArrayRef<Pair> pairs);

/// The line of least squares of relative errors, with `predicted` as what was
/// simulated. No offset if there are fewer than two different numbers.
Line fitLine(llvm::ArrayRef<Pair> pairs);

} // namespace tenon::calibration

#endif // TENON_CALIBRATION_JUDGE_H

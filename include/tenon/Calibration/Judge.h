//===- Judge.h - Accuracy of predictions ------------------------*- C++ -*-===//
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

/// A prediction and a measurement above 0, in the same unit.
struct Pair {
  double predicted = 0, measured = 0;
  /// Returns the relative error, for example 0.1 if the prediction is 10 % too
  /// high.
  double getError() const { return predicted / measured - 1; }
};

/// A linear function from simulated to measured numbers.
struct Line {
  double scale = 1, offset = 0;
  double operator()(double simulated) const {
    return scale * simulated + offset;
  }
};

/// The accuracy of predictions.
struct Judgement {
  size_t rows = 0;
  /// Spearman's rank correlation, in which equal numbers share their mean rank;
  /// 0 if all predictions or all measurements are equal.
  double rankCorrelation = 0;
  /// Mean and maximum of the absolute relative errors.
  double meanError = 0, largestError = 0;
  /// Fractions of the rows with an error of at most 5 and 10 %.
  double within5 = 0, within10 = 0;
};

/// Computes the accuracy of the predictions in `pairs`, which must not be
/// empty.
Judgement judge(llvm::ArrayRef<Pair> pairs);

/// Returns the line that minimizes the squares of the relative errors, where
/// `predicted` holds the simulated numbers. The offset is 0 if there are fewer
/// than two different numbers.
Line fitLine(llvm::ArrayRef<Pair> pairs);

} // namespace tenon::calibration

#endif // TENON_CALIBRATION_JUDGE_H

//===- Fit.h - Free fields of machines from measurements --------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CALIBRATION_FIT_H
#define TENON_CALIBRATION_FIT_H

#include "dialects/Engine/IR/Engine.h"
#include "tenon/Calibration/Judge.h"
#include "tenon/Calibration/Measurements.h"
#include "llvm/Support/Error.h"
#include <functional>
#include <string>

namespace tenon::calibration {

/// The most fields that a fit may have.
inline constexpr size_t maxFreeFields = 6;

/// A number of a machine that is not known, with the values that it may have.
struct FreeField {
  std::string name;
  /// Ascending; neighbours differ by 1 or by an eighth.
  std::vector<int64_t> values;
  /// Where the number of the machine stands in `values`.
  size_t start = 0;
};

/// Reads `name` or `name=low..high`; without a range it is from a quarter of
/// the machine's number to four times that. The error is one line.
llvm::Expected<FreeField> parseFreeField(llvm::StringRef text,
                                         const engine::Machine &machine);

/// How to search.
struct FitOptions {
  /// Rows to fit on, drawn with the seed; all if there are no more.
  size_t limit = 100;
  uint64_t seed = 0;
  /// How many searches start at the best of ten random machines each, beside
  /// the one that starts at the machine that is given.
  size_t restarts = 2;
  /// Told how many machines have been tried, and the least cost so far; may
  /// be empty.
  std::function<void(size_t, double)> progress;
};

/// What came of it.
struct FitResult {
  engine::TargetAttr target;
  /// One a free field.
  std::vector<int64_t> values;
  /// From simulated milliseconds to measured ones; layers have none.
  Line line;
  /// Machines that were simulated.
  size_t numTried = 0;
  /// Rows that were fitted on, and all rows with their predictions.
  std::vector<bool> isFitted;
  std::vector<Pair> pairs;
};

/// Finds the values of the free fields with which `target` comes closest to
/// the rows: the least mean absolute relative error of networks, behind one
/// scale and offset, and the least largest one of layers, as simulated. Fields
/// that the rows say nothing of stay. Fails with one line if the machine can
/// not run a layer.
llvm::Expected<FitResult> fitMachine(const Measurements &measurements,
                                     engine::TargetAttr target,
                                     llvm::ArrayRef<FreeField> fields,
                                     const FitOptions &options);

} // namespace tenon::calibration

#endif // TENON_CALIBRATION_FIT_H

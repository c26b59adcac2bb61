//===- Fit.h - Fitting of machines to measurements --------------*- C++ -*-===//
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

/// Maximum number of free fields of a fit.
inline constexpr size_t maxFreeFields = 6;

/// An unknown number of a machine, with its possible values.
struct FreeField {
  std::string name;
  /// Possible values in ascending order; neighbours differ by 1 or by an
  /// eighth.
  std::vector<int64_t> values;
  /// Index of the machine's current number in `values`.
  size_t start = 0;
};

/// Parses `name` or `name=low..high`. The default range is from a quarter of
/// the machine's number to four times that number. Fails with a message of one
/// line.
llvm::Expected<FreeField> parseFreeField(llvm::StringRef text,
                                         const engine::Machine &machine);

/// Options of a fit.
struct FitOptions {
  /// Maximum number of rows to fit to, drawn with the seed.
  size_t limit = 100;
  uint64_t seed = 0;
  /// Number of searches in addition to the one that starts at the given
  /// machine. Each of them starts at the best of ten random machines.
  size_t restarts = 2;
  /// Called with the number of machines tried so far and the lowest cost; may
  /// be empty.
  std::function<void(size_t, double)> progress;
};

/// The result of a fit.
struct FitResult {
  engine::TargetAttr target;
  /// One value per free field.
  std::vector<int64_t> values;
  /// Maps simulated milliseconds to measured ones. Not used for layers.
  Line line;
  /// Number of machines that were simulated.
  size_t numTried = 0;
  /// For each row, whether it was used in the fit, and its prediction.
  std::vector<bool> isFitted;
  std::vector<Pair> pairs;
};

/// Finds the values of the free fields for which `target` matches the rows
/// best. For networks, the fit minimizes the mean absolute relative error after
/// a common scale and offset. For layers, it minimizes the largest error of the
/// simulated cycles. Fields that do not affect the rows keep their values.
/// Fails with a message of one line if the machine cannot run a layer.
llvm::Expected<FitResult> fitMachine(const Measurements &measurements,
                                     engine::TargetAttr target,
                                     llvm::ArrayRef<FreeField> fields,
                                     const FitOptions &options);

} // namespace tenon::calibration

#endif // TENON_CALIBRATION_FIT_H

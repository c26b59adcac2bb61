//===- Objective.h - Objective of a search ----------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SEARCH_OBJECTIVE_H
#define TENON_SEARCH_OBJECTIVE_H

#include "tenon/Search/Score.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Compiler.h"
#include "llvm/Support/Error.h"
#include <map>
#include <string>
#include <vector>

namespace tenon {

/// The metrics of one candidate by name.
using Metrics = std::map<std::string, double>;

/// An objective in the form of command-line options.
struct ObjectiveText {
  /// The metric to minimize. Exactly one of `minimize` and `maximize` is set.
  std::string minimize;
  /// The metric to maximize.
  std::string maximize;
  /// `metric:fraction`: at least this fraction of the baseline; `95%` is 0.95.
  std::vector<std::string> keep;
  /// `metric:value`: at most this value; `512KiB`, `2M` and `80%` are numbers.
  std::vector<std::string> limit;
};

/// An objective, which consists of a goal and bounds.
class Objective {
public:
  /// A metric with its bound.
  struct Bound {
    std::string metric;
    double value = 0;
  };

  /// Parses an objective. `knownMetrics` contains the accepted names.
  static llvm::Expected<Objective>
  parse(const ObjectiveText &text, llvm::ArrayRef<std::string> knownMetrics);

  /// Returns the metric that is the goal.
  llvm::StringRef getGoal() const LLVM_LIFETIME_BOUND { return goal; }
  /// Returns true if the goal is to be maximized.
  bool isMaximized() const { return maximized; }
  /// Returns the fractions of the baseline to keep.
  llvm::ArrayRef<Bound> getKeeps() const LLVM_LIFETIME_BOUND { return keeps; }
  /// Returns the upper limits of metrics.
  llvm::ArrayRef<Bound> getLimits() const LLVM_LIFETIME_BOUND { return limits; }
  /// Returns all metrics that score() uses, without repetitions, starting with
  /// the goal.
  std::vector<std::string> getMetrics() const;

  /// Sets the baseline of `keep`: the metrics of the network before the search.
  llvm::Error setBaseline(const Metrics &metrics);
  /// Scores a candidate. Fails if a metric is missing or not a finite number,
  /// or if there is a `keep` without a baseline.
  llvm::Expected<Score> score(const Metrics &metrics) const;

private:
  std::string goal;
  bool maximized = false;
  std::vector<Bound> keeps;
  std::vector<Bound> limits;
  /// Minimum values that `keeps` allows; set together with the baseline.
  std::vector<double> floors;
};

/// Parses a number with an optional suffix: `%` (a hundredth), `k`, `M`, `G`,
/// `T` (powers of 1000), `Ki`, `Mi`, `Gi` (powers of 1024), each with an
/// optional `B`. Error messages contain the number.
llvm::Expected<double> parseQuantity(llvm::StringRef text);

} // namespace tenon

#endif // TENON_SEARCH_OBJECTIVE_H

//===- Objective.h - What a search looks for --------------------*- C++ -*-===//
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

/// The numbers of one candidate by name.
using Metrics = std::map<std::string, double>;

/// An objective as it is written on a command line.
struct ObjectiveText {
  /// The metric to make small; exactly one of this and `maximize` is given.
  std::string minimize;
  /// The metric to make large.
  std::string maximize;
  /// `metric:fraction`: at least this fraction of the baseline; `95%` is 0.95.
  std::vector<std::string> keep;
  /// `metric:value`: at most this value; `512KiB`, `2M` and `80%` are numbers.
  std::vector<std::string> limit;
};

/// A goal and bounds.
class Objective {
public:
  /// A metric with the number that bounds it.
  struct Bound {
    std::string metric;
    double value = 0;
  };

  /// Reads an objective; `knownMetrics` are the names to accept.
  static llvm::Expected<Objective>
  parse(const ObjectiveText &text, llvm::ArrayRef<std::string> knownMetrics);

  /// The metric that is the goal.
  llvm::StringRef getGoal() const LLVM_LIFETIME_BOUND { return goal; }
  /// The goal is to be large.
  bool isMaximized() const { return maximized; }
  /// Fractions of the baseline to keep.
  llvm::ArrayRef<Bound> getKeeps() const LLVM_LIFETIME_BOUND { return keeps; }
  /// Values not to exceed.
  llvm::ArrayRef<Bound> getLimits() const LLVM_LIFETIME_BOUND { return limits; }
  /// All metrics that score() reads, the goal first, each once.
  std::vector<std::string> getMetrics() const;

  /// Sets what `keep` refers to: the numbers of the network before the search.
  llvm::Error setBaseline(const Metrics &metrics);
  /// Rates a candidate. A metric that is missing or no finite number is an
  /// error, as is a `keep` without a baseline.
  llvm::Expected<Score> score(const Metrics &metrics) const;

private:
  std::string goal;
  bool maximized = false;
  std::vector<Bound> keeps;
  std::vector<Bound> limits;
  /// The least values that `keeps` allow, once there is a baseline.
  std::vector<double> floors;
};

/// Reads a number with an optional suffix: `%` (a hundredth), `k`, `M`, `G`,
/// `T` (powers of 1000), `Ki`, `Mi`, `Gi` (powers of 1024), each with an
/// optional `B`. Errors name the number.
llvm::Expected<double> parseQuantity(llvm::StringRef text);

} // namespace tenon

#endif // TENON_SEARCH_OBJECTIVE_H

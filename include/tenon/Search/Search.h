//===- Search.h - Search of a space -----------------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SEARCH_SEARCH_H
#define TENON_SEARCH_SEARCH_H

#include "tenon/Search/Objective.h"
#include "tenon/Search/Space.h"
#include "tenon/Search/Strategy.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Compiler.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tenon {

/// The result of the evaluation of a candidate.
struct Evaluation {
  /// Metrics by name.
  Metrics metrics;
  /// A text that is equal for candidates that result in the same network; empty
  /// if this is not known.
  std::string key;
};

/// Evaluates a candidate, given its pipeline text without holes and its point.
using Evaluator = llvm::function_ref<llvm::Expected<Evaluation>(
    llvm::StringRef text, const Point &point)>;

/// One candidate of a search.
struct Trial {
  /// Index of the candidate in the order in which the strategy proposed them.
  size_t index = 0;
  Point point;
  /// The pipeline with its holes filled.
  std::string text;
  Metrics metrics;
  Score score;
  /// True if the candidate is within all bounds.
  bool feasible = false;
  /// Index of an earlier trial that resulted in the same network.
  std::optional<size_t> sameAs;
  /// The reason why there are no metrics; empty if there are.
  std::string error;
};

/// The progress of a search.
struct SearchProgress {
  /// Number of completed trials that count, and their maximum number.
  size_t done = 0, total = 0;
  /// The best trial so far, or null if all trials have failed.
  const Trial *best = nullptr;
};

/// Options of a search.
struct SearchOptions {
  /// Number of different candidates to evaluate. A trial that results in the
  /// same network as an earlier trial does not count, but the total number of
  /// trials is at most four times this number.
  size_t trials = 300;
  /// Called after each trial, in the order of the trials, on the thread of the
  /// search.
  std::function<void(const Trial &trial, const SearchProgress &progress)>
      progress;
  /// Called before each evaluation, on the thread of the evaluation. If it
  /// returns true, the search ends with the trials so far. If it is empty, the
  /// search is never stopped.
  std::function<bool()> isStopped;
  /// Calls `body` with each number below `count`, in any order and on any
  /// threads. If it is empty, the calls are made in sequence. `body` calls the
  /// evaluator. The result of a search does not depend on this function.
  std::function<void(size_t count, llvm::function_ref<void(size_t)> body)>
      forEach;
};

/// The result of a search.
struct SearchResult {
  /// All trials, in the order in which the strategy proposed them.
  std::vector<Trial> trials;
  /// Index of the best trial, or of the earliest one among equals.
  size_t best = 0;
  /// Number of trials that count, that failed, and that were the same as
  /// earlier trials.
  size_t numCounted = 0, numFailed = 0, numSame = 0;
  /// True if the search was stopped. `trials` is then a prefix of the trials of
  /// the complete search.
  bool isStopped = false;

  /// Returns the best trial, which is not necessarily feasible.
  const Trial &getBest() const LLVM_LIFETIME_BOUND { return trials[best]; }
};

/// Searches `space`. A candidate that cannot be evaluated is a failed trial.
/// Fails if all trials fail, or if the search is stopped before the first
/// trial.
llvm::Expected<SearchResult> search(const Space &space, Strategy &strategy,
                                    const Objective &objective,
                                    Evaluator evaluate,
                                    const SearchOptions &options = {});

/// Writes trials as comma-separated values with a header line. The columns are
/// the description of a trial, the metrics of all trials by name, and the
/// pipeline. Each number has the shortest form that parses to the same value.
/// If the search was stopped, the last line represents the missing trial and
/// has the error `interrupted`.
void writeTrialsCsv(llvm::raw_ostream &os, llvm::ArrayRef<Trial> trials,
                    bool isStopped = false);

} // namespace tenon

#endif // TENON_SEARCH_SEARCH_H

//===- Search.h - Runs a search ---------------------------------*- C++ -*-===//
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

/// What the evaluation of a candidate found out.
struct Evaluation {
  /// Its numbers by name.
  Metrics metrics;
  /// A text that is equal for candidates that are the same network in the end;
  /// empty if that is not known.
  std::string key;
};

/// Evaluates a candidate: filled pipeline text and the point it comes from.
using Evaluator = llvm::function_ref<llvm::Expected<Evaluation>(
    llvm::StringRef text, const Point &point)>;

/// One candidate of a search.
struct Trial {
  /// Its place in the order in which candidates were asked for.
  size_t index = 0;
  Point point;
  /// The pipeline with its holes filled.
  std::string text;
  Metrics metrics;
  Score score;
  /// Within all bounds.
  bool feasible = false;
  /// The index of an earlier trial that is the same network.
  std::optional<size_t> sameAs;
  /// Why there are no metrics; empty if there are.
  std::string error;
};

/// How far a search is.
struct SearchProgress {
  /// Trials done that count, and all that may be done.
  size_t done = 0, total = 0;
  /// The best trial so far, or null while all failed.
  const Trial *best = nullptr;
};

/// How to run a search.
struct SearchOptions {
  /// How many different candidates to evaluate. A trial that turns out to be
  /// the same network as an earlier one does not count; there are at most
  /// four times as many trials in all.
  size_t trials = 300;
  /// Called after each trial, in their order, on the thread of the search.
  std::function<void(const Trial &trial, const SearchProgress &progress)>
      progress;
  /// Asked before each evaluation, on its thread; true ends the search with
  /// the trials so far. Never if not given.
  std::function<bool()> isStopped;
  /// Calls `body` with each number below `count`, in any order and on any
  /// threads; one after the other if not given. The evaluator is called from
  /// within `body`; the result of a search does not depend on it.
  std::function<void(size_t count, llvm::function_ref<void(size_t)> body)>
      forEach;
};

/// What a search found.
struct SearchResult {
  /// All trials, in the order in which they were asked for.
  std::vector<Trial> trials;
  /// The index of the best trial; the earliest of equals.
  size_t best = 0;
  /// Trials that count, that failed, and that were the same as earlier ones.
  size_t numCounted = 0, numFailed = 0, numSame = 0;
  /// It was stopped, and has the trials up to then: as many as it would have
  /// begun with.
  bool isStopped = false;

  /// The best trial; check whether it is feasible.
  const Trial &getBest() const LLVM_LIFETIME_BOUND { return trials[best]; }
};

/// Searches `space`. A candidate that cannot be evaluated is a failed trial;
/// it is an error if all fail, and if the search is stopped before the first.
llvm::Expected<SearchResult> search(const Space &space, Strategy &strategy,
                                    const Objective &objective,
                                    Evaluator evaluate,
                                    const SearchOptions &options = {});

/// Writes trials as comma-separated values with a header line: the metrics of
/// all trials by name, between what a trial is and its pipeline. Numbers are
/// the shortest ones that read back the same. A search that was stopped ends
/// with a line for the trial that is missing, whose error is `interrupted`.
void writeTrialsCsv(llvm::raw_ostream &os, llvm::ArrayRef<Trial> trials,
                    bool isStopped = false);

} // namespace tenon

#endif // TENON_SEARCH_SEARCH_H

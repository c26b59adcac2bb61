//===- Search.cpp - Runs a search -----------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Search/Search.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/MathExtras.h"

using namespace llvm;

namespace tenon {

namespace {
/// The state of one search.
class Driver {
public:
  Driver(const Space &space, Strategy &strategy, const Objective &objective,
         Evaluator evaluate, const SearchOptions &options)
      : space(space), strategy(strategy), objective(objective),
        evaluate(evaluate), options(options) {}
  Expected<SearchResult> run();

private:
  /// The result of evaluating a candidate, created on any thread.
  struct TrialResult {
    Evaluation evaluation;
    std::string error;
    /// True if the search was stopped before this evaluation.
    bool isMissing = false;
  };

  std::vector<Trial> prepare(std::vector<Point> points);
  std::vector<TrialResult> evaluateAll(ArrayRef<Trial> trials) const;
  void finish(Trial trial, TrialResult trialResult);

  const Space &space;
  Strategy &strategy;
  const Objective &objective;
  Evaluator evaluate;
  const SearchOptions &options;
  SearchResult result;
  /// Index of the first trial with a text or a key.
  StringMap<size_t> texts, keys;
};
} // namespace

/// Fills the holes and finds texts that have been evaluated before.
std::vector<Trial> Driver::prepare(std::vector<Point> points) {
  std::vector<Trial> trials;
  for (Point &point : points) {
    Trial trial;
    trial.index = result.trials.size() + trials.size();
    trial.text = space.fill(point);
    trial.point = std::move(point);
    auto [it, isNew] = texts.try_emplace(trial.text, trial.index);
    if (!isNew)
      trial.sameAs = it->second;
    trials.push_back(std::move(trial));
  }
  return trials;
}

std::vector<Driver::TrialResult>
Driver::evaluateAll(ArrayRef<Trial> trials) const {
  std::vector<TrialResult> results(trials.size());
  auto evaluateOne = [&](size_t i) {
    if (trials[i].sameAs)
      return;
    results[i].isMissing = options.isStopped && options.isStopped();
    if (results[i].isMissing)
      return;
    auto evaluation = evaluate(trials[i].text, trials[i].point);
    if (evaluation)
      results[i].evaluation = std::move(*evaluation);
    else
      results[i].error = toString(evaluation.takeError());
  };
  if (options.forEach) {
    options.forEach(trials.size(), evaluateOne);
  } else {
    for (size_t i = 0; i < trials.size(); ++i)
      evaluateOne(i);
  }
  return results;
}

/// Records a trial and reports its score to the strategy.
void Driver::finish(Trial trial, TrialResult trialResult) {
  const std::string &key = trialResult.evaluation.key;
  if (!trial.sameAs && !key.empty()) {
    auto [it, isNew] = keys.try_emplace(key, trial.index);
    if (!isNew)
      trial.sameAs = it->second;
  }
  if (trial.sameAs) {
    const Trial &first = result.trials[*trial.sameAs];
    trial.metrics = first.metrics;
    trial.score = first.score;
    trial.feasible = first.feasible;
    trial.error = first.error;
    ++result.numSame;
  } else {
    trial.error = std::move(trialResult.error);
    trial.metrics = std::move(trialResult.evaluation.metrics);
    if (trial.error.empty()) {
      auto score = objective.score(trial.metrics);
      if (score)
        trial.score = std::move(*score);
      else
        trial.error = toString(score.takeError());
    }
    trial.feasible = trial.score.isFeasible();
    ++result.numCounted;
    result.numFailed += trial.score.failed;
  }

  strategy.tell(trial.point, trial.score);
  if (!result.trials.empty() && trial.score < result.getBest().score)
    result.best = trial.index;
  result.trials.push_back(std::move(trial));
  if (options.progress) {
    SearchProgress progress{result.numCounted, options.trials, nullptr};
    if (!result.getBest().score.failed)
      progress.best = &result.getBest();
    options.progress(result.trials.back(), progress);
  }
}

Expected<SearchResult> Driver::run() {
  if (options.trials == 0)
    return createStringError("expected at least one trial, but got 0; raise "
                             "the number of trials");
  constexpr size_t maxTrialsPerCounted = 4;
  size_t maxTrials =
      llvm::SaturatingMultiply(options.trials, maxTrialsPerCounted);
  while (!result.isStopped && result.numCounted < options.trials &&
         result.trials.size() < maxTrials) {
    size_t max = std::min(options.trials - result.numCounted,
                          maxTrials - result.trials.size());
    std::vector<Trial> trials = prepare(strategy.ask(max));
    if (trials.empty())
      break;
    std::vector<TrialResult> results = evaluateAll(trials);
    for (size_t i = 0; i < trials.size() && !result.isStopped; ++i) {
      result.isStopped = results[i].isMissing;
      if (!result.isStopped)
        finish(std::move(trials[i]), std::move(results[i]));
    }
  }
  if (result.isStopped && result.trials.empty())
    return createStringError("interrupted before a candidate was evaluated");
  if (result.trials.empty())
    return createStringError("expected the strategy to propose a candidate, "
                             "but got none");
  if (result.getBest().score.failed)
    return createStringError(
        "expected a candidate that can be evaluated, but all " +
        Twine(result.numCounted) +
        " failed; the first: " + result.trials.front().error);
  return std::move(result);
}

Expected<SearchResult> search(const Space &space, Strategy &strategy,
                              const Objective &objective, Evaluator evaluate,
                              const SearchOptions &options) {
  return Driver(space, strategy, objective, evaluate, options).run();
}

} // namespace tenon

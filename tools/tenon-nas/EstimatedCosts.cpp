//===- EstimatedCosts.cpp - Searches on estimates -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "EstimatedCosts.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace mlir;
using namespace tenon;

/// Trials of a search that are simulated in the end.
static constexpr size_t winners = 10;

llvm::Expected<std::unique_ptr<EstimatedCosts>>
EstimatedCosts::load(llvm::StringRef path, MLIRContext *context) {
  auto fail = [&](const llvm::Twine &message) {
    return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                   "--estimator: '" + path + "': " + message);
  };
  auto file = llvm::MemoryBuffer::getFile(path);
  if (!file)
    return fail(file.getError().message());
  auto model = estimator::parseModel((*file)->getBuffer(), context);
  if (!model)
    return fail(llvm::toString(model.takeError()));
  return std::unique_ptr<EstimatedCosts>(new EstimatedCosts(std::move(*model)));
}

llvm::Expected<Price> EstimatedCosts::price(FunctionOpInterface function,
                                            engine::TargetAttr target,
                                            engine::ElementKind type) {
  if (llvm::Error error = estimator::checkTarget(model, target, type))
    return std::move(error);
  auto estimate = pricer.price(function);
  if (!estimate)
    return estimate.takeError();
  double unit = model.unit == estimator::Unit::Cycles
                    ? 1
                    : double(target.getMachine().clockMhz) * 1000;
  Price price;
  price.cycles = int64_t(std::llround(estimate->latency * unit));
  price.dramReadBytes = int64_t(estimate->loadBytes);
  price.dramWriteBytes = int64_t(estimate->storeBytes);
  return price;
}

llvm::Error
EstimatedCosts::check(engine::TargetAttr target,
                      std::optional<engine::ElementKind> type) const {
  if (!target)
    return llvm::Error::success();
  engine::ElementKind kind = type.value_or(target.getMachine().defaultType);
  if (llvm::Error error = estimator::checkTarget(model, target, kind))
    return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                   "--estimator: " +
                                       llvm::toString(std::move(error)));
  return llvm::Error::success();
}

void EstimatedCosts::use(NetworkEvaluator &evaluator) {
  evaluator.setCostModel([this](FunctionOpInterface function,
                                engine::TargetAttr target,
                                engine::ElementKind type) {
    return price(function, target, type);
  });
}

llvm::Error EstimatedCosts::confirm(NetworkEvaluator &evaluator,
                                    const PreparedSpace &space,
                                    const Objective &objective,
                                    SearchResult &result) {
  if (isDevice())
    return llvm::Error::success();
  std::vector<size_t> order;
  for (const Trial &trial : result.trials)
    if (trial.error.empty() && !trial.sameAs)
      order.push_back(trial.index);
  llvm::sort(order, [&](size_t a, size_t b) {
    const Score &x = result.trials[a].score, &y = result.trials[b].score;
    return x < y || (!(y < x) && a < b);
  });
  order.resize(std::min(order.size(), winners));
  evaluator.setCostModel(nullptr);
  llvm::sort(order);
  std::optional<size_t> best;
  for (size_t index : order) {
    Trial &trial = result.trials[index];
    llvm::Expected<Evaluation> simulated =
        evaluator.evaluate(space, trial.point);
    if (!simulated)
      return simulated.takeError();
    llvm::Expected<Score> score = objective.score(simulated->metrics);
    if (!score)
      return score.takeError();
    trial.metrics = simulated->metrics;
    trial.score = std::move(*score);
    trial.feasible = trial.score.isFeasible();
    if (!best || trial.score < result.trials[*best].score)
      best = index;
  }
  if (best)
    result.best = *best;
  use(evaluator);
  return llvm::Error::success();
}

//===- Strategy.h - Ways to search a space ----------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SEARCH_STRATEGY_H
#define TENON_SEARCH_STRATEGY_H

#include "tenon/Search/Point.h"
#include "tenon/Search/Score.h"
#include "tenon/Search/Space.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tenon {

/// A search strategy. The caller asks for points, evaluates them, and reports
/// their scores:
///
///   while (!(points = strategy->ask(left)).empty())
///     for (const Point &point : points)
///       strategy->tell(point, evaluate(point));
///
/// The behaviour of a strategy depends only on its space, its seed, its budget
/// and the reported scores.
class Strategy {
public:
  virtual ~Strategy();
  /// Returns at least one and at most `max` points that it has not returned
  /// before, or none if there are no more. The strategy determines the number
  /// of points, so that a search is the same with any number of threads.
  virtual std::vector<Point> ask(size_t max) = 0;
  /// Reports the score of a point. The scores of all points of one ask() must
  /// be reported, in the order of the points, before the next ask().
  virtual void tell(const Point &point, const Score &score) = 0;
};

/// Creates a strategy by its name. `budget` is the number of points that will
/// be evaluated, which strategies use for planning. `space` must be resolved
/// and must outlive the strategy.
llvm::Expected<std::unique_ptr<Strategy>> createStrategy(llvm::StringRef name,
                                                         const Space &space,
                                                         uint64_t seed,
                                                         size_t budget);

/// The name and the description of a strategy.
struct StrategyInfo {
  llvm::StringRef name;
  llvm::StringRef description;
};

/// Returns all strategies, starting with the default one.
std::vector<StrategyInfo> getStrategies();
/// Returns the names of all strategies, starting with the default one.
std::vector<std::string> strategyNames();

} // namespace tenon

#endif // TENON_SEARCH_STRATEGY_H

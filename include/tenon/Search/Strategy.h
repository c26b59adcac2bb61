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

/// A way to search a space. The caller asks for points, evaluates them, and
/// tells what they are worth:
///
///   while (!(points = strategy->ask(left)).empty())
///     for (const Point &point : points)
///       strategy->tell(point, evaluate(point));
///
/// What a strategy does follows from its space, seed and budget and from what
/// it was told, and from nothing else.
class Strategy {
public:
  virtual ~Strategy();
  /// Returns at least one and at most `max` points that it did not return
  /// before; none if it has no more. How many is up to the strategy, so that
  /// a search is the same with any number of threads.
  virtual std::vector<Point> ask(size_t max) = 0;
  /// Tells the worth of a point. All points of an ask() are told, in their
  /// order, before the next ask().
  virtual void tell(const Point &point, const Score &score) = 0;
};

/// Makes a strategy by its name. `budget` is the number of points that are
/// going to be evaluated; strategies plan with it. `space` is resolved and
/// outlives the strategy.
llvm::Expected<std::unique_ptr<Strategy>> createStrategy(llvm::StringRef name,
                                                         const Space &space,
                                                         uint64_t seed,
                                                         size_t budget);

/// What there is to know of a strategy before it is made.
struct StrategyInfo {
  llvm::StringRef name;
  llvm::StringRef description;
};

/// All strategies, the default one first.
std::vector<StrategyInfo> getStrategies();
/// The names of all strategies, the default one first.
std::vector<std::string> strategyNames();

} // namespace tenon

#endif // TENON_SEARCH_STRATEGY_H

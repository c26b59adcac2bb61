//===- LocalSearch.h - Betters the best points seen -------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The end-game of the evolution. What a block of a network costs depends little
// on the other blocks, so differences measured near a point tell much about
// points further away. The search
//
//  1. takes the best point seen of each setting of the one-of holes, best
//  first,
//  2. measures what each change of one digit does to it, unless two points that
//     differ in just this digit were seen nearby,
//  3. adds the differences up to predict points that differ in several digits,
//     climbs on the predictions by changing up to three digits at a time, and
//     proposes where that ends and the best points on the way,
//  4. and starts over with what these turn out to be worth, until nothing
//  better
//     is predicted; then it checks the neighbours whose worth was only
//     predicted.
//
// Goal and bounds are predicted apart, so that it trades what one name saves
// for what another costs on the edge of a bound.
//
//===----------------------------------------------------------------------===//

#ifndef LIB_SEARCH_LOCALSEARCH_H
#define LIB_SEARCH_LOCALSEARCH_H

#include "History.h"
#include <optional>
#include <vector>

namespace tenon {

/// Proposes points that are likely better than the best ones seen.
class LocalSearch {
public:
  LocalSearch(const Space &space, const History &history);

  /// Returns up to `max` points that were not proposed; none if no better
  /// point is predicted and all neighbours of the best point were seen.
  std::vector<Point> propose(size_t max) const;

private:
  /// A change of one digit.
  struct Move {
    size_t digit;
    uint32_t value;
    /// What it does to the goal and the bounds.
    Score delta;
  };
  /// A way from a point and where it is predicted to lead.
  struct Step {
    std::vector<size_t> moves;
    Score score;
  };

  std::vector<const History::Entry *> getStarts() const;
  std::vector<Point> improve(const History::Entry &start, size_t max) const;
  std::vector<Point> proposeNeighbours(const History::Entry &start,
                                       const std::vector<size_t> &digits,
                                       size_t max) const;
  std::vector<const History::Entry *>
  getNear(const History::Entry &start) const;
  std::optional<Score> findDelta(llvm::ArrayRef<const History::Entry *> near,
                                 const Point &start, size_t digit,
                                 uint32_t value) const;
  std::vector<Step> predictSteps(const Score &from,
                                 const std::vector<Move> &moves,
                                 const std::vector<bool> &taken) const;

  const Space &space;
  const History &history;
  /// The digits that make up a setting, and those that moves change.
  std::vector<size_t> settingDigits, moveDigits;
};

} // namespace tenon

#endif // LIB_SEARCH_LOCALSEARCH_H

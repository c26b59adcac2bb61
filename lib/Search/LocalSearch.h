//===- LocalSearch.h - Local search around the best points ------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The final phase of the evolution. The cost of a block of a network depends
// little on the other blocks, so differences that are measured near a point
// predict points further away. The search
//
//  1. takes the best known point of each setting of the one-of holes, best
//     first,
//  2. measures the effect of each change of one digit on it, unless two points
//     that differ in only this digit are known nearby,
//  3. adds up the differences to predict points that differ in several digits,
//     climbs on the predictions by changing up to three digits at a time, and
//     proposes the final point and the best points on the way,
//  4. and starts again with the measured scores, until no better point is
//     predicted; then it checks the neighbours whose scores are only predicted.
//
// Goal and bounds are predicted separately. Near a bound, the search can
// therefore trade the savings of one name for the cost of another.
//
//===----------------------------------------------------------------------===//

#ifndef LIB_SEARCH_LOCALSEARCH_H
#define LIB_SEARCH_LOCALSEARCH_H

#include "History.h"
#include <optional>
#include <vector>

namespace tenon {

/// Proposes points that are probably better than the best known ones.
class LocalSearch {
public:
  LocalSearch(const Space &space, const History &history);

  /// Returns up to `max` new points; none if no better point is predicted and
  /// all neighbours of the best point are known.
  std::vector<Point> propose(size_t max) const;

private:
  /// A change of one digit.
  struct Move {
    size_t digit;
    uint32_t value;
    /// Its effect on the goal and the bounds.
    Score delta;
  };
  /// A set of moves from a point, and the predicted score.
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
  /// The digits of a setting, and those that moves change.
  std::vector<size_t> settingDigits, moveDigits;
};

} // namespace tenon

#endif // LIB_SEARCH_LOCALSEARCH_H

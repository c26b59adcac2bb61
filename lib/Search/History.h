//===- History.h - Points that a strategy has proposed ----------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_SEARCH_HISTORY_H
#define LIB_SEARCH_HISTORY_H

#include "tenon/Search/Point.h"
#include "tenon/Search/Rng.h"
#include "tenon/Search/Score.h"
#include "tenon/Search/Space.h"
#include "llvm/Support/Compiler.h"
#include <optional>
#include <unordered_map>
#include <vector>

namespace tenon {

/// The points that a strategy has proposed, with their scores when known.
class History {
public:
  /// A point with a known score.
  struct Entry {
    Point point;
    Score score;
  };

  explicit History(const Space &space)
      : space(space), size(space.getExactSize()) {}

  /// Marks a point as proposed. Returns false if it was proposed before.
  bool propose(const Point &point) {
    return index.try_emplace(point, none).second;
  }
  /// Returns true if the point was proposed.
  bool contains(const Point &point) const { return index.count(point) != 0; }
  /// Adds the score of a point.
  void tell(const Point &point, const Score &score);
  /// Returns the score of a point, or null if it is unknown.
  const Score *find(const Point &point) const LLVM_LIFETIME_BOUND;
  /// Returns all points with known scores, in the order of addition.
  const std::vector<Entry> &getEntries() const LLVM_LIFETIME_BOUND {
    return entries;
  }
  /// Returns the best entry, or the first of several equal ones; null if there
  /// is none.
  const Entry *getBest() const LLVM_LIFETIME_BOUND;
  /// Returns true if all points of the space were proposed.
  bool isComplete() const { return size && index.size() >= *size; }
  /// Proposes a random point that was not proposed before; none if all were.
  std::optional<Point> proposeRandom(Rng &rng);

private:
  static constexpr size_t none = ~size_t(0);
  const Space &space;
  std::optional<uint64_t> size;
  std::unordered_map<Point, size_t, PointHash> index;
  std::vector<Entry> entries;
  size_t best = none;
};

/// Returns a random point.
Point getRandomPoint(const Space &space, Rng &rng);

} // namespace tenon

#endif // LIB_SEARCH_HISTORY_H

//===- History.h - What a strategy has seen ---------------------*- C++ -*-===//
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

/// The points that a strategy proposed, with their scores once told.
class History {
public:
  /// A point that was told.
  struct Entry {
    Point point;
    Score score;
  };

  explicit History(const Space &space)
      : space(space), size(space.getExactSize()) {}

  /// Marks a point as proposed; false if it was before.
  bool propose(const Point &point) {
    return index.try_emplace(point, none).second;
  }
  /// The point was proposed.
  bool contains(const Point &point) const { return index.count(point) != 0; }
  /// Adds the score of a point.
  void tell(const Point &point, const Score &score);
  /// The score of a point, or null if it was not told.
  const Score *find(const Point &point) const LLVM_LIFETIME_BOUND;
  /// All points told, in their order.
  const std::vector<Entry> &getEntries() const LLVM_LIFETIME_BOUND {
    return entries;
  }
  /// The best entry, the earliest of equals; null if there is none.
  const Entry *getBest() const LLVM_LIFETIME_BOUND;
  /// All points of the space were proposed.
  bool isComplete() const { return size && index.size() >= *size; }
  /// Proposes a point at random that was not proposed; none if there is none.
  std::optional<Point> proposeRandom(Rng &rng);

private:
  static constexpr size_t none = ~size_t(0);
  const Space &space;
  std::optional<uint64_t> size;
  std::unordered_map<Point, size_t, PointHash> index;
  std::vector<Entry> entries;
  size_t best = none;
};

/// Returns a point at random.
Point getRandomPoint(const Space &space, Rng &rng);

} // namespace tenon

#endif // LIB_SEARCH_HISTORY_H

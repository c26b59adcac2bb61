//===- History.cpp - Points that a strategy has proposed ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "History.h"

namespace tenon {

void History::tell(const Point &point, const Score &score) {
  auto it = index.try_emplace(point, none).first;
  if (it->second != none) {
    entries[it->second].score = score;
    return;
  }
  it->second = entries.size();
  entries.push_back({point, score});
  if (best == none || score < entries[best].score)
    best = it->second;
}

const Score *History::find(const Point &point) const {
  auto it = index.find(point);
  if (it == index.end() || it->second == none)
    return nullptr;
  return &entries[it->second].score;
}

const History::Entry *History::getBest() const {
  return best == none ? nullptr : &entries[best];
}

std::optional<Point> History::proposeRandom(Rng &rng) {
  if (isComplete())
    return std::nullopt;
  constexpr unsigned tries = 64;
  for (unsigned i = 0; i < tries; ++i) {
    Point point = getRandomPoint(space, rng);
    if (propose(point))
      return point;
  }
  // Nearly all points were proposed, so the space is small: takes the next one.
  std::optional<uint64_t> exact = size;
  if (!exact)
    return std::nullopt;
  uint64_t count = *exact;
  uint64_t start = rng.below(count);
  for (uint64_t i = 0; i < count; ++i) {
    Point point = space.pointAt((start + i) % count);
    if (propose(point))
      return point;
  }
  return std::nullopt;
}

Point getRandomPoint(const Space &space, Rng &rng) {
  std::vector<uint32_t> digits;
  digits.reserve(space.getNumDigits());
  for (size_t digit = 0; digit < space.getNumDigits(); ++digit)
    digits.push_back(static_cast<uint32_t>(rng.below(space.getRadix(digit))));
  return Point(std::move(digits));
}

} // namespace tenon

//===- Evolution.cpp - Regularized evolution ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Real, Aggarwal, Huang and Le: Regularized Evolution for Image Classifier
// Architecture Search (AAAI 2019). A population is a queue: the best of a few
// randomly drawn members gets a child with a small change, and the oldest
// member leaves. The population starts with corners of the space and random
// points. After a third of the budget, a local search takes over (see
// LocalSearch.h).
//
//===----------------------------------------------------------------------===//

#include "History.h"
#include "LocalSearch.h"
#include "Strategies.h"
#include <algorithm>
#include <deque>

using namespace llvm;

namespace tenon {

namespace {
class Evolution : public Strategy {
public:
  Evolution(const Space &space, uint64_t seed, size_t budget)
      : space(space), history(space), localSearch(space, history), rng(seed),
        populationSize(std::clamp<size_t>(budget / 8, 8, 64)),
        evolutionEnd(budget / 3) {
    for (size_t digit = 0; digit < space.getNumDigits(); ++digit) {
      // A hole with one choice cannot change.
      if (space.getRadix(digit) < 2)
        continue;
      const Hole &hole = space.getHoles()[space.getHoleOfDigit(digit)];
      (hole.kind == Hole::Kind::OneOf ? oneOfDigits : nameDigits)
          .push_back(digit);
    }
    addCorners(std::max<size_t>(budget / 4, 2));
  }

  std::vector<Point> ask(size_t max) override;
  void tell(const Point &point, const Score &score) override;

private:
  void addCorners(size_t count);
  Point getRandomMember();
  const Point &select();
  Point mutate(const Point &point);
  std::optional<Point> breed();

  const Space &space;
  History history;
  LocalSearch localSearch;
  Rng rng;
  size_t populationSize;
  size_t evolutionEnd;
  std::vector<size_t> oneOfDigits, nameDigits;
  std::deque<Point> corners;
  std::deque<History::Entry> population;
};
} // namespace

/// Queues points in which the names of all holes have their first or their last
/// choice: first all digits at their first and then at their last choice, then
/// both for the settings of the one-of holes, spread evenly if there are more
/// than `count` allows.
void Evolution::addCorners(size_t count) {
  std::vector<uint32_t> digits(space.getNumDigits(), 0);
  corners.push_back(Point(digits));
  for (size_t digit = 0; digit < digits.size(); ++digit)
    digits[digit] = space.getRadix(digit) - 1;
  corners.push_back(Point(digits));

  uint64_t settings = 1;
  for (size_t digit : oneOfDigits)
    settings = std::min<uint64_t>(settings * space.getRadix(digit), 1u << 20);
  uint64_t taken = std::min<uint64_t>(settings, count / 2);
  for (uint64_t i = 0; i < taken; ++i) {
    uint64_t setting = i * settings / taken;
    for (size_t k = oneOfDigits.size(); k-- > 0;) {
      uint32_t radix = space.getRadix(oneOfDigits[k]);
      digits[oneOfDigits[k]] = static_cast<uint32_t>(setting % radix);
      setting /= radix;
    }
    for (bool full : {false, true}) {
      for (size_t digit : nameDigits)
        digits[digit] = full ? space.getRadix(digit) - 1 : 0;
      corners.push_back(Point(digits));
    }
  }
}

/// Returns a random point with a random density of names, so that small and
/// large subsets are as likely as those with half of the names.
Point Evolution::getRandomMember() {
  Point point = getRandomPoint(space, rng);
  double density = rng.real();
  for (size_t digit : nameDigits)
    if (space.getRadix(digit) == 2)
      point = point.with(digit, rng.real() < density);
  return point;
}

/// Returns the best of some randomly drawn members.
const Point &Evolution::select() {
  size_t tournament = std::max<size_t>(population.size() / 4, 2);
  const History::Entry *best = nullptr;
  for (size_t i = 0; i < tournament; ++i) {
    const History::Entry &member = population[rng.below(population.size())];
    if (!best || member.score < best->score)
      best = &member;
  }
  return best->point;
}

/// Changes one digit. If there are two kinds of holes, a quarter of the changes
/// are to one-of holes.
Point Evolution::mutate(const Point &point) {
  bool oneOf =
      nameDigits.empty() || (!oneOfDigits.empty() && rng.below(4) == 0);
  const std::vector<size_t> &digits = oneOf ? oneOfDigits : nameDigits;
  size_t digit = digits[rng.below(digits.size())];
  uint32_t step =
      1 + static_cast<uint32_t>(rng.below(space.getRadix(digit) - 1));
  return point.with(digit, (point[digit] + step) % space.getRadix(digit));
}

/// Proposes a new child, or a random point if there is none.
std::optional<Point> Evolution::breed() {
  constexpr unsigned tries = 32;
  if (oneOfDigits.empty() && nameDigits.empty())
    return history.proposeRandom(rng);
  Point child = select();
  for (unsigned i = 0; i < tries; ++i) {
    child = mutate(child);
    if (history.propose(child))
      return child;
  }
  return history.proposeRandom(rng);
}

std::vector<Point> Evolution::ask(size_t max) {
  constexpr size_t batch = 8;
  std::vector<Point> points;
  while (!corners.empty() && points.size() < max) {
    if (history.propose(corners.front()))
      points.push_back(corners.front());
    corners.pop_front();
  }
  if (!points.empty())
    return points;

  if (history.getEntries().size() >= evolutionEnd) {
    for (Point &point : localSearch.propose(max))
      if (history.propose(point))
        points.push_back(std::move(point));
    if (!points.empty())
      return points;
  }

  while (points.size() < std::min(max, batch)) {
    bool grown = population.size() >= populationSize;
    if (!grown) {
      Point member = getRandomMember();
      if (history.propose(member)) {
        points.push_back(std::move(member));
        continue;
      }
    }
    std::optional<Point> child = grown ? breed() : history.proposeRandom(rng);
    if (!child)
      break;
    points.push_back(std::move(*child));
  }
  return points;
}

void Evolution::tell(const Point &point, const Score &score) {
  history.tell(point, score);
  population.push_back({point, score});
  if (population.size() > populationSize)
    population.pop_front();
}

Expected<std::unique_ptr<Strategy>>
createEvolution(const Space &space, uint64_t seed, size_t budget) {
  return std::make_unique<Evolution>(space, seed, budget);
}

} // namespace tenon

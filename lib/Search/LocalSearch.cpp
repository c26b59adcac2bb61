//===- LocalSearch.cpp - Local search around the best points --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LocalSearch.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

using namespace llvm;

namespace tenon {

/// Maximum number of settings that are searched one after another.
static constexpr size_t maxSettings = 64;
static constexpr size_t maxStarts = 4;
/// Number of points that are proposed together. The score of the first affects
/// the choice of the others.
static constexpr size_t batch = 4;
/// Number of points that are visited to find the effect of a change.
static constexpr size_t maxNear = 256;

LocalSearch::LocalSearch(const Space &space, const History &history)
    : space(space), history(history) {
  size_t settings = 1;
  for (size_t digit = 0; digit < space.getNumDigits(); ++digit) {
    const Hole &hole = space.getHoles()[space.getHoleOfDigit(digit)];
    bool isSetting = hole.kind == Hole::Kind::OneOf;
    (isSetting ? settingDigits : moveDigits).push_back(digit);
    if (isSetting)
      settings = std::min(settings * hole.getRadix(), maxSettings + 1);
  }
  // With too many settings, or if moves could change nothing else, all digits
  // are treated equally.
  if (settings > maxSettings || moveDigits.empty()) {
    settingDigits.clear();
    moveDigits.clear();
    for (size_t digit = 0; digit < space.getNumDigits(); ++digit)
      moveDigits.push_back(digit);
  }
}

static Score subtract(const Score &a, const Score &b) {
  Score delta = a;
  delta.goal -= b.goal;
  for (size_t i = 0; i < delta.excess.size() && i < b.excess.size(); ++i)
    delta.excess[i] -= b.excess[i];
  return delta;
}

static void add(Score &score, const Score &delta) {
  score.goal += delta.goal;
  for (size_t i = 0; i < score.excess.size() && i < delta.excess.size(); ++i)
    score.excess[i] += delta.excess[i];
}

/// Returns true if `a` is better than `b` by more than rounding errors.
static bool isClearlyBetter(const Score &a, const Score &b) {
  if (!(a < b))
    return false;
  if (a.getViolation() == 0 && b.getViolation() == 0)
    return b.goal - a.goal > 1e-9 * std::abs(b.goal);
  return b.getViolation() - a.getViolation() > 1e-9;
}

/// Returns the best point of each setting, best first.
std::vector<const History::Entry *> LocalSearch::getStarts() const {
  std::map<std::vector<uint32_t>, const History::Entry *> bests;
  for (const History::Entry &entry : history.getEntries()) {
    if (entry.score.failed)
      continue;
    std::vector<uint32_t> setting;
    setting.reserve(settingDigits.size());
    for (size_t digit : settingDigits)
      setting.push_back(entry.point[digit]);
    const History::Entry *&best = bests[setting];
    if (!best || entry.score < best->score)
      best = &entry;
  }
  std::vector<const History::Entry *> starts;
  starts.reserve(bests.size());
  for (auto &[setting, entry] : bests)
    starts.push_back(entry);
  sort(starts, [](const History::Entry *a, const History::Entry *b) {
    if (a->score < b->score || b->score < a->score)
      return a->score < b->score;
    return a->point < b->point;
  });
  if (starts.size() > maxStarts)
    starts.resize(maxStarts);
  return starts;
}

std::vector<Point> LocalSearch::propose(size_t max) const {
  std::vector<const History::Entry *> starts = getStarts();
  for (const History::Entry *start : starts) {
    std::vector<Point> points = improve(*start, max);
    if (!points.empty())
      return points;
  }
  for (const auto *digits : {&settingDigits, &moveDigits})
    for (const History::Entry *start : starts) {
      std::vector<Point> points = proposeNeighbours(*start, *digits, max);
      if (!points.empty())
        return points;
    }
  return {};
}

std::vector<Point>
LocalSearch::proposeNeighbours(const History::Entry &start,
                               const std::vector<size_t> &digits,
                               size_t max) const {
  std::vector<Point> points;
  for (size_t digit : digits)
    for (uint32_t value = 0; value < space.getRadix(digit); ++value) {
      Point point = start.point.with(digit, value);
      if (points.size() < std::min(max, batch) && !history.contains(point))
        points.push_back(std::move(point));
    }
  return points;
}

/// Returns the known points with the setting of `start`, nearest first.
std::vector<const History::Entry *>
LocalSearch::getNear(const History::Entry &start) const {
  using Near = std::pair<size_t, const History::Entry *>;
  std::vector<Near> near;
  for (const History::Entry &entry : history.getEntries()) {
    auto differs = [&](size_t digit) {
      return entry.point[digit] != start.point[digit];
    };
    if (!entry.score.failed && none_of(settingDigits, differs))
      near.emplace_back(count_if(moveDigits, differs), &entry);
  }
  sort(near, [](const Near &a, const Near &b) {
    return std::tie(a.first, a.second->point) <
           std::tie(b.first, b.second->point);
  });
  std::vector<const History::Entry *> entries;
  for (const Near &pair : near)
    if (entries.size() < maxNear)
      entries.push_back(pair.second);
  return entries;
}

/// Returns the effect of changing one digit of `start`, from the nearest two
/// points that differ only in this digit.
std::optional<Score>
LocalSearch::findDelta(ArrayRef<const History::Entry *> near,
                       const Point &start, size_t digit, uint32_t value) const {
  for (const History::Entry *entry : near) {
    if (entry->point[digit] != start[digit])
      continue;
    const Score *changed = history.find(entry->point.with(digit, value));
    if (changed && !changed->failed)
      return subtract(*changed, entry->score);
  }
  return std::nullopt;
}

/// Predicts the points that are reached by up to three moves of different
/// digits. Returns those that are clearly better than `from`, best first.
std::vector<LocalSearch::Step>
LocalSearch::predictSteps(const Score &from, const std::vector<Move> &moves,
                          const std::vector<bool> &taken) const {
  constexpr size_t kept = 16;
  constexpr size_t maxForTriples = 64;
  std::vector<Step> steps;
  std::vector<size_t> path;
  auto extend = [&](auto &&self, size_t first, const Score &score) -> void {
    for (size_t i = first; i < moves.size(); ++i) {
      if (taken[moves[i].digit] || any_of(path, [&](size_t other) {
            return moves[other].digit == moves[i].digit;
          }))
        continue;
      Score next = score;
      add(next, moves[i].delta);
      path.push_back(i);
      if (isClearlyBetter(next, from) &&
          (steps.size() < kept || next < steps.back().score)) {
        Step step{path, next};
        auto place = std::upper_bound(
            steps.begin(), steps.end(), step,
            [](const Step &a, const Step &b) { return a.score < b.score; });
        steps.insert(place, std::move(step));
        if (steps.size() > kept)
          steps.pop_back();
      }
      if (path.size() < (moves.size() <= maxForTriples ? 3u : 2u))
        self(self, i + 1, next);
      path.pop_back();
    }
  };
  extend(extend, 0, from);
  return steps;
}

std::vector<Point> LocalSearch::improve(const History::Entry &start,
                                        size_t max) const {
  std::vector<Point> points;
  std::vector<Move> moves;
  std::vector<const History::Entry *> near = getNear(start);
  for (size_t digit : moveDigits)
    for (uint32_t value = 0; value < space.getRadix(digit); ++value) {
      if (value == start.point[digit])
        continue;
      if (auto delta = findDelta(near, start.point, digit, value)) {
        moves.push_back({digit, value, std::move(*delta)});
        continue;
      }
      Point point = start.point.with(digit, value);
      if (!history.contains(point))
        points.push_back(std::move(point));
    }
  if (!points.empty()) {
    points.resize(std::min({points.size(), max, 2 * batch}));
    return points;
  }

  auto apply = [&](Point point, const Step &step) {
    for (size_t move : step.moves)
      point = point.with(moves[move].digit, moves[move].value);
    return point;
  };
  auto offer = [&](Point point) {
    if (points.size() < std::min(max, batch) && !history.contains(point) &&
        !is_contained(points, point))
      points.push_back(std::move(point));
  };
  // Climbs on the predictions. Each digit moves only once, since moves start
  // from its original value.
  std::vector<bool> taken(space.getNumDigits(), false);
  std::vector<Step> first = predictSteps(start.score, moves, taken);
  std::vector<Step> steps = first;
  Point top = start.point;
  while (!steps.empty()) {
    const Step step = steps.front();
    top = apply(top, step);
    for (size_t move : step.moves)
      taken[moves[move].digit] = true;
    steps = predictSteps(step.score, moves, taken);
  }
  offer(top);
  for (const Step &step : first)
    offer(apply(start.point, step));
  return points;
}

} // namespace tenon

//===- Random.cpp - Random search -----------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "History.h"
#include "Strategies.h"

using namespace llvm;

namespace tenon {

namespace {
class RandomSearch : public Strategy {
public:
  RandomSearch(const Space &space, uint64_t seed) : history(space), rng(seed) {}

  std::vector<Point> ask(size_t max) override {
    constexpr size_t batch = 64;
    std::vector<Point> points;
    while (points.size() < std::min(max, batch)) {
      std::optional<Point> point = history.proposeRandom(rng);
      if (!point)
        break;
      points.push_back(std::move(*point));
    }
    return points;
  }
  void tell(const Point &, const Score &) override {}

private:
  History history;
  Rng rng;
};
} // namespace

Expected<std::unique_ptr<Strategy>> createRandom(const Space &space,
                                                 uint64_t seed, size_t) {
  return std::make_unique<RandomSearch>(space, seed);
}

} // namespace tenon

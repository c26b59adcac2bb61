//===- Exhaustive.cpp - All points in order -------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Strategies.h"
#include "llvm/ADT/Twine.h"
#include <algorithm>

using namespace llvm;

namespace tenon {

namespace {
class Exhaustive : public Strategy {
public:
  Exhaustive(const Space &space, uint64_t size) : space(space), size(size) {}

  std::vector<Point> ask(size_t max) override {
    constexpr uint64_t batch = 64;
    std::vector<Point> points;
    uint64_t count = std::min({batch, static_cast<uint64_t>(max), size - next});
    points.reserve(count);
    for (uint64_t i = 0; i < count; ++i)
      points.push_back(space.pointAt(next++));
    return points;
  }
  void tell(const Point &, const Score &) override {}

private:
  const Space &space;
  uint64_t size;
  uint64_t next = 0;
};
} // namespace

Expected<std::unique_ptr<Strategy>> createExhaustive(const Space &space,
                                                     uint64_t, size_t budget) {
  std::optional<uint64_t> size = space.getExactSize();
  if (!size || *size > budget) {
    std::string points = size ? std::to_string(*size) : "more than 2^64";
    return createStringError(
        "expected a space of at most " + Twine(budget) +
        " points, one a trial, for the strategy 'exhaustive', but got " +
        points + "; raise the number of trials or use another strategy");
  }
  return std::make_unique<Exhaustive>(space, *size);
}

} // namespace tenon

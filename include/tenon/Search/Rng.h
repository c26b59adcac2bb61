//===- Rng.h - Random numbers that are the same anywhere --------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SEARCH_RNG_H
#define TENON_SEARCH_RNG_H

#include "tenon/Support/Assert.h"
#include <cstdint>
#include <random>

namespace tenon {

/// Random numbers for strategies. The engine is standard, but what standard
/// libraries make of its numbers differs; so that is done here.
class Rng {
public:
  /// Starts the sequence of a seed.
  explicit Rng(uint64_t seed) : engine(seed) {}

  /// An integer in `[0, bound)`, all equally likely.
  uint64_t below(uint64_t bound) {
    TENON_ASSERT(bound > 0, "nothing to choose from");
    // The first numbers are refused so that the rest divides evenly.
    uint64_t refused = (0 - bound) % bound;
    uint64_t number = engine();
    while (number < refused)
      number = engine();
    return number % bound;
  }
  /// A real number in `[0, 1)`.
  double real() { return static_cast<double>(engine() >> 11) * 0x1p-53; }

private:
  std::mt19937_64 engine;
};

} // namespace tenon

#endif // TENON_SEARCH_RNG_H

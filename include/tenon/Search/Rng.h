//===- Rng.h - Portable random numbers --------------------------*- C++ -*-===//
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

/// A random number generator for strategies. The C++ standard specifies the
/// engine, but the distributions differ between standard libraries, so this
/// class implements its own.
class Rng {
public:
  /// Starts the sequence of a seed.
  explicit Rng(uint64_t seed) : engine(seed) {}

  /// Returns a uniformly distributed integer in `[0, bound)`.
  uint64_t below(uint64_t bound) {
    TENON_ASSERT(bound > 0, "nothing to choose from");
    // Reject the smallest numbers, so that `bound` divides the number of
    // remaining ones.
    uint64_t refused = (0 - bound) % bound;
    uint64_t number = engine();
    while (number < refused)
      number = engine();
    return number % bound;
  }
  /// Returns a real number in `[0, 1)`.
  double real() { return static_cast<double>(engine() >> 11) * 0x1p-53; }

private:
  std::mt19937_64 engine;
};

} // namespace tenon

#endif // TENON_SEARCH_RNG_H

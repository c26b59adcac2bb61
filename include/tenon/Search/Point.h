//===- Point.h - One choice for every hole ----------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SEARCH_POINT_H
#define TENON_SEARCH_POINT_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Compiler.h"
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace tenon {

/// A point of a search space. It is a sequence of digits, ordered by hole. A
/// one-of hole has one digit, the index of its choice. A subset hole has a
/// digit 0 or 1 for each of its names. An each hole has one digit for each of
/// its names, the index of the choice for that name.
class Point {
public:
  Point() = default;
  /// Creates the point with these digits.
  explicit Point(std::vector<uint32_t> digits) : digits(std::move(digits)) {}

  /// Returns the digits, in the order of the space.
  llvm::ArrayRef<uint32_t> getDigits() const LLVM_LIFETIME_BOUND {
    return digits;
  }
  /// Returns the number of digits.
  size_t size() const { return digits.size(); }
  /// Returns one digit.
  uint32_t operator[](size_t index) const { return digits[index]; }
  /// Returns a copy of this point with one digit replaced.
  Point with(size_t index, uint32_t value) const {
    Point other = *this;
    other.digits[index] = value;
    return other;
  }
  /// Returns a hash that is the same in every run and on every machine.
  uint64_t getHash() const;

  bool operator==(const Point &other) const { return digits == other.digits; }
  bool operator!=(const Point &other) const { return digits != other.digits; }
  /// Compares points in the order of enumeration, in which the last digit
  /// changes fastest.
  bool operator<(const Point &other) const { return digits < other.digits; }

private:
  std::vector<uint32_t> digits;
};

/// Hashes points for the standard containers.
struct PointHash {
  size_t operator()(const Point &point) const { return point.getHash(); }
};

} // namespace tenon

#endif // TENON_SEARCH_POINT_H

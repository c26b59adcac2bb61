//===- Placement.h - Addresses for buffers with lifetimes -------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_COMPILER_SCHEDULE_PLACEMENT_H
#define LIB_COMPILER_SCHEDULE_PLACEMENT_H

#include "llvm/ADT/ArrayRef.h"
#include <cstdint>
#include <string>
#include <vector>

namespace tenon::compiler {

/// Bytes that are needed from one step to another one, both included.
struct Lifetime {
  int64_t bytes = 0;
  int32_t first = 0, last = 0;
};

/// Addresses for a list of lifetimes.
struct Placement {
  std::vector<int64_t> addresses;
  /// Bytes behind the highest one.
  int64_t bytes = 0;
  /// The most bytes that are needed in any one step: no placement has fewer.
  int64_t lowerBound = 0;
};

/// Places lifetimes so that those that overlap in time do not in space: the
/// best of several orders, each of which takes the lowest address that is free.
/// Sizes should be multiples of the alignment wanted.
Placement placeBuffers(llvm::ArrayRef<Lifetime> lifetimes);

/// The same for a `memory` of so many bytes, without gaps between small buffers
/// that live for long and large ones: those that take less than an eighth of it
/// have its highest free addresses, smallest first, the others the lowest ones.
Placement placeSmallAtEnd(llvm::ArrayRef<Lifetime> lifetimes, int64_t memory);

/// What is wrong with a placement, if anything: two buffers that overlap, or a
/// wrong sum.
std::string verifyPlacement(llvm::ArrayRef<Lifetime> lifetimes,
                            const Placement &placement);

} // namespace tenon::compiler

#endif // LIB_COMPILER_SCHEDULE_PLACEMENT_H

//===- Placement.h - Addresses of buffers with lifetimes --------*- C++ -*-===//
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

/// A number of bytes and the first and last step in which they are needed.
struct Lifetime {
  int64_t bytes = 0;
  int32_t first = 0, last = 0;
};

/// Addresses for a list of lifetimes.
struct Placement {
  std::vector<int64_t> addresses;
  /// End of the highest buffer.
  int64_t bytes = 0;
  /// Maximum number of bytes that are needed in any one step, which is a lower
  /// bound for any placement.
  int64_t lowerBound = 0;
};

/// Places buffers such that those with overlapping lifetimes do not overlap in
/// memory. Returns the best result of several orders, each of which uses the
/// lowest free address. Sizes should be multiples of the required alignment.
Placement placeBuffers(llvm::ArrayRef<Lifetime> lifetimes);

/// Places buffers in `memory` bytes without gaps between small buffers with
/// long lifetimes and large buffers. Buffers of less than an eighth of the
/// memory get the highest free addresses, smallest first, and the others get
/// the lowest ones.
Placement placeSmallAtEnd(llvm::ArrayRef<Lifetime> lifetimes, int64_t memory);

/// Returns the problem of a placement, which is either two overlapping buffers
/// or a wrong sum; empty if there is none.
std::string verifyPlacement(llvm::ArrayRef<Lifetime> lifetimes,
                            const Placement &placement);

} // namespace tenon::compiler

#endif // LIB_COMPILER_SCHEDULE_PLACEMENT_H

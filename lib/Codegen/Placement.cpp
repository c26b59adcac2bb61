//===- Placement.cpp - Addresses for buffers with lifetimes ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Placement.h"
#include "llvm/ADT/STLExtras.h"
#include <numeric>

using namespace tenon;
using namespace tenon::codegen;

static bool overlap(const Lifetime &a, const Lifetime &b) {
  return a.first <= b.last && b.first <= a.last;
}

/// Takes the lowest free address for each buffer, in the order given.
static Placement placeInOrder(llvm::ArrayRef<Lifetime> lifetimes,
                              llvm::ArrayRef<size_t> order) {
  Placement result;
  result.addresses.assign(lifetimes.size(), 0);
  std::vector<size_t> placed;
  for (size_t index : order) {
    const Lifetime &lifetime = lifetimes[index];
    // `placed` is in the order of addresses.
    int64_t address = 0;
    for (size_t other : placed)
      if (overlap(lifetimes[other], lifetime)) {
        if (result.addresses[other] >= address + lifetime.bytes)
          break;
        address =
            std::max(address, result.addresses[other] + lifetimes[other].bytes);
      }
    result.addresses[index] = address;
    result.bytes = std::max(result.bytes, address + lifetime.bytes);
    placed.insert(llvm::upper_bound(placed, address,
                                    [&](int64_t a, size_t other) {
                                      return a < result.addresses[other];
                                    }),
                  index);
  }
  return result;
}

static int64_t getLowerBound(llvm::ArrayRef<Lifetime> lifetimes) {
  std::vector<std::pair<int32_t, int64_t>> changes;
  for (const Lifetime &lifetime : lifetimes) {
    changes.push_back({lifetime.first, lifetime.bytes});
    changes.push_back({lifetime.last + 1, -lifetime.bytes});
  }
  llvm::sort(changes);
  int64_t live = 0, most = 0;
  for (auto [step, bytes] : changes) {
    live += bytes;
    most = std::max(most, live);
  }
  return most;
}

Placement codegen::placeBuffers(llvm::ArrayRef<Lifetime> lifetimes) {
  std::vector<size_t> order(lifetimes.size());
  std::iota(order.begin(), order.end(), 0);
  auto getLength = [&](size_t i) {
    return int64_t(lifetimes[i].last) - lifetimes[i].first + 1;
  };
  auto keys = {
      +[](const Lifetime &l, int64_t) { return std::pair(-l.bytes, l.first); },
      +[](const Lifetime &l, int64_t) {
        return std::pair(int64_t(l.first), int32_t(0));
      },
      +[](const Lifetime &l, int64_t length) {
        return std::pair(-l.bytes * length, l.first);
      },
      +[](const Lifetime &l, int64_t length) {
        return std::pair(-length, l.first);
      }};
  Placement best;
  bool hasBest = false;
  for (auto key : keys) {
    llvm::sort(order, [&](size_t a, size_t b) {
      return std::pair(key(lifetimes[a], getLength(a)), a) <
             std::pair(key(lifetimes[b], getLength(b)), b);
    });
    Placement placement = placeInOrder(lifetimes, order);
    if (!hasBest || placement.bytes < best.bytes)
      best = std::move(placement);
    hasBest = true;
  }
  best.lowerBound = getLowerBound(lifetimes);
  return best;
}

std::string codegen::verifyPlacement(llvm::ArrayRef<Lifetime> lifetimes,
                                     const Placement &placement) {
  if (placement.addresses.size() != lifetimes.size())
    return "expected an address for each buffer";
  std::vector<size_t> order(lifetimes.size());
  std::iota(order.begin(), order.end(), 0);
  llvm::sort(order, [&](size_t a, size_t b) {
    return std::pair(placement.addresses[a], a) <
           std::pair(placement.addresses[b], b);
  });
  for (size_t i = 0; i != order.size(); ++i) {
    size_t a = order[i];
    int64_t end = placement.addresses[a] + lifetimes[a].bytes;
    if (end > placement.bytes || placement.addresses[a] < 0)
      return "expected buffer " + std::to_string(a) + " to end within " +
             std::to_string(placement.bytes) + " bytes, but it ends at " +
             std::to_string(end);
    for (size_t j = i + 1;
         j != order.size() && placement.addresses[order[j]] < end; ++j)
      if (overlap(lifetimes[a], lifetimes[order[j]]))
        return "expected buffers " + std::to_string(a) + " and " +
               std::to_string(order[j]) + " not to share memory";
  }
  return "";
}

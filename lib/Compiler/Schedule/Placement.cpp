//===- Placement.cpp - Addresses of buffers with lifetimes ----------------===//
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
using namespace tenon::compiler;

static bool overlap(const Lifetime &a, const Lifetime &b) {
  return a.first <= b.last && b.first <= a.last;
}

namespace {
/// Buffers that have an address, indexed by lifetime. Most lifetimes are short,
/// so a lookup visits few buffers.
class PlacedBuffers {
public:
  explicit PlacedBuffers(llvm::ArrayRef<Lifetime> lifetimes)
      : lifetimes(lifetimes) {}
  void add(size_t index);
  /// Returns each buffer whose lifetime overlaps `lifetime` once.
  llvm::ArrayRef<size_t> findOverlaps(const Lifetime &lifetime);

private:
  /// Number of steps of a time slice, and maximum number of slices in which a
  /// buffer is recorded.
  static constexpr int32_t sliceSteps = 64, mostSlices = 16;
  static int32_t getSlice(int32_t step) { return step / sliceSteps; }
  static bool isShort(const Lifetime &lifetime) {
    return getSlice(lifetime.last) - getSlice(lifetime.first) < mostSlices;
  }
  llvm::ArrayRef<Lifetime> lifetimes;
  std::vector<std::vector<size_t>> slices;
  std::vector<size_t> all, longLived, found;
};
} // namespace

void PlacedBuffers::add(size_t index) {
  const Lifetime &lifetime = lifetimes[index];
  all.push_back(index);
  if (!isShort(lifetime)) {
    longLived.push_back(index);
    return;
  }
  slices.resize(std::max<size_t>(slices.size(), getSlice(lifetime.last) + 1));
  for (int32_t i = getSlice(lifetime.first); i <= getSlice(lifetime.last); ++i)
    slices[i].push_back(index);
}

llvm::ArrayRef<size_t> PlacedBuffers::findOverlaps(const Lifetime &lifetime) {
  found.clear();
  auto note = [&](llvm::ArrayRef<size_t> list) {
    for (size_t index : list)
      if (overlap(lifetimes[index], lifetime))
        found.push_back(index);
  };
  if (!isShort(lifetime)) {
    note(all);
    return found;
  }
  note(longLived);
  for (size_t i = getSlice(lifetime.first);
       i < slices.size() && i <= size_t(getSlice(lifetime.last)); ++i)
    note(slices[i]);
  llvm::sort(found);
  found.erase(llvm::unique(found), found.end());
  return found;
}

/// Returns the lowest address at which `bytes` bytes are free. `taken` is
/// sorted.
static int64_t findLowest(llvm::ArrayRef<std::pair<int64_t, int64_t>> taken,
                          int64_t bytes) {
  int64_t address = 0;
  for (auto [begin, end] : taken) {
    if (begin >= address + bytes)
      break;
    address = std::max(address, end);
  }
  return address;
}

/// Returns the highest such address whose bytes end within `memory`, or the
/// lowest one if there is none.
static int64_t findHighest(llvm::ArrayRef<std::pair<int64_t, int64_t>> taken,
                           int64_t bytes, int64_t memory) {
  int64_t reach = 0, best = -1;
  for (auto [begin, end] : taken) {
    if (std::min(begin, memory) - reach >= bytes)
      best = std::min(begin, memory) - bytes;
    reach = std::max(reach, end);
  }
  if (memory - reach >= bytes)
    best = memory - bytes;
  return best >= 0 ? best : findLowest(taken, bytes);
}

/// Returns true if a buffer is small compared to a memory of this size.
static bool isSmall(const Lifetime &lifetime, int64_t memory) {
  return lifetime.bytes < memory / 8;
}

/// Places each buffer at the lowest free address, in the given order, or at the
/// highest one if it is small in `memory`.
static Placement placeInOrder(llvm::ArrayRef<Lifetime> lifetimes,
                              llvm::ArrayRef<size_t> order, int64_t memory) {
  Placement result;
  result.addresses.assign(lifetimes.size(), 0);
  PlacedBuffers placed(lifetimes);
  std::vector<std::pair<int64_t, int64_t>> taken;
  for (size_t index : order) {
    const Lifetime &lifetime = lifetimes[index];
    taken.clear();
    for (size_t other : placed.findOverlaps(lifetime)) {
      int64_t begin = result.addresses[other];
      taken.push_back({begin, begin + lifetimes[other].bytes});
    }
    llvm::sort(taken);
    int64_t address = isSmall(lifetime, memory)
                          ? findHighest(taken, lifetime.bytes, memory)
                          : findLowest(taken, lifetime.bytes);
    result.addresses[index] = address;
    result.bytes = std::max(result.bytes, address + lifetime.bytes);
    placed.add(index);
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

Placement compiler::placeBuffers(llvm::ArrayRef<Lifetime> lifetimes) {
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
  const int64_t lowerBound = getLowerBound(lifetimes);
  for (auto key : keys) {
    if (hasBest && best.bytes == lowerBound) // Only fewer bytes are better.
      break;
    llvm::sort(order, [&](size_t a, size_t b) {
      return std::pair(key(lifetimes[a], getLength(a)), a) <
             std::pair(key(lifetimes[b], getLength(b)), b);
    });
    Placement placement = placeInOrder(lifetimes, order, /*memory=*/0);
    if (!hasBest || placement.bytes < best.bytes)
      best = std::move(placement);
    hasBest = true;
  }
  best.lowerBound = lowerBound;
  return best;
}

Placement compiler::placeSmallAtEnd(llvm::ArrayRef<Lifetime> lifetimes,
                                    int64_t memory) {
  std::vector<size_t> order(lifetimes.size());
  std::iota(order.begin(), order.end(), 0);
  auto getKey = [&](size_t i) {
    const Lifetime &l = lifetimes[i];
    bool isLarge = !isSmall(l, memory);
    return std::tuple(isLarge, isLarge ? -l.bytes : l.bytes, l.first, i);
  };
  llvm::sort(order, [&](size_t a, size_t b) { return getKey(a) < getKey(b); });
  Placement placement = placeInOrder(lifetimes, order, memory);
  placement.lowerBound = getLowerBound(lifetimes);
  return placement;
}

std::string compiler::verifyPlacement(llvm::ArrayRef<Lifetime> lifetimes,
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

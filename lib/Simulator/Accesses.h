//===- Accesses.h - SRAM accesses of commands -------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_SIMULATOR_ACCESSES_H
#define LIB_SIMULATOR_ACCESSES_H

#include "dialects/Engine/IR/Engine.h"
#include "tenon/Simulator/Program.h"
#include "tenon/Simulator/Trace.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <map>

namespace tenon {

/// The part of a command that accesses SRAM (hazard_r1).
enum class AccessKind : uint8_t {
  /// A store, a vector command, or the input and the weights of the array.
  Read,
  /// The drain of the array: partial sums and a residual, of which each element
  /// is read before it is written.
  DrainRead,
  /// The drain of the array: the records of its channels, until it ends.
  RecordRead,
  Write,
};

/// A strided box of bytes in SRAM, outermost dimension first. The last
/// dimension is contiguous.
struct SramBox {
  AccessKind kind = AccessKind::Read;
  int64_t address = 0;
  std::array<int64_t, 4> sizes = {1, 1, 1, 1};
  std::array<int64_t, 3> strides = {0, 0, 0};

  /// Calls `visit` with the start and end of each contiguous piece. Pieces are
  /// rounded to whole units of `sramAlignment` bytes, since the compiler pads
  /// pixels to these units (sram_r3).
  void visitRuns(llvm::function_ref<void(int64_t, int64_t)> visit) const;
};

/// A command of a program with its operation, its unit and its accesses, reads
/// first.
struct CommandAccesses {
  mlir::Operation *op = nullptr;
  Unit unit = Unit::Barrier;
  llvm::SmallVector<SramBox, 4> boxes;
  /// True if the command may overwrite its input: a vector command with one
  /// tap, which reads a whole pixel before it writes it.
  bool isInPlace = false;
};

/// Returns the commands of `program`, in the order of `decodeProgram`.
std::vector<CommandAccesses> getAccesses(engine::ProgramOp program);

/// A map from bytes to states.
template <typename StateT>
class IntervalMap {
public:
  IntervalMap() { intervals[INT64_MIN] = StateT(); }

  /// Calls `visit` with the start and end of each interval in `[begin, end)`
  /// and its state, which it may change.
  template <typename VisitT>
  void visit(int64_t begin, int64_t end, VisitT visit) {
    auto last = split(end);
    for (auto it = split(begin); it != last;) {
      auto next = std::next(it);
      visit(it->first, next == intervals.end() ? INT64_MAX : next->first,
            it->second);
      it = next;
    }
  }
  /// Calls `visit` for each bounded interval.
  template <typename VisitT>
  void visitAll(VisitT visit) const {
    for (auto it = std::next(intervals.begin()); it != intervals.end(); ++it)
      if (auto next = std::next(it); next != intervals.end())
        visit(it->first, next->first, it->second);
  }
  /// Sets the state of all of `[begin, end)`.
  void assign(int64_t begin, int64_t end, const StateT &state) {
    auto last = split(end);
    auto first = split(begin);
    first->second = state;
    intervals.erase(std::next(first), last);
  }

private:
  typename std::map<int64_t, StateT>::iterator split(int64_t at) {
    auto it = std::prev(intervals.upper_bound(at));
    return it->first == at ? it : intervals.emplace_hint(it, at, it->second);
  }
  /// States by first byte. Each interval ends where the next one starts.
  std::map<int64_t, StateT> intervals;
};

/// A box that a command accesses from cycle `begin` to `end - 1`.
struct TimedAccess {
  int64_t begin, end;
  int64_t command;
  const SramBox *box;
};

/// Returns the accesses of the commands of a run (hazard_r1) by start time.
/// Reads of a command come before its writes.
std::vector<TimedAccess>
getTimedAccesses(const std::vector<CommandAccesses> &commands,
                 const Trace &trace);

/// Returns the text of bytes `begin` to `end - 1` for diagnostics.
std::string printBytes(int64_t begin, int64_t end);

} // namespace tenon

#endif // LIB_SIMULATOR_ACCESSES_H

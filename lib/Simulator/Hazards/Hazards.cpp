//===- Hazards.cpp - Static check for hazards -----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each command, the verifier computes the last command of each unit that
// has ended when the command starts, on any machine. Units end their commands
// in order, so all earlier commands of the unit have ended as well, and one
// pass over the program is sufficient.
//
//===----------------------------------------------------------------------===//

#include "tenon/Simulator/Hazards/Hazards.h"
#include "lib/Simulator/Accesses.h"
#include "llvm/ADT/DenseMap.h"

using namespace mlir;
using namespace tenon;

namespace {
constexpr int64_t none = -1;
constexpr unsigned numUnits = 4;
/// The latest command of each unit, or `none`.
using Latest = std::array<int64_t, numUnits>;

/// The accesses to some bytes.
struct ByteState {
  int64_t writer = none;
  /// Readers since the last write, by unit. The last entry is the drain of the
  /// array.
  std::array<int64_t, numUnits + 1> readers = {none, none, none, none, none};
};

class Verifier {
public:
  Verifier(engine::ProgramOp program, HazardKind kind)
      : commands(getAccesses(program)), kind(kind) {}
  LogicalResult verify();

private:
  /// Maximum number of reported hazards.
  static constexpr int maxErrors = 10;

  void order(int64_t index);
  void access(int64_t index, const SramBox &box);
  bool hasEnded(int64_t earlier) const {
    return ended[int(commands[earlier].unit)] >= earlier;
  }
  void report(int64_t index, int64_t earlier, StringRef does, StringRef did,
              int64_t begin, int64_t end);

  std::vector<CommandAccesses> commands;
  HazardKind kind;
  llvm::DenseMap<Value, int64_t> tokens;
  /// For each command, the commands that have ended when it starts.
  std::vector<Latest> endedAtStart;
  Latest ended, latest = {none, none, none, none};
  /// The latest commands at the last barrier.
  Latest atBarrier = {none, none, none, none};
  IntervalMap<ByteState> bytes;
  int errors = 0;
};
} // namespace

/// hazard_r3: determines the commands that have ended when the command starts.
void Verifier::order(int64_t index) {
  const CommandAccesses &command = commands[index];
  auto merge = [&](const Latest &other) {
    for (unsigned unit = 0; unit != numUnits; ++unit)
      ended[unit] = std::max(ended[unit], other[unit]);
  };
  ended = atBarrier;
  if (command.unit == Unit::Barrier)
    return;
  // seq_r3: commands of a unit start in order. vec_r4: vector commands do not
  // overlap.
  if (int64_t before = latest[int(command.unit)]; before != none) {
    merge(endedAtStart[before]);
    if (command.unit == Unit::Vector)
      ended[int(Unit::Vector)] = before;
  }
  for (Value token : command.op->getOperands()) {
    int64_t earlier = tokens.lookup(token);
    Unit unit = commands[earlier].unit;
    if (unit == Unit::Barrier)
      continue;
    merge(endedAtStart[earlier]);
    ended[int(unit)] = std::max(ended[int(unit)], earlier);
  }
}

void Verifier::report(int64_t index, int64_t earlier, StringRef does,
                      StringRef did, int64_t begin, int64_t end) {
  if (++errors > maxErrors)
    return;
  Operation *other = commands[earlier].op;
  InFlightDiagnostic diagnostic = commands[index].op->emitOpError();
  if (index == earlier) {
    diagnostic << "expected its output to lie apart from what it reads, but "
                  "got the bytes "
               << printBytes(begin, end) << " of SRAM in both";
    return;
  }
  diagnostic << "expected to wait for the '" << other->getName() << "' that "
             << did << " the bytes " << printBytes(begin, end)
             << " of SRAM, which it " << does << ", but got no token";
  diagnostic.attachNote(other->getLoc()) << "this command " << did << " them";
}

void Verifier::access(int64_t index, const SramBox &box) {
  Unit unit = commands[index].unit;
  box.visitRuns([&](int64_t from, int64_t to) {
    bool isReported = false;
    auto reportOnce = [&](int64_t earlier, StringRef does, StringRef did,
                          int64_t begin, int64_t end) {
      if (!isReported)
        report(index, earlier, does, did, begin, end);
      isReported = true;
    };
    bytes.visit(from, to, [&](int64_t begin, int64_t end, ByteState &state) {
      bool isRead = box.kind != AccessKind::Write;
      if (state.writer == none) {
        if (isRead && kind == HazardKind::All && !isReported) {
          isReported = true;
          if (++errors <= maxErrors)
            commands[index].op->emitOpError("expected the bytes ")
                << printBytes(begin, end)
                << " of SRAM, which it reads, to be written before, but got no "
                   "command that does";
        }
      } else {
        // Loads land in order, drains end in order, and vector commands run in
        // order. But the array may read its input before the drain of the
        // previous command ends.
        bool isOrdered =
            unit == commands[state.writer].unit && box.kind != AccessKind::Read;
        if (!isOrdered && !hasEnded(state.writer))
          reportOnce(state.writer, isRead ? "reads" : "writes", "writes", begin,
                     end);
      }
      if (isRead) {
        state
            .readers[box.kind == AccessKind::DrainRead ? numUnits : int(unit)] =
            index;
        return;
      }
      // The drain may overwrite its residual or its partial sums.
      if (state.readers[int(unit)] == index && !commands[index].isInPlace)
        reportOnce(index, "writes", "reads", begin, end);
      for (int64_t reader : state.readers) {
        if (reader != none && commands[reader].unit != unit &&
            !hasEnded(reader))
          reportOnce(reader, "writes", "reads", begin, end);
      }
    });
    if (box.kind != AccessKind::Write)
      return;
    ByteState state;
    state.writer = index;
    bytes.assign(from, to, state);
  });
}

LogicalResult Verifier::verify() {
  endedAtStart.resize(commands.size());
  for (int64_t index = 0; index != int64_t(commands.size()); ++index) {
    const CommandAccesses &command = commands[index];
    order(index);
    endedAtStart[index] = ended;
    for (const SramBox &box : command.boxes)
      access(index, box);
    for (Value token : command.op->getResults())
      tokens[token] = index;
    if (command.unit == Unit::Barrier)
      atBarrier = latest; // barrier_r1
    else
      latest[int(command.unit)] = index;
  }
  return success(errors == 0);
}

LogicalResult tenon::verifyHazards(engine::ProgramOp program, HazardKind kind) {
  return Verifier(program, kind).verify();
}

//===- RunHazards.cpp - Hazards of one run --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Visits the reads and writes of a run in order of their start.
//
//===----------------------------------------------------------------------===//

#include "lib/Simulator/Accesses.h"
#include "tenon/Simulator/Hazards/Hazards.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;

namespace {
constexpr int64_t none = -1;

/// The last write of some bytes, and the read since then that ends last.
struct ByteState {
  int64_t writer = none, writeEnd = 0;
  int64_t reader = none, readEnd = 0;
  /// True if the reader is the drain of the array.
  bool isDrainRead = false;
};

class Checker {
public:
  Checker(engine::ProgramOp program, const Trace &trace, HazardKind kind)
      : commands(getAccesses(program)), trace(trace), kind(kind) {}
  LogicalResult check();

private:
  LogicalResult access(const TimedAccess &access);
  InFlightDiagnostic report(const TimedAccess &access, int64_t begin,
                            int64_t end);
  LogicalResult reportRace(const TimedAccess &access, int64_t other,
                           int64_t until, StringRef does, int64_t begin,
                           int64_t end);

  std::vector<CommandAccesses> commands;
  const Trace &trace;
  HazardKind kind;
  IntervalMap<ByteState> bytes;
};
} // namespace

InFlightDiagnostic Checker::report(const TimedAccess &access, int64_t begin,
                                   int64_t end) {
  bool isRead = access.box->kind != AccessKind::Write;
  InFlightDiagnostic diagnostic =
      commands[access.command].op->emitOpError("expected the bytes ");
  diagnostic << printBytes(begin, end) << " of SRAM, which it "
             << (isRead ? "reads" : "writes") << " from cycle " << access.begin
             << " on";
  return diagnostic;
}

LogicalResult Checker::reportRace(const TimedAccess &access, int64_t other,
                                  int64_t until, StringRef does, int64_t begin,
                                  int64_t end) {
  Operation *op = commands[other].op;
  InFlightDiagnostic diagnostic = report(access, begin, end);
  diagnostic << ", to be free then, but got the '" << op->getName() << "' that "
             << does << " them until cycle " << until;
  diagnostic.attachNote(op->getLoc()) << "this command " << does << " them";
  return diagnostic;
}

LogicalResult Checker::access(const TimedAccess &access) {
  const CommandAccesses &command = commands[access.command];
  const SramBox &box = *access.box;
  bool isRead = box.kind != AccessKind::Write;
  LogicalResult result = success();
  box.visitRuns([&](int64_t from, int64_t to) {
    if (failed(result))
      return;
    bytes.visit(from, to, [&](int64_t begin, int64_t end, ByteState &state) {
      if (failed(result))
        return;
      if (state.writer == none && isRead && kind == HazardKind::All) {
        result = report(access, begin, end)
                 << ", to be written before, but got no command that did";
        return;
      }
      // The writes of a single unit are in order.
      bool isBehind = !isRead && state.writer != none &&
                      commands[state.writer].unit == command.unit;
      if (state.writer != none && state.writeEnd > access.begin && !isBehind) {
        result = reportRace(access, state.writer, state.writeEnd, "writes",
                            begin, end);
        return;
      }
      if (isRead) {
        if (state.reader == none || state.readEnd < access.end) {
          state.reader = access.command;
          state.readEnd = access.end;
          state.isDrainRead = box.kind == AccessKind::DrainRead;
        }
        return;
      }
      bool isOwn = state.reader == access.command &&
                   (state.isDrainRead || command.isInPlace);
      if (state.reader != none && state.readEnd > access.begin && !isOwn)
        result = reportRace(access, state.reader, state.readEnd, "reads", begin,
                            end);
    });
    if (isRead || failed(result))
      return;
    ByteState state;
    state.writer = access.command;
    state.writeEnd = access.end;
    bytes.assign(from, to, state);
  });
  return result;
}

LogicalResult Checker::check() {
  for (const TimedAccess &timed : getTimedAccesses(commands, trace))
    if (failed(access(timed)))
      return failure();
  return success();
}

LogicalResult tenon::checkHazards(engine::ProgramOp program, const Trace &trace,
                                  HazardKind kind) {
  return Checker(program, trace, kind).check();
}

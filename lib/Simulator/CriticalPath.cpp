//===- CriticalPath.cpp - Critical path of a run --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Simulator/CriticalPath.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>
#include <array>

using namespace tenon;

namespace {
/// Walks from the end of a run to its start.
class Walker {
public:
  Walker(const DecodedProgram &program, const Trace &trace);
  std::vector<PathSegment> walk();

private:
  static constexpr int64_t none = -1;
  void add(int64_t command, bool isIssue, int64_t begin);
  int64_t findCause() const;
  void goToCause(int64_t cause);
  void goThroughSequencer();
  const CommandTimes &getTimes(int64_t command) const {
    return trace.commands[command];
  }

  const DecodedProgram &program;
  const Trace &trace;
  /// For each command, the previous command of its unit, the command whose
  /// start freed its place in the queue, and the preceding barrier.
  std::vector<int64_t> before, freed, barrier;
  std::vector<PathSegment> path;
  /// The current command, and the time before which it has not ended.
  int64_t command = none, time = 0;
};
} // namespace

Walker::Walker(const DecodedProgram &program, const Trace &trace)
    : program(program), trace(trace) {
  std::array<std::vector<int64_t>, 5> ofUnit;
  int64_t lastBarrier = none, depth = program.machine.queueDepth;
  for (auto [index, c] : llvm::enumerate(program.commands)) {
    std::vector<int64_t> &list = ofUnit[int(c.unit)];
    int64_t count = list.size();
    before.push_back(count ? list.back() : none);
    freed.push_back(count >= depth ? list[count - depth] : none);
    barrier.push_back(lastBarrier);
    list.push_back(index);
    if (c.unit == Unit::Barrier)
      lastBarrier = index;
    if (command == none || getTimes(index).ended >= getTimes(command).ended)
      command = index;
  }
  if (command != none)
    time = getTimes(command).ended;
}

void Walker::add(int64_t of, bool isIssue, int64_t begin) {
  if (begin >= time)
    return;
  path.push_back({uint32_t(of), isIssue, begin, time});
  time = begin;
}

/// Returns the command for which the current one waited longest: one of its
/// dependencies, the previous command of its unit, or the preceding barrier. A
/// barrier waits for all commands.
int64_t Walker::findCause() const {
  int64_t cause = none;
  auto consider = [&](int64_t other) {
    if (other != none &&
        (cause == none || std::min(getTimes(other).ended, time) >
                              std::min(getTimes(cause).ended, time)))
      cause = other;
  };
  const Command &c = program.commands[command];
  for (uint32_t i = c.firstDependency; i != c.endDependency; ++i)
    consider(program.dependencies[i]);
  if (c.unit == Unit::Barrier)
    for (int64_t i = command; i-- > barrier[command] + 1;)
      consider(i);
  else
    consider(before[command]);
  consider(barrier[command]);
  return cause;
}

/// Handles a command that entered its queue after everything it depends on. The
/// sequencer was either busy or waiting for a place in the queue.
void Walker::goThroughSequencer() {
  add(command, /*isIssue=*/false, getTimes(command).entered);
  int64_t slot = freed[command];
  if (slot != none && slot > barrier[command] &&
      getTimes(slot).started + 1 >= getTimes(command).entered) {
    command = slot;
    return;
  }
  add(command, /*isIssue=*/true,
      command == 0 ? 0 : getTimes(command - 1).entered);
  --command;
}

void Walker::goToCause(int64_t cause) {
  add(command, /*isIssue=*/false, getTimes(cause).ended);
  command = cause;
}

std::vector<PathSegment> Walker::walk() {
  while (time > 0 && command != none) {
    int64_t cause = findCause();
    if (cause == none || getTimes(cause).ended < getTimes(command).entered)
      goThroughSequencer();
    else
      goToCause(cause);
  }
  std::reverse(path.begin(), path.end());
  return std::move(path);
}

std::vector<PathSegment> tenon::getCriticalPath(const DecodedProgram &program,
                                                const Trace &trace) {
  return Walker(program, trace).walk();
}

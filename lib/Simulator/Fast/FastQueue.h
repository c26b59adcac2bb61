//===- FastQueue.h - Queues of the fast simulator ---------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_SIMULATOR_FAST_FASTQUEUE_H
#define LIB_SIMULATOR_FAST_FASTQUEUE_H

#include "FastDram.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <deque>

namespace tenon::fast {

/// The queue of commands of a unit (seq_r2, seq_r3).
class Queue {
public:
  Queue(const DecodedProgram &program, const std::vector<int64_t> &doneAt)
      : program(program), doneAt(doneAt) {}

  bool isEmpty() const { return entries.empty(); }
  /// Returns the command that starts next. The queue must not be empty.
  uint32_t getHead() const { return entries.front().command; }
  /// seq_r2
  bool hasRoom() const {
    return int64_t(entries.size()) < program.machine.queueDepth;
  }
  /// Adds a command at `now`.
  void enter(uint32_t command, int64_t now) {
    entries.push_back({command, now});
    if (entries.size() == 1)
      lookAtHead();
  }
  /// seq_r3: returns the time at which the head can start if the unit accepts
  /// it, or `never` if the time is not known yet or the queue is empty.
  int64_t getReadyTime() {
    if (entries.empty())
      return never;
    uint32_t end = program.commands[entries.front().command].endDependency;
    for (; nextDependency != end; ++nextDependency) {
      int64_t done = doneAt[program.dependencies[nextDependency]];
      if (done == never)
        return never;
      readyAt = std::max(readyAt, done); // token_r1
    }
    return readyAt;
  }
  /// Removes and returns the head if it can start at `now`; otherwise returns
  /// noCommand.
  uint32_t pop(int64_t now) {
    if (getReadyTime() > now)
      return noCommand;
    uint32_t command = entries.front().command;
    entries.pop_front();
    lookAtHead();
    return command;
  }
  /// Prints the waiting commands in brackets.
  void print(llvm::raw_ostream &os) const {
    os << '[';
    llvm::interleaveComma(entries, os,
                          [&](const Entry &entry) { os << entry.command; });
    os << ']';
  }

private:
  struct Entry {
    uint32_t command;
    int64_t enteredAt;
  };
  void lookAtHead() {
    if (entries.empty())
      return;
    readyAt = entries.front().enteredAt + 1;
    nextDependency = program.commands[entries.front().command].firstDependency;
  }

  const DecodedProgram &program;
  const std::vector<int64_t> &doneAt;
  std::deque<Entry> entries;
  /// Known state of the head: the time at which the dependencies before
  /// `nextDependency` allow it to start.
  int64_t readyAt = 0;
  uint32_t nextDependency = 0;
};

} // namespace tenon::fast

#endif // LIB_SIMULATOR_FAST_FASTQUEUE_H

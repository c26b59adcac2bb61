//===- Draft.h - A program that is easily changed ---------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TEST_SIMULATOR_DIFFERENTIAL_DRAFT_H
#define TEST_SIMULATOR_DIFFERENTIAL_DRAFT_H

#include "tenon/Simulator/Program.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/raw_ostream.h"

namespace tenon::differential {

/// One command with its own shape; those of other units are not used.
struct DraftCommand {
  Unit unit = Unit::Barrier;
  /// Its layer; several commands may have the same one, in any order.
  uint32_t layer = 0;
  TransferShape transfer;
  ArrayShape array;
  VectorShape vector;
  /// Indices of earlier commands.
  std::vector<uint32_t> dependencies;
};

/// A program as a list of commands that stand for themselves, so that they can
/// be dropped one by one.
struct Draft {
  engine::Machine machine;
  std::vector<DraftCommand> commands;

  /// The program as simulators want it.
  DecodedProgram build() const;
  /// Drops the commands from `begin` to `end - 1`, and dependencies on them.
  void drop(size_t begin, size_t end);
  /// Calls `visit` with each number that can be made smaller, and with the
  /// smallest value that it may have.
  void visitNumbers(llvm::function_ref<void(int64_t &, int64_t)> visit);
  /// False if the machine is none that a target could describe, or has no mode
  /// for a command.
  bool isValid() const;
  /// Prints machine and commands, one a line.
  void print(llvm::raw_ostream &os) const;
};

/// The number of `machine` that targets print as `key`, like `dma.setup`, or
/// null.
int64_t *findField(engine::Machine &machine, llvm::StringRef key);

} // namespace tenon::differential

#endif // TEST_SIMULATOR_DIFFERENTIAL_DRAFT_H

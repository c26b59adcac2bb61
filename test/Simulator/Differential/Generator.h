//===- Generator.h - Random programs ----------------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TEST_SIMULATOR_DIFFERENTIAL_GENERATOR_H
#define TEST_SIMULATOR_DIFFERENTIAL_GENERATOR_H

#include "Draft.h"
#include <random>

namespace tenon::differential {

/// Random machines and programs. The same seed makes the same ones everywhere:
/// the engine is fixed by the standard, and its numbers are mapped here.
class Generator {
public:
  /// `presets` are machines to take as they are, or with a few changes.
  Generator(std::vector<engine::Machine> presets, uint64_t seed)
      : presets(std::move(presets)), bits(seed) {}
  /// A program of one to some tens of commands.
  Draft generate();

private:
  int64_t between(int64_t least, int64_t most) {
    return least + int64_t(bits() % uint64_t(most - least + 1));
  }
  /// Small as often as not.
  int64_t skewed(int64_t least, int64_t most) {
    return between(least, chance(50) ? std::min(least + 3, most) : most);
  }
  bool chance(int64_t percent) { return between(1, 100) <= percent; }
  engine::Machine makeMachine();
  engine::Machine makeRandomMachine();
  engine::ElementKind makeType() { return engine::ElementKind(between(0, 2)); }
  TransferShape makeTransfer();
  ArrayShape makeArray();
  VectorShape makeVector();
  DraftCommand makeCommand(uint32_t index);

  std::vector<engine::Machine> presets;
  std::mt19937_64 bits;
  /// The machine of the program that is being made.
  engine::Machine machine;
  /// What its commands are for, as often as they are in it.
  std::vector<Unit> units;
};

} // namespace tenon::differential

#endif // TEST_SIMULATOR_DIFFERENTIAL_GENERATOR_H

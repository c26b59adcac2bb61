//===- Trace.h - When each command did what ---------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SIMULATOR_TRACE_H
#define TENON_SIMULATOR_TRACE_H

#include "tenon/Simulator/Rules.h"
#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace tenon {

/// When one command did what, in cycles since the start of the program.
struct CommandTimes {
  /// It entered its queue (seq_r1); for a barrier, it was read.
  int64_t entered = -1;
  /// It left its queue (seq_r3); for a barrier, the machine was idle.
  int64_t started = -1;
  /// A load or store: the cycle behind that in which the last burst was issued.
  int64_t issued = -1;
  /// Its token is visible (token_r1); for a barrier, the reset is over.
  int64_t ended = -1;
};

/// The stages of the array (array_r4).
enum class Stage : uint8_t { Load, Steps, Drain };
inline constexpr unsigned numStages = 3;

/// Cycles `begin` to `end - 1`, in which a stage had work of `command`, with
/// or without a port.
struct StageSpan {
  uint32_t command = 0;
  int64_t begin = 0, end = 0;
};

/// Bytes on the DRAM bus whose data ended in one window of time.
struct BusWindow {
  int64_t readBytes = 0, writeBytes = 0;
};

/// All events of one run. A simulator that is given one fills it; both
/// simulators fill it alike.
struct Trace {
  /// Cycles of a window of `bus`.
  static constexpr int64_t windowCycles = 256;

  /// One for each command of the program.
  std::vector<CommandTimes> commands;
  /// By stage, in order; neighbours of the same command are one.
  std::array<std::vector<StageSpan>, numStages> spans;
  std::vector<BusWindow> bus;
  /// If there is one, the tick simulator counts in it which rules decide.
  RuleHits *rules = nullptr;

  /// Adds a span behind the others of its stage.
  void addSpan(Stage stage, uint32_t command, int64_t begin, int64_t end);
  /// Adds a burst whose data ended at `end`.
  void addBurst(bool isWrite, int64_t bytes, int64_t end);
};

/// The first event in which two traces differ, with both times; empty if there
/// is none.
std::string compareTraces(const Trace &first, const Trace &second);

} // namespace tenon

#endif // TENON_SIMULATOR_TRACE_H

//===- Trace.h - Events of a run --------------------------------*- C++ -*-===//
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

/// The times of the events of one command, in cycles since the start of the
/// program.
struct CommandTimes {
  /// The command entered its queue (seq_r1). For a barrier, it was read.
  int64_t entered = -1;
  /// The command left its queue (seq_r3). For a barrier, the machine was idle.
  int64_t started = -1;
  /// For a load or store: the cycle after the one in which the last burst was
  /// issued.
  int64_t issued = -1;
  /// The token of the command is visible (token_r1). For a barrier, the reset
  /// is over.
  int64_t ended = -1;
};

/// The stages of the array (array_r4).
enum class Stage : uint8_t { Load, Steps, Drain };
inline constexpr unsigned numStages = 3;

/// The cycles `begin` to `end - 1`, in which a stage had work of `command`,
/// with or without a granted port.
struct StageSpan {
  uint32_t command = 0;
  int64_t begin = 0, end = 0;
};

/// The number of bytes on the DRAM bus whose data ended in one window of time.
struct BusWindow {
  int64_t readBytes = 0, writeBytes = 0;
};

/// All events of one run. Both simulators record the same events.
struct Trace {
  /// Number of cycles of a window of `bus`.
  static constexpr int64_t windowCycles = 256;

  /// One entry for each command of the program.
  std::vector<CommandTimes> commands;
  /// The spans of each stage, in order; adjacent spans of the same command are
  /// merged.
  std::array<std::vector<StageSpan>, numStages> spans;
  std::vector<BusWindow> bus;
  /// If not null, the tick simulator counts in it how often each rule is
  /// decisive.
  RuleHits *rules = nullptr;

  /// Appends a span to the spans of its stage.
  void addSpan(Stage stage, uint32_t command, int64_t begin, int64_t end);
  /// Adds a burst whose data ended at `end`.
  void addBurst(bool isWrite, int64_t bytes, int64_t end);
};

/// Returns a description of the first event in which two traces differ, with
/// both times; empty if there is no difference.
std::string compareTraces(const Trace &first, const Trace &second);

} // namespace tenon

#endif // TENON_SIMULATOR_TRACE_H

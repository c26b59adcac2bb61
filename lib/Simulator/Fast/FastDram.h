//===- FastDram.h - DMA and DRAM of the fast simulator ----------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_SIMULATOR_FAST_FASTDRAM_H
#define LIB_SIMULATOR_FAST_FASTDRAM_H

#include "FastDecode.h"
#include "tenon/Simulator/Simulator.h"

namespace tenon::fast {

/// A time that is never reached.
inline constexpr int64_t never = INT64_MAX;
/// No command.
inline constexpr uint32_t noCommand = UINT32_MAX;

/// One bank of a channel.
struct Bank {
  int64_t row = -1;
  /// The refresh interval in which the row was opened (dram_r7).
  int64_t interval = 0;
  int64_t rowReady = 0, dataEnd = 0;
};

/// One channel of the DRAM.
struct Channel {
  int64_t busFree = 0;
  /// 0 if the last data was read, 1 if it was written, -1 if there is none
  /// (dram_r5).
  int direction = -1;
  /// Start of the first refresh that ends after the last data.
  int64_t refresh = 0;
  std::vector<Bank> banks;
};

/// The position of a burst, which all bursts of a stripe share (dram_r1).
struct Place {
  /// A value that differs from all stripes and their predecessors.
  int64_t stripe = -2;
  int64_t channel = 0, row = 0, bank = 0;
  /// Remaining stripes of the channel in the row.
  int64_t rest = 0;
};

/// The current turn of the DMA port (dma_r4).
struct Turn {
  /// Maximum number of bursts of a turn.
  int64_t most;
  /// 0 for the load unit, 1 for the store unit, -1 for none.
  int owner = -1;
  /// Number of bursts in this turn, and the time of the last issue.
  int64_t count = 0, lastIssue = -1;
};

/// The DRAM. It serves bursts in the order of issue (dram_r2), so the times of
/// a burst depend only on earlier bursts.
class Dram {
public:
  explicit Dram(const engine::Machine &machine);
  /// barrier_r2: resets the DRAM; a segment starts at `now`.
  void reset(int64_t now);
  /// Sets `place` to the stripe of `address`.
  void locate(int64_t address, Place &place);
  /// Serves a burst that is issued at `now`. Returns the end of its data.
  int64_t serve(const Place &place, bool isWrite, int64_t now);
  int64_t rowMisses = 0;

private:
  const engine::Machine &machine;
  /// Cycles of a burst, and those of other clients after it (dram_r8).
  int64_t dataCycles, otherCycles;
  int64_t stripesPerRow;
  /// The refresh interval of the last burst that arrived, and its end.
  int64_t interval = 0, intervalEnd = 0;
  std::vector<Channel> channels;
};

/// The load unit or the store unit.
class DmaUnit {
public:
  DmaUnit(const DecodedProgram &program, SimulationResult &result, bool isStore,
          Trace *trace)
      : program(program), result(result), isStore(isStore), trace(trace),
        landings(program.machine.dmaOutstanding) {}
  bool isBusy() const { return command != noCommand; }
  /// Returns the time at which the last issued burst has landed.
  int64_t getLastLanding() const { return lastLanding; }
  /// dma_r1: starts a command at `now`.
  void start(uint32_t index, int64_t now);
  /// dma_r4: returns the first time at which the unit can issue if it gets the
  /// port.
  int64_t getIssueTime() const {
    return isBusy() ? std::max(issueFrom, landings[slot]) : never;
  }
  /// Issues the current burst, and then all bursts before `until` for which no
  /// other unit competes. Returns the command if its last burst is one of them.
  uint32_t issue(Dram &dram, Turn &turn, int64_t until);

private:
  void beginRun();
  bool advance();
  int64_t issueAll(Dram &dram, Turn &turn, int64_t until, bool &isLast);

  const DecodedProgram &program;
  SimulationResult &result;
  bool isStore;
  /// The recorded events, or null.
  Trace *trace;
  uint32_t command = noCommand;
  Transfer transfer;
  std::array<int64_t, 3> position = {};
  int64_t address = 0, lastBurst = 0;
  Place place;
  int64_t issueFrom = 0, lastLanding = 0;
  /// The landing times of the last `outstanding` bursts, as a ring. Bursts land
  /// in order (dma_r5), so the landing of the oldest one, at `slot`, determines
  /// whether another burst can be in flight.
  std::vector<int64_t> landings;
  size_t slot = 0;
};

/// Both units and the port that they share.
class Dma {
public:
  /// `trace` is null, or records the bursts and the issue times of commands.
  Dma(const DecodedProgram &program, SimulationResult &result,
      std::vector<int64_t> &doneAt, Trace *trace);
  /// Issues all bursts from `now` to `until - 1`. Stops after the last burst of
  /// a command and sets the time from which its token is visible. Returns the
  /// time up to which it ran.
  int64_t run(int64_t now, int64_t until);
  bool isBusy() const { return units[0].isBusy() || units[1].isBusy(); }
  /// Returns true if all bursts have landed at `now` and none are left to
  /// issue.
  bool isIdle(int64_t now) const {
    return !isBusy() && getLastLanding() <= now;
  }
  /// Returns the time at which all issued bursts have landed.
  int64_t getLastLanding() const {
    return std::max(units[0].getLastLanding(), units[1].getLastLanding());
  }
  /// barrier_r2: resets the units; a segment starts at `now`.
  void reset(int64_t now);

  /// Index 0 is the load unit, index 1 the store unit.
  DmaUnit units[2];
  Dram dram;

private:
  void choose(bool canLoad, bool canStore);

  std::vector<int64_t> &doneAt;
  Trace *trace;
  Turn turn;
};

} // namespace tenon::fast

#endif // LIB_SIMULATOR_FAST_FASTDRAM_H

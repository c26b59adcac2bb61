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

/// A time that never comes.
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
  /// 0: the last data was read, 1: written, -1: none yet (dram_r5).
  int direction = -1;
  /// Start of the first refresh that does not end before the last data.
  int64_t refresh = 0;
  std::vector<Bank> banks;
};

/// Where a burst goes; the same for all bursts of one stripe (dram_r1).
struct Place {
  /// Not even the one before a stripe.
  int64_t stripe = -2;
  int64_t channel = 0, row = 0, bank = 0;
  /// Stripes of the channel that are left in the row.
  int64_t rest = 0;
};

/// Whose turn it is to issue bursts (dma_r4).
struct Turn {
  /// Bursts of a whole turn.
  int64_t most;
  /// 0: the load unit, 1: the store unit, -1: nobody.
  int owner = -1;
  /// Bursts in this turn, and when the last one was issued.
  int64_t count = 0, lastIssue = -1;
};

/// The DRAM, which serves bursts in the order of their issue (dram_r2): the
/// times of a burst follow from those of the bursts before it.
class Dram {
public:
  explicit Dram(const engine::Machine &machine);
  /// barrier_r2, with `now` as the start of the segment.
  void reset(int64_t now);
  /// Points `place` at the stripe of `address`.
  void locate(int64_t address, Place &place);
  /// Serves a burst that is issued at `now`; returns the end of its data.
  int64_t serve(const Place &place, bool isWrite, int64_t now);
  int64_t rowMisses = 0;

private:
  const engine::Machine &machine;
  /// Cycles of a burst, and of the others' behind it (dram_r8).
  int64_t dataCycles, otherCycles;
  int64_t stripesPerRow;
  /// The refresh interval of the last burst that arrived, and its end.
  int64_t interval = 0, intervalEnd = 0;
  std::vector<Channel> channels;
};

/// The load or the store unit.
class DmaUnit {
public:
  DmaUnit(const DecodedProgram &program, SimulationResult &result, bool isStore,
          Trace *trace)
      : program(program), result(result), isStore(isStore), trace(trace),
        landings(program.machine.dmaOutstanding) {}
  bool isBusy() const { return command != noCommand; }
  /// When the last burst that was issued has landed.
  int64_t getLastLanding() const { return lastLanding; }
  /// dma_r1: begins a command at `now`.
  void start(uint32_t index, int64_t now);
  /// dma_r4: the first time at which it can issue, as far as it is concerned.
  int64_t getIssueTime() const {
    return isBusy() ? std::max(issueFrom, landings[slot]) : never;
  }
  /// Issues the burst whose turn it is, and then all that follow alone before
  /// `until`. Returns the command if its last burst is one of them.
  uint32_t issue(Dram &dram, Turn &turn, int64_t until);

private:
  void beginRun();
  bool advance();
  int64_t issueAll(Dram &dram, Turn &turn, int64_t until, bool &isLast);

  const DecodedProgram &program;
  SimulationResult &result;
  bool isStore;
  /// Null, or what gets the bursts.
  Trace *trace;
  uint32_t command = noCommand;
  Transfer transfer;
  std::array<int64_t, 3> position = {};
  int64_t address = 0, lastBurst = 0;
  Place place;
  int64_t issueFrom = 0, lastLanding = 0;
  /// When the last `outstanding` bursts land, as a ring. Bursts land in order
  /// (dma_r5), so the oldest of them, at `slot`, decides whether fewer are in
  /// flight.
  std::vector<int64_t> landings;
  size_t slot = 0;
};

/// Both units and the port that they share.
class Dma {
public:
  /// `trace` is null, or gets the bursts and when commands were issued.
  Dma(const DecodedProgram &program, SimulationResult &result,
      std::vector<int64_t> &doneAt, Trace *trace);
  /// Issues what can be issued from `now` to `until - 1`. Stops behind the last
  /// burst of a command, and sets when its token is visible. Returns the time
  /// up to which it ran.
  int64_t run(int64_t now, int64_t until);
  bool isBusy() const { return units[0].isBusy() || units[1].isBusy(); }
  /// True if all bursts have landed at `now`, and none are left.
  bool isIdle(int64_t now) const {
    return !isBusy() && getLastLanding() <= now;
  }
  /// When all bursts that were issued have landed.
  int64_t getLastLanding() const {
    return std::max(units[0].getLastLanding(), units[1].getLastLanding());
  }
  /// barrier_r2, with `now` as the start of the segment.
  void reset(int64_t now);

  /// 0: loads, 1: stores.
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

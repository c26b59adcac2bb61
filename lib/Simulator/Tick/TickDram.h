//===- TickDram.h - DRAM and DMA of the tick simulator ----------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_SIMULATOR_TICK_TICKDRAM_H
#define LIB_SIMULATOR_TICK_TICKDRAM_H

#include "tenon/Simulator/Program.h"
#include "tenon/Simulator/Trace.h"
#include <deque>

namespace tenon::tick {

/// A cycle that is never reached.
inline constexpr int64_t never = INT64_MAX;

/// The channels, banks and rows of the DRAM (dram_r1..dram_r8).
class Dram {
public:
  /// `trace` is null, or records all bursts.
  Dram(const engine::Machine &machine, Trace *trace, RuleHits &rules);
  /// Closes all rows, forgets the direction of the bus and restarts the refresh
  /// timer at `cycle` (barrier_r2).
  void reset(int64_t cycle);
  /// Serves one burst that arrives at `cycle`. Returns the time at which it has
  /// landed.
  int64_t access(int64_t address, bool isWrite, int64_t cycle);
  int64_t rowMisses = 0;
  /// Returns true if a channel has transferred data since the last reset.
  bool wasUsed() const;

private:
  struct Bank {
    int64_t row = -1, openedAt = 0, rowReady = 0, dataEnd = 0;
  };
  struct Channel {
    int64_t busFree = 0;
    int direction = -1;
    std::vector<Bank> banks;
  };
  int64_t avoidRefresh(int64_t start) const;

  const engine::Machine &machine;
  Trace *trace;
  RuleHits &rules;
  int64_t base = 0;
  int64_t dataCycles;
  std::vector<Channel> channels;
};

/// The load unit or the store unit of the DMA (dma_r1..dma_r5).
class DmaUnit {
public:
  DmaUnit(const DecodedProgram &program, bool isStore, RuleHits &rules)
      : program(program), isStore(isStore), rules(rules) {}
  bool isBusy() const { return command != UINT32_MAX; }
  /// Returns the time from which the unit can take a command.
  int64_t getFreeAt() const { return freeAt; }
  uint32_t getCommand() const { return command; }
  /// Returns true if all bursts have landed at the start of `cycle`.
  bool isIdle(int64_t cycle) const { return !isBusy() && lastLanding <= cycle; }
  /// Starts a command (dma_r1).
  void start(uint32_t index, int64_t cycle);
  /// Retires the bursts that have landed at the start of `cycle`.
  void retire(int64_t cycle) {
    while (!inFlight.empty() && inFlight.front() <= cycle)
      inFlight.pop_front();
  }
  /// Returns true if a burst can be issued in `cycle`.
  bool canIssue(int64_t cycle) const {
    return isBusy() && cycle >= issueFrom &&
           int64_t(inFlight.size()) < program.machine.dmaOutstanding;
  }
  /// Returns true if only the number of bursts in flight prevents the unit from
  /// issuing.
  bool isFull(int64_t cycle) const {
    return isBusy() && cycle >= issueFrom && !canIssue(cycle);
  }
  /// Issues one burst. Returns the command and sets `landing` if this was its
  /// last burst; otherwise returns UINT32_MAX.
  uint32_t issue(Dram &dram, int64_t cycle, int64_t &landing);
  size_t getInFlight() const { return inFlight.size(); }

private:
  void findRuns();
  void beginRun();
  bool advance();

  const DecodedProgram &program;
  bool isStore;
  RuleHits &rules;
  uint32_t command = UINT32_MAX;
  /// The fields of the command. Its first `dimensions` dimensions are outside
  /// of a run of `runBytes` bytes (dma_r2).
  const TransferShape *shape = nullptr;
  int64_t dimensions = 0, runBytes = 0;
  /// The current run, and its remaining bytes.
  std::array<int64_t, 3> position = {};
  int64_t next = 0, end = 0;
  bool isFirst = true;
  int64_t issueFrom = 0, lastLanding = 0, freeAt = 0;
  std::deque<int64_t> inFlight;
};

/// The port that loads and stores share (dma_r4).
class DmaPort {
public:
  DmaPort(const engine::Machine &machine, RuleHits &rules)
      : quota(machine.dramRowBytes * machine.dramChannels / machine.dramBurst),
        rules(rules) {}
  /// Returns the unit that issues: 0 load, 1 store, -1 none.
  int arbitrate(bool canLoad, bool canStore);
  /// Forgets the owner of the port (barrier_r2).
  void reset() { owner = -1; }

private:
  int64_t quota, count = 0;
  RuleHits &rules;
  int owner = -1;
};

} // namespace tenon::tick

#endif // LIB_SIMULATOR_TICK_TICKDRAM_H

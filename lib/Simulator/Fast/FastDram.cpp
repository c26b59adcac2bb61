//===- FastDram.cpp - DMA and DRAM of the fast simulator ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FastDram.h"

using namespace tenon;
using namespace tenon::fast;

Dram::Dram(const engine::Machine &machine)
    : machine(machine),
      dataCycles(machine.dramBurst / machine.dramBytesPerCycle),
      otherCycles((dataCycles * 100 + machine.dramShare - 1) /
                      machine.dramShare -
                  dataCycles),
      stripesPerRow(machine.dramRowBytes / engine::channelInterleave),
      channels(machine.dramChannels) {
  for (Channel &channel : channels)
    channel.banks.resize(machine.dramBanks);
  reset(0);
}

void Dram::reset(int64_t now) {
  interval = 0;
  intervalEnd = now + machine.tRefi;
  for (Channel &channel : channels) {
    channel.busFree = 0;
    channel.direction = -1;
    channel.refresh = now + machine.tRefi;
    std::fill(channel.banks.begin(), channel.banks.end(), Bank());
  }
}

/// dram_r1. Rows consist of whole stripes.
void Dram::locate(int64_t address, Place &place) {
  int64_t stripe = address / engine::channelInterleave;
  if (place.stripe == stripe)
    return;
  bool isNext = stripe == place.stripe + 1;
  place.stripe = stripe;
  if (isNext && ++place.channel != machine.dramChannels)
    return;
  if (isNext && place.rest > 1) {
    place.channel = 0;
    --place.rest;
    return;
  }
  int64_t local = stripe / machine.dramChannels;
  place.channel = stripe % machine.dramChannels;
  place.row = local / stripesPerRow;
  place.rest = stripesPerRow - local % stripesPerRow;
  place.bank =
      (place.row ^ (place.row / machine.dramBanks)) % machine.dramBanks;
}

inline int64_t Dram::serve(const Place &place, bool isWrite, int64_t now) {
  Channel &channel = channels[place.channel];
  Bank &bank = channel.banks[place.bank];
  if (now >= intervalEnd) {
    int64_t passed = (now - intervalEnd) / machine.tRefi + 1;
    interval += passed;
    intervalEnd += passed * machine.tRefi;
  }
  // dram_r3, dram_r7: a row that was opened before a refresh is a miss, too.
  if (bank.row != place.row || bank.interval != interval) {
    ++rowMisses;
    bank.row = place.row;
    bank.interval = interval;
    bank.rowReady = std::max(now, bank.dataEnd) + machine.tRp + machine.tRcd;
  }
  // dram_r4, dram_r5
  bool turns = channel.direction == (isWrite ? 0 : 1);
  int64_t start = std::max(std::max(now, bank.rowReady) + machine.tCas,
                           channel.busFree + (turns ? machine.tTurn : 0));
  // dram_r6: the data of a channel is in order, so refreshes that end before it
  // no longer matter.
  int64_t late = start - channel.refresh - machine.tRfc;
  if (late >= 0)
    channel.refresh += (late / machine.tRefi + 1) * machine.tRefi;
  if (start + dataCycles > channel.refresh)
    start = channel.refresh + machine.tRfc;
  bank.dataEnd = start + dataCycles;
  channel.busFree = bank.dataEnd + otherCycles;
  channel.direction = isWrite;
  return bank.dataEnd;
}

void DmaUnit::start(uint32_t index, int64_t now) {
  command = index;
  transfer = decodeTransfer(program.transfers[program.commands[index].work]);
  issueFrom = now + program.machine.dmaSetup; // dma_r1
  position = {};
  beginRun();
}

/// dma_r3: a run may start and end within a burst. The size of a burst is a
/// power of two.
void DmaUnit::beginRun() {
  int64_t mask = -program.machine.dramBurst;
  int64_t first = transfer.address;
  for (size_t i = 0; i != position.size(); ++i)
    first += position[i] * transfer.strides[i];
  address = first & mask;
  lastBurst = (first + transfer.sizes.back() - 1) & mask;
}

/// dma_r3: advances to the next burst, which may belong to the next run, with
/// the innermost dimension varying fastest. Returns false if there is none.
bool DmaUnit::advance() {
  if (address != lastBurst) {
    address += program.machine.dramBurst;
    return true;
  }
  for (size_t i = position.size(); i-- > 0;) {
    if (++position[i] != transfer.sizes[i]) {
      beginRun();
      return true;
    }
    position[i] = 0;
  }
  return false;
}

uint32_t DmaUnit::issue(Dram &dram, Turn &turn, int64_t until) {
  LayerResult &layer = result.layers[program.commands[command].layer];
  int64_t misses = dram.rowMisses;
  bool isLast = false;
  int64_t bursts = issueAll(dram, turn, until, isLast);
  (isStore ? layer.dramWriteBytes : layer.dramReadBytes) +=
      bursts * program.machine.dramBurst;
  layer.dramRowMisses += dram.rowMisses - misses;
  return isLast ? std::exchange(command, noCommand) : noCommand;
}

/// Returns the number of issued bursts.
int64_t DmaUnit::issueAll(Dram &dram, Turn &turn, int64_t until, bool &isLast) {
  int64_t now = turn.lastIssue;
  for (int64_t bursts = 1;; ++bursts) {
    dram.locate(address, place);
    // dma_r5: bursts land in order.
    int64_t end = dram.serve(place, isStore, now);
    lastLanding = std::max(lastLanding, end + program.machine.dmaLatency);
    if (trace)
      trace->addBurst(isStore, program.machine.dramBurst, end);
    landings[slot] = lastLanding;
    slot = slot + 1 == landings.size() ? 0 : slot + 1;
    if (!advance()) {
      isLast = true;
      return bursts;
    }
    int64_t next = std::max(now + 1, landings[slot]);
    if (next >= until)
      return bursts;
    // dma_r4: a unit that issues alone begins a new turn after a full turn or a
    // gap.
    bool isNew = next != now + 1 || turn.count == turn.most;
    turn.count = isNew ? 1 : turn.count + 1;
    turn.lastIssue = now = next;
  }
}

Dma::Dma(const DecodedProgram &program, SimulationResult &result,
         std::vector<int64_t> &doneAt, Trace *trace)
    : units{{program, result, false, trace}, {program, result, true, trace}},
      dram(program.machine), doneAt(doneAt), trace(trace) {
  const engine::Machine &machine = program.machine;
  turn.most = machine.dramRowBytes * machine.dramChannels / machine.dramBurst;
}

void Dma::reset(int64_t now) {
  dram.reset(now);
  turn.owner = -1;
}

/// dma_r4: sets the unit that issues. At least one unit must be able to issue.
void Dma::choose(bool canLoad, bool canStore) {
  bool can[2] = {canLoad, canStore};
  bool ownerCan = turn.owner >= 0 && can[turn.owner];
  if (ownerCan && turn.count < turn.most) {
    ++turn.count;
    return;
  }
  turn.owner = ownerCan && can[1 - turn.owner] ? 1 - turn.owner
               : canLoad                       ? 0
                                               : 1;
  turn.count = 1;
}

int64_t Dma::run(int64_t now, int64_t until) {
  while (true) {
    int64_t at[] = {units[0].getIssueTime(), units[1].getIssueTime()};
    now = std::max(now, std::min(at[0], at[1]));
    if (now >= until)
      return until;
    // dma_r4: a cycle in which no unit could issue ends the turn.
    if (now != turn.lastIssue + 1)
      turn.owner = -1;
    turn.lastIssue = now;
    choose(at[0] <= now, at[1] <= now);
    int64_t other = std::max(at[1 - turn.owner], now + 1);
    DmaUnit &unit = units[turn.owner];
    uint32_t finished = unit.issue(dram, turn, std::min(until, other));
    now = turn.lastIssue + 1;
    if (finished != noCommand) {
      doneAt[finished] = unit.getLastLanding(); // token_r1
      if (trace)
        trace->commands[finished].issued = now;
      return now;
    }
  }
}

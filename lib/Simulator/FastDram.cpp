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
      channels(machine.dramChannels) {
  for (Channel &channel : channels)
    channel.banks.resize(machine.dramBanks);
  reset(0);
}

void Dram::reset(int64_t now) {
  rowMisses = 0;
  interval = 0;
  intervalEnd = now + machine.tRefi;
  for (Channel &channel : channels) {
    channel.busFree = 0;
    channel.direction = -1;
    channel.refresh = now + machine.tRefi;
    std::fill(channel.banks.begin(), channel.banks.end(), Bank());
  }
}

void Dram::locate(int64_t address, Place &place) {
  int64_t stripe = address / engine::channelInterleave;
  if (place.stripe == stripe)
    return;
  place.stripe = stripe;
  // dram_r1. Rows are whole stripes, so the place in the stripe is irrelevant.
  place.channel = &channels[stripe % machine.dramChannels];
  place.row = stripe / machine.dramChannels /
              (machine.dramRowBytes / engine::channelInterleave);
  place.bank =
      &place.channel->banks[(place.row ^ (place.row / machine.dramBanks)) %
                            machine.dramBanks];
}

int64_t Dram::serve(const Place &place, bool isWrite, int64_t now) {
  Channel &channel = *place.channel;
  Bank &bank = *place.bank;
  if (now >= intervalEnd) {
    int64_t passed = (now - intervalEnd) / machine.tRefi + 1;
    interval += passed;
    intervalEnd += passed * machine.tRefi;
  }
  // dram_r3, dram_r7: a miss, also if the row was opened before a refresh.
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
  // dram_r6: data of a channel is in order, so refreshes that end before it
  // matter no more.
  int64_t late = start - channel.refresh - machine.tRfc;
  if (late >= 0)
    channel.refresh += (late / machine.tRefi + 1) * machine.tRefi;
  if (start + dataCycles > channel.refresh)
    start = channel.refresh + machine.tRfc;
  channel.busFree = bank.dataEnd = start + dataCycles;
  channel.direction = isWrite;
  return channel.busFree;
}

void DmaUnit::start(uint32_t index, int64_t now) {
  command = index;
  transfer = &program.transfers[program.commands[index].work];
  issueFrom = now + program.machine.dmaSetup; // dma_r1
  position = {};
  beginRun();
}

/// dma_r3: a run begins and ends within a burst.
void DmaUnit::beginRun() {
  int64_t burst = program.machine.dramBurst;
  int64_t first = transfer->address;
  for (size_t i = 0; i != position.size(); ++i)
    first += position[i] * transfer->strides[i];
  int64_t last = first + transfer->sizes.back() - 1;
  address = first - first % burst;
  lastBurst = last - last % burst;
}

uint32_t DmaUnit::issue(Dram &dram, int64_t now) {
  dram.locate(address, place);
  // dma_r5: bursts land in order.
  lastLanding = std::max(lastLanding, dram.serve(place, isStore, now) +
                                          program.machine.dmaLatency);
  landings[slot] = lastLanding;
  slot = slot + 1 == landings.size() ? 0 : slot + 1;
  if (address != lastBurst) {
    address += program.machine.dramBurst;
    return noCommand;
  }
  // dma_r3: the next run, the innermost dimension first.
  for (size_t i = position.size(); i-- > 0;) {
    if (++position[i] != transfer->sizes[i]) {
      beginRun();
      return noCommand;
    }
    position[i] = 0;
  }
  return std::exchange(command, noCommand);
}

Dma::Dma(const DecodedProgram &program, std::vector<int64_t> &doneAt)
    : units{{program, false}, {program, true}}, dram(program.machine),
      doneAt(doneAt),
      turn(program.machine.dramRowBytes * program.machine.dramChannels /
           program.machine.dramBurst) {}

void Dma::reset(int64_t now) {
  dram.reset(now);
  bursts[0] = bursts[1] = 0;
  owner = -1;
}

/// dma_r4: who issues, if at least one can.
int Dma::choose(bool canLoad, bool canStore) {
  bool can[2] = {canLoad, canStore};
  if (owner >= 0 && can[owner] && count < turn) {
    ++count;
    return owner;
  }
  bool takesOver = owner >= 0 && can[owner] && can[1 - owner];
  owner = takesOver ? 1 - owner : canLoad ? 0 : 1;
  count = 1;
  return owner;
}

int64_t Dma::run(int64_t now, int64_t until) {
  while (true) {
    int64_t load = units[0].getIssueTime(), store = units[1].getIssueTime();
    now = std::max(now, std::min(load, store));
    if (now >= until)
      return until;
    // dma_r4: a cycle in which nobody could issue ends the turn.
    if (now != lastIssue + 1)
      owner = -1;
    lastIssue = now;
    int who = choose(load <= now, store <= now);
    ++bursts[who];
    uint32_t finished = units[who].issue(dram, now);
    ++now;
    if (finished == noCommand)
      continue;
    doneAt[finished] = units[who].getLastLanding(); // token_r1
    return now;
  }
}

//===- TickDram.cpp - DRAM and DMA of the tick simulator ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TickDram.h"
#include "llvm/ADT/STLExtras.h"

using namespace tenon;
using namespace tenon::tick;

Dram::Dram(const engine::Machine &machine, Trace *trace, RuleHits &rules)
    : machine(machine), trace(trace), rules(rules),
      dataCycles(machine.dramBurst / machine.dramBytesPerCycle),
      channels(machine.dramChannels) {
  for (Channel &channel : channels)
    channel.banks.resize(machine.dramBanks);
}

void Dram::reset(int64_t cycle) {
  base = cycle;
  for (Channel &channel : channels) {
    channel.busFree = 0;
    channel.direction = -1;
    channel.banks.assign(channel.banks.size(), Bank());
  }
}

bool Dram::wasUsed() const {
  return llvm::any_of(
      channels, [](const Channel &channel) { return channel.direction >= 0; });
}

/// dram_r6: returns the first time from `start` on at which data does not
/// overlap a refresh.
int64_t Dram::avoidRefresh(int64_t start) const {
  int64_t interval = (start - base) / machine.tRefi;
  int64_t offset = (start - base) % machine.tRefi;
  if (interval >= 1 && offset < machine.tRfc) {
    start += machine.tRfc - offset;
    offset = machine.tRfc;
  }
  if (offset + dataCycles > machine.tRefi)
    start += machine.tRefi - offset + machine.tRfc;
  return start;
}

int64_t Dram::access(int64_t address, bool isWrite, int64_t cycle) {
  // dram_r1: channel, row and bank of an address.
  int64_t stripe = address / engine::channelInterleave;
  Channel &channel = channels[stripe % machine.dramChannels];
  int64_t local = stripe / machine.dramChannels * engine::channelInterleave +
                  address % engine::channelInterleave;
  int64_t row = local / machine.dramRowBytes;
  Bank &bank =
      channel.banks[(row ^ (row / machine.dramBanks)) % machine.dramBanks];
  rules.hitIf(&bank != &channel.banks[row % machine.dramBanks], Rule::DramBank);
  // dram_r3, dram_r7: a miss opens the row. The first access after a refresh is
  // a miss, too.
  bool isStale =
      (bank.openedAt - base) / machine.tRefi < (cycle - base) / machine.tRefi;
  if (bank.row != row || isStale) {
    ++rowMisses;
    rules.hitIf(bank.row != row, Rule::DramMiss);
    rules.hitIf(bank.row == row, Rule::DramStale);
    rules.hitIf(bank.dataEnd > cycle, Rule::DramBankBusy);
    bank.rowReady = std::max(cycle, bank.dataEnd) + machine.tRp + machine.tRcd;
    bank.row = row;
    bank.openedAt = cycle;
  }
  // dram_r4, dram_r5: column access, then the bus with its turnaround.
  bool isTurn = channel.direction >= 0 && channel.direction != int(isWrite);
  int64_t column = std::max(cycle, bank.rowReady) + machine.tCas;
  int64_t busFree = channel.busFree + (isTurn ? machine.tTurn : 0);
  int64_t start = std::max(column, busFree);
  rules.hitIf(column < channel.busFree, Rule::DramOrder);
  rules.hitIf(column < busFree && machine.dramShare < 100, Rule::DramShare);
  rules.hit(column > busFree ? Rule::DramColumn : Rule::DramBus);
  rules.hitIf(busFree > column && busFree > channel.busFree, Rule::DramTurn);
  rules.hitIf(avoidRefresh(start) != start, Rule::DramRefresh);
  start = avoidRefresh(start);
  int64_t end = start + dataCycles;
  bank.dataEnd = end;
  // dram_r8: other clients get the rest of the time, in proportion to their
  // share.
  channel.busFree =
      end + engine::ceilDiv(dataCycles * (100 - machine.dramShare),
                            machine.dramShare);
  channel.direction = isWrite;
  if (trace)
    trace->addBurst(isWrite, machine.dramBurst, end);
  return end + machine.dmaLatency;
}

void DmaUnit::start(uint32_t index, int64_t cycle) {
  command = index;
  shape = &program.transfers[program.commands[index].work];
  position = {};
  isFirst = true;
  issueFrom = cycle + program.machine.dmaSetup;
  findRuns();
  beginRun();
}

/// dma_r2: from the inside out, a dimension belongs to the run if it has size
/// 1, or if each of its elements starts where the previous one ends. After the
/// first dimension that does not, merging affects neither the runs nor their
/// order.
void DmaUnit::findRuns() {
  runBytes = shape->sizes[3];
  dimensions = 3;
  while (dimensions > 0) {
    int64_t size = shape->sizes[dimensions - 1];
    if (size > 1 && shape->strides[dimensions - 1] != runBytes)
      return;
    runBytes *= size;
    --dimensions;
  }
}

void DmaUnit::beginRun() {
  next = shape->address;
  for (int64_t i = 0; i != dimensions; ++i)
    next += position[i] * shape->strides[i];
  end = next + runBytes;
}

/// dma_r3: advances to the next run, with the outermost dimension varying
/// slowest. Returns false if there is none.
bool DmaUnit::advance() {
  for (int64_t i = dimensions; i-- > 0;) {
    if (++position[i] < shape->sizes[i]) {
      beginRun();
      return true;
    }
    position[i] = 0;
  }
  return false;
}

uint32_t DmaUnit::issue(Dram &dram, int64_t cycle, int64_t &landing) {
  rules.hitIf(isFirst && cycle == issueFrom && program.machine.dmaSetup > 0,
              Rule::DmaSetup);
  isFirst = false;
  // dma_r3: a run is cut at the boundaries of bursts.
  int64_t burst = next / program.machine.dramBurst * program.machine.dramBurst;
  int64_t burstEnd = burst + program.machine.dramBurst;
  rules.hitIf(burst < next || burstEnd > end, Rule::DmaPart);
  // dma_r5: bursts retire in order.
  int64_t own = dram.access(burst, isStore, cycle);
  rules.hitIf(own < lastLanding, Rule::DmaOrder);
  lastLanding = std::max(lastLanding, own);
  inFlight.push_back(lastLanding);
  next = burstEnd;
  if (next < end || advance())
    return UINT32_MAX;
  landing = lastLanding;
  freeAt = cycle + 1;
  return std::exchange(command, UINT32_MAX);
}

int DmaPort::arbitrate(bool canLoad, bool canStore) {
  bool can[2] = {canLoad, canStore};
  rules.hitIf(canLoad && canStore, Rule::DmaBoth);
  rules.hitIf(!canLoad && !canStore && owner >= 0, Rule::DmaGap);
  if (owner >= 0 && can[owner] && count < quota) {
    ++count;
    return owner;
  }
  if (owner >= 0 && can[owner] && can[1 - owner]) {
    rules.hit(Rule::DmaQuota);
    owner = 1 - owner;
  } else
    owner = canLoad ? 0 : canStore ? 1 : -1;
  count = 1;
  return owner;
}

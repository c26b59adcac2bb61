//===- Tick.cpp - Cycle-by-cycle simulation -------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Written for simplicity: each unit performs its part of each cycle, in the
// order of clock_r2. The rules are those of docs/Engine.md.
//
//===----------------------------------------------------------------------===//

#include "TickArray.h"
#include "TickDram.h"
#include "TickVector.h"
#include "tenon/Simulator/Simulator.h"
#include "llvm/ADT/STLExtras.h"

using namespace tenon;
using namespace tenon::tick;

namespace {
/// The state of the machine during one program.
class Machine {
public:
  Machine(const DecodedProgram &program, Trace *trace)
      : program(program), machine(program.machine), trace(trace),
        rules(trace && trace->rules ? *trace->rules : ignoredRules),
        array(program, trace, rules), load(program, false, rules),
        store(program, true, rules), vector(program),
        dram(machine, trace, rules), port(machine, rules),
        doneAt(program.commands.size(), never), result(program) {
    deadlockLimit += machine.dmaSetup + machine.dmaLatency + machine.issue +
                     machine.pipeline + machine.tRefi + machine.tRfc;
  }
  llvm::Expected<SimulationResult> run();

private:
  struct Queue {
    std::deque<std::pair<uint32_t, int64_t>> entries;
  };
  void tickSequencer();
  void startCommands();
  void tickDma();
  void tickUnits();
  CycleCause getCause(bool stepped, bool denied) const;
  bool isReady(const Queue &queue) const;
  bool isIdle() const;
  LayerResult &getLayer(uint32_t command) {
    return result.layers[program.commands[command].layer];
  }
  uint32_t getLayerCommand() const;
  void passBarrier();
  std::string printDeadlock() const;
  void setDone(uint32_t command, int64_t end) {
    doneAt[command] = end;
    if (trace)
      trace->commands[command].ended = end;
  }
  void countStart(const Queue &queue, Rule busy, int64_t freeAt);
  /// Removes the head of the queue. The unit could take commands from `freeAt`
  /// on, according to rule `busy`.
  uint32_t pop(Queue &queue, Rule busy, int64_t freeAt) {
    countStart(queue, busy, freeAt);
    uint32_t command = queue.entries.front().first;
    queue.entries.pop_front();
    lastProgress = cycle;
    if (trace)
      trace->commands[command].started = cycle;
    return command;
  }

  const DecodedProgram &program;
  const engine::Machine &machine;
  /// The recorded events, or null.
  Trace *trace;
  RuleHits ignoredRules;
  RuleHits &rules;
  Array array;
  DmaUnit load, store;
  VectorUnit vector;
  Dram dram;
  DmaPort port;
  Queue queues[4];
  /// The cycle from which the token of a command is visible (token_r1).
  std::vector<int64_t> doneAt;
  int64_t cycle = 0;
  uint32_t next = 0;
  int64_t nextEntry = 0;
  /// True if no command of the segment has entered a queue yet.
  bool isFirst = true;
  int64_t lastProgress = 0;
  int64_t deadlockLimit = 1 << 20;
  SimulationResult result;
};
} // namespace

/// seq_r1, seq_r2: enters one command every `issue` cycles, if its queue has
/// room at the start of the cycle. `run` handles barriers.
void Machine::tickSequencer() {
  if (next == program.commands.size() || cycle < nextEntry)
    return;
  const Command &command = program.commands[next];
  if (command.unit == Unit::Barrier)
    return;
  Queue &queue = queues[int(command.unit)];
  if (int64_t(queue.entries.size()) >= machine.queueDepth)
    return;
  rules.hitIf(cycle == nextEntry && !isFirst && machine.issue > 1,
              Rule::SeqIssue);
  rules.hitIf(cycle > nextEntry, Rule::SeqFull);
  isFirst = false;
  if (trace)
    trace->commands[next].entered = cycle;
  ++getLayer(next).commands;
  queue.entries.push_back({next++, cycle});
  nextEntry = cycle + machine.issue;
  lastProgress = cycle;
}

/// seq_r3, token_r1: returns true if the head of a queue may start: it entered
/// in an earlier cycle, and all of its tokens are visible.
bool Machine::isReady(const Queue &queue) const {
  if (queue.entries.empty() || queue.entries.front().second >= cycle)
    return false;
  const Command &command = program.commands[queue.entries.front().first];
  for (uint32_t i = command.firstDependency; i != command.endDependency; ++i)
    if (doneAt[program.dependencies[i]] > cycle)
      return false;
  return true;
}

/// Counts the rules that determine that the head of `queue` starts now and not
/// earlier.
void Machine::countStart(const Queue &queue, Rule busy, int64_t freeAt) {
  auto [index, entered] = queue.entries.front();
  const Command &command = program.commands[index];
  int64_t tokens = 0;
  for (uint32_t i = command.firstDependency; i != command.endDependency; ++i)
    tokens = std::max(tokens, doneAt[program.dependencies[i]]);
  rules.hitIf(entered + 1 == cycle && std::max(tokens, freeAt) < cycle,
              Rule::SeqNextCycle);
  rules.hitIf(tokens == cycle && std::max(entered + 1, freeAt) < cycle,
              Rule::TokenWait);
  rules.hitIf(freeAt == cycle && std::max(entered + 1, tokens) < cycle, busy);
}

void Machine::startCommands() {
  Queue *q = queues;
  if (!load.isBusy() && isReady(q[int(Unit::Load)]))
    load.start(pop(q[int(Unit::Load)], Rule::DmaBusy, load.getFreeAt()), cycle);
  if (!store.isBusy() && isReady(q[int(Unit::Store)]))
    store.start(pop(q[int(Unit::Store)], Rule::DmaBusy, store.getFreeAt()),
                cycle);
  if (array.canTake() && isReady(q[int(Unit::Array)]))
    array.take(pop(q[int(Unit::Array)], Rule::ArrayTake,
                   array.startedLastLoad(cycle) ? cycle : 0));
  array.startStages(cycle);
  if (!vector.isBusy() && isReady(q[int(Unit::Vector)])) // vec_r4
    vector.start(
        pop(q[int(Unit::Vector)], Rule::VectorBusy, vector.getFreeAt()));
}

/// dma_r4: issues at most one burst per cycle.
void Machine::tickDma() {
  load.retire(cycle);
  store.retire(cycle);
  // Bursts in flight land eventually, so waiting for them is progress.
  if (load.getInFlight() > 0 || store.getInFlight() > 0)
    lastProgress = cycle;
  rules.hitIf(load.isFull(cycle) || store.isFull(cycle), Rule::DmaOutstanding);
  int who = port.arbitrate(load.canIssue(cycle), store.canIssue(cycle));
  if (who < 0)
    return;
  DmaUnit &unit = who ? store : load;
  LayerResult &layer = getLayer(unit.getCommand());
  (who ? layer.dramWriteBytes : layer.dramReadBytes) += machine.dramBurst;
  int64_t landing = 0, misses = dram.rowMisses;
  uint32_t done = unit.issue(dram, cycle, landing);
  if (done != UINT32_MAX)
    setDone(done, landing);
  if (trace && done != UINT32_MAX)
    trace->commands[done].issued = cycle + 1;
  layer.dramRowMisses += dram.rowMisses - misses;
  lastProgress = cycle;
}

/// sram_r2: grants ports whole or not at all, by priority.
void Machine::tickUnits() {
  int64_t budget = machine.sramBytesPerCycle;
  auto grant = [&](bool wants, int64_t bytes) {
    if (!wants || bytes > budget)
      return false;
    budget -= bytes;
    lastProgress = cycle;
    return true;
  };
  bool drains = grant(array.isDraining(), array.getDrainPort());
  bool wantsStep = array.isStepping(), wantsLoad = array.isLoading();
  bool steps = grant(wantsStep, machine.inputFeed);
  bool loads = grant(wantsLoad, machine.weightFeed);
  bool wantsVector = vector.isBusy();
  bool computes = grant(wantsVector, vector.getPort());
  rules.hitIf(wantsStep && !steps, Rule::SramSteps);
  rules.hitIf(wantsLoad && !loads, Rule::SramLoad);
  rules.hitIf(wantsVector && !computes, Rule::SramVector);
  // The cause depends on the state at the start of the cycle.
  CycleCause cause =
      getCause(steps, (wantsStep && !steps) || (wantsLoad && !loads));
  rules.hit(Rule(int(Rule::StallArray) + int(cause)));
  ++getLayer(getLayerCommand()).causes[int(cause)];
  if (drains) {
    uint32_t done = array.drain(cycle);
    if (done != UINT32_MAX)
      setDone(done, cycle + 1);
  }
  if (steps)
    array.step(cycle);
  if (loads)
    array.load(cycle);
  if (computes) {
    uint32_t command = vector.getCommand();
    ++getLayer(command).vectorCycles;
    if (vector.work(cycle))
      setDone(command, cycle + 1);
  }
}

/// stall_r1
CycleCause Machine::getCause(bool stepped, bool denied) const {
  if (stepped)
    return CycleCause::Array;
  if (denied)
    return CycleCause::Sram;
  if (array.hasSteps() && array.waitsForWeights())
    return CycleCause::Weights;
  if (array.hasSteps() || array.hasDrains())
    return CycleCause::Drain;
  if (vector.isBusy())
    return CycleCause::Vector;
  if (!load.isIdle(cycle) || !store.isIdle(cycle))
    return CycleCause::Dram;
  return CycleCause::Issue;
}

bool Machine::isIdle() const {
  return llvm::all_of(
             queues,
             [](const Queue &queue) { return queue.entries.empty(); }) &&
         array.isIdle() && !vector.isBusy() && load.isIdle(cycle) &&
         store.isIdle(cycle);
}

/// layer_r2: returns the command to whose layer this cycle belongs.
uint32_t Machine::getLayerCommand() const {
  auto count = [&](Rule rule, uint32_t command) {
    rules.hit(rule);
    return command;
  };
  if (array.getCommand() != UINT32_MAX)
    return count(array.hasSteps() ? Rule::LayerStepper : Rule::LayerDrain,
                 array.getCommand());
  if (vector.isBusy())
    return count(Rule::LayerVector, vector.getCommand());
  for (auto [unit, rule] : {std::pair(Unit::Array, Rule::LayerArrayQueue),
                            {Unit::Vector, Rule::LayerVectorQueue},
                            {Unit::Store, Rule::LayerStoreQueue},
                            {Unit::Load, Rule::LayerLoadQueue}})
    if (const Queue &queue = queues[int(unit)]; !queue.entries.empty())
      return count(rule, queue.entries.front().first);
  bool isEnd = next == program.commands.size();
  return count(isEnd ? Rule::LayerLast : Rule::LayerNext, next - isEnd);
}

/// barrier_r2: resets the machine.
void Machine::passBarrier() {
  rules.hitIf(cycle > nextEntry + 1, Rule::BarrierWait);
  rules.hitIf(dram.wasUsed(), Rule::BarrierRows);
  rules.counts[int(Rule::StallBarrier)] += machine.tRp + machine.tRfc;
  isFirst = true;
  doneAt[next] = cycle;
  if (trace)
    trace->commands[next] = {nextEntry, cycle, -1,
                             cycle + machine.tRp + machine.tRfc};
  LayerResult &layer = getLayer(next++);
  ++layer.commands;
  layer.causes[int(CycleCause::Barrier)] += machine.tRp + machine.tRfc;
  cycle += machine.tRp + machine.tRfc;
  nextEntry = lastProgress = cycle;
  dram.reset(cycle);
  port.reset();
}

std::string Machine::printDeadlock() const {
  std::string text;
  llvm::raw_string_ostream os(text);
  os << "no progress since cycle " << lastProgress << "; queues:";
  const char *names[] = {"load", "store", "array", "vector"};
  for (unsigned i = 0; i != 4; ++i) {
    os << ' ' << names[i] << " [";
    llvm::interleaveComma(queues[i].entries, os,
                          [&](const auto &entry) { os << entry.first; });
    os << ']';
  }
  os << "; in flight: " << load.getInFlight() << " load and "
     << store.getInFlight() << " store bursts; array "
     << (array.isIdle() ? "idle" : "busy") << ", vector "
     << (vector.isBusy() ? "busy" : "idle") << "; next command " << next;
  return text;
}

llvm::Expected<SimulationResult> Machine::run() {
  if (trace)
    trace->commands.resize(program.commands.size());
  bool isOpen = false;
  while (true) {
    bool isEnd = next == program.commands.size();
    bool isBarrier = !isEnd && program.commands[next].unit == Unit::Barrier;
    // barrier_r1: a barrier is read like a command, in the cycle `nextEntry`,
    // and waits from the next cycle on.
    if (isBarrier && cycle > nextEntry && isIdle()) {
      passBarrier();
      isOpen = false;
      continue;
    }
    if (isEnd && (!isOpen || isIdle()))
      break;
    isOpen = true;
    tickSequencer();
    startCommands();
    tickDma();
    tickUnits();
    ++cycle;
    if (cycle - lastProgress > deadlockLimit)
      return llvm::createStringError(llvm::inconvertibleErrorCode(), "%s",
                                     printDeadlock().c_str());
  }
  rules.hitIf(isOpen, Rule::BarrierNone);
  result.addUp();
  return std::move(result);
}

llvm::Expected<SimulationResult>
tenon::simulateTick(const DecodedProgram &program, Trace *trace) {
  return Machine(program, trace).run();
}

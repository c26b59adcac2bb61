//===- Fast.cpp - Runs a program from event to event ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// Units run by themselves for as long as nothing concerns another one, which is
// up to the next of these events: a command enters its queue, can start or
// ends, a drain starts or ends, all bursts have landed. Within such a span the
// DMA goes from burst to burst and the array from block to block. Nothing that
// the array does decides when bursts are issued, and the end of a DMA command
// ends the span for all.
//
//===----------------------------------------------------------------------===//

#include "FastCompute.h"
#include "FastQueue.h"

using namespace tenon;
using namespace tenon::fast;

namespace {
/// The machine while it runs one program.
class Machine {
public:
  Machine(const DecodedProgram &program, Trace *trace)
      : program(program), machine(program.machine),
        doneAt(program.commands.size(), never), trace(trace), result(program),
        dma(program, result, doneAt, trace),
        compute(program, result, doneAt, trace),
        queues(4, Queue(program, doneAt)) {}
  llvm::Expected<SimulationResult> run();

private:
  Queue &getQueue(Unit unit) { return queues[int(unit)]; }
  void enter();
  void startCommands();
  uint32_t popFrom(Unit unit);
  int64_t getNextEvent();
  bool endsSegment();
  bool isIdle() const;
  bool isAtEnd() const { return next == program.commands.size(); }
  bool isAtBarrier() const {
    return !isAtEnd() && program.commands[next].unit == Unit::Barrier;
  }
  uint32_t getIdleLayer() const;
  llvm::Error makeDeadlock() const;
  void finishTrace();

  const DecodedProgram &program;
  const engine::Machine &machine;
  /// When the token of each command is visible (token_r1).
  std::vector<int64_t> doneAt;
  /// Null, or what gets the events.
  Trace *trace;
  SimulationResult result;
  Dma dma;
  Compute compute;
  std::vector<Queue> queues;
  /// The next command that the sequencer reads, and when it can.
  uint32_t next = 0;
  int64_t nextEntry = 0;
  int64_t now = 0;
  /// True if the segment has a command or cycles yet.
  bool isOpen = false;
};
} // namespace

/// seq_r1, seq_r2: the next command enters its queue, if there is room.
void Machine::enter() {
  if (isAtEnd() || isAtBarrier() || now < nextEntry)
    return;
  Queue &queue = getQueue(program.commands[next].unit);
  if (!queue.hasRoom())
    return;
  if (trace)
    trace->commands[next].entered = now;
  ++result.layers[program.commands[next].layer].commands;
  queue.enter(next++, now);
  nextEntry = now + machine.issue;
}

/// The command of this unit that starts now, or noCommand.
uint32_t Machine::popFrom(Unit unit) {
  uint32_t command = getQueue(unit).pop(now);
  if (trace && command != noCommand)
    trace->commands[command].started = now;
  return command;
}

/// seq_r3
void Machine::startCommands() {
  for (Unit unit : {Unit::Load, Unit::Store})
    if (!dma.units[int(unit)].isBusy()) // dma_r1
      if (uint32_t command = popFrom(unit); command != noCommand)
        dma.units[int(unit)].start(command, now);
  if (compute.canTakeArray()) // array_r4
    if (uint32_t command = popFrom(Unit::Array); command != noCommand)
      compute.takeArray(command);
  compute.start(now);
  if (compute.canTakeVector())
    if (uint32_t command = popFrom(Unit::Vector); command != noCommand)
      compute.takeVector(command);
}

/// The first time after `now` at which anything can happen that concerns
/// another unit, the end of DMA commands aside.
int64_t Machine::getNextEvent() {
  int64_t event = compute.getQuietTime(now);
  auto add = [&](int64_t time) { event = std::min(event, time); };
  // barrier_r1: a barrier is read, and waits from the next cycle on. seq_r2: a
  // place that became free now can be taken in the next cycle.
  if (isAtBarrier() && now <= nextEntry)
    add(nextEntry + 1);
  if (!isAtEnd() && !isAtBarrier() &&
      getQueue(program.commands[next].unit).hasRoom())
    add(std::max(nextEntry, now + 1));
  // seq_r3: commands that wait for nothing but time.
  bool canTake[] = {!dma.units[0].isBusy(), !dma.units[1].isBusy(),
                    compute.canTakeArray(), compute.canTakeVector()};
  for (auto [queue, can] : llvm::zip(queues, canTake))
    if (int64_t ready = can ? queue.getReadyTime() : never; ready != never)
      add(std::max(ready, now + 1));
  // stall_r1, barrier_r1: the DMA becomes idle.
  if (!dma.isBusy() && dma.getLastLanding() > now)
    add(dma.getLastLanding());
  return event;
}

bool Machine::isIdle() const {
  return llvm::all_of(queues,
                      [](const Queue &queue) { return queue.isEmpty(); }) &&
         compute.isIdle() && dma.isIdle(now);
}

/// barrier_r1, barrier_r4: true if a barrier or the end of the program was met
/// and nothing works any more.
bool Machine::endsSegment() {
  if (isAtEnd()) {
    bool ends = isOpen && isIdle();
    isOpen &= !ends;
    return ends;
  }
  if (!isAtBarrier() || now <= nextEntry || !isIdle())
    return false;
  LayerResult &layer = result.layers[program.commands[next].layer];
  int64_t resetCycles = machine.tRp + machine.tRfc;
  doneAt[next] = now;
  if (trace)
    trace->commands[next] = {nextEntry, now, -1, now + resetCycles};
  ++next;
  ++layer.commands;
  layer.causes[int(CycleCause::Barrier)] += resetCycles; // barrier_r2
  now += resetCycles;
  isOpen = false;
  nextEntry = now;
  dma.reset(now);
  return true;
}

/// layer_r2: whose the cycles are in which nothing computes.
uint32_t Machine::getIdleLayer() const {
  for (Unit unit : {Unit::Array, Unit::Vector, Unit::Store, Unit::Load})
    if (const Queue &queue = queues[int(unit)]; !queue.isEmpty())
      return program.commands[queue.getHead()].layer;
  return program.commands[isAtEnd() ? next - 1 : next].layer;
}

llvm::Error Machine::makeDeadlock() const {
  std::string text;
  llvm::raw_string_ostream os(text);
  os << "no progress since cycle " << now << "; queues:";
  const char *names[] = {"load", "store", "array", "vector"};
  for (auto [name, queue] : llvm::zip(names, queues)) {
    os << ' ' << name << ' ';
    queue.print(os);
  }
  os << "; array and vector unit " << (compute.isIdle() ? "idle" : "busy")
     << "; next command " << next;
  return llvm::createStringError(llvm::inconvertibleErrorCode(), "%s",
                                 text.c_str());
}

/// Takes over what the tokens say of the end of commands.
void Machine::finishTrace() {
  for (auto [times, command, done] :
       llvm::zip(trace->commands, program.commands, doneAt))
    if (command.unit != Unit::Barrier)
      times.ended = done;
}

llvm::Expected<SimulationResult> Machine::run() {
  if (trace)
    trace->commands.resize(program.commands.size());
  while (true) {
    if (endsSegment())
      continue;
    if (isAtEnd() && !isOpen) {
      result.addUp();
      if (trace)
        finishTrace();
      return std::move(result);
    }
    isOpen = true;
    enter();
    startCommands();
    // The DMA is either idle or not up to the next event.
    CycleCause idle = dma.isIdle(now) ? CycleCause::Issue : CycleCause::Dram;
    int64_t event = dma.run(now, getNextEvent());
    if (event == never)
      return makeDeadlock();
    compute.work(now, event, idle, getIdleLayer());
    now = event;
  }
}

llvm::Expected<SimulationResult>
tenon::simulateFast(const DecodedProgram &program, Trace *trace) {
  return Machine(program, trace).run();
}

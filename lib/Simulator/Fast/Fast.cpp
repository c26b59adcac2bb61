//===- Fast.cpp - Event-driven simulation ---------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The units run independently up to the next of these events: a command enters
// its queue, can start or ends, a drain starts or ends, or all bursts have
// landed. Within such a span, the DMA advances from burst to burst and the
// array from block to block. The work of the array does not affect when bursts
// are issued, and the end of a DMA command ends the span for all units.
//
//===----------------------------------------------------------------------===//

#include "FastCompute.h"
#include "FastQueue.h"

using namespace tenon;
using namespace tenon::fast;

namespace {
/// The state of the machine during one program.
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
  /// The cycle from which the token of each command is visible (token_r1).
  std::vector<int64_t> doneAt;
  /// The recorded events, or null.
  Trace *trace;
  SimulationResult result;
  Dma dma;
  Compute compute;
  std::vector<Queue> queues;
  /// The next command of the sequencer, and the earliest time at which it can
  /// enter its queue.
  uint32_t next = 0;
  int64_t nextEntry = 0;
  int64_t now = 0;
  /// True if the segment has a command or cycles.
  bool isOpen = false;
};
} // namespace

/// seq_r1, seq_r2: lets the next command enter its queue if there is room.
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

/// Returns the command of this unit that starts now, or noCommand.
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

/// Returns the first time after `now` at which an event can affect another
/// unit, except for the ends of DMA commands.
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
  // seq_r3: commands that only wait for a known time.
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

/// barrier_r1, barrier_r4: returns true if the segment has reached a barrier or
/// the end of the program, and all units are idle.
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

/// layer_r2: returns the layer of cycles in which neither the array nor the
/// vector unit works.
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

/// Copies the ends of commands from the tokens to the trace.
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
    // The DMA is either idle or busy until the next event.
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

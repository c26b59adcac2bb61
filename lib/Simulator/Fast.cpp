//===- Fast.cpp - Runs a program from event to event ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// Each unit runs by itself for as long as nothing of another one concerns it,
// which is up to the next of these: a command enters a queue, can start or
// ends, a drain starts or ends, all bursts have landed. Within such a span the
// DMA goes from burst to burst, and the array from block to block: between the
// ends of loads and steps the same units work, and since ports are granted
// whole or not at all (sram_r2), the same ones get theirs. So these gaps are
// one addition for each unit, and all of their cycles have one cause.
//
//===----------------------------------------------------------------------===//

#include "FastArray.h"
#include "FastDram.h"
#include "tenon/Simulator/Simulator.h"
#include "llvm/ADT/STLExtras.h"

using namespace tenon;
using namespace tenon::fast;

namespace {
/// A queue of commands in front of a unit (seq_r2, seq_r3).
struct Queue {
  struct Entry {
    uint32_t command;
    int64_t enteredAt;
  };
  std::deque<Entry> entries;
  /// What is known of the head: when it can start as far as the dependencies
  /// up to `nextDependency` are concerned.
  int64_t readyAt = 0;
  uint32_t nextDependency = 0;
};

/// Which units are granted their port in each cycle of a gap.
struct Grants {
  bool drain = false, steps = false, load = false, vector = false;
  bool any() const { return drain || steps || load || vector; }
};

/// The machine while it runs one program.
class Machine {
public:
  explicit Machine(const DecodedProgram &program)
      : program(program), machine(program.machine),
        doneAt(program.commands.size(), never), dma(program, doneAt),
        array(program) {
    result.sramBytes = program.sramBytes;
  }
  llvm::Expected<SimulationResult> run();

private:
  /// The start of the steps of a block.
  struct Moment {
    int64_t now = 0;
    Array::Phase phase;
    int64_t drainLeft = 0, vectorLeft = 0;
    std::array<int64_t, numCycleCauses> causes;
  };
  Queue &getQueue(Unit unit) { return queues[int(unit)]; }
  void enter();
  void lookAtHead(Queue &queue);
  int64_t getReadyTime(Queue &queue);
  bool pop(Unit unit, uint32_t &command);
  void startCommands();
  int64_t getNextEvent();
  int64_t getWorkBound() const;
  Grants getGrants() const;
  CycleCause getCause(const Grants &grants) const;
  void pass(int64_t cycles, const Grants &grants);
  Moment repeat(const Moment &first, const Moment &second, int64_t until);
  void work(int64_t until);
  bool endsSegment();
  bool isIdle() const;
  bool isAtBarrier() const {
    return next != program.commands.size() &&
           program.commands[next].unit == Unit::Barrier;
  }
  void endLayer(std::string name, int64_t resetCycles);
  llvm::Error makeDeadlock() const;

  const DecodedProgram &program;
  const engine::Machine &machine;
  /// When the token of each command is visible (token_r1).
  std::vector<int64_t> doneAt;
  Dma dma;
  Array array;
  Queue queues[4];
  /// The next command that the sequencer reads, and when it can.
  uint32_t next = 0;
  int64_t nextEntry = 0;
  uint32_t vectorCommand = noCommand;
  int64_t vectorLeft = 0, vectorPort = 0;
  int64_t now = 0, segmentStart = 0;
  bool isOpen = false;
  LayerResult layer;
  SimulationResult result;
};
} // namespace

/// seq_r1, seq_r2: the next command enters its queue, if there is room.
void Machine::enter() {
  if (next == program.commands.size() || isAtBarrier() || now < nextEntry)
    return;
  Queue &queue = getQueue(program.commands[next].unit);
  if (int64_t(queue.entries.size()) >= machine.queueDepth)
    return;
  queue.entries.push_back({next++, now});
  if (queue.entries.size() == 1)
    lookAtHead(queue);
  nextEntry = now + machine.issue;
  ++layer.commands;
}

void Machine::lookAtHead(Queue &queue) {
  if (queue.entries.empty())
    return;
  const Queue::Entry &head = queue.entries.front();
  queue.readyAt = head.enteredAt + 1;
  queue.nextDependency = program.commands[head.command].firstDependency;
}

/// seq_r3: when the head of the queue can start, or `never` if it is not known
/// yet.
int64_t Machine::getReadyTime(Queue &queue) {
  if (queue.entries.empty())
    return never;
  uint32_t end = program.commands[queue.entries.front().command].endDependency;
  for (; queue.nextDependency != end; ++queue.nextDependency) {
    int64_t done = doneAt[program.dependencies[queue.nextDependency]];
    if (done == never)
      return never;
    queue.readyAt = std::max(queue.readyAt, done);
  }
  return queue.readyAt;
}

/// Takes the head from a queue if it can start now.
bool Machine::pop(Unit unit, uint32_t &command) {
  Queue &queue = getQueue(unit);
  if (getReadyTime(queue) > now)
    return false;
  command = queue.entries.front().command;
  queue.entries.pop_front();
  lookAtHead(queue);
  return true;
}

void Machine::startCommands() {
  uint32_t command;
  for (Unit unit : {Unit::Load, Unit::Store}) // dma_r1
    if (!dma.units[int(unit)].isBusy() && pop(unit, command))
      dma.units[int(unit)].start(command, now);
  if (array.canTake() && pop(Unit::Array, command)) // array_r4
    array.take(command);
  array.start(now);
  if (vectorLeft == 0 && pop(Unit::Vector, vectorCommand)) { // vec_r4
    const VectorWork &work =
        program.vectors[program.commands[vectorCommand].work];
    vectorLeft = work.cycles;
    vectorPort = work.port;
  }
}

/// sram_r2
Grants Machine::getGrants() const {
  int64_t rest = machine.sramBytesPerCycle;
  auto ask = [&](int64_t left, int64_t port) {
    if (left == 0 || port > rest)
      return false;
    rest -= port;
    return true;
  };
  Grants grants;
  grants.drain = ask(array.drainLeft, array.getDrainPort());
  grants.steps = ask(array.stepsLeft, machine.inputFeed);
  grants.load = ask(array.loadLeft, machine.weightFeed);
  grants.vector = ask(vectorLeft, vectorPort);
  return grants;
}

/// The first time after `now` at which something can happen but the end of
/// work: see `getWorkBound`.
int64_t Machine::getNextEvent() {
  int64_t event = array.getDrainStart();
  auto add = [&](int64_t time) { event = std::min(event, time); };
  // seq_r2: a place that became free now can be taken in the next cycle.
  if (next != program.commands.size()) {
    if (isAtBarrier() && now <= nextEntry)
      add(nextEntry + 1);
    else if (!isAtBarrier() &&
             int64_t(getQueue(program.commands[next].unit).entries.size()) <
                 machine.queueDepth)
      add(std::max(nextEntry, now + 1));
  }
  // seq_r3: commands that wait for nothing but time.
  bool canTake[] = {!dma.units[0].isBusy(), !dma.units[1].isBusy(),
                    array.canTake(), vectorLeft == 0};
  for (auto [queue, can] : llvm::zip(queues, canTake))
    if (int64_t ready = can ? getReadyTime(queue) : never; ready != never)
      add(std::max(ready, now + 1));
  // stall_r1, barrier_r1: the DMA becomes idle.
  if (!dma.isBusy() && dma.getLastLanding() > now)
    add(dma.getLastLanding());
  return event;
}

/// A time before which no work ends that another unit waits for. It ends then
/// if it gets all it asks for.
int64_t Machine::getWorkBound() const {
  int64_t left = array.getCyclesToEvent();
  if (vectorLeft > 0)
    left = std::min(left, vectorLeft);
  return left == never ? never : now + left;
}

/// stall_r1, from what the units do at the start of a gap.
CycleCause Machine::getCause(const Grants &grants) const {
  if (grants.steps)
    return CycleCause::Array;
  if (array.stepsLeft > 0 || (array.loadLeft > 0 && !grants.load))
    return CycleCause::Sram;
  if (array.hasSteps() && array.lacksWeights())
    return CycleCause::Weights;
  if (array.hasSteps() || array.hasDrains())
    return CycleCause::Drain;
  if (vectorLeft > 0)
    return CycleCause::Vector;
  if (dma.isBusy() || dma.getLastLanding() > now)
    return CycleCause::Dram;
  return CycleCause::Issue;
}

/// Lets `cycles` pass, which are not more than any granted work has left.
void Machine::pass(int64_t cycles, const Grants &grants) {
  now += cycles;
  if (grants.drain && (array.drainLeft -= cycles) == 0)
    if (uint32_t done = array.endDrain(); done != noCommand)
      doneAt[done] = now;
  if (grants.steps && (array.stepsLeft -= cycles) == 0)
    array.endSteps(now);
  if (grants.load && (array.loadLeft -= cycles) == 0)
    array.endLoad();
  if (!grants.vector)
    return;
  layer.vectorCycles += cycles;
  if ((vectorLeft -= cycles) == 0)
    doneAt[vectorCommand] = now;
}

/// Lets all units but the DMA work, from block to block, up to `until`: a time
/// before which nothing but loads and steps starts.
void Machine::work(int64_t until) {
  Moment last;
  while (true) {
    Grants grants = getGrants();
    int64_t cycles = until - now;
    if (grants.drain)
      cycles = std::min(cycles, array.drainLeft);
    if (grants.steps)
      cycles = std::min(cycles, array.stepsLeft);
    if (grants.load)
      cycles = std::min(cycles, array.loadLeft);
    if (grants.vector)
      cycles = std::min(cycles, vectorLeft);
    layer.causes[int(getCause(grants))] += cycles;
    pass(cycles, grants);
    if (now == until)
      return;
    bool wasStepping = array.stepsLeft > 0;
    array.start(now);
    if (wasStepping || array.stepsLeft == 0)
      continue;
    Moment moment = {now, array.getPhase(), array.drainLeft, vectorLeft,
                     layer.causes};
    if (moment.phase == last.phase)
      moment = repeat(last, moment, until);
    last = moment;
  }
}

/// Two blocks in a row began in the same phase: so do all that follow. Passes
/// as many as end before `until`, and returns when the last of them did.
Machine::Moment Machine::repeat(const Moment &first, const Moment &second,
                                int64_t until) {
  int64_t count = (until - 1 - now) / (second.now - first.now);
  now += count * (second.now - first.now);
  array.skip(count);
  array.drainLeft -= count * (first.drainLeft - second.drainLeft);
  vectorLeft -= count * (first.vectorLeft - second.vectorLeft);
  layer.vectorCycles += count * (first.vectorLeft - second.vectorLeft);
  for (unsigned i = 0; i != numCycleCauses; ++i)
    layer.causes[i] += count * (second.causes[i] - first.causes[i]);
  return {now, second.phase, array.drainLeft, vectorLeft, layer.causes};
}

bool Machine::isIdle() const {
  return llvm::all_of(
             queues,
             [](const Queue &queue) { return queue.entries.empty(); }) &&
         array.isIdle() && vectorLeft == 0 && !dma.isBusy() &&
         dma.getLastLanding() <= now;
}

/// barrier_r1, barrier_r4: true if a barrier or the end of the program was met
/// and nothing works any more; ends the layer then.
bool Machine::endsSegment() {
  if (isAtBarrier()) {
    if (now <= nextEntry || !isIdle())
      return false;
    doneAt[next] = now;
    ++layer.commands;
    endLayer(program.layers[program.commands[next++].work],
             machine.tRp + machine.tRfc);
    return true;
  }
  if (next != program.commands.size() || !isOpen || !isIdle())
    return false;
  endLayer("", 0);
  return true;
}

/// barrier_r2: the reset belongs to the layer.
void Machine::endLayer(std::string name, int64_t resetCycles) {
  now += resetCycles;
  layer.name = std::move(name);
  layer.cycles = now - segmentStart;
  layer.causes[int(CycleCause::Barrier)] = resetCycles;
  layer.arrayCycles = layer.causes[int(CycleCause::Array)];
  layer.dramReadBytes = dma.units[0].bursts * machine.dramBurst;
  layer.dramWriteBytes = dma.units[1].bursts * machine.dramBurst;
  layer.dramRowMisses = dma.dram.rowMisses;
  result.total += layer;
  result.layers.push_back(std::move(layer));
  layer = LayerResult();
  isOpen = false;
  segmentStart = nextEntry = now;
  dma.reset(now);
}

llvm::Error Machine::makeDeadlock() const {
  std::string text;
  llvm::raw_string_ostream os(text);
  os << "no progress since cycle " << now << "; queues:";
  const char *names[] = {"load", "store", "array", "vector"};
  for (auto [name, queue] : llvm::zip(names, queues)) {
    os << ' ' << name << " [";
    llvm::interleaveComma(queue.entries, os, [&](const Queue::Entry &entry) {
      os << entry.command;
    });
    os << ']';
  }
  os << "; array " << (array.isIdle() ? "idle" : "busy") << ", vector "
     << (vectorLeft ? "busy" : "idle") << "; next command " << next;
  return llvm::createStringError(llvm::inconvertibleErrorCode(), "%s",
                                 text.c_str());
}

llvm::Expected<SimulationResult> Machine::run() {
  while (true) {
    if (endsSegment())
      continue;
    if (next == program.commands.size() && !isOpen)
      return std::move(result);
    isOpen = true;
    enter();
    startCommands();
    // Work that gets no port now gets none before something else happens.
    int64_t event = getNextEvent();
    if (getGrants().any())
      event = std::min(event, getWorkBound());
    event = dma.run(now, event);
    if (event == never)
      return makeDeadlock();
    work(event);
  }
}

llvm::Expected<SimulationResult>
tenon::simulateFast(const DecodedProgram &program) {
  return Machine(program).run();
}

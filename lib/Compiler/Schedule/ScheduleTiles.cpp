//===- ScheduleTiles.cpp - Placement of tiles and order of loads ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Time is counted in steps, which are the commands other than loads. A load at
// step b precedes the command of that step, and the last use of its memory was
// in an earlier step.
//
//===----------------------------------------------------------------------===//

#include "ScheduleTiles.h"
#include "Placement.h"
#include "tenon/Support/Assert.h"
#include "llvm/ADT/STLExtras.h"

using namespace tenon;
using namespace tenon::compiler;

namespace {
/// For each address, the last step in which a placed buffer needs it.
class Skyline {
public:
  explicit Skyline(int64_t bytes) : spans{{0, -1}}, end(bytes) {}
  /// Makes an address the start of a span.
  size_t split(int64_t address);
  /// Marks `[begin, begin + bytes)` as needed up to step `last`.
  void raise(int64_t begin, int64_t bytes, int32_t last);
  /// Marks `[begin, behind)` as needed up to step `last` and makes it one span.
  /// None of its addresses may be needed after that step.
  void assign(int64_t begin, int64_t behind, int32_t last);
  /// Returns the last step in which any part of `[begin, behind)` is needed.
  int32_t getLast(int64_t begin, int64_t behind) const;
  /// Returns the start of a span from which `bytes` bytes are not needed in
  /// step `limit` or later: the one whose last use is earliest or, with
  /// `takesLowest`, the lowest one; -1 if there is none. Sets `limit` to the
  /// step of the last use. `findObstacle(address)` returns the end of another
  /// obstacle at this address, or -1.
  template <typename F>
  int64_t findPlace(int64_t bytes, bool takesLowest, int32_t &limit,
                    F &&findObstacle) const;
  /// Merges spans that are not needed after `step`.
  void forget(int32_t step);

private:
  struct Piece {
    int64_t begin;
    int32_t last;
  };
  /// Returns the piece that contains an address.
  size_t find(int64_t address) const {
    return llvm::upper_bound(
               spans, address,
               [](int64_t a, const Piece &p) { return a < p.begin; }) -
           spans.begin() - 1;
  }
  int64_t getEnd(size_t i) const {
    return i + 1 == spans.size() ? end : spans[i + 1].begin;
  }
  std::vector<Piece> spans;
  int64_t end;
  /// The earliest value of `Piece::last`: uses before this step are forgotten.
  int32_t least = -1;
};

/// Schedules one program.
class Scheduler {
public:
  Scheduler(const TileProgram &program, const engine::Machine &machine,
            const std::vector<bool> &isPacked, bool smallAtEnd,
            TileSchedule &schedule)
      : program(program), machine(machine), isPacked(isPacked),
        smallAtEnd(smallAtEnd), schedule(schedule), skyline(machine.sramBytes),
        dram(INT64_MAX) {}
  std::optional<int32_t> run();

private:
  void findLifetimes();
  bool placeTensors();
  void expireTensors(int32_t step);
  void forget(int32_t step);
  template <typename F>
  void visitTensors(int32_t last, F &&visit) const;
  bool isPlaced(int32_t buffer) const { return begins[buffer] >= 0; }
  bool place(int32_t buffer, int32_t step);
  void noteLate(int32_t step, int64_t bytes);
  bool placeLoad(int32_t command, int32_t step);
  bool placeStep(size_t &command, size_t &fresh, int32_t step);
  void writeOrder();

  const TileProgram &program;
  const engine::Machine &machine;
  const std::vector<bool> &isPacked;
  bool smallAtEnd;
  TileSchedule &schedule;
  Skyline skyline;
  /// Lifetimes by buffer, in steps.
  std::vector<Lifetime> lifetimes;
  /// For each buffer, the first step in which its memory is free; -1 if it has
  /// no address yet.
  std::vector<int32_t> begins;
  /// The commands of the steps. Loads of a step precede its command.
  std::vector<int32_t> steps;
  /// An index and the step to which it belongs.
  struct AtStep {
    int32_t step, index;
  };
  /// Buffers other than tensors, by the first step that accesses them, and
  /// loads by the step to which they are moved. Both are in program order.
  std::vector<AtStep> freshBuffers, loads;
  /// Tensors by their first step. Those from `nextTensor` on have not begun.
  /// Those in `begun` are still needed, and none of them expires before
  /// `nextExpiry`.
  std::vector<int32_t> tensors, begun;
  size_t nextTensor = 0;
  int32_t nextExpiry = INT32_MAX;
  /// Number of steps after which the past is forgotten.
  static constexpr int32_t forgetSteps = 16;
  /// The step of the latest load so far, and the steps that use the loads.
  int32_t lastLoad = 0;
  std::vector<int32_t> uses;
  /// For each DRAM address, the last step that stores to it.
  Skyline dram;
};
} // namespace

size_t Skyline::split(int64_t address) {
  size_t index = find(address);
  if (spans[index].begin == address)
    return index;
  if (address >= end)
    return spans.size();
  spans.insert(spans.begin() + index + 1, {address, spans[index].last});
  return index + 1;
}

void Skyline::raise(int64_t begin, int64_t bytes, int32_t last) {
  int64_t behind = begin + bytes;
  for (size_t i = split(begin); i < spans.size() && spans[i].begin < behind;
       ++i) {
    if (getEnd(i) > behind)
      spans.insert(spans.begin() + i + 1, {behind, spans[i].last});
    spans[i].last = std::max(spans[i].last, last);
  }
}

void Skyline::assign(int64_t begin, int64_t behind, int32_t last) {
  size_t first = split(begin), next = split(behind);
  if (next > first + 1)
    spans.erase(spans.begin() + first + 1, spans.begin() + next);
  spans[first].last = last;
}

int32_t Skyline::getLast(int64_t begin, int64_t behind) const {
  int32_t last = -1;
  for (size_t i = find(begin); i != spans.size() && spans[i].begin < behind;
       ++i)
    last = std::max(last, spans[i].last);
  return last;
}

template <typename F>
int64_t Skyline::findPlace(int64_t bytes, bool takesLowest, int32_t &limit,
                           F &&findObstacle) const {
  int64_t best = -1;
  for (size_t i = 0; i < spans.size();) {
    int64_t begin = spans[i].begin, behind = begin + bytes;
    if (behind > end)
      break;
    // The piece that is needed last, and the first one that is needed too long.
    size_t latest = i, j = i;
    int32_t last = -1;
    for (; j != spans.size() && spans[j].begin < behind; ++j) {
      if (spans[j].last >= limit)
        break;
      if (spans[j].last >= last) {
        last = spans[j].last;
        latest = j;
      }
    }
    // No place that covers that piece is better.
    if (j != spans.size() && spans[j].begin < behind) {
      i = j + 1;
      continue;
    }
    if (int64_t obstacle = findObstacle(begin); obstacle >= 0) {
      do
        ++i;
      while (i != spans.size() && spans[i].begin < obstacle);
      continue;
    }
    best = begin;
    limit = last;
    if (takesLowest || last <= least)
      break;
    i = latest + 1;
  }
  return best;
}

void Skyline::forget(int32_t step) {
  least = std::max(least, step);
  size_t count = 0;
  for (Piece piece : spans) {
    piece.last = std::max(piece.last, step);
    if (count == 0 || spans[count - 1].last != piece.last)
      spans[count++] = piece;
  }
  spans.resize(count);
}

void Scheduler::findLifetimes() {
  lifetimes.reserve(program.buffers.size());
  for (const TileBuffer &buffer : program.buffers)
    lifetimes.push_back({buffer.bytes, INT32_MAX, -1});
  steps.reserve(program.commands.size());
  freshBuffers.reserve(program.buffers.size());
  for (auto [index, command] : llvm::enumerate(program.commands)) {
    if (command.unit == TileUnit::Load)
      continue;
    int32_t step = steps.size();
    steps.push_back(index);
    program.visitSpans(command, [&](const Span &span, bool) {
      Lifetime &lifetime = lifetimes[span.buffer];
      lifetime.last = step;
      if (lifetime.first != INT32_MAX)
        return;
      lifetime.first = step;
      if (!program.buffers[span.buffer].isTensor)
        freshBuffers.push_back({step, span.buffer});
    });
  }
}

bool Scheduler::placeTensors() {
  std::vector<Lifetime> list;
  for (auto [index, buffer] : llvm::enumerate(program.buffers))
    if (buffer.isTensor && lifetimes[index].last >= 0) {
      tensors.push_back(index);
      list.push_back(lifetimes[index]);
    }
  int64_t memory = machine.sramBytes / bufferAlignment * bufferAlignment;
  Placement placement =
      smallAtEnd ? placeSmallAtEnd(list, memory) : placeBuffers(list);
  TENON_ASSERT(verifyPlacement(list, placement).empty(), "tensors overlap");
  schedule.tensors = list.size();
  schedule.tensorBytes = placement.bytes;
  schedule.tensorBound = placement.lowerBound;
  for (auto [tensor, address] : llvm::zip(tensors, placement.addresses)) {
    schedule.addresses[tensor] = address;
    begins[tensor] = 0;
    skyline.split(address);
    skyline.split(address + lifetimes[tensor].bytes);
  }
  llvm::sort(tensors, [&](int32_t a, int32_t b) {
    return std::pair(lifetimes[a].first, a) < std::pair(lifetimes[b].first, b);
  });
  return placement.bytes <= machine.sramBytes;
}

/// Records expired tensors in the skyline.
void Scheduler::expireTensors(int32_t step) {
  for (; nextTensor != tensors.size() &&
         lifetimes[tensors[nextTensor]].first <= step;
       ++nextTensor) {
    begun.push_back(tensors[nextTensor]);
    nextExpiry = std::min(nextExpiry, lifetimes[begun.back()].last);
  }
  if (nextExpiry >= step)
    return;
  nextExpiry = INT32_MAX;
  llvm::erase_if(begun, [&](int32_t tensor) {
    const Lifetime &lifetime = lifetimes[tensor];
    if (lifetime.last >= step) {
      nextExpiry = std::min(nextExpiry, lifetime.last);
      return false;
    }
    skyline.raise(schedule.addresses[tensor], lifetime.bytes, lifetime.last);
    return true;
  });
}

/// Calls `visit` for the tensors that are needed between the current step and
/// step `last`, until it returns false.
template <typename F>
void Scheduler::visitTensors(int32_t last, F &&visit) const {
  for (int32_t tensor : begun)
    if (!visit(tensor))
      return;
  for (size_t i = nextTensor; i != tensors.size(); ++i)
    if (lifetimes[tensors[i]].first > last || !visit(tensors[i]))
      return;
}

/// Forgets uses before the last load, since no later load starts earlier.
void Scheduler::forget(int32_t step) {
  skyline.forget(lastLoad - 1);
  // Places may start at the bounds of tensors that are needed soon.
  visitTensors(step + 4 * forgetSteps, [&](int32_t tensor) {
    skyline.split(schedule.addresses[tensor]);
    skyline.split(schedule.addresses[tensor] + lifetimes[tensor].bytes);
    return true;
  });
}

/// Places a buffer of `step` where memory is free earliest.
bool Scheduler::place(int32_t buffer, int32_t step) {
  const Lifetime &lifetime = lifetimes[buffer];
  auto findObstacle = [&](int64_t address) {
    int64_t obstacle = -1;
    visitTensors(lifetime.last, [&](int32_t tensor) {
      int64_t other = schedule.addresses[tensor];
      int64_t behind = other + lifetimes[tensor].bytes;
      if (other < address + lifetime.bytes && address < behind)
        obstacle = behind;
      return obstacle < 0;
    });
    return obstacle;
  };
  int32_t last = step;
  int64_t address = skyline.findPlace(
      lifetime.bytes, isPacked[program.commands[steps[step]].node], last,
      findObstacle);
  if (address < 0)
    return false;
  begins[buffer] = last + 1;
  schedule.addresses[buffer] = address;
  skyline.raise(address, lifetime.bytes, lifetime.last);
  return true;
}

void Scheduler::noteLate(int32_t step, int64_t bytes) {
  int32_t node = program.commands[steps[step]].node;
  if (step == 0 || program.commands[steps[step - 1]].node != node)
    return;
  std::vector<int64_t> &late = schedule.lateBytes;
  late.resize(std::max<size_t>(late.size(), node + 1), 0);
  late[node] += bytes;
}

/// Places a load. Loads stay in order. The number of loads ahead of their use
/// is limited by the size of the queue, so that the sequencer does not wait for
/// space in the queue.
bool Scheduler::placeLoad(int32_t index, int32_t step) {
  const Move &move = program.moves[program.commands[index].work];
  int32_t earliest = lastLoad, buffer = move.sram.buffer;
  if (!move.isParameter || !move.picks.empty()) // After the store of its data.
    move.visitDram([&](const DramRange &range) {
      earliest = std::max(earliest, dram.getLast(range.begin, range.end) + 1);
    });
  int64_t ahead = std::max<int64_t>(1, machine.queueDepth - 2);
  if (int64_t(uses.size()) >= ahead)
    earliest = std::max(earliest, uses[uses.size() - ahead]);
  if (!isPlaced(buffer) && !place(buffer, step))
    return false;
  lastLoad = std::min(std::max(earliest, begins[buffer]), step);
  if (begins[buffer] == step)
    noteLate(step, lifetimes[buffer].bytes);
  uses.push_back(step);
  loads.push_back({lastLoad, index});
  return true;
}

/// Places the buffers of `step`: those of the loads before it, starting at
/// `command`, and those that it accesses first, starting at `fresh`.
bool Scheduler::placeStep(size_t &command, size_t &fresh, int32_t step) {
  size_t index = steps[step];
  for (; command != index; ++command)
    if (!placeLoad(command, step))
      return false;
  ++command;
  for (; fresh != freshBuffers.size() && freshBuffers[fresh].step == step;
       ++fresh)
    if (int32_t buffer = freshBuffers[fresh].index;
        !isPlaced(buffer) && !place(buffer, step))
      return false;
  if (program.commands[index].unit == TileUnit::Store) {
    const Move &move = program.moves[program.commands[index].work];
    DramRange box = move.getBox();
    dram.assign(box.begin, box.end, step);
  }
  return true;
}

/// Merges loads and steps, which are both in order.
void Scheduler::writeOrder() {
  schedule.order.reserve(steps.size() + loads.size());
  auto load = loads.begin();
  for (auto [step, index] : llvm::enumerate(steps)) {
    for (; load != loads.end() && load->step == int32_t(step); ++load)
      schedule.order.push_back(load->index);
    schedule.order.push_back(index);
  }
}

std::optional<int32_t> Scheduler::run() {
  findLifetimes();
  schedule.addresses.assign(program.buffers.size(), 0);
  begins.assign(program.buffers.size(), -1);
  if (!placeTensors())
    return -1;
  loads.reserve(program.commands.size() - steps.size());
  uses.reserve(program.commands.size() - steps.size());
  size_t command = 0, fresh = 0;
  for (int32_t step = 0; step != int32_t(steps.size()); ++step) {
    expireTensors(step);
    if (step % forgetSteps == 0)
      forget(step);
    if (!placeStep(command, fresh, step))
      return program.commands[steps[step]].node;
  }
  writeOrder();
  return std::nullopt;
}

std::optional<int32_t>
compiler::scheduleTiles(const TileProgram &program,
                        const engine::Machine &machine,
                        const std::vector<bool> &isPacked, bool smallAtEnd,
                        TileSchedule &schedule) {
  schedule.order.clear(); // Keeps the allocated memory.
  schedule.lateBytes.clear();
  schedule.tensors = schedule.tensorBytes = schedule.tensorBound = 0;
  return Scheduler(program, machine, isPacked, smallAtEnd, schedule).run();
}

//===- Streaming.cpp - Memory for tiles, and when they are loaded ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// Time is counted in steps: the commands that are no loads. A load that is
// placed at step b stands in front of the command of that step, and its memory
// was last used in an earlier one.
//
//===----------------------------------------------------------------------===//

#include "Streaming.h"
#include "Placement.h"
#include "Tracker.h"
#include "llvm/ADT/STLExtras.h"

using namespace tenon;
using namespace tenon::codegen;

namespace {
/// For each address the last step in which something that is placed needs it.
class Skyline {
public:
  explicit Skyline(int64_t bytes) : spans{{0, -1}}, end(bytes) {}
  /// Makes an address the begin of a span.
  size_t split(int64_t address);
  /// Needs `[begin, begin + bytes)` up to step `last`.
  void raise(int64_t begin, int64_t bytes, int32_t last);
  /// Calls `visit(address, last)` for every place of `bytes` that begins with a
  /// span; `last` is the last step in which any of it is needed.
  template <typename F>
  void visitPlaces(int64_t bytes, F &&visit) const;
  /// Merges what nobody has needed since `step`.
  void forget(int32_t step);

private:
  struct Piece {
    int64_t begin;
    int32_t last;
  };
  int64_t getEnd(size_t i) const {
    return i + 1 == spans.size() ? end : spans[i + 1].begin;
  }
  std::vector<Piece> spans;
  int64_t end;
};

/// Places one program.
class Scheduler {
public:
  Scheduler(const TileProgram &program, const engine::Machine &machine,
            const std::vector<bool> &isPacked, TileSchedule &schedule)
      : program(program), machine(machine), isPacked(isPacked),
        schedule(schedule), skyline(machine.sramBytes) {}
  std::optional<int32_t> run();

private:
  void findLifetimes();
  bool placeTensors();
  void expireTensors(int32_t step);
  void forget(int32_t step);
  template <typename F>
  void visitTensors(int32_t last, F &&visit) const;
  bool place(int32_t buffer, int32_t earliest, int32_t step, int32_t &begin);
  bool placeLoad(int32_t command, int32_t step);
  int32_t findStores(const Move &move);
  void noteStore(const Move &move, int32_t step);

  const TileProgram &program;
  const engine::Machine &machine;
  const std::vector<bool> &isPacked;
  TileSchedule &schedule;
  Skyline skyline;
  /// Lifetimes by buffer, in steps, and whether it has an address.
  std::vector<Lifetime> lifetimes;
  std::vector<bool> isPlaced;
  /// The first step in which the memory of a buffer is free for it.
  std::vector<int32_t> begins;
  /// The commands of the steps, and the loads in front of each.
  std::vector<int32_t> steps;
  std::vector<std::vector<int32_t>> loadsAt;
  /// Tensors by their first step; those from `nextTensor` on have not begun,
  /// and those that have begun are needed still.
  std::vector<int32_t> tensors, begun;
  size_t nextTensor = 0;
  /// What is behind is forgotten every so many steps.
  static constexpr int32_t forgetSteps = 16;
  /// The first step of loads so far, and the steps in which they are used.
  int32_t lastLoad = 0;
  std::vector<int32_t> uses;
  MemoryTracker dram;
};
} // namespace

size_t Skyline::split(int64_t address) {
  auto it = llvm::upper_bound(
      spans, address, [](int64_t a, const Piece &p) { return a < p.begin; });
  size_t index = it - spans.begin() - 1;
  if (spans[index].begin == address)
    return index;
  if (address >= end)
    return spans.size();
  spans.insert(it, {address, spans[index].last});
  return index + 1;
}

void Skyline::raise(int64_t begin, int64_t bytes, int32_t last) {
  size_t first = split(begin), behind = split(begin + bytes);
  for (size_t i = first; i != behind; ++i)
    spans[i].last = std::max(spans[i].last, last);
}

template <typename F>
void Skyline::visitPlaces(int64_t bytes, F &&visit) const {
  for (size_t i = 0; i != spans.size(); ++i) {
    int64_t begin = spans[i].begin;
    if (begin + bytes > end)
      return;
    int32_t last = -1;
    for (size_t j = i; j != spans.size() && spans[j].begin < begin + bytes; ++j)
      last = std::max(last, spans[j].last);
    visit(begin, last);
  }
}

void Skyline::forget(int32_t step) {
  std::vector<Piece> merged;
  for (Piece piece : spans) {
    piece.last = std::max(piece.last, step);
    if (merged.empty() || merged.back().last != piece.last)
      merged.push_back(piece);
  }
  spans = std::move(merged);
}

void Scheduler::findLifetimes() {
  lifetimes.resize(program.buffers.size());
  for (auto [lifetime, buffer] : llvm::zip(lifetimes, program.buffers))
    lifetime = {buffer.bytes, INT32_MAX, -1};
  std::vector<int32_t> loads;
  for (auto [index, command] : llvm::enumerate(program.commands)) {
    if (command.unit == TileUnit::Load) {
      loads.push_back(index);
      continue;
    }
    int32_t step = steps.size();
    steps.push_back(index);
    loadsAt.push_back(std::move(loads));
    loads.clear();
    program.visitSpans(command, [&](const Span &span, bool) {
      Lifetime &lifetime = lifetimes[span.buffer];
      lifetime.first = std::min(lifetime.first, step);
      lifetime.last = step;
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
  Placement placement = placeBuffers(list);
  assert(verifyPlacement(list, placement).empty() && "tensors overlap");
  schedule.tensors = list.size();
  schedule.tensorBytes = placement.bytes;
  schedule.tensorBound = placement.lowerBound;
  for (auto [tensor, address] : llvm::zip(tensors, placement.addresses)) {
    schedule.addresses[tensor] = address;
    isPlaced[tensor] = true;
    if (address + lifetimes[tensor].bytes <= machine.sramBytes) {
      skyline.split(address);
      skyline.split(address + lifetimes[tensor].bytes);
    }
  }
  llvm::sort(tensors, [&](int32_t a, int32_t b) {
    return std::pair(lifetimes[a].first, a) < std::pair(lifetimes[b].first, b);
  });
  return placement.bytes <= machine.sramBytes;
}

/// Tensors that are not needed any more leave what they need in the skyline.
void Scheduler::expireTensors(int32_t step) {
  while (nextTensor != tensors.size() &&
         lifetimes[tensors[nextTensor]].first <= step)
    begun.push_back(tensors[nextTensor++]);
  llvm::erase_if(begun, [&](int32_t tensor) {
    if (lifetimes[tensor].last >= step)
      return false;
    skyline.raise(schedule.addresses[tensor], lifetimes[tensor].bytes,
                  lifetimes[tensor].last);
    return true;
  });
}

/// Calls `visit` for the tensors that are needed at some time from now up to
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

/// No load begins before the last one, so what was needed before is forgotten.
void Scheduler::forget(int32_t step) {
  skyline.forget(lastLoad - 1);
  // Places begin where tensors do that are near.
  visitTensors(step + 4 * forgetSteps, [&](int32_t tensor) {
    skyline.split(schedule.addresses[tensor]);
    skyline.split(schedule.addresses[tensor] + lifetimes[tensor].bytes);
    return true;
  });
}

/// Finds the place of a buffer of `step` that is free first, from step
/// `earliest` on.
bool Scheduler::place(int32_t buffer, int32_t earliest, int32_t step,
                      int32_t &begin) {
  const Lifetime &lifetime = lifetimes[buffer];
  int64_t bestAddress = -1;
  int32_t bestLast = INT32_MAX;
  auto isFree = [&](int64_t address) {
    bool isFree = true;
    visitTensors(lifetime.last, [&](int32_t tensor) {
      int64_t other = schedule.addresses[tensor];
      isFree = other >= address + lifetime.bytes ||
               address >= other + lifetimes[tensor].bytes;
      return isFree;
    });
    return isFree;
  };
  bool packs = isPacked[program.commands[steps[step]].node];
  skyline.visitPlaces(lifetime.bytes, [&](int64_t address, int32_t last) {
    bool isBetter = packs ? bestAddress < 0 : last < bestLast;
    if (last < step && isBetter && isFree(address)) {
      bestLast = last;
      bestAddress = address;
    }
  });
  if (bestAddress < 0)
    return false;
  begins[buffer] = bestLast + 1;
  begin = std::max(earliest, bestLast + 1);
  schedule.addresses[buffer] = bestAddress;
  isPlaced[buffer] = true;
  skyline.raise(bestAddress, lifetime.bytes, lifetime.last);
  return true;
}

/// The last step that stores what `move` loads, or -1.
int32_t Scheduler::findStores(const Move &move) {
  if (move.isParameter)
    return -1;
  LatestCommands after;
  after.fill(-1);
  int64_t end = move.dram + move.bytes;
  for (const BoxDim &dim : move.dims)
    end += (dim.size - 1) * dim.dramStride;
  dram.access(move.dram, end, false, TileUnit::Load, -1, after);
  return after[int(TileUnit::Store)];
}

void Scheduler::noteStore(const Move &move, int32_t step) {
  LatestCommands after;
  int64_t end = move.dram + move.bytes;
  for (const BoxDim &dim : move.dims)
    end += (dim.size - 1) * dim.dramStride;
  dram.access(move.dram, end, true, TileUnit::Store, step, after);
}

/// Loads keep their order. Ahead of their use there are never more than the
/// queue holds, so that the sequencer does not wait for its room.
bool Scheduler::placeLoad(int32_t index, int32_t step) {
  const Move &move = program.moves[program.commands[index].work];
  int32_t earliest = std::max(lastLoad, findStores(move) + 1);
  int64_t ahead = std::max<int64_t>(1, machine.queueDepth - 2);
  if (int64_t(uses.size()) >= ahead)
    earliest = std::max(earliest, uses[uses.size() - ahead]);
  if (isPlaced[move.sram.buffer])
    earliest = std::max(earliest, begins[move.sram.buffer]);
  int32_t begin = std::min(earliest, step);
  if (!isPlaced[move.sram.buffer] &&
      !place(move.sram.buffer, begin, step, begin))
    return false;
  lastLoad = begin = std::min(begin, step);
  uses.push_back(step);
  loadsAt[begin].push_back(index);
  return true;
}

std::optional<int32_t> Scheduler::run() {
  findLifetimes();
  schedule.addresses.assign(program.buffers.size(), 0);
  isPlaced.assign(program.buffers.size(), false);
  begins.assign(program.buffers.size(), 0);
  if (!placeTensors())
    return -1;
  std::vector<std::vector<int32_t>> loads = std::move(loadsAt);
  loadsAt.assign(steps.size(), {});
  for (auto [position, index] : llvm::enumerate(steps)) {
    int32_t step = position;
    const TileCommand &command = program.commands[index];
    expireTensors(step);
    if (step % forgetSteps == 0)
      forget(step);
    for (int32_t load : loads[position])
      if (!placeLoad(load, step))
        return command.node;
    bool fits = true;
    program.visitSpans(command, [&](const Span &span, bool) {
      int32_t begin = 0;
      if (!isPlaced[span.buffer] && fits)
        fits = place(span.buffer, step, step, begin);
    });
    if (!fits)
      return command.node;
    if (command.unit == TileUnit::Store)
      noteStore(program.moves[command.work], step);
  }
  for (auto [position, index] : llvm::enumerate(steps)) {
    llvm::append_range(schedule.order, loadsAt[position]);
    schedule.order.push_back(index);
  }
  return std::nullopt;
}

std::optional<int32_t> codegen::scheduleTiles(const TileProgram &program,
                                              const engine::Machine &machine,
                                              const std::vector<bool> &isPacked,
                                              TileSchedule &schedule) {
  schedule = TileSchedule();
  return Scheduler(program, machine, isPacked, schedule).run();
}

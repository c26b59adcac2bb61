//===- Accesses.cpp - SRAM accesses of commands ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Accesses.h"
#include "tenon/Simulator/Hazards/Hazards.h"
#include <tuple>

using namespace mlir;
using namespace tenon;
using namespace tenon::engine;

void SramBox::visitRuns(
    llvm::function_ref<void(int64_t, int64_t)> visit) const {
  // Merges dimensions without gaps, from the inside out.
  int64_t bytes = sizes[3];
  int outer = 2;
  for (; outer >= 0; --outer) {
    if (sizes[outer] == 1)
      continue;
    if (strides[outer] > alignUp(bytes, sramAlignment))
      break;
    bytes = (sizes[outer] - 1) * strides[outer] + bytes;
  }
  auto visitDimension = [&](auto &self, int dimension, int64_t from) -> void {
    if (dimension > outer)
      return visit(from / sramAlignment * sramAlignment,
                   alignUp(from + bytes, sramAlignment));
    for (int64_t i = 0; i != sizes[dimension]; ++i)
      self(self, dimension + 1, from + i * strides[dimension]);
  };
  visitDimension(visitDimension, 0, address);
}

std::string tenon::printBytes(int64_t begin, int64_t end) {
  return std::to_string(begin) + " to " + std::to_string(end - 1);
}

/// Returns a dense box.
static SramBox makeRange(AccessKind kind, int64_t address, int64_t bytes) {
  SramBox box;
  box.kind = kind;
  box.address = address;
  box.sizes[3] = bytes;
  return box;
}

/// Returns a box of pixels of the array with the given pitches of rows and
/// pixels.
static SramBox makePixels(AccessKind kind, int64_t address,
                          ArrayRef<int64_t> sizes, ArrayRef<int64_t> pitch,
                          int64_t elementBytes) {
  SramBox box;
  box.kind = kind;
  box.address = address;
  box.sizes = {1, sizes[0], sizes[1], sizes[2] * elementBytes};
  box.strides = {0, pitch[0], pitch[1]};
  return box;
}

template <typename OpT>
static SramBox makeRegion(OpT op, AccessKind kind) {
  SramBox box;
  box.kind = kind;
  box.address = op.getSramAddress();
  ArrayRef<int64_t> sizes = op.getSizes(), strides = op.getSramStrides();
  llvm::copy(sizes, box.sizes.end() - sizes.size());
  llvm::copy(strides, box.strides.end() - strides.size());
  return box;
}

static void addArray(ArrayOp op, SmallVectorImpl<SramBox> &boxes) {
  int64_t bytes = getElementBytes(getElementKind(op.getType()));
  ArrayRef<int64_t> sizes = op.getOutputSizes();
  int64_t depth =
      op.getMode() == ArrayMode::Depthwise ? 1 : op.getInputSizes()[2];
  int64_t partialBytes = sizes[0] * sizes[1] * sizes[2] * accumulatorBytes;
  SumPart sums = op.getSums();
  boxes.push_back(makePixels(AccessKind::Read, op.getInputAddress(),
                             op.getInputSizes(), op.getInputPitch(), bytes));
  int64_t weightBytes =
      sizes[2] * depth * op.getKernel()[0] * op.getKernel()[1] * bytes;
  boxes.push_back(
      makeRange(AccessKind::Read, op.getWeightAddress(), weightBytes));
  if (op.getWeightLayout() == WeightLayout::Constant) // array_r11
    boxes.push_back(
        makeRange(AccessKind::RecordRead,
                  op.getWeightAddress() + alignUp(weightBytes, sramAlignment),
                  sizes[2] * accumulatorBytes));
  if (op.getResidual() >= 0)
    boxes.push_back(makePixels(AccessKind::DrainRead, op.getResidual(), sizes,
                               op.getResidualPitch(), bytes));
  if (sums == SumPart::Middle || sums == SumPart::Last)
    boxes.push_back(
        makeRange(AccessKind::DrainRead, op.getPartials(), partialBytes));
  if (sums == SumPart::First || sums == SumPart::Middle)
    boxes.push_back(
        makeRange(AccessKind::Write, op.getPartials(), partialBytes));
  else
    boxes.push_back(makePixels(AccessKind::Write, op.getOutputAddress(), sizes,
                               op.getOutputPitch(), bytes));
}

static void addVector(VectorOp op, CommandAccesses &command) {
  for (auto [address, bytes] : llvm::zip(op.getInputs(), op.getInputBytes()))
    command.boxes.push_back(makeRange(AccessKind::Read, address, bytes));
  command.boxes.push_back(
      makeRange(AccessKind::Write, op.getOutput(), op.getOutputBytes()));
  command.isInPlace = op.getTaps() == 1;
}

std::vector<CommandAccesses> tenon::getAccesses(ProgramOp program) {
  std::vector<CommandAccesses> commands;
  for (Operation &op : *program.getBody().begin()) {
    if (isa<LayerOp>(op))
      continue;
    CommandAccesses command;
    command.op = &op;
    if (auto load = dyn_cast<LoadOp>(op)) {
      command.unit = Unit::Load;
      command.boxes.push_back(makeRegion(load, AccessKind::Write));
    } else if (auto store = dyn_cast<StoreOp>(op)) {
      command.unit = Unit::Store;
      command.boxes.push_back(makeRegion(store, AccessKind::Read));
    } else if (auto array = dyn_cast<ArrayOp>(op)) {
      command.unit = Unit::Array;
      addArray(array, command.boxes);
    } else if (auto vector = dyn_cast<VectorOp>(op)) {
      command.unit = Unit::Vector;
      addVector(vector, command);
    }
    commands.push_back(std::move(command));
  }
  return commands;
}

std::vector<TimedAccess>
tenon::getTimedAccesses(const std::vector<CommandAccesses> &commands,
                        const Trace &trace) {
  std::vector<TimedAccess> accesses;
  std::vector<int64_t> stepsEnd(commands.size()), drainBegin(commands.size());
  for (const StageSpan &span : trace.spans[int(Stage::Steps)])
    stepsEnd[span.command] = span.end;
  for (const StageSpan &span : llvm::reverse(trace.spans[int(Stage::Drain)]))
    drainBegin[span.command] = span.begin;
  for (auto [index, command] : llvm::enumerate(commands))
    for (const SramBox &box : command.boxes) {
      TimedAccess access{trace.commands[index].started,
                         trace.commands[index].ended, int64_t(index), &box};
      if (command.unit == Unit::Array && box.kind == AccessKind::Read)
        access.end = stepsEnd[index];
      else if (command.unit == Unit::Array)
        access.begin = drainBegin[index];
      accesses.push_back(access);
    }
  llvm::sort(accesses, [](const TimedAccess &a, const TimedAccess &b) {
    return std::tie(a.begin, a.command, a.box) <
           std::tie(b.begin, b.command, b.box);
  });
  return accesses;
}

std::vector<SramUse> tenon::getSramUse(ProgramOp program, const Trace &trace) {
  /// The first write and the last read of some bytes.
  struct Life {
    int64_t begin = 0, end = 0;
  };
  std::vector<CommandAccesses> commands = getAccesses(program);
  IntervalMap<Life> lives;
  std::map<int64_t, int64_t> changes;
  auto finish = [&](int64_t begin, int64_t end, const Life &life) {
    if (life.begin == life.end)
      return;
    changes[life.begin] += end - begin;
    changes[life.end] -= end - begin;
  };
  for (const TimedAccess &access : getTimedAccesses(commands, trace))
    access.box->visitRuns([&](int64_t from, int64_t to) {
      if (access.box->kind == AccessKind::Write) {
        lives.visit(from, to, finish);
        lives.assign(from, to, Life{access.begin, access.end});
        return;
      }
      lives.visit(from, to, [&](int64_t, int64_t, Life &life) {
        if (life.begin != life.end)
          life.end = std::max(life.end, access.end);
      });
    });
  lives.visitAll(finish);
  std::vector<SramUse> use;
  int64_t bytes = 0;
  for (auto [cycle, change] : changes)
    if (change != 0)
      use.push_back({cycle, bytes += change});
  return use;
}

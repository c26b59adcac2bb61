//===- Draft.cpp - A program that is easily changed -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Draft.h"
#include "llvm/ADT/STLExtras.h"

using namespace tenon;
using namespace tenon::differential;
using engine::ceilDiv;
using engine::Machine;

namespace {
/// A number of a machine, as targets print it.
struct Field {
  llvm::StringLiteral key;
  int64_t Machine::*member;
  int64_t minimum;
};
} // namespace

static llvm::ArrayRef<Field> getFields() {
  static const Field fields[] = {
#define TENON_MACHINE_FIELD(section, key, member, minimum, unit)               \
  {#section "." #key, &Machine::member, minimum},
#include "dialects/Engine/IR/MachineFields.inc"
  };
  return fields;
}

int64_t *differential::findField(Machine &machine, llvm::StringRef key) {
  for (const Field &field : getFields())
    if (field.key == key)
      return &(machine.*field.member);
  return nullptr;
}

DecodedProgram Draft::build() const {
  DecodedProgram program;
  program.machine = machine;
  for (const DraftCommand &draft : commands) {
    Command command;
    command.unit = draft.unit;
    command.layer = draft.layer;
    while (program.layers.size() <= draft.layer)
      program.layers.push_back("layer" + std::to_string(program.layers.size()));
    command.firstDependency = program.dependencies.size();
    llvm::append_range(program.dependencies, draft.dependencies);
    command.endDependency = program.dependencies.size();
    auto add = [&](auto &works, const auto &work) {
      command.work = works.size();
      works.push_back(work);
    };
    if (draft.unit == Unit::Array)
      add(program.arrays, draft.array);
    else if (draft.unit == Unit::Vector)
      add(program.vectors, draft.vector);
    else if (draft.unit != Unit::Barrier)
      add(program.transfers, draft.transfer);
    program.commands.push_back(command);
  }
  return program;
}

void Draft::drop(size_t begin, size_t end) {
  commands.erase(commands.begin() + begin, commands.begin() + end);
  for (DraftCommand &command : commands) {
    llvm::erase_if(command.dependencies, [&](uint32_t index) {
      return index >= begin && index < end;
    });
    for (uint32_t &index : command.dependencies)
      if (index >= end)
        index -= end - begin;
  }
}

void Draft::visitNumbers(llvm::function_ref<void(int64_t &, int64_t)> visit) {
  for (DraftCommand &command : commands) {
    if (command.unit == Unit::Load || command.unit == Unit::Store) {
      for (int64_t &size : command.transfer.sizes)
        visit(size, 1);
      for (size_t i = 0; i != 3; ++i)
        visit(command.transfer.strides[i], 0);
      visit(command.transfer.address, 0);
    } else if (command.unit == Unit::Array) {
      ArrayWork &work = command.array;
      for (int64_t *number :
           {&work.rows, &work.width, &work.pixelsPerStep, &work.outChannels,
            &work.channelsPerBlock, &work.weightBlocks, &work.loadCycles,
            &work.stepCycles, &work.drainPort})
        visit(*number, 1);
    } else if (command.unit == Unit::Vector) {
      visit(command.vector.cycles, 1);
      visit(command.vector.port, 1);
    }
  }
  for (const Field &field : getFields())
    visit(machine.*field.member, field.minimum);
  if (machine.dramShare != 100)
    visit(machine.dramShare, 1);
}

bool Draft::normalize() {
  for (DraftCommand &command : commands)
    command.array.stepsPerRow =
        ceilDiv(command.array.width, command.array.pixelsPerStep); // array_r2
  return machine.dramBurst % machine.dramBytesPerCycle == 0 &&
         engine::channelInterleave % machine.dramBurst == 0 &&
         machine.dramRowBytes % engine::channelInterleave == 0 &&
         machine.tRfc + machine.dramBurst / machine.dramBytesPerCycle <=
             machine.tRefi;
}

static void printWork(llvm::raw_ostream &os, const DraftCommand &command) {
  auto print = [&](llvm::StringRef name, auto value) {
    os << ' ' << name << '=' << value;
  };
  if (command.unit == Unit::Barrier)
    return;
  if (command.unit == Unit::Vector) {
    print("cycles", command.vector.cycles);
    return print("port", command.vector.port);
  }
  if (command.unit == Unit::Array) {
    const ArrayWork &work = command.array;
    print("rows", work.rows);
    print("width", work.width);
    print("pixels", work.pixelsPerStep);
    print("channels", work.outChannels);
    print("block", work.channelsPerBlock);
    print("weights", work.weightBlocks);
    print("load", work.loadCycles);
    print("step", work.stepCycles);
    return print("port", work.drainPort);
  }
  print("address", command.transfer.address);
  os << " sizes=[";
  llvm::interleaveComma(command.transfer.sizes, os);
  os << "] strides=[";
  llvm::interleaveComma(command.transfer.strides, os);
  os << ']';
}

void Draft::print(llvm::raw_ostream &os) const {
  os << "machine:";
  for (const Field &field : getFields())
    os << ' ' << field.key << '=' << machine.*field.member;
  if (machine.dramShare != 100)
    os << " dram.share=" << machine.dramShare << '%';
  os << '\n';
  const char *names[] = {"load", "store", "array", "vector", "barrier"};
  for (auto [index, command] : llvm::enumerate(commands)) {
    os << "  " << index << ": " << names[int(command.unit)];
    printWork(os, command);
    if (!command.dependencies.empty()) {
      os << " after(";
      llvm::interleaveComma(command.dependencies, os);
      os << ')';
    }
    os << '\n';
  }
}

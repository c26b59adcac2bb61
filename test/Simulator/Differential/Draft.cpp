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
using engine::Machine;

namespace {
/// A number of a machine, as targets print it.
struct Field {
  llvm::StringLiteral key;
  int64_t Machine::*member;
  engine::FieldKind kind;
  int64_t minimum;
};
} // namespace

static llvm::ArrayRef<Field> getFields() {
  static const Field fields[] = {
#define TENON_MACHINE_FIELD(section, key, member, kind, minimum, value, unit)  \
  {#section "." #key, &Machine::member, engine::FieldKind::kind, minimum},
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
    auto add = [&](auto &shapes, const auto &shape) {
      command.work = shapes.size();
      shapes.push_back(shape);
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
      for (int64_t &stride : command.transfer.strides)
        visit(stride, 0);
      visit(command.transfer.address, 0);
    } else if (command.unit == Unit::Array) {
      ArrayShape &shape = command.array;
      for (int64_t *number :
           {&shape.rows, &shape.width, &shape.outChannels, &shape.inChannels,
            &shape.kernelRows, &shape.kernelColumns})
        visit(*number, 1);
    } else if (command.unit == Unit::Vector) {
      VectorShape &shape = command.vector;
      for (int64_t *number :
           {&shape.pixels, &shape.taps, &shape.channels, &shape.cost})
        visit(*number, 1);
      visit(shape.inputs, 0);
    }
  }
  for (const Field &field : getFields())
    if (field.kind == engine::FieldKind::Number || machine.*field.member != 100)
      visit(machine.*field.member, field.minimum);
}

bool Draft::isValid() const {
  for (const DraftCommand &command : commands)
    if (command.unit == Unit::Array &&
        command.array.mode == engine::ArrayMode::Depthwise &&
        !machine.hasDepthwise())
      return false;
  return (machine.depthwiseC == 0) == (machine.depthwiseP == 0) &&
         machine.dramBurst % machine.dramBytesPerCycle == 0 &&
         engine::channelInterleave % machine.dramBurst == 0 &&
         machine.dramRowBytes % engine::channelInterleave == 0 &&
         machine.tRfc + machine.dramBurst / machine.dramBytesPerCycle <=
             machine.tRefi;
}

static void printShape(llvm::raw_ostream &os, const DraftCommand &command) {
  auto print = [&](llvm::StringRef name, auto value) {
    os << ' ' << name << '=' << value;
  };
  if (command.unit == Unit::Barrier)
    return;
  if (command.unit == Unit::Vector) {
    const VectorShape &shape = command.vector;
    print("type", engine::stringifyElementKind(shape.type));
    print("pixels", shape.pixels);
    print("taps", shape.taps);
    print("channels", shape.channels);
    print("across", shape.isAcrossLanes);
    print("inputs", shape.inputs);
    return print("cost", shape.cost);
  }
  if (command.unit == Unit::Array) {
    const ArrayShape &shape = command.array;
    print("mode", engine::stringifyArrayMode(shape.mode));
    print("type", engine::stringifyElementKind(shape.type));
    print("rows", shape.rows);
    print("width", shape.width);
    print("channels", shape.outChannels);
    print("input_channels", shape.inChannels);
    print("kernel_rows", shape.kernelRows);
    print("kernel_columns", shape.kernelColumns);
    print("sums", engine::stringifySumPart(shape.sums));
    return print("residual", shape.hasResidual);
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
  for (const Field &field : getFields()) {
    bool isPercent = field.kind == engine::FieldKind::Percent;
    if (!isPercent || machine.*field.member != 100)
      os << ' ' << field.key << '=' << machine.*field.member
         << (isPercent ? "%" : "");
  }
  os << '\n';
  const char *names[] = {"load", "store", "array", "vector", "barrier"};
  for (auto [index, command] : llvm::enumerate(commands)) {
    os << "  " << index << ": " << names[int(command.unit)];
    printShape(os, command);
    if (!command.dependencies.empty()) {
      os << " after(";
      llvm::interleaveComma(command.dependencies, os);
      os << ')';
    }
    os << '\n';
  }
}

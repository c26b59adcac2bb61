//===- Program.cpp - Decoding of programs ---------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Simulator/Program.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::engine;

namespace {
/// Decodes a program command by command.
class Decoder {
public:
  explicit Decoder(TargetAttr target) : target(target) {
    program.machine = target.getMachine();
  }
  LogicalResult decode(Operation &op);
  /// layer_r1: assigns the commands since the last barrier that no marker
  /// covers to a separate layer with the name `label`.
  void endSegment(llvm::StringRef label);
  DecodedProgram program;

private:
  void beginLayer(llvm::StringRef name);

  template <typename OpT>
  void decodeTransfer(OpT op, Unit unit);
  void decodeArray(ArrayOp op);
  LogicalResult decodeVector(VectorOp op);
  void add(Operation &op, Unit unit, size_t work);
  void touch(int64_t address, int64_t bytes) {
    program.sramBytes = std::max(program.sramBytes, address + bytes);
  }

  TargetAttr target;
  llvm::DenseMap<Value, uint32_t> tokens;
  /// Layers of markers by name, and the layer of the next command.
  llvm::StringMap<uint32_t> markers;
  uint32_t layer = noLayer;
  /// The first command after the last barrier.
  size_t segmentStart = 0;
  static constexpr uint32_t noLayer = UINT32_MAX;
};
} // namespace

void Decoder::beginLayer(llvm::StringRef name) {
  auto [it, isNew] = markers.try_emplace(name, program.layers.size());
  if (isNew)
    program.layers.push_back(name.str());
  layer = it->second;
}

void Decoder::endSegment(llvm::StringRef label) {
  llvm::MutableArrayRef<Command> commands = program.commands;
  commands = commands.drop_front(segmentStart);
  if (llvm::any_of(commands, [](auto &c) { return c.layer == noLayer; })) {
    for (Command &command : commands)
      if (command.layer == noLayer)
        command.layer = program.layers.size();
    program.layers.push_back(label.str());
  }
  segmentStart = program.commands.size();
  layer = noLayer;
}

void Decoder::add(Operation &op, Unit unit, size_t work) {
  Command command;
  command.unit = unit;
  command.work = work;
  command.layer = layer;
  command.firstDependency = program.dependencies.size();
  for (Value token : op.getOperands())
    program.dependencies.push_back(tokens.lookup(token));
  command.endDependency = program.dependencies.size();
  for (Value token : op.getResults())
    tokens[token] = program.commands.size();
  program.commands.push_back(command);
}

template <typename OpT>
void Decoder::decodeTransfer(OpT op, Unit unit) {
  TransferShape shape;
  shape.address = op.getDramAddress();
  ArrayRef<int64_t> sizes = op.getSizes(), strides = op.getDramStrides();
  llvm::copy(sizes, shape.sizes.end() - sizes.size());
  llvm::copy(strides, shape.strides.end() - strides.size());
  int64_t span = sizes.back();
  for (auto [size, stride] : llvm::zip(sizes.drop_back(), op.getSramStrides()))
    span += (size - 1) * stride;
  touch(op.getSramAddress(), span);
  program.transfers.push_back(shape);
  add(*op, unit, program.transfers.size() - 1);
}

void Decoder::decodeArray(ArrayOp op) {
  ArrayShape shape;
  shape.mode = op.getMode();
  shape.type = getElementKind(op.getType());
  shape.rows = op.getOutputSizes()[0];
  shape.width = op.getOutputSizes()[1];
  shape.outChannels = op.getOutputSizes()[2];
  shape.inChannels = op.getInputSizes()[2];
  shape.kernelRows = op.getKernel()[0];
  shape.kernelColumns = op.getKernel()[1];
  shape.sums = op.getSums();
  shape.hasResidual = op.getResidual() >= 0;
  int64_t bytes = getElementBytes(shape.type);
  auto span = [&](ArrayRef<int64_t> sizes, ArrayRef<int64_t> pitch) {
    return (sizes[0] - 1) * pitch[0] + (sizes[1] - 1) * pitch[1] +
           sizes[2] * bytes;
  };
  touch(op.getOutputAddress(), span(op.getOutputSizes(), op.getOutputPitch()));
  touch(op.getInputAddress(), span(op.getInputSizes(), op.getInputPitch()));
  if (shape.hasResidual)
    touch(op.getResidual(), span(op.getOutputSizes(), op.getResidualPitch()));
  int64_t weightBytes =
      shape.outChannels * shape.kernelRows * shape.kernelColumns * bytes *
      (shape.mode == ArrayMode::Depthwise ? 1 : shape.inChannels);
  if (op.getWeightLayout() == WeightLayout::Constant) // array_r11
    weightBytes = alignUp(weightBytes, sramAlignment) +
                  shape.outChannels * accumulatorBytes;
  touch(op.getWeightAddress(), weightBytes);
  if (shape.sums != SumPart::Whole)
    touch(op.getPartials(),
          shape.rows * shape.width * shape.outChannels * accumulatorBytes);
  program.arrays.push_back(shape);
  add(*op, Unit::Array, program.arrays.size() - 1);
}

LogicalResult Decoder::decodeVector(VectorOp op) {
  std::optional<int64_t> cost = target.getFunctionCycles(op.getFunction());
  if (!cost)
    return op.emitOpError("expected a function of '")
           << target.getName() << "', but got '" << op.getFunction() << "'";
  VectorShape shape;
  shape.type = getElementKind(op.getType());
  shape.pixels = op.getPixels();
  shape.taps = op.getTaps();
  shape.channels = op.getChannels();
  shape.isAcrossLanes = op.getAcrossLanes();
  shape.inputs = op.getInputs().size();
  shape.cost = *cost;
  for (auto [address, bytes] : llvm::zip(op.getInputs(), op.getInputBytes()))
    touch(address, bytes);
  touch(op.getOutput(), op.getOutputBytes());
  program.vectors.push_back(shape);
  add(*op, Unit::Vector, program.vectors.size() - 1);
  return success();
}

LogicalResult Decoder::decode(Operation &op) {
  if (auto load = dyn_cast<LoadOp>(op))
    decodeTransfer(load, Unit::Load);
  else if (auto store = dyn_cast<StoreOp>(op))
    decodeTransfer(store, Unit::Store);
  else if (auto array = dyn_cast<ArrayOp>(op))
    decodeArray(array);
  else if (auto vector = dyn_cast<VectorOp>(op))
    return decodeVector(vector);
  else if (auto marker = dyn_cast<LayerOp>(op)) {
    beginLayer(marker.getLayer());
  } else if (auto barrier = dyn_cast<BarrierOp>(op)) {
    add(op, Unit::Barrier, 0);
    endSegment(barrier.getLayer());
  } else
    return op.emitOpError("expected a command of a neural engine");
  return success();
}

FailureOr<DecodedProgram> tenon::decodeProgram(ProgramOp program,
                                               TargetAttr target) {
  Decoder decoder(target);
  for (Operation &op : *program.getBody().begin())
    if (failed(decoder.decode(op)))
      return failure();
  decoder.endSegment("");
  return std::move(decoder.program);
}

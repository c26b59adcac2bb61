//===- Program.cpp - Decodes programs -------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Simulator/Program.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::engine;

namespace {
/// Fills a DecodedProgram, one command after the other.
class Decoder {
public:
  explicit Decoder(TargetAttr target)
      : target(target), machine(target.getMachine()) {
    program.machine = machine;
  }
  LogicalResult decode(Operation &op);
  /// layer_r1: the commands since the last barrier that no marker names belong
  /// to a layer of their own, called `label`.
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
  Machine machine;
  llvm::DenseMap<Value, uint32_t> tokens;
  /// Layers that markers have named, and the one that commands belong to now.
  llvm::StringMap<uint32_t> markers;
  uint32_t layer = noLayer;
  /// The first command behind the last barrier.
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

/// dma_r2: a dimension whose stride is the extent of what is inside of it
/// belongs to the same run of bytes.
template <typename OpT>
void Decoder::decodeTransfer(OpT op, Unit unit) {
  Transfer transfer;
  transfer.address = op.getDramAddress();
  ArrayRef<int64_t> sizes = op.getSizes(), strides = op.getDramStrides();
  size_t slot = 3;
  transfer.sizes[slot] = sizes.back();
  int64_t span = sizes.back();
  for (size_t i = sizes.size() - 1; i-- > 0;) {
    span += (sizes[i] - 1) * op.getSramStrides()[i];
    if (sizes[i] == 1)
      continue;
    if (strides[i] == transfer.sizes[slot] * transfer.strides[slot]) {
      transfer.sizes[slot] *= sizes[i];
      continue;
    }
    --slot;
    transfer.sizes[slot] = sizes[i];
    transfer.strides[slot] = strides[i];
  }
  touch(op.getSramAddress(), span);
  program.transfers.push_back(transfer);
  add(*op, unit, program.transfers.size() - 1);
}

void Decoder::decodeArray(ArrayOp op) {
  ElementKind kind = getElementKind(op.getType());
  int64_t bytes = getElementBytes(kind);
  bool isDepthwise = op.getMode() == ArrayMode::Depthwise;
  int64_t pixels = isDepthwise ? machine.depthwiseP : machine.standardP;
  int64_t inputs = isDepthwise ? machine.depthwiseC : machine.standardC;
  int64_t taps = op.getKernel()[0] * op.getKernel()[1];
  ArrayWork work;
  work.rows = op.getOutputSizes()[0];
  work.width = op.getOutputSizes()[1];
  work.pixelsPerStep = pixels;
  work.stepsPerRow = ceilDiv(work.width, pixels); // array_r2
  work.outChannels = op.getOutputSizes()[2];
  work.channelsPerBlock = isDepthwise ? inputs : machine.standardK;
  int64_t blockBytes =
      isDepthwise ? inputs * bytes : machine.standardK * inputs * bytes;
  // array_r3, array_r5, array_r6
  work.weightBlocks =
      isDepthwise ? taps : taps * ceilDiv(op.getInputSizes()[2], inputs);
  work.loadCycles = ceilDiv(blockBytes, machine.weightFeed);
  work.stepCycles =
      std::max(machine.getStepCycles(kind),
               ceilDiv(inputs * pixels * bytes, machine.inputFeed));
  int64_t results = work.rows * work.width * work.outChannels;
  work.type = kind;
  work.inputBytes = inputs * pixels * bytes;
  work.accumulates = results * work.weightBlocks;
  work.multiplyAccumulates =
      results * taps * (isDepthwise ? 1 : op.getInputSizes()[2]);
  // array_r8: what the drain reads and writes for each result.
  bool readsSums =
      op.getSums() == SumPart::Middle || op.getSums() == SumPart::Last;
  bool writesSums =
      op.getSums() == SumPart::First || op.getSums() == SumPart::Middle;
  work.drainPort =
      machine.drainLanes * ((writesSums ? accumulatorBytes : bytes) +
                            (readsSums ? accumulatorBytes : 0) +
                            (op.getResidual() >= 0 ? bytes : 0)); // array_r10
  auto span = [&](ArrayRef<int64_t> sizes, ArrayRef<int64_t> pitch) {
    return (sizes[0] - 1) * pitch[0] + (sizes[1] - 1) * pitch[1] +
           sizes[2] * bytes;
  };
  touch(op.getOutputAddress(), span(op.getOutputSizes(), op.getOutputPitch()));
  touch(op.getInputAddress(), span(op.getInputSizes(), op.getInputPitch()));
  if (op.getResidual() >= 0)
    touch(op.getResidual(), span(op.getOutputSizes(), op.getResidualPitch()));
  touch(op.getWeightAddress(), work.outChannels * taps * bytes *
                                   (isDepthwise ? 1 : op.getInputSizes()[2]));
  if (op.getSums() != SumPart::Whole)
    touch(op.getPartials(),
          work.rows * work.width * work.outChannels * accumulatorBytes);
  program.arrays.push_back(work);
  add(*op, Unit::Array, program.arrays.size() - 1);
}

LogicalResult Decoder::decodeVector(VectorOp op) {
  std::optional<int64_t> cost = target.getFunctionCycles(op.getFunction());
  if (!cost)
    return op.emitOpError("expected a function of '")
           << target.getName() << "', but got '" << op.getFunction() << "'";
  int64_t lanes = machine.vectorLanes;
  VectorWork work;
  if (op.getTaps() == 1 && !op.getAcrossLanes()) // vec_r1
    work.cycles = ceilDiv(op.getPixels() * op.getChannels(), lanes) * *cost;
  else // vec_r2, vec_r3
    work.cycles =
        op.getPixels() *
        (op.getTaps() * ceilDiv(op.getChannels(), lanes) * *cost +
         (op.getAcrossLanes() ? int64_t(llvm::Log2_64_Ceil(lanes)) : 0));
  work.visits = op.getPixels() * op.getTaps() * op.getChannels();
  work.elements = work.visits * *cost;
  // vec_r4
  work.port = lanes * getElementBytes(getElementKind(op.getType())) *
              int64_t(op.getInputs().size() + 1);
  for (auto [address, bytes] : llvm::zip(op.getInputs(), op.getInputBytes()))
    touch(address, bytes);
  touch(op.getOutput(), op.getOutputBytes());
  program.vectors.push_back(work);
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

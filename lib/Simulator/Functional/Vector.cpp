//===- Vector.cpp - Commands of the vector unit on data -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Commands.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::values;
using engine::VectorOp;

/// Returns a tensor of placeholders. Results that depend on them are not
/// numbers or are unlikely to be correct.
static HostTensor makeUnknown(RankedTensorType type) {
  HostTensor tensor = HostTensor::zeros(type.getElementType(), type.getShape());
  unsigned stored = HostTensor::getElementBytes(type.getElementType());
  int64_t bytes = tensor.getNumElements() * stored;
  // All ones is NaN for floats. The other pattern is not a valid truth value.
  std::memset(tensor.getMutableBytes(),
              isa<FloatType>(type.getElementType()) ? 0xff : 0x5a, bytes);
  return tensor;
}

/// Returns the whole tensor of which an input is a slice. All elements outside
/// the slice are unknown.
static FailureOr<HostTensor> readSlice(VectorOp op, int64_t address,
                                       const ElementSlice &slice,
                                       RankedTensorType type,
                                       const Memory &sram) {
  HostTensor tensor = makeUnknown(type);
  unsigned stored = HostTensor::getElementBytes(type.getElementType());
  for (int64_t i = 0, e = slice.getNumElements(); i != e; ++i) {
    int64_t at = address + slice.getOffset(i);
    if (!sram.isWritten(at)) {
      (void)reportUnwritten(op, "SRAM", at);
      return failure();
    }
    setBits(tensor, slice.getElement(i), stored, sram.get(at));
  }
  return tensor;
}

static LogicalResult runSweep(VectorOp op, const MappedCommand &command,
                              const SweepMap &sweep, Machine &machine) {
  const SweepStage &stage = machine.getStages(command.node)[sweep.sweep];
  SmallVector<HostTensor> inputs;
  for (auto [index, slice] : llvm::enumerate(sweep.inputs)) {
    FailureOr<HostTensor> input =
        readSlice(op, op.getInputs()[index], slice, stage.getInputType(index),
                  machine.sram);
    if (failed(input))
      return failure();
    inputs.push_back(*input);
  }
  FailureOr<HostTensor> result = stage.run(inputs, machine.runner);
  if (failed(result))
    return failure();
  unsigned stored = HostTensor::getElementBytes(result->getElementType());
  bool isLast =
      size_t(sweep.sweep) + 1 == machine.getStages(command.node).size();
  for (int64_t i = 0, e = sweep.output.getNumElements(); i != e; ++i) {
    int64_t element = sweep.output.getElement(i);
    machine.sram.set(op.getOutput() + sweep.output.getOffset(i),
                     getBits(*result, element, stored));
    if (isLast)
      machine.sums[command.node].add(result->getDouble(element));
  }
  return success();
}

/// Writes the border of a pad.
static void fill(VectorOp op, const MappedNode &node, const SweepMap &sweep,
                 Memory &sram) {
  auto pad = cast<nn::PadOp>(node.op);
  HostTensor value = HostTensor::fromNumber(pad.getFill());
  uint64_t bits =
      getBits(value, 0, HostTensor::getElementBytes(value.getElementType()));
  for (int64_t i = 0, e = sweep.output.getNumElements(); i != e; ++i)
    sram.set(op.getOutput() + sweep.output.getOffset(i), bits);
}

LogicalResult values::runVector(VectorOp op, const MappedCommand &command,
                                Machine &machine) {
  const SweepMap &sweep = machine.map.sweeps[command.sweep];
  switch (sweep.kind) {
  case SweepMap::Sweep:
    return runSweep(op, command, sweep, machine);
  case SweepMap::Copy:
    machine.sram.copy(op.getOutput(), machine.sram, op.getInputs().front(),
                      op.getOutputBytes());
    return success();
  case SweepMap::Fill:
    fill(op, machine.map.nodes[command.node], sweep, machine.sram);
    return success();
  }
  llvm_unreachable("all kinds are listed");
}

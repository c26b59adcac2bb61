//===- FastDecode.cpp - Closed forms of commands --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FastDecode.h"
#include "llvm/Support/MathExtras.h"

using namespace tenon;
using namespace tenon::fast;
using engine::ceilDiv;

/// dma_r2: a dimension whose stride equals the extent of all inner dimensions
/// belongs to the same run of bytes.
Transfer fast::decodeTransfer(const TransferShape &shape) {
  Transfer transfer;
  transfer.address = shape.address;
  size_t slot = 3;
  transfer.sizes[slot] = shape.sizes[3];
  for (size_t i = 3; i-- > 0;) {
    if (shape.sizes[i] == 1)
      continue;
    if (shape.strides[i] == transfer.sizes[slot] * transfer.strides[slot]) {
      transfer.sizes[slot] *= shape.sizes[i];
      continue;
    }
    --slot;
    transfer.sizes[slot] = shape.sizes[i];
    transfer.strides[slot] = shape.strides[i];
  }
  return transfer;
}

ArrayWork fast::decodeArray(const engine::Machine &machine,
                            const ArrayShape &shape) {
  bool isDepthwise = shape.mode == engine::ArrayMode::Depthwise;
  int64_t bytes = engine::getElementBytes(shape.type);
  int64_t pixels = isDepthwise ? machine.depthwiseP : machine.standardP;
  int64_t inputs = isDepthwise ? machine.depthwiseC : machine.standardC;
  int64_t taps = shape.kernelRows * shape.kernelColumns;
  ArrayWork work;
  work.rows = shape.rows;
  work.width = shape.width;
  work.pixelsPerStep = pixels;
  work.stepsPerRow = ceilDiv(shape.width, pixels); // array_r2
  work.outChannels = shape.outChannels;
  work.channelsPerBlock = isDepthwise ? inputs : machine.standardK;
  // array_r3, array_r9
  work.weightBlocks =
      isDepthwise ? taps : taps * ceilDiv(shape.inChannels, inputs);
  int64_t blockElements = isDepthwise ? inputs : machine.standardK * inputs;
  work.loadCycles =
      ceilDiv(blockElements * bytes, machine.weightFeed); // array_r5
  work.stepCycles =
      std::max(machine.getStepCycles(shape.type), // array_r6
               ceilDiv(inputs * pixels * bytes, machine.inputFeed));
  // array_r8: bytes that the drain reads and writes for each result.
  using engine::SumPart;
  bool writesSums =
      shape.sums == SumPart::First || shape.sums == SumPart::Middle;
  bool readsSums = shape.sums == SumPart::Middle || shape.sums == SumPart::Last;
  int64_t resultBytes = writesSums ? engine::accumulatorBytes : bytes;
  resultBytes += readsSums ? engine::accumulatorBytes : 0;
  resultBytes += shape.hasResidual ? bytes : 0; // array_r10
  work.drainPort = machine.drainLanes * resultBytes;
  return work;
}

VectorWork fast::decodeVector(const engine::Machine &machine,
                              const VectorShape &shape) {
  int64_t lanes = machine.vectorLanes;
  VectorWork work;
  if (shape.taps == 1 && !shape.isAcrossLanes) { // vec_r1
    work.cycles = ceilDiv(shape.pixels * shape.channels, lanes) * shape.cost;
  } else {
    int64_t fold = // vec_r3
        shape.isAcrossLanes ? int64_t(llvm::Log2_64_Ceil(lanes)) : 0;
    int64_t visits = ceilDiv(shape.channels, lanes) * shape.cost; // vec_r2
    work.cycles = shape.pixels * (shape.taps * visits + fold);
  }
  work.port = // vec_r5
      lanes * engine::getElementBytes(shape.type) * (shape.inputs + 1);
  return work;
}

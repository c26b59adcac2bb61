//===- EmitWholeInput.cpp - Convolutions that wait for their input --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ArrayEmitter.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::compiler;

/// Approximate number of bytes after which loads alternate.
static constexpr int64_t pieceBytes = 512;

/// Returns the loads of the image, which are not emitted yet; none if the image
/// stays in SRAM.
ArrayEmitter::Pieces ArrayEmitter::addInput() {
  if (emitter.isResident(input))
    return {};
  const Tile &tile = getTile(0, 0, 0);
  int64_t pixel = getInGroup(tile), pixels = p.inHeight * p.inWidth;
  int32_t buffer = emitter.addBuffer(pixels * pixel);
  inputs.insert(0, buffer);
  return {inputDram,  buffer, pixels,   p.inChannels * p.bytes,
          inputPitch, pixel,  input < 0};
}

/// Returns the loads of a tile of weights with its bias.
ArrayEmitter::Pieces ArrayEmitter::addWeights(int64_t outId) {
  const Tile &tile = getTile(0, outId, 0);
  int64_t bytes = getGroupWeights(tile);
  int32_t buffer = emitter.addBuffer(bytes);
  weights.insert(outId, buffer);
  addImage(tile, outId, weightDram + outId * t.weightBytes);
  return {weightDram + outId * t.weightBytes, buffer, bytes, 1, 1, 1, true};
}

/// Loads the next piece and returns its size in bytes; 0 if there is none.
int64_t ArrayEmitter::loadPiece(Pieces &pieces) {
  int64_t rows = std::min(pieces.rows - pieces.next,
                          std::max<int64_t>(pieceBytes / pieces.bytes, 1));
  if (rows <= 0)
    return 0;
  Span sram = emitter.getWhole(pieces.buffer);
  sram.offset = pieces.next * pieces.sramPitch;
  emitter.load(pieces.dram + pieces.next * pieces.pitch, sram,
               {{rows, pieces.pitch, pieces.sramPitch}}, pieces.bytes,
               pieces.isParameter);
  pieces.next += rows;
  return rows * pieces.bytes;
}

/// Alternates between loads of the input and of weights as long as there is
/// room for weights. Each command follows as soon as all its operands are being
/// loaded.
void ArrayEmitter::emitWholeInput() {
  Pieces image = addInput();
  int64_t done = 0, loaded = 0;
  auto finishInput = [&] {
    while (loadPiece(image) > 0)
      ;
  };
  auto emitBefore = [&](int64_t end) {
    while (image.next == image.rows && done < end)
      emitOutput(0, done++);
  };
  for (int64_t out = 0; out != outTiles; ++out) {
    if (out == t.weightsBeside)
      finishInput();
    emitBefore(out);
    Pieces tile = addWeights(out);
    while (int64_t bytes = loadPiece(tile))
      for (loaded -= bytes; loaded < 0 && image.next != image.rows;)
        loaded += loadPiece(image);
  }
  finishInput();
  emitBefore(outTiles);
}

//===- EmitArray.cpp - Convolutions and products --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Tiling.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::codegen;

namespace {
/// A tile: where it starts in the output, and what it covers.
struct Tile {
  int64_t batch, row, column, outChannel, inChannel, group;
  int64_t rows, columns, outChannels, inChannels, groups;
  /// Identities for the buffers.
  int64_t pixelId, outId, inId;
  /// The input under the tile, cut at the border of the image.
  int64_t inRow, inColumn, inRows, inColumns, padTop, padLeft;
};

/// Emits the tiles of one problem in order.
class ArrayEmitter {
public:
  ArrayEmitter(Emitter &emitter, const ArrayProblem &p, const Tiling &t)
      : emitter(emitter), p(p), t(t),
        pixelTiles(p.batch * ceilDiv(p.outHeight, t.rows) *
                   ceilDiv(p.outWidth, t.columns)),
        outTiles(ceilDiv(p.outChannels, t.outChannels) *
                 ceilDiv(p.groups, t.groups)),
        inTiles(p.isDepthwise ? 1 : ceilDiv(p.inChannels, t.inChannels)),
        inputs(emitter, t.inBuffers, t.inBytes),
        weights(emitter, t.weightBuffers, t.weightBytes),
        outputs(emitter, t.outBuffers, t.outBytes),
        partials(emitter.allocateSram(t.partialBytes)) {}
  void emit();

private:
  Tile getTile(int64_t pixelId, int64_t outId, int64_t inId) const;
  void emitOutput(int64_t pixelId, int64_t outId);
  BufferPool::Slot &loadInput(const Tile &tile);
  BufferPool::Slot &loadWeights(const Tile &tile);
  Value emitSteps(const Tile &tile, BufferPool::Slot &input,
                  BufferPool::Slot &weight, BufferPool::Slot &output);
  void store(const Tile &tile, BufferPool::Slot &output, Value computed);

  /// Bytes of the channels of one group and pixel of a tile in SRAM.
  int64_t getInGroup(const Tile &tile) const {
    return alignUp(tile.inChannels * p.bytes, engine::sramAlignment);
  }
  int64_t getOutGroup(const Tile &tile) const {
    return alignUp(tile.outChannels * p.bytes, engine::sramAlignment);
  }

  Emitter &emitter;
  const ArrayProblem &p;
  const Tiling &t;
  int64_t pixelTiles, outTiles, inTiles;
  BufferPool inputs, weights, outputs;
  int64_t partials;
  int64_t inDram = 0, weightDram = 0, outDram = 0;
};
} // namespace

Tile ArrayEmitter::getTile(int64_t pixelId, int64_t outId, int64_t inId) const {
  int64_t columnTiles = ceilDiv(p.outWidth, t.columns);
  int64_t rowTiles = ceilDiv(p.outHeight, t.rows);
  int64_t channelTiles = ceilDiv(p.outChannels, t.outChannels);
  Tile tile;
  tile.pixelId = pixelId;
  tile.outId = outId;
  tile.inId = inId;
  tile.column = pixelId % columnTiles * t.columns;
  tile.row = pixelId / columnTiles % rowTiles * t.rows;
  tile.batch = pixelId / columnTiles / rowTiles;
  tile.outChannel = outId % channelTiles * t.outChannels;
  tile.group = outId / channelTiles * t.groups;
  tile.columns = std::min(t.columns, p.outWidth - tile.column);
  tile.rows = std::min(t.rows, p.outHeight - tile.row);
  tile.outChannels = std::min(t.outChannels, p.outChannels - tile.outChannel);
  tile.groups = std::min(t.groups, p.groups - tile.group);
  if (p.isDepthwise) {
    int64_t ratio = p.outChannels / p.inChannels;
    tile.inChannel = tile.outChannel / ratio;
    tile.inChannels = tile.outChannels / ratio;
  } else {
    tile.inChannel = inId * t.inChannels;
    tile.inChannels = std::min(t.inChannels, p.inChannels - tile.inChannel);
  }
  // What lies above or left of the image is padding of the command.
  int64_t top = tile.row * p.strideHeight - p.padTop;
  int64_t left = tile.column * p.strideWidth - p.padLeft;
  tile.inRow = std::min(std::max<int64_t>(top, 0), p.inHeight - 1);
  tile.inColumn = std::min(std::max<int64_t>(left, 0), p.inWidth - 1);
  tile.padTop = std::max<int64_t>(-top, 0);
  tile.padLeft = std::max<int64_t>(-left, 0);
  int64_t bottom = std::min(top + p.getInRows(tile.rows), p.inHeight);
  int64_t right = std::min(left + p.getInColumns(tile.columns), p.inWidth);
  tile.inRows = std::max<int64_t>(bottom - tile.inRow, 1);
  tile.inColumns = std::max<int64_t>(right - tile.inColumn, 1);
  return tile;
}

BufferPool::Slot &ArrayEmitter::loadInput(const Tile &tile) {
  int64_t id = tile.pixelId * (p.isDepthwise ? outTiles : inTiles) +
               (p.isDepthwise ? tile.outId : tile.inId);
  bool isHit;
  BufferPool::Slot &slot = inputs.get(id, isHit);
  if (isHit)
    return slot;
  int64_t pixel = p.groups * p.inChannels * p.bytes;
  int64_t group = getInGroup(tile);
  int64_t address =
      inDram +
      ((tile.batch * p.inHeight + tile.inRow) * p.inWidth + tile.inColumn) *
          pixel +
      tile.inChannel * p.bytes;
  slot.filled = emitter.load(
      address, slot.address,
      {{tile.inRows, p.inWidth * pixel, tile.inColumns * p.groups * group},
       {tile.inColumns, pixel, p.groups * group},
       {p.groups, p.inChannels * p.bytes, group}},
      tile.inChannels * p.bytes, present({slot.lastUse}));
  return slot;
}

/// Weights lie in DRAM in the order in which the tiles need them, each tile
/// with its bias, at the size of a buffer.
BufferPool::Slot &ArrayEmitter::loadWeights(const Tile &tile) {
  int64_t id = (p.hasOwnWeights ? tile.batch : 0) * outTiles * inTiles +
               tile.outId * inTiles + tile.inId;
  bool isHit;
  BufferPool::Slot &slot = weights.get(id, isHit);
  if (isHit)
    return slot;
  int64_t depth = p.isDepthwise ? 1 : tile.inChannels;
  int64_t bytes =
      tile.groups * alignUp(tile.outChannels * depth * p.getTaps() * p.bytes,
                            engine::sramAlignment) +
      tile.groups * tile.outChannels * engine::accumulatorBytes;
  slot.filled = emitter.loadBytes(weightDram + id * t.weightBytes, slot.address,
                                  bytes, present({slot.lastUse}));
  return slot;
}

Value ArrayEmitter::emitSteps(const Tile &tile, BufferPool::Slot &input,
                              BufferPool::Slot &weight,
                              BufferPool::Slot &output) {
  int64_t inGroup = getInGroup(tile), outGroup = getOutGroup(tile);
  int64_t depth = p.isDepthwise ? 1 : tile.inChannels;
  int64_t groupWeights = alignUp(
      tile.outChannels * depth * p.getTaps() * p.bytes, engine::sramAlignment);
  engine::SumPart part = inTiles == 1              ? engine::SumPart::Whole
                         : tile.inId == 0          ? engine::SumPart::First
                         : tile.inId + 1 < inTiles ? engine::SumPart::Middle
                                                   : engine::SumPart::Last;
  Value computed;
  for (int64_t g = 0; g != tile.groups; ++g)
    computed = engine::ArrayOp::create(
        emitter.builder, emitter.loc, emitter.tokenType,
        present({input.filled, weight.filled, output.lastUse}),
        p.isDepthwise ? engine::ArrayMode::Depthwise
                      : engine::ArrayMode::Standard,
        emitter.getCommandType(), output.address + g * outGroup,
        {tile.rows, tile.columns, tile.outChannels},
        {tile.columns * tile.groups * outGroup, tile.groups * outGroup},
        input.address + (tile.group + g) * inGroup,
        {tile.inRows, tile.inColumns, tile.inChannels},
        {tile.inColumns * p.groups * inGroup, p.groups * inGroup},
        weight.address + g * groupWeights, {p.kernelHeight, p.kernelWidth},
        {p.strideHeight, p.strideWidth}, {p.dilationHeight, p.dilationWidth},
        {tile.padTop, tile.padLeft}, part,
        part == engine::SumPart::Whole ? 0 : partials);
  input.lastUse = weight.lastUse = computed;
  return computed;
}

void ArrayEmitter::store(const Tile &tile, BufferPool::Slot &output,
                         Value computed) {
  int64_t pixel = p.groups * p.outChannels * p.bytes;
  int64_t group = getOutGroup(tile);
  int64_t address =
      outDram +
      ((tile.batch * p.outHeight + tile.row) * p.outWidth + tile.column) *
          pixel +
      (tile.group * p.outChannels + tile.outChannel) * p.bytes;
  output.lastUse = emitter.store(
      address, output.address,
      {{tile.rows, p.outWidth * pixel, tile.columns * tile.groups * group},
       {tile.columns, pixel, tile.groups * group},
       {tile.groups, p.outChannels * p.bytes, group}},
      tile.outChannels * p.bytes, {computed});
}

void ArrayEmitter::emitOutput(int64_t pixelId, int64_t outId) {
  bool isHit;
  BufferPool::Slot &output = outputs.get(pixelId * outTiles + outId, isHit);
  Value computed;
  for (int64_t inId = 0; inId != inTiles; ++inId) {
    Tile tile = getTile(pixelId, outId, inId);
    BufferPool::Slot &input = loadInput(tile);
    BufferPool::Slot &weight = loadWeights(tile);
    computed = emitSteps(tile, input, weight, output);
  }
  store(getTile(pixelId, outId, 0), output, computed);
}

void ArrayEmitter::emit() {
  inDram = emitter.allocateDram(p.batch * p.inHeight * p.inWidth * p.groups *
                                p.inChannels * p.bytes);
  weightDram = emitter.allocateDram((p.hasOwnWeights ? p.batch : 1) * outTiles *
                                    inTiles * t.weightBytes);
  outDram = emitter.allocateDram(p.batch * p.outHeight * p.outWidth * p.groups *
                                 p.outChannels * p.bytes);
  int64_t perBatch = pixelTiles / p.batch;
  int64_t batches = p.hasOwnWeights ? p.batch : 1;
  if (!p.hasOwnWeights)
    perBatch = pixelTiles;
  for (int64_t batch = 0; batch != batches; ++batch) {
    int64_t first = batch * perBatch;
    if (t.weightsStay) {
      for (int64_t out = 0; out != outTiles; ++out)
        for (int64_t pixel = 0; pixel != perBatch; ++pixel)
          emitOutput(first + pixel, out);
    } else {
      for (int64_t pixel = 0; pixel != perBatch; ++pixel)
        for (int64_t out = 0; out != outTiles; ++out)
          emitOutput(first + pixel, out);
    }
  }
}

LogicalResult codegen::emitArray(Emitter &emitter, const Workload &workload,
                                 std::string &error) {
  int64_t bytes = engine::getElementBytes(emitter.type);
  for (const TensorRegion &region : workload.reads)
    if (region.elementType && region.elementType.isIntOrIndex() &&
        !region.isParameter && emitter.getBytes(region.elementType) != bytes) {
      llvm::raw_string_ostream(error)
          << "expected operands of the array to have type "
          << engine::stringifyElementKind(emitter.type) << ", but got "
          << region.elementType;
      return failure();
    }
  ArrayProblem problem = getArrayProblem(workload, emitter.machine, bytes);
  int64_t needed = 0;
  std::optional<Tiling> tiling =
      chooseTiling(problem, emitter.machine, emitter.type, needed);
  if (!tiling)
    return failToPlace(error, needed, emitter.machine.sramBytes);
  ArrayEmitter(emitter, problem, *tiling).emit();
  return success();
}

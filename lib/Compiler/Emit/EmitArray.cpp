//===- EmitArray.cpp - Emission of convolutions and products --------------===//
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

void ArrayEmitter::setForm() {
  form.mode = p.isDepthwise ? engine::ArrayMode::Depthwise
                            : engine::ArrayMode::Standard;
  if (p.hasOwnWeights && node.inputs[1] >= 0)
    form.weightLayout = p.hasWeightRows ? engine::WeightLayout::Rows
                                        : engine::WeightLayout::Columns;
  form.kernel = {p.kernelHeight, p.kernelWidth};
  form.strides = {p.strideHeight, p.strideWidth};
  form.dilations = {p.dilationHeight, p.dilationWidth};
}

/// Sets the pixels of the tile, and the input under them.
void ArrayEmitter::setPixels(int64_t pixelId) {
  tile.pixelId = pixelId;
  int64_t row = pixelId / columnTiles, batch = row / rowTiles;
  tile.column = (pixelId - row * columnTiles) * t.columns;
  tile.row = (row - batch * rowTiles) * t.rows;
  tile.batch = batch;
  tile.columns = std::min(t.columns, p.outWidth - tile.column);
  tile.rows = std::min(t.rows, p.outHeight - tile.row);
  // The area above or left of the image is padding of the command.
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
  // The area below or right of the image is padding as well.
  if (top >= p.inHeight)
    tile.padTop = p.getInRows(tile.rows);
  if (left >= p.inWidth)
    tile.padLeft = p.getInColumns(tile.columns);
  if (t.weightsBeside > 0) {
    tile.inRows = p.inHeight;
    tile.inColumns = p.inWidth;
  }
}

/// Sets the channels of the tile.
void ArrayEmitter::setChannels(int64_t outId, int64_t inId) {
  tile.outId = outId;
  tile.inId = inId;
  int64_t group = outId / channelTiles;
  tile.outChannel = (outId - group * channelTiles) * t.outChannels;
  tile.group = group * t.groups;
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
}

/// Returns a tile, which is valid until the next call. Consecutive tiles have
/// the same pixels or the same channels.
const Tile &ArrayEmitter::getTile(int64_t pixelId, int64_t outId,
                                  int64_t inId) {
  if (pixelId != tile.pixelId)
    setPixels(pixelId);
  if (outId != tile.outId || inId != tile.inId)
    setChannels(outId, inId);
  return tile;
}

/// Returns a box of a tensor that stays in SRAM. `rowPixels` is the distance of
/// rows in pixels, and `pixelStep` that of columns.
ArrayEmitter::Place
ArrayEmitter::getResident(int32_t tensor, int64_t firstPixel, int64_t channel,
                          int64_t rows, int64_t columns, int64_t rowPixels,
                          int64_t pixelStep, int64_t channels) const {
  Place place;
  if (!emitter.needsShapes()) {
    place.span.buffer = emitter.getBuffer(tensor);
    return place;
  }
  place.pixel = pixelStep * emitter.getSramPitch(tensor);
  place.row = rowPixels * emitter.getSramPitch(tensor);
  place.span =
      emitter.getSpan(tensor, firstPixel, channel,
                      (rows - 1) * place.row + (columns - 1) * place.pixel +
                          channels * p.bytes);
  return place;
}

ArrayEmitter::Place ArrayEmitter::getInput(const Tile &tile) {
  int64_t batch = p.sharesInput ? 0 : tile.batch;
  int64_t pixel = (batch * p.inHeight + tile.inRow) * p.inWidth + tile.inColumn;
  int64_t channels = (tile.groups - 1) * p.inChannels + tile.inChannels;
  if (emitter.isResident(input))
    return getResident(input, pixel, tile.group * p.inChannels + tile.inChannel,
                       tile.inRows, tile.inColumns, p.inWidth, 1, channels);
  int64_t id = tile.pixelId * (p.hasInputByOutput() ? outTiles : inTiles) +
               (p.hasInputByOutput() ? tile.outId : tile.inId);
  int64_t group = getInGroup(tile);
  Place place;
  place.pixel = tile.groups * group;
  place.row = tile.inColumns * place.pixel;
  int32_t buffer = inputs.find(id);
  if (buffer < 0) {
    // Tiles at the border take as much memory as other tiles, so that later
    // tiles fit into their memory.
    int64_t rows = std::min(p.getInRows(tile.rows), p.inHeight);
    int64_t columns = std::min(p.getInColumns(tile.columns), p.inWidth);
    buffer = emitter.addBuffer(rows * columns * place.pixel);
    inputs.insert(id, buffer);
    int64_t channel = tile.group * p.inChannels + tile.inChannel;
    emitter.load(inputDram + pixel * inputPitch + channel * p.bytes, buffer,
                 {{tile.inRows, p.inWidth * inputPitch, place.row},
                  {tile.inColumns, inputPitch, place.pixel},
                  {tile.groups, p.inChannels * p.bytes, group}},
                 tile.inChannels * p.bytes, /*isParameter=*/input < 0);
  }
  place.span = {buffer, 0, tile.inRows * place.row};
  return place;
}

/// Loads the channels of the second factor of a product, a tensor [.., C, K].
void ArrayEmitter::loadOwnWeights(const Tile &tile, int32_t buffer) {
  int32_t tensor = node.inputs[1];
  int64_t pitch = emitter.getDramPitch(tensor);
  int64_t batch = p.weightBatches > 1 ? tile.batch : 0;
  if (p.hasWeightRows)
    return emitter.load(emitter.getDramAddress(tensor) +
                            (batch * p.outChannels + tile.outChannel) * pitch +
                            tile.inChannel * p.bytes,
                        buffer,
                        {{tile.outChannels, pitch, tile.inChannels * p.bytes}},
                        tile.inChannels * p.bytes);
  int64_t first = batch * p.inChannels + tile.inChannel;
  emitter.load(emitter.getDramAddress(tensor) + first * pitch +
                   tile.outChannel * p.bytes,
               buffer, {{tile.inChannels, pitch, tile.outChannels * p.bytes}},
               tile.outChannels * p.bytes);
}

/// Returns the image of a tile of the weights at `dram`.
ParameterImage ArrayEmitter::getImage(const Tile &tile, int64_t dram) const {
  ParameterImage image = emitter.getWeightImage(p, dram);
  image.group = tile.group;
  image.groups = tile.groups;
  image.outChannel = tile.outChannel;
  image.outChannels = tile.outChannels;
  image.inChannel = tile.inChannel;
  image.inChannels = p.isDepthwise ? 1 : tile.inChannels;
  image.batch = p.weightBatches > 1 ? tile.batch : 0;
  return image;
}

/// Adds the image of tile `id` of the weights, unless it was added before. All
/// tiles of a batch are visited in order before one of them is visited again.
void ArrayEmitter::addImage(const Tile &tile, int64_t id, int64_t dram) {
  if (id <= lastImage)
    return;
  lastImage = id;
  if (emitter.detail == EmitDetail::Images)
    emitter.addImage(getImage(tile, dram));
}

/// Returns weights that several operations use. The first operation loads them.
Span ArrayEmitter::getSharedWeights(const Tile &tile) {
  ParameterImage image = getImage(tile, 0);
  int32_t &buffer = emitter.getSharedBuffer(image);
  if (buffer < 0) {
    int64_t bytes = tile.groups * getGroupWeights(tile);
    image.dram = emitter.allocateDram(bytes);
    emitter.addImage(image);
    buffer = emitter.addBuffer(bytes);
    emitter.load(image.dram, buffer, {}, bytes, /*isParameter=*/true);
  }
  return emitter.getWhole(buffer);
}

/// Returns a tile of the weights. In DRAM, the weights are stored in the order
/// in which the tiles need them, each tile with the records of its channels, at
/// the size of a buffer.
Span ArrayEmitter::getWeights(const Tile &tile) {
  if (emitter.sharesWeights())
    return getSharedWeights(tile);
  int64_t index = tile.outId * inTiles + tile.inId;
  int64_t whole =
      (p.weightBatches > 1 ? tile.batch : 0) * outTiles * inTiles + index;
  int64_t id = whole * blocks + tile.block;
  int32_t buffer = weights.find(id);
  if (buffer < 0) {
    int64_t bytes = tile.groups * getGroupWeights(tile);
    buffer = emitter.addBuffer(bytes);
    weights.insert(id, buffer);
    if (p.hasOwnWeights && node.inputs[1] >= 0) {
      loadOwnWeights(tile, buffer);
    } else {
      // Blocks have the alignment of their buffers.
      int64_t dram =
          weightDram + whole * t.weightBytes + tile.block * getBlockBytes(tile);
      addImage(tile, id, dram);
      emitter.load(dram, buffer, {}, bytes, /*isParameter=*/true);
    }
  }
  return emitter.getWhole(buffer);
}

/// Returns the place of an output tile, or of its residual, in SRAM.
ArrayEmitter::Place ArrayEmitter::getOutput(const Tile &tile, int32_t tensor) {
  if (emitter.isResident(tensor))
    return getResident(tensor, getOutPixel(tile), getOutChannel(tile),
                       tile.rows, tile.columns, p.rowStep * p.tensorWidth,
                       p.columnStep,
                       (tile.groups - 1) * p.outChannels + tile.outChannels);
  Place place;
  place.pixel = tile.groups * getOutGroup(tile);
  place.row = tile.columns * place.pixel;
  place.span = emitter.getWhole(emitter.addBuffer(tile.rows * place.row));
  return place;
}

SmallVector<BoxDim, 3> ArrayEmitter::getOutBox(const Tile &tile,
                                               int32_t tensor) const {
  int64_t pitch = emitter.getDramPitch(tensor), group = getOutGroup(tile);
  return {{tile.rows, p.rowStep * p.tensorWidth * pitch,
           tile.columns * tile.groups * group},
          {tile.columns, p.columnStep * pitch, tile.groups * group},
          {tile.groups, p.outChannels * p.bytes, group}};
}

engine::SumPart ArrayEmitter::getSums(const Tile &tile) const {
  return inTiles == 1               ? engine::SumPart::Whole
         : tile.inId == 0           ? engine::SumPart::First
         : tile.inId == inTiles - 1 ? engine::SumPart::Last
                                    : engine::SumPart::Middle;
}

static bool endsSum(engine::SumPart sums) {
  return sums == engine::SumPart::Whole || sums == engine::SumPart::Last;
}

/// Emits the memory accesses of the commands of a block of the tile.
void ArrayEmitter::emitMemory(int64_t block, const Place &in, const Place &out,
                              const Place &residual, const Span &partials) {
  Span weight = getWeights(blocks == 1 ? tile : getBlock(tile, block));
  engine::SumPart sums = getSums(tile);
  for (int64_t g = 0; g != tile.groups; ++g) {
    ArraySpans &spans = emitter.addArray();
    spans.sums = sums;
    spans.input.buffer = in.span.buffer;
    spans.output.buffer = out.span.buffer;
    spans.weights.buffer = weight.buffer;
    spans.partials.buffer = partials.buffer;
    if (endsSum(sums))
      spans.residual.buffer = residual.span.buffer;
  }
}

/// Emits one command, or one for each group of the tile.
void ArrayEmitter::emitSteps(const Tile &tile, const Place &in,
                             const Span &weight, const Place &out,
                             const Place &residual, Span partials) {
  engine::SumPart sums = getSums(tile);
  // Groups are dense in a resident tensor, and padded in a tile.
  int64_t inGroup =
      emitter.isResident(input) ? tile.inChannels * p.bytes : getInGroup(tile);
  auto getOutStep = [&](int32_t tensor) {
    return emitter.isResident(tensor) ? tile.outChannels * p.bytes
                                      : getOutGroup(tile);
  };
  auto getShifted = [](Span span, int64_t bytes) {
    shift(span, bytes);
    return span;
  };
  for (int64_t g = 0; g != tile.groups; ++g) {
    ArraySpans &spans = emitter.addArray();
    spans.sums = sums;
    if (inTiles > 1)
      spans.partials = partials;
    spans.input = getShifted(in.span, g * inGroup);
    spans.output = getShifted(out.span, g * getOutStep(output));
    spans.weights = getShifted(weight, g * getGroupWeights(tile));
    if (endsSum(sums) && node.residual >= 0)
      spans.residual = getShifted(residual.span, g * getOutStep(node.residual));
    ArrayShape &shape = emitter.program.shapes.emplace_back(form);
    shape.outputSizes = {tile.rows, tile.columns, tile.outChannels};
    shape.outputPitch = {out.row, out.pixel};
    shape.inputSizes = {tile.inRows, tile.inColumns, tile.inChannels};
    shape.inputPitch = {in.row, in.pixel};
    shape.pads = {tile.padTop, tile.padLeft};
    shape.residualPitch = {residual.row, residual.pixel};
    shape.outChannel = getOutChannel(tile) + g * p.outChannels;
  }
}

/// Returns the part of a tile with the output channels of a block.
Tile ArrayEmitter::getBlock(const Tile &tile, int64_t block) const {
  Tile part = tile;
  part.block = block;
  part.outChannel += block * blockChannels;
  part.outChannels =
      std::min(blockChannels, tile.outChannels - block * blockChannels);
  return part;
}

/// Emits the commands of one block of the output channels.
void ArrayEmitter::emitBlock(const Tile &tile, int64_t block, const Place &in,
                             Place out, Place residual, Span partials) {
  int64_t channels = block * blockChannels;
  shift(out.span, channels * p.bytes);
  shift(residual.span, channels * p.bytes);
  shift(partials,
        channels * tile.rows * tile.columns * engine::accumulatorBytes);
  auto emit = [&](const Tile &part) {
    emitSteps(part, in, getWeights(part), out, residual, partials);
  };
  if (blocks == 1)
    emit(tile);
  else
    emit(getBlock(tile, block));
}

void ArrayEmitter::emitOutput(int64_t pixelId, int64_t outId) {
  const Tile &tile = getTile(pixelId, outId, 0);
  Place residual;
  if (node.residual >= 0) {
    residual = getOutput(tile, node.residual);
    if (!emitter.isResident(node.residual))
      emitter.load(emitter.getDramAddress(node.residual) +
                       getOutPixel(tile) * emitter.getDramPitch(node.residual) +
                       getOutChannel(tile) * p.bytes,
                   residual.span.buffer, getOutBox(tile, node.residual),
                   tile.outChannels * p.bytes);
  }
  Place out = getOutput(tile, output);
  Span partials;
  if (inTiles > 1)
    partials = emitter.getWhole(emitter.addBuffer(t.partialBytes));
  for (int64_t inId = 0; inId != inTiles; ++inId) {
    getTile(pixelId, outId, inId);
    Place in = getInput(tile);
    for (int64_t block = 0; block * blockChannels < tile.outChannels; ++block)
      if (emitter.needsShapes())
        emitBlock(tile, block, in, out, residual, partials);
      else
        emitMemory(block, in, out, residual, partials);
  }
  if (!emitter.isResident(output))
    emitter.store(emitter.getDramAddress(output) +
                      getOutPixel(tile) * emitter.getDramPitch(output) +
                      getOutChannel(tile) * p.bytes,
                  out.span.buffer, getOutBox(tile, output),
                  tile.outChannels * p.bytes);
}

void ArrayEmitter::emit() {
  if (!emitter.sharesWeights())
    weightDram = emitter.allocateDram(p.weightBatches * outTiles * inTiles *
                                      t.weightBytes);
  if (t.weightsBeside > 0)
    return emitWholeInput();
  int64_t batches = p.hasOwnWeights ? p.batch : 1;
  int64_t perBatch = pixelTiles / batches;
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

int64_t compiler::countSteps(const Emitter &emitter, const Node &node,
                             ArrayRef<Tiling> tilings) {
  int64_t count = 0;
  for (auto [p, t] :
       llvm::zip_equal(getArrayProblems(node.workload, emitter.machine,
                                        engine::getElementBytes(emitter.type)),
                       tilings)) {
    int64_t inChannels = p.isDepthwise ? t.inChannels : p.inChannels;
    int64_t block =
        getBlockChannels(p, t.outChannels, t.inChannels, emitter.machine);
    count += p.batch * ceilDiv(p.outHeight, t.rows) *
             ceilDiv(p.outWidth, t.columns) *
             ceilDiv(p.outChannels, t.outChannels) *
             ceilDiv(p.groups, t.groups) * ceilDiv(inChannels, t.inChannels) *
             ceilDiv(t.outChannels, block) * t.groups;
  }
  return count;
}

void compiler::emitArray(Emitter &emitter, ArrayRef<Tiling> tilings) {
  SmallVector<ArrayProblem, 1> problems =
      getArrayProblems(emitter.getNode().workload, emitter.machine,
                       engine::getElementBytes(emitter.type));
  for (auto [problem, tiling] : llvm::zip_equal(problems, tilings))
    ArrayEmitter(emitter, problem, tiling).emit();
}

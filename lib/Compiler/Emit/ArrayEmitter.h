//===- ArrayEmitter.h - Tiles of convolutions and products ------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_COMPILER_EMIT_ARRAYEMITTER_H
#define LIB_COMPILER_EMIT_ARRAYEMITTER_H

#include "Emitter.h"
#include "lib/Compiler/Plan/Tiling.h"

namespace tenon::compiler {

/// A tile: its position in the output, and its sizes.
struct Tile {
  int64_t batch, row, column, outChannel, inChannel, group;
  int64_t rows, columns, outChannels, inChannels, groups;
  /// Index of the block of the channels of a tile.
  int64_t block = 0;
  /// Identifiers of the buffers.
  int64_t pixelId = -1, outId = -1, inId = -1;
  /// The input under the tile, clipped to the image.
  int64_t inRow, inColumn, inRows, inColumns, padTop, padLeft;
};

/// Emits the tiles of one problem in order.
class ArrayEmitter {
public:
  ArrayEmitter(Emitter &emitter, const ArrayProblem &p, const Tiling &t)
      : emitter(emitter), node(emitter.getNode()), p(p), t(t),
        input(node.inputs[0]), output(node.outputs[0]),
        rowTiles(ceilDiv(p.outHeight, t.rows)),
        columnTiles(ceilDiv(p.outWidth, t.columns)),
        channelTiles(ceilDiv(p.outChannels, t.outChannels)),
        pixelTiles(p.batch * rowTiles * columnTiles),
        outTiles(channelTiles * ceilDiv(p.groups, t.groups)),
        inTiles(p.isDepthwise ? 1 : ceilDiv(p.inChannels, t.inChannels)),
        inputs(t.keepsInput
                   ? pixelTiles * (p.hasInputByOutput() ? outTiles : inTiles)
                   : 1),
        blockChannels(
            getBlockChannels(p, t.outChannels, t.inChannels, emitter.machine)),
        blocks(ceilDiv(t.outChannels, blockChannels)),
        weights(blocks * (t.keepsWeights || t.weightsBeside > 0
                              ? outTiles * inTiles
                              : 1)) {
    setForm();
    if (emitter.isResident(input))
      return;
    inputPitch = p.groups * p.inChannels * p.bytes;
    if (input >= 0) {
      inputDram = emitter.getDramAddress(input);
      inputPitch = emitter.getDramPitch(input);
    } else {
      inputDram =
          emitter.addParameter(0,
                               (p.sharesInput ? 1 : p.batch) * p.inHeight *
                                   p.inWidth * p.groups * p.inChannels,
                               p.bytes);
    }
  }
  void emit();

private:
  /// A tile in SRAM, with the bytes of a row and of a pixel.
  struct Place {
    Span span;
    int64_t row = 0, pixel = 0;
  };
  /// A load that is split into pieces, so that other loads can alternate with
  /// it.
  struct Pieces {
    int64_t dram = 0;
    int32_t buffer = -1;
    /// Rows of `bytes` bytes, with the pitches of rows in DRAM and in SRAM.
    int64_t rows = 0, bytes = 1, pitch = 1, sramPitch = 1;
    bool isParameter = false;
    int64_t next = 0;
  };
  void setForm();
  const Tile &getTile(int64_t pixelId, int64_t outId, int64_t inId);
  void setPixels(int64_t pixelId);
  void setChannels(int64_t outId, int64_t inId);
  void emitOutput(int64_t pixelId, int64_t outId);
  Place getResident(int32_t tensor, int64_t firstPixel, int64_t channel,
                    int64_t rows, int64_t columns, int64_t rowPixels,
                    int64_t pixelStep, int64_t channels) const;
  Place getInput(const Tile &tile);
  Place getOutput(const Tile &tile, int32_t tensor);
  Span getWeights(const Tile &tile);
  void loadOwnWeights(const Tile &tile, int32_t buffer);
  /// Returns the number of bytes between two blocks of the weights of a tile.
  int64_t getBlockBytes(const Tile &tile) const {
    return alignUp(
        getWeightBytes(blockChannels, tile.inChannels, p.getTaps(), p.bytes),
        bufferAlignment);
  }
  ParameterImage getImage(const Tile &tile, int64_t dram) const;
  void addImage(const Tile &tile, int64_t id, int64_t dram);
  Tile getBlock(const Tile &tile, int64_t block) const;
  Span getSharedWeights(const Tile &tile);
  /// Returns the number of bytes of the weights and records of one group of a
  /// tile.
  int64_t getGroupWeights(const Tile &tile) const {
    return getWeightBytes(tile.outChannels, p.isDepthwise ? 1 : tile.inChannels,
                          p.getTaps(), p.bytes);
  }
  Pieces addInput();
  Pieces addWeights(int64_t outId);
  int64_t loadPiece(Pieces &pieces);
  void emitWholeInput();
  /// Moves the start of a span.
  static void shift(Span &span, int64_t bytes) {
    if (span.buffer < 0)
      return;
    span.offset += bytes;
    span.bytes -= bytes;
  }
  void emitBlock(const Tile &tile, int64_t block, const Place &in, Place out,
                 Place residual, Span partials);
  void emitSteps(const Tile &tile, const Place &in, const Span &weight,
                 const Place &out, const Place &residual, Span partials);
  void emitMemory(int64_t block, const Place &in, const Place &out,
                  const Place &residual, const Span &partials);
  engine::SumPart getSums(const Tile &tile) const;
  int64_t getOutPixel(const Tile &tile) const {
    int64_t row = tile.row * p.rowStep + p.firstRow;
    int64_t column = tile.column * p.columnStep + p.firstColumn;
    return (tile.batch * p.tensorHeight + row) * p.tensorWidth + column;
  }
  int64_t getOutChannel(const Tile &tile) const {
    return tile.group * p.outChannels + tile.outChannel;
  }
  SmallVector<BoxDim, 3> getOutBox(const Tile &tile, int32_t tensor) const;

  /// Return the number of bytes of the channels of one group and pixel of a
  /// tile in SRAM.
  int64_t getInGroup(const Tile &tile) const {
    return alignUp(tile.inChannels * p.bytes, engine::sramAlignment);
  }
  int64_t getOutGroup(const Tile &tile) const {
    return alignUp(tile.outChannels * p.bytes, engine::sramAlignment);
  }

  Emitter &emitter;
  const Node &node;
  const ArrayProblem &p;
  const Tiling &t;
  int32_t input, output;
  int64_t rowTiles, columnTiles, channelTiles;
  int64_t pixelTiles, outTiles, inTiles;
  TileCache inputs;
  /// Number of channels of a block of a tile, and number of blocks of a tile.
  int64_t blockChannels, blocks;
  TileCache weights;
  /// The common fields of all commands, and the tile that was requested last.
  ArrayShape form;
  Tile tile;
  /// The last tile of the weights that has an image.
  int64_t lastImage = -1;
  int64_t inputDram = 0, inputPitch = 0, weightDram = 0;
};

} // namespace tenon::compiler

#endif // LIB_COMPILER_EMIT_ARRAYEMITTER_H

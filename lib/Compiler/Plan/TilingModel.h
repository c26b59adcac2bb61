//===- TilingModel.h - What tilings of one problem cost ---------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_COMPILER_PLAN_TILINGMODEL_H
#define LIB_COMPILER_PLAN_TILINGMODEL_H

#include "ArrayModel.h"

namespace tenon::compiler {

/// How the pixels of a problem are cut, and what all tilings that cut them so
/// have in common.
struct PixelCut {
  int64_t rows = 1, columns = 1;
  /// Rows and columns of input under them.
  int64_t inRows = 1, inColumns = 1;
  /// Tiles of all images, and whole ones along each dimension.
  int64_t tiles = 1, rowCount = 1, columnCount = 1;
  bool hasRestRows = false, hasRestColumns = false;
  /// The pixels of whole tiles, and of the last ones of rows and columns.
  ArrayModel::Pixels pixels[2][2];
  /// Cycles to load the input under a tile, and to store a tile, of all
  /// channels.
  double inLoad = 0, outStore = 0;
};

/// The same of its channels.
struct ChannelCut {
  int64_t outChannels = 1, inChannels = 1, groups = 1;
  /// A tile has all results of its pixels.
  bool isOneOut = false;
  /// A tile has sums of some input channels.
  bool isCut = false;
  /// Tiles in all, and whole ones of one group.
  int64_t outTiles = 1, inTiles = 1, outCount = 1, inCount = 1;
  bool hasRestOut = false;
  /// Tiles have some of the channels of each pixel of the input or the output;
  /// then, the bursts for those of a pixel.
  bool cutsInput = false, cutsOutput = false;
  double inBursts = 0, outBursts = 0;
  /// The channels of whole tiles, and of the last one; without a last one its
  /// input has no blocks.
  ArrayModel::Channels out[2];
  int64_t inBlocks[2] = {1, 0};
  /// Bytes of a pixel of the tiles in SRAM, and of the weights of a tile.
  int64_t inPitch = 0, outPitch = 0, weightBytes = 0;
  /// Cycles to load those; 0 if they stay.
  double weightLoad = 0;
};

/// What the orders in which the tiles are done have in common.
struct TileCosts {
  /// Expected cycles of the array in all, and of the DMA at least.
  double array = 0, leastDma = 0;
  /// Expected cycles to load a tile of input or of weights, and to store one; 0
  /// for what stays.
  double inLoad = 0, weightLoad = 0, outStore = 0;
  /// Cycles to store all tiles, and to load all that is added.
  double stored = 0, residual = 0;
  /// Tiles that the array does, and what each of them waits if it is alone in
  /// SRAM.
  double steps = 1, delay = 0;
  /// What commands cost others.
  double issue = 0;

  /// The cost of an order whose tiles have so many copies.
  double getCost(double dma, int64_t copies) const {
    // The first tile is loaded, and the last one stored, beside what other
    // operations do if that can be. With one tile the array waits for its
    // drain.
    double step = array / steps;
    double ends = (inLoad + outStore + weightLoad) / 2 + (step + delay) / 4;
    double cost = copies == 2 ? std::max(array, dma) + ends
                              : array + dma + steps * delay + ends;
    // Bytes and commands that are saved help others.
    return cost + (dma / 50 + issue);
  }
  /// No more than the cost of any order.
  double getLeastCost() const { return getCost(leastDma, 2); }
};

/// What tilings of one problem cost.
class TilingModel {
public:
  TilingModel(const ArrayProblem &problem, const Residents &residents,
              const engine::Machine &machine, engine::ElementKind type);

  PixelCut cutPixels(int64_t rows, int64_t columns) const;
  ChannelCut cutChannels(int64_t outChannels, int64_t inChannels,
                         int64_t groups) const;

  TileTransfers getTransfers(const Tiling &tiling) const;

  /// Expected cycles of the array, every tile for itself.
  double getArrayCycles(const PixelCut &pixels,
                        const ChannelCut &channels) const;
  /// The costs of all orders, without those of the array.
  TileCosts getCosts(const PixelCut &pixels, const ChannelCut &channels) const;
  /// Sets the cost of a tiling whose order and copies are set.
  void setCost(const TileCosts &costs, const PixelCut &pixels,
               const ChannelCut &channels, Tiling &tiling) const;

private:
  /// Bursts of a run of `bytes` of which each is `stride` behind the last.
  double getBursts(int64_t bytes, int64_t stride) const;
  /// Cycles of one transfer of so many bursts.
  double getTransfer(double bursts) const {
    return std::max(bursts * cyclesPerBurst, machine.dmaSetup + bursts);
  }
  double getImage(int64_t rows, int64_t columns, bool isWhole, int64_t width,
                  int64_t pixel) const;
  double getInLoad(const PixelCut &pixels, const ChannelCut &channels) const {
    return channels.cutsInput
               ? getTransfer(double(pixels.inRows * pixels.inColumns) *
                             channels.inBursts)
               : pixels.inLoad;
  }
  double getOutStore(const PixelCut &pixels, const ChannelCut &channels) const {
    return channels.cutsOutput
               ? getTransfer(double(pixels.rows * pixels.columns) *
                             channels.outBursts)
               : pixels.outStore;
  }

  const ArrayProblem &p;
  Residents residents;
  const engine::Machine &machine;
  ArrayModel array;
  double cyclesPerBurst;
};

} // namespace tenon::compiler

#endif // LIB_COMPILER_PLAN_TILINGMODEL_H

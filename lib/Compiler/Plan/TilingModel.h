//===- TilingModel.h - Costs of tilings in closed form ----------*- C++ -*-===//
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

/// A cut of the pixels of a problem, with the results that all tilings with
/// this cut share.
struct PixelCut {
  int64_t rows = 1, columns = 1;
  /// Input rows and columns of a tile.
  int64_t inRows = 1, inColumns = 1;
  /// Number of tiles of all images, and of whole tiles along each dimension.
  int64_t tiles = 1, rowCount = 1, columnCount = 1;
  bool hasRestRows = false, hasRestColumns = false;
  /// The pixels of whole tiles, and of the last tiles of rows and columns.
  ArrayModel::Pixels pixels[2][2];
  /// Cycles to load the input of a tile, and to store a tile, with all
  /// channels.
  double inLoad = 0, outStore = 0;
};

/// A cut of the channels of a problem.
struct ChannelCut {
  int64_t outChannels = 1, inChannels = 1, groups = 1;
  /// True if a tile has all results of its pixels.
  bool isOneOut = false;
  /// True if a tile has sums over some of the input channels.
  bool isCut = false;
  /// Total number of tiles, and number of whole tiles of one group.
  int64_t outTiles = 1, inTiles = 1, outCount = 1, inCount = 1;
  bool hasRestOut = false;
  /// True if tiles have some of the channels of each pixel of the input or the
  /// output. In this case, the number of bursts per pixel is set as well.
  bool cutsInput = false, cutsOutput = false;
  double inBursts = 0, outBursts = 0;
  /// The channels of whole tiles, and of the last one. If there is no last one,
  /// its input has no blocks.
  ArrayModel::Channels out[2];
  int64_t inBlocks[2] = {1, 0};
  /// Bytes of a pixel of the tiles in SRAM, and of the weights of a tile.
  int64_t inPitch = 0, outPitch = 0, weightBytes = 0;
  /// Cycles to load the weights of a tile; 0 if they stay in SRAM.
  double weightLoad = 0;
};

/// Costs that all orders of the same tiles share.
struct TileCosts {
  /// Expected cycles of the array in total, and minimum cycles of the DMA.
  double array = 0, leastDma = 0;
  /// Expected cycles to load a tile of input or of weights, and to store a
  /// tile; 0 for resident tensors.
  double inLoad = 0, weightLoad = 0, outStore = 0;
  /// Cycles to store all tiles, and to load all residuals.
  double stored = 0, residual = 0;
  /// Number of tiles that the array processes, and the wait of each of them if
  /// SRAM holds only one tile.
  double steps = 1, delay = 0;
  /// Cost of the commands for other operations.
  double issue = 0;

  /// Returns the cost of an order with `copies` copies of each tile.
  double getCost(double dma, int64_t copies) const {
    // If possible, the first tile is loaded, and the last one stored, in
    // parallel with other operations. With a single tile, the array waits for
    // its drain.
    double step = array / steps;
    double ends = (inLoad + outStore + weightLoad) / 2 + (step + delay) / 4;
    double cost = copies == 2 ? std::max(array, dma) + ends
                              : array + dma + steps * delay + ends;
    // Fewer transfers and commands leave more resources for other operations.
    return cost + (dma / 50 + issue);
  }
  /// Returns a lower bound of the cost of any order.
  double getLeastCost() const { return getCost(leastDma, 2); }
};

/// Computes the costs of the tilings of one problem.
class TilingModel {
public:
  TilingModel(const ArrayProblem &problem, const Residents &residents,
              const engine::Machine &machine, engine::ElementKind type);

  PixelCut cutPixels(int64_t rows, int64_t columns) const;
  ChannelCut cutChannels(int64_t outChannels, int64_t inChannels,
                         int64_t groups) const;

  TileTransfers getTransfers(const Tiling &tiling) const;

  /// Returns the expected cycles of the array, with each tile as a separate
  /// one.
  double getArrayCycles(const PixelCut &pixels,
                        const ChannelCut &channels) const;
  /// Returns the costs of all orders, without those of the array.
  TileCosts getCosts(const PixelCut &pixels, const ChannelCut &channels) const;
  /// Sets the cost of a tiling whose order and copies are set.
  void setCost(const TileCosts &costs, const PixelCut &pixels,
               const ChannelCut &channels, Tiling &tiling) const;

private:
  /// Returns the expected number of bursts of a run of `bytes` bytes if runs
  /// are `stride` bytes apart.
  double getBursts(int64_t bytes, int64_t stride) const;
  /// Returns the cycles of one transfer of `bursts` bursts.
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

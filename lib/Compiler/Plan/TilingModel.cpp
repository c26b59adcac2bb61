//===- TilingModel.cpp - Costs of tilings in closed form ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TilingModel.h"
#include <cmath>
#include <numeric>

using namespace tenon;
using namespace tenon::compiler;
using namespace tenon::engine;

ArrayModel::ArrayModel(const ArrayProblem &p, const Machine &machine,
                       ElementKind type)
    : isDepthwise(p.isDepthwise), taps(p.getTaps()),
      drainLanes(machine.drainLanes),
      blockK(p.isDepthwise ? machine.depthwiseC : machine.standardK),
      blockC(p.isDepthwise ? machine.depthwiseC : machine.standardC),
      blockP(p.isDepthwise ? machine.depthwiseP : machine.standardP),
      accumulators(machine.accumulators) {
  int64_t weightBytes =
      (isDepthwise ? 1 : blockK.get()) * blockC.get() * p.bytes;
  load = ceilDiv(weightBytes, machine.weightFeed);
  stepCycles = std::max(
      machine.getStepCycles(type),
      ceilDiv(blockC.get() * blockP.get() * p.bytes, machine.inputFeed));
}

ArrayModel::Pixels ArrayModel::getPixels(int64_t rows, int64_t columns) const {
  Pixels pixels;
  pixels.count = rows * columns;
  int64_t steps = rows * blockP.ceilDivide(columns);
  pixels.chunks = accumulators.ceilDivide(steps);
  pixels.chunkCycles =
      std::max(load, double(steps) / pixels.chunks * stepCycles);
  pixels.drained = pixels.chunks * drainLanes;
  return pixels;
}

namespace {
/// Sizes of a dimension that is cut: `count` tiles of one size and, if `rest`
/// is not 0, one tile of size `rest`.
struct Cut {
  int64_t count, rest;
  Cut(int64_t total, int64_t part)
      : count(total / part), rest(total - count * part) {}
  int64_t getTiles() const { return count + (rest > 0 ? 1 : 0); }
};
} // namespace

/// Returns a sum over all tiles of a dimension. `first` is the summand of the
/// `count` tiles of one size, and `rest` that of the last tile.
static double sumCut(int64_t count, double first, double rest) {
  return double(count) * first + rest;
}

TilingModel::TilingModel(const ArrayProblem &p, const Residents &residents,
                         const Machine &machine, ElementKind type)
    : p(p), residents(residents), machine(machine), array(p, machine, type),
      cyclesPerBurst(double(machine.dramBurst) /
                     (machine.dramChannels * machine.dramBytesPerCycle)) {}

double TilingModel::getBursts(int64_t bytes, int64_t stride) const {
  // Runs start at multiples of `granule` within a burst, with equal
  // probability.
  int64_t granule =
      llvm::isPowerOf2_64(machine.dramBurst)
          ? std::min<int64_t>((bytes | stride) & -(bytes | stride),
                              machine.dramBurst)
          : std::gcd(std::gcd(bytes, stride), machine.dramBurst);
  return double(bytes + machine.dramBurst - granule) /
         double(machine.dramBurst);
}

/// Returns the cycles of the transfer of some pixels, with all channels, of an
/// image that is `width` pixels wide. Whole rows are one run.
double TilingModel::getImage(int64_t rows, int64_t columns, bool isWhole,
                             int64_t width, int64_t pixel) const {
  return getTransfer(isWhole ? getBursts(rows * columns * pixel, pixel)
                             : double(rows) *
                                   getBursts(columns * pixel, width * pixel));
}

PixelCut TilingModel::cutPixels(int64_t rows, int64_t columns) const {
  PixelCut cut;
  cut.rows = rows;
  cut.columns = columns;
  cut.inRows = std::min(p.getInRows(rows), p.inHeight);
  cut.inColumns = std::min(p.getInColumns(columns), p.inWidth);
  Cut down(p.outHeight, rows), across(p.outWidth, columns);
  cut.tiles = p.batch * down.getTiles() * across.getTiles();
  cut.rowCount = down.count;
  cut.columnCount = across.count;
  cut.hasRestRows = down.rest > 0;
  cut.hasRestColumns = across.rest > 0;
  cut.pixels[0][0] = array.getPixels(rows, columns);
  if (cut.hasRestColumns)
    cut.pixels[0][1] = array.getPixels(rows, across.rest);
  if (cut.hasRestRows)
    cut.pixels[1][0] = array.getPixels(down.rest, columns);
  if (cut.hasRestRows && cut.hasRestColumns)
    cut.pixels[1][1] = array.getPixels(down.rest, across.rest);
  bool isWhole = columns >= p.outWidth;
  cut.inLoad = getImage(cut.inRows, cut.inColumns, isWhole, p.inWidth,
                        p.inChannels * p.groups * p.bytes);
  cut.outStore = getImage(rows, columns, isWhole, p.outWidth,
                          p.outChannels * p.groups * p.bytes);
  return cut;
}

/// Returns the bytes of the weights of a tile, whose blocks are aligned.
static int64_t getTileWeightBytes(const ArrayProblem &p, const Machine &machine,
                                  const ChannelCut &cut) {
  int64_t depth = p.isDepthwise ? 1 : cut.inChannels;
  int64_t block = getBlockChannels(p, cut.outChannels, cut.inChannels, machine);
  auto getBlockBytes = [&](int64_t channels) {
    return alignUp(cut.groups *
                       getWeightBytes(channels, depth, p.getTaps(), p.bytes),
                   bufferAlignment);
  };
  Cut blocks(cut.outChannels, block);
  int64_t bytes = blocks.count * getBlockBytes(block);
  return blocks.rest ? bytes + getBlockBytes(blocks.rest) : bytes;
}

ChannelCut TilingModel::cutChannels(int64_t outChannels, int64_t inChannels,
                                    int64_t groups) const {
  ChannelCut cut;
  cut.outChannels = outChannels;
  cut.inChannels = inChannels;
  cut.groups = groups;
  cut.isOneOut = outChannels == p.outChannels && groups == p.groups;
  cut.isCut = !p.isDepthwise && inChannels < p.inChannels;
  // The input of a depthwise tile is that of its outputs.
  Cut out(p.outChannels, outChannels);
  Cut in(p.isDepthwise ? inChannels : p.inChannels, inChannels);
  cut.outTiles = out.getTiles() * ceilDiv(p.groups, groups);
  cut.inTiles = in.getTiles();
  cut.outCount = out.count;
  cut.inCount = in.count;
  cut.hasRestOut = out.rest > 0;
  cut.out[0] = array.getChannels(outChannels);
  if (cut.hasRestOut)
    cut.out[1] = array.getChannels(out.rest);
  cut.inBlocks[0] = array.getInBlocks(inChannels);
  cut.inBlocks[1] = in.rest > 0 ? array.getInBlocks(in.rest) : 0;
  cut.inPitch = groups * alignUp(inChannels * p.bytes, sramAlignment);
  cut.outPitch = groups * alignUp(outChannels * p.bytes, sramAlignment);
  cut.weightBytes = getTileWeightBytes(p, machine, cut);
  cut.weightLoad = residents.weights
                       ? 0
                       : dramDerate * getTransfer(getBursts(cut.weightBytes,
                                                            cut.weightBytes));
  cut.cutsInput = inChannels < p.inChannels || groups < p.groups;
  cut.cutsOutput = outChannels < p.outChannels || groups < p.groups;
  if (cut.cutsInput)
    cut.inBursts = getBursts(inChannels * groups * p.bytes,
                             p.inChannels * p.groups * p.bytes);
  if (cut.cutsOutput)
    cut.outBursts = getBursts(outChannels * groups * p.bytes,
                              p.outChannels * p.groups * p.bytes);
  return cut;
}

/// Returns the sum of the cycles of all channel tiles with the same pixels.
static double sumChannels(const ArrayModel &array,
                          const ArrayModel::Pixels &pixels,
                          const ChannelCut &cut) {
  auto sumIn = [&](const ArrayModel::Channels &out) {
    double rest =
        cut.inBlocks[1] > 0 ? array.getCycles(pixels, out, cut.inBlocks[1]) : 0;
    return sumCut(cut.inCount, array.getCycles(pixels, out, cut.inBlocks[0]),
                  rest);
  };
  return sumCut(cut.outCount, sumIn(cut.out[0]),
                cut.hasRestOut ? sumIn(cut.out[1]) : 0);
}

double TilingModel::getArrayCycles(const PixelCut &pixels,
                                   const ChannelCut &channels) const {
  auto sumColumns = [&](const ArrayModel::Pixels *row) {
    return sumCut(pixels.columnCount, sumChannels(array, row[0], channels),
                  pixels.hasRestColumns ? sumChannels(array, row[1], channels)
                                        : 0);
  };
  double perGroup =
      sumCut(pixels.rowCount, sumColumns(pixels.pixels[0]),
             pixels.hasRestRows ? sumColumns(pixels.pixels[1]) : 0);
  return perGroup * p.batch * p.groups;
}

/// Returns the number of loads of input tiles if each tile is loaded only once
/// for all its uses.
static double getLeastInLoads(const ArrayProblem &p, const PixelCut &pixels,
                              const ChannelCut &channels) {
  return double(pixels.tiles) *
         (p.hasInputByOutput() ? channels.outTiles : channels.inTiles);
}

TileTransfers TilingModel::getTransfers(const Tiling &t) const {
  PixelCut pixels = cutPixels(t.rows, t.columns);
  ChannelCut channels = cutChannels(t.outChannels, t.inChannels, t.groups);
  double output = getOutStore(pixels, channels);
  // Phases of transposed convolutions write only some columns.
  if (p.columnStep > 1)
    output = getTransfer(
        double(t.rows * t.columns) *
        getBursts(t.outChannels * t.groups * p.bytes,
                  p.columnStep * p.outChannels * p.groups * p.bytes));
  return {getInLoad(pixels, channels),
          getTransfer(getBursts(t.weightBytes, t.weightBytes)), output};
}

TileTransfers compiler::getTileTransfers(const ArrayProblem &p, const Tiling &t,
                                         const Machine &machine) {
  return TilingModel(p, Residents(), machine, machine.defaultType)
      .getTransfers(t);
}

TileCosts TilingModel::getCosts(const PixelCut &pixels,
                                const ChannelCut &channels) const {
  TileCosts c;
  c.inLoad = residents.input ? 0 : dramDerate * getInLoad(pixels, channels);
  c.weightLoad = channels.weightLoad;
  double outMove = dramDerate * getOutStore(pixels, channels);
  c.outStore = residents.output ? 0 : outMove;
  double outSteps = double(pixels.tiles) * channels.outTiles;
  c.stored = outSteps * c.outStore;
  if (residents.hasResidual && !residents.residual)
    c.residual = outSteps * outMove;
  c.steps = outSteps * channels.inTiles;
  c.delay = machine.pipeline + machine.dmaSetup + machine.dmaLatency;
  c.issue = machine.issue * c.steps / 4;
  double weightLoads = double(channels.outTiles) * channels.inTiles;
  c.leastDma = getLeastInLoads(p, pixels, channels) * c.inLoad +
               weightLoads * c.weightLoad + c.stored + c.residual;
  return c;
}

void TilingModel::setCost(const TileCosts &c, const PixelCut &pixels,
                          const ChannelCut &channels, Tiling &t) const {
  double outTiles = channels.outTiles, inTiles = channels.inTiles;
  // Number of loads of all tiles of input and of weights.
  double inLoads = getLeastInLoads(p, pixels, channels);
  double weightLoads = outTiles * inTiles;
  if (t.weightsStay && !t.keepsInput && !p.hasInputByOutput())
    inLoads *= outTiles;
  bool weightsChange = inTiles > 1 || (!t.weightsStay && outTiles > 1);
  if (weightsChange && !t.keepsWeights)
    weightLoads *= double(pixels.tiles);
  else if (p.weightBatches > 1)
    weightLoads *= p.batch;
  t.array = c.array;
  t.dma = inLoads * c.inLoad + weightLoads * c.weightLoad + c.stored;
  t.dma += c.residual;
  t.cost = c.getCost(t.dma, t.copies);
}

StageCycles compiler::getStageCycles(const ArrayProblem &p, bool isDepthwise,
                                     const Machine &machine, ElementKind type) {
  int64_t blockC = isDepthwise ? machine.depthwiseC : machine.standardC;
  int64_t blockP = isDepthwise ? machine.depthwiseP : machine.standardP;
  int64_t blockK = isDepthwise ? 1 : machine.standardK;
  // A depthwise problem counts as one group, whose channels are all groups.
  double groups = p.isDepthwise && !isDepthwise ? p.outChannels : p.groups;
  int64_t outBlocks = isDepthwise ? ceilDiv(p.outChannels, blockC)
                      : p.isDepthwise
                          ? 1
                          : ceilDiv(p.outChannels, machine.standardK);
  int64_t inBlocks = p.isDepthwise ? 1 : ceilDiv(p.inChannels, blockC);
  double blocks = groups * p.getTaps() * double(outBlocks * inBlocks);
  // Images share chunks (array_r3) unless each has weights of its own.
  int64_t imageSteps = p.outHeight * ceilDiv(p.outWidth, blockP);
  int64_t chunks = p.weightBatches > 1
                       ? p.batch * ceilDiv(imageSteps, machine.accumulators)
                       : ceilDiv(p.batch * imageSteps, machine.accumulators);
  int64_t stepCycles =
      std::max(machine.getStepCycles(type),
               ceilDiv(blockC * blockP * p.bytes, machine.inputFeed));
  int64_t loadCycles = ceilDiv(blockK * blockC * p.bytes, machine.weightFeed);
  double results =
      double(p.batch) * p.outHeight * p.outWidth * p.outChannels * p.groups;
  StageCycles cycles;
  cycles.loads = blocks * double(chunks * loadCycles);
  cycles.steps = blocks * double(p.batch * imageSteps * stepCycles);
  cycles.drains = std::ceil(results / double(machine.drainLanes));
  return cycles;
}

double compiler::getArrayBound(const ArrayProblem &p, const Machine &machine,
                               ElementKind type) {
  StageCycles cycles = getStageCycles(p, p.isDepthwise, machine, type);
  return std::max(cycles.steps, cycles.drains);
}

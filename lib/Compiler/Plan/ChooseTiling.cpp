//===- ChooseTiling.cpp - Enumeration of tilings --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TilingModel.h"

using namespace tenon;
using namespace tenon::compiler;
using namespace tenon::engine;

/// Returns sizes that cut `total` into approximately equal parts that are
/// multiples of `unit`.
static SmallVector<int64_t, 32> getParts(int64_t total, int64_t unit,
                                         int64_t maxParts) {
  SmallVector<int64_t, 32> parts;
  for (int64_t n = 1; n <= maxParts; n = n < 8 ? n + 1 : n + n / 4) {
    int64_t part = std::min(total, alignUp(ceilDiv(total, n), unit));
    if (parts.empty() || parts.back() != part)
      parts.push_back(part);
    if (part <= unit)
      break;
  }
  return parts;
}

namespace {
/// Tries tilings and keeps the cheapest one. Among tilings of equal cost, it
/// keeps the first.
class Chooser {
public:
  Chooser(const ArrayProblem &p, const Residents &residents,
          const Machine &machine, ElementKind type, int64_t budget)
      : p(p), residents(residents), machine(machine),
        model(p, residents, machine, type), budget(budget) {}
  TilingChoice choose();

private:
  /// Total numbers of tiles of each kind.
  struct Counts {
    int64_t in, weights, out;
  };
  void tryAll();
  bool tryWholeInput();
  void tryOrders(const PixelCut &pixels, const ChannelCut &channels);
  bool tryPixels(const ChannelCut &channels);
  void setBytes(Tiling &tiling, const PixelCut &pixels,
                const ChannelCut &channels) const;
  Counts getCounts(const PixelCut &pixels, const ChannelCut &channels) const;
  int64_t getBytes(const Tiling &tiling, const Counts &counts) const;
  void findRowCuts();
  void findColumnCuts();
  /// Records that the choice may differ for a budget below `bytes`.
  void noteBudget(int64_t bytes) { leastBudget = std::max(leastBudget, bytes); }

  const ArrayProblem &p;
  const Residents &residents;
  const Machine &machine;
  TilingModel model;
  int64_t budget;
  /// Cuts into whole rows and into parts of a row, computed on demand. Parts of
  /// a row from `firstShort` on lose steps.
  SmallVector<PixelCut, 0> rowCuts, columnCuts;
  size_t firstShort = 0;
  std::optional<Tiling> best;
  /// Bytes of the smallest tiling, and of the smallest tiling of the current
  /// pixels.
  int64_t smallest = INT64_MAX, smallestOfPixels = INT64_MAX;
  int64_t leastBudget = 0;
};
} // namespace

/// Sets everything except for the order.
void Chooser::setBytes(Tiling &t, const PixelCut &pixels,
                       const ChannelCut &channels) const {
  t.rows = pixels.rows;
  t.columns = pixels.columns;
  t.outChannels = channels.outChannels;
  t.inChannels = channels.inChannels;
  t.groups = channels.groups;
  auto align = [](int64_t bytes) { return alignUp(bytes, bufferAlignment); };
  t.inBytes = align(pixels.inRows * pixels.inColumns * channels.inPitch);
  t.outBytes = align(t.rows * t.columns * channels.outPitch);
  t.weightBytes = channels.weightBytes;
  if (channels.isCut)
    t.partialBytes =
        align(t.rows * t.columns * t.outChannels * accumulatorBytes);
}

Chooser::Counts Chooser::getCounts(const PixelCut &pixels,
                                   const ChannelCut &channels) const {
  return {pixels.tiles *
              (p.hasInputByOutput() ? channels.outTiles : channels.inTiles),
          channels.outTiles * channels.inTiles *
              (p.hasOwnWeights ? p.batch : 1),
          pixels.tiles * channels.outTiles};
}

/// Returns the bytes of SRAM that the tiles need at once.
int64_t Chooser::getBytes(const Tiling &t, const Counts &counts) const {
  auto count = [&](int64_t all, bool keeps) {
    return keeps ? all : std::min(all, t.copies);
  };
  int64_t bytes = t.partialBytes;
  if (!residents.weights)
    bytes += t.weightBytes * count(counts.weights, t.keepsWeights);
  if (!residents.input)
    bytes += t.inBytes * count(counts.in, t.keepsInput);
  if (!residents.output)
    bytes += t.outBytes * count(counts.out, false);
  if (residents.hasResidual && !residents.residual)
    bytes += t.outBytes * count(counts.out, false);
  return bytes;
}

/// Tries the orders of the loops and the choices of kept tiles.
void Chooser::tryOrders(const PixelCut &pixels, const ChannelCut &channels) {
  Tiling t;
  setBytes(t, pixels, channels);
  Counts counts = getCounts(pixels, channels);
  // One copy of each tile is the minimum.
  t.copies = 1;
  int64_t least = getBytes(t, counts);
  smallestOfPixels = std::min(smallestOfPixels, least);
  if (least > budget)
    return;
  // Skips tilings that are more expensive in any order.
  TileCosts costs = model.getCosts(pixels, channels);
  if (best && costs.getLeastCost() >= best->cost)
    return;
  costs.array = model.getArrayCycles(pixels, channels);
  if (best && costs.getLeastCost() >= best->cost)
    return;
  bool fitsTwice[2][2] = {{false, false}, {false, false}};
  for (int64_t copies : {2, 1})
    for (bool weightsStay : {true, false})
      for (bool keeps : {false, true}) {
        t.copies = copies;
        t.weightsStay = weightsStay;
        // Tiles of the inner loop can be kept for its next round.
        t.keepsInput = weightsStay && keeps;
        t.keepsWeights = !weightsStay && keeps;
        if ((channels.isOneOut && weightsStay) ||
            (t.keepsInput && residents.input))
          continue;
        // One copy of each tile is never cheaper than two.
        if (fitsTwice[weightsStay][keeps])
          continue;
        t.bytes = getBytes(t, counts);
        if (t.bytes > budget)
          continue;
        fitsTwice[weightsStay][keeps] = true;
        model.setCost(costs, pixels, channels, t);
        if (!best || t.cost < best->cost)
          best = t;
      }
}

void Chooser::findRowCuts() {
  SmallVector<int64_t, 32> parts = getParts(p.outHeight, 1, p.outHeight);
  rowCuts.reserve(parts.size());
  for (int64_t rows : parts)
    rowCuts.push_back(model.cutPixels(rows, p.outWidth));
}

void Chooser::findColumnCuts() {
  int64_t pixels = p.isDepthwise ? machine.depthwiseP : machine.standardP;
  // Tiles of whole chunks lose no steps.
  int64_t unit = p.outWidth > pixels * machine.accumulators
                     ? pixels * machine.accumulators
                     : pixels;
  SmallVector<int64_t, 32> parts = getParts(p.outWidth, unit, p.outWidth);
  columnCuts.reserve(parts.size() + 8);
  for (int64_t columns : parts)
    columnCuts.push_back(model.cutPixels(1, columns));
  firstShort = columnCuts.size();
  for (int64_t columns = unit / 2 / pixels * pixels; columns >= pixels;
       columns = columns / 2 / pixels * pixels)
    columnCuts.push_back(model.cutPixels(1, columns));
}

/// Tries tiles of whole rows, or parts of one row if no row fits. Returns true
/// if a tile fits.
bool Chooser::tryPixels(const ChannelCut &channels) {
  smallestOfPixels = INT64_MAX;
  auto fits = [&] {
    smallest = std::min(smallest, smallestOfPixels);
    if (smallestOfPixels > budget)
      return false;
    noteBudget(smallestOfPixels);
    return true;
  };
  if (p.outHeight > 1) {
    if (rowCuts.empty())
      findRowCuts();
    for (const PixelCut &cut : rowCuts)
      tryOrders(cut, channels);
    if (fits())
      return true;
  }
  if (columnCuts.empty())
    findColumnCuts();
  // Shorter parts are useful only if chunks are so long that none, or only one,
  // fits.
  auto isTight = [&] {
    if (!fits())
      return true;
    noteBudget(best->bytes);
    return best->copies == 1;
  };
  for (auto [index, cut] : llvm::enumerate(columnCuts)) {
    if (index >= firstShort && !isTight())
      break;
    tryOrders(cut, channels);
  }
  return fits();
}

/// Tries the only tiling of machines that load the whole input, if it fits: all
/// pixels, and as many output channels as the array computes at once.
bool Chooser::tryWholeInput() {
  if (!machine.loadsWholeInput || p.isDepthwise || p.hasOwnWeights ||
      p.groups != 1 || p.batch != 1 || p.padTop < 0 || p.padLeft < 0)
    return false;
  // Tiles of resident tensors start at aligned addresses.
  bool stays = residents.output || residents.residual;
  int64_t unit =
      stays ? alignUp(machine.standardK, sramAlignment) : machine.standardK;
  PixelCut pixels = model.cutPixels(p.outHeight, p.outWidth);
  ChannelCut channels =
      model.cutChannels(std::min(p.outChannels, unit), p.inChannels, 1);
  Tiling t;
  setBytes(t, pixels, channels);
  t.inBytes =
      alignUp(p.inHeight * p.inWidth * channels.inPitch, bufferAlignment);
  t.weightsStay = t.keepsInput = true;
  t.bytes = getBytes(t, getCounts(pixels, channels));
  if (t.bytes > budget)
    return false;
  int64_t counted = std::min(channels.outTiles, t.copies);
  t.weightsBeside =
      std::min(channels.outTiles, counted + (budget - t.bytes) / t.weightBytes);
  t.bytes += (t.weightsBeside - counted) * t.weightBytes;
  TileCosts costs = model.getCosts(pixels, channels);
  costs.array = model.getArrayCycles(pixels, channels);
  model.setCost(costs, pixels, channels, t);
  best = t;
  // The rest of the budget is for weights.
  noteBudget(budget);
  return true;
}

void Chooser::tryAll() {
  if (tryWholeInput())
    return;
  if (p.groups > 1) {
    for (int64_t groups : getParts(p.groups, 1, 16))
      tryPixels(model.cutChannels(p.outChannels, p.inChannels, groups));
    return;
  }
  // A depthwise tile has the input channels of its output channels. Tiles of
  // resident tensors start at aligned addresses.
  int64_t ratio = p.isDepthwise ? p.outChannels / p.inChannels : 1;
  int64_t unit = p.isDepthwise
                     ? alignUp(machine.depthwiseC, sramAlignment) * ratio
                     : alignUp(machine.standardK, sramAlignment);
  int64_t inUnit = alignUp(machine.standardC, sramAlignment);
  SmallVector<int64_t, 32> parts = getParts(p.outChannels, unit, p.outChannels);
  for (int64_t inParts = 1;; inParts *= 2) {
    int64_t inChannels =
        std::min(p.inChannels, alignUp(ceilDiv(p.inChannels, inParts), inUnit));
    bool fits = false;
    for (int64_t channels : parts) {
      if (p.isDepthwise)
        inChannels = channels / ratio;
      fits |= tryPixels(model.cutChannels(channels, inChannels, 1));
    }
    // Sums are split only if nothing else fits.
    if (fits || p.isDepthwise || inChannels <= inUnit)
      return;
  }
}

/// Returns the choice. With less SRAM, it is the same as long as all decisions
/// are the same: fewer tilings fit, and the cheapest of the previous ones
/// remains the cheapest while it fits.
TilingChoice Chooser::choose() {
  tryAll();
  TilingChoice choice;
  choice.best = best;
  choice.needed = smallest;
  if (best)
    noteBudget(best->bytes);
  choice.leastBudget = leastBudget;
  return choice;
}

TilingChoice compiler::chooseTiling(const ArrayProblem &problem,
                                    const Residents &residents,
                                    const Machine &machine, ElementKind type,
                                    int64_t budget) {
  return Chooser(problem, residents, machine, type, budget).choose();
}

//===- ChooseTiling.cpp - Which tiles are possible, and the cheapest ------===//
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

/// Sizes that cut `total` in about equal parts that are multiples of `unit`.
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
/// Tries tilings and keeps the cheapest; the first one of those that cost the
/// same.
class Chooser {
public:
  Chooser(const ArrayProblem &p, const Residents &residents,
          const Machine &machine, ElementKind type, int64_t budget)
      : p(p), residents(residents), machine(machine),
        model(p, residents, machine, type), budget(budget) {}
  TilingChoice choose();

private:
  /// Tiles of each kind in all.
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
  /// Notes that a decision would be another one with less than `bytes`.
  void noteBudget(int64_t bytes) { leastBudget = std::max(leastBudget, bytes); }

  const ArrayProblem &p;
  const Residents &residents;
  const Machine &machine;
  TilingModel model;
  int64_t budget;
  /// Cuts in whole rows and in parts of a row, once they are needed. Of the
  /// latter, those from `firstShort` on lose steps.
  SmallVector<PixelCut, 0> rowCuts, columnCuts;
  size_t firstShort = 0;
  std::optional<Tiling> best;
  /// Bytes of the smallest tiling, and of that of the pixels tried.
  int64_t smallest = INT64_MAX, smallestOfPixels = INT64_MAX;
  int64_t leastBudget = 0;
};
} // namespace

/// Sets all but the order.
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

/// SRAM that the tiles need at once.
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

/// Tries the orders of the loops and what is kept.
void Chooser::tryOrders(const PixelCut &pixels, const ChannelCut &channels) {
  Tiling t;
  setBytes(t, pixels, channels);
  Counts counts = getCounts(pixels, channels);
  // Nothing needs less than one copy of each tile.
  t.copies = 1;
  int64_t least = getBytes(t, counts);
  smallestOfPixels = std::min(smallestOfPixels, least);
  if (least > budget)
    return;
  // What is dearer in any order need not be looked at.
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
        // What the inner loop goes through can be kept for the next round.
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

/// Tries tiles of whole rows, or parts of one row if no row fits; returns true
/// if one fits.
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
  // Shorter ones do if chunks are so long that none, or only one, fits.
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

/// The only tiling of machines that wait for the whole input, where it fits:
/// all pixels, and as many output channels as the array works on at once.
bool Chooser::tryWholeInput() {
  if (!machine.loadsWholeInput || p.isDepthwise || p.hasOwnWeights ||
      p.groups != 1 || p.batch != 1 || p.padTop < 0 || p.padLeft < 0)
    return false;
  // Tiles of tensors that stay start at aligned addresses.
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
  // What is left of the budget is for weights.
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
  // tensors that stay start at aligned addresses.
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
    // Sums are cut only if nothing else fits.
    if (fits || p.isDepthwise || inChannels <= inUnit)
      return;
  }
}

/// Less SRAM leads to the same choice as long as no decision on the way is
/// another one: for fewer tilings fit, and the cheapest one of those before
/// stays it while it fits itself.
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

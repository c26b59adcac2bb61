//===- Tiling.cpp - Which tiles are possible ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Tiling.h"

using namespace tenon;
using namespace tenon::codegen;
using namespace tenon::engine;

ArrayProblem codegen::getArrayProblem(const Workload &workload,
                                      const Machine &machine, int64_t bytes) {
  ArrayProblem p;
  p.bytes = bytes;
  p.batch = workload.batch;
  p.outHeight = workload.outHeight;
  p.outWidth = workload.outWidth;
  p.isDepthwise = workload.isDepthwise() && machine.hasDepthwise();
  p.groups = p.isDepthwise ? 1 : workload.groups;
  p.outChannels = workload.outChannels / p.groups;
  p.inChannels = workload.inChannels / p.groups;
  if (workload.kind == WorkloadKind::Matmul) {
    const TensorRegion &weights = workload.reads[1];
    p.weightBatches = std::max<int64_t>(1, weights.getNumElements() /
                                               (p.inChannels * p.outChannels));
    p.hasOwnWeights = !weights.isParameter || p.weightBatches > 1;
    p.hasWeightRows = workload.hasWeightRows;
    p.sharesInput = p.batch > 1 && workload.reads[0].getNumElements() ==
                                       workload.inWidth * p.inChannels;
    p.inHeight = p.outHeight;
    p.inWidth = p.outWidth;
  } else {
    p.inHeight = workload.inHeight;
    p.inWidth = workload.inWidth;
    p.kernelHeight = workload.kernelHeight;
    p.kernelWidth = workload.kernelWidth;
    p.strideHeight = workload.strideHeight;
    p.strideWidth = workload.strideWidth;
    p.dilationHeight = workload.dilationHeight;
    p.dilationWidth = workload.dilationWidth;
    p.padTop = workload.padTop;
    p.padLeft = workload.padLeft;
  }
  // Pixels of a 1x1 convolution may share steps across rows and images.
  bool isPointwise = p.getTaps() == 1 && p.strideHeight == 1 &&
                     p.strideWidth == 1 && p.padTop == 0 && p.padLeft == 0 &&
                     p.inHeight == p.outHeight && p.inWidth == p.outWidth;
  if (isPointwise) {
    p.outWidth *= p.outHeight;
    p.outHeight = 1;
    if (!p.hasOwnWeights && !p.sharesInput) {
      p.outWidth *= p.batch;
      p.batch = 1;
    }
    p.inHeight = 1;
    p.inWidth = p.outWidth;
  }
  p.tensorHeight = p.outHeight;
  p.tensorWidth = p.outWidth;
  return p;
}

/// One phase of a transposed convolution in one dimension: results `first`,
/// `first + stride`... are convolutions of the input with `taps` taps.
struct Phase {
  int64_t first = 0, count = 0, taps = 1, pad = 0;
  /// The tap of the kernel that its first tap is.
  int64_t firstTap = 0;
};

/// Result y gets tap k of input i if y = stride i - pad + k. Those with
/// (y + pad) mod stride = r have the taps r, r + stride...; taps that no kernel
/// has are zero.
static Phase getPhase(int64_t r, int64_t size, int64_t kernel, int64_t stride,
                      int64_t pad) {
  Phase phase;
  phase.taps = kernel > r ? ceilDiv(kernel - r, stride) : 1;
  int64_t index = pad > r ? ceilDiv(pad - r, stride) : 0;
  phase.first = index * stride + r - pad;
  phase.count = phase.first < size ? ceilDiv(size - phase.first, stride) : 0;
  phase.pad = phase.taps - 1 - index;
  phase.firstTap = r + (phase.taps - 1) * stride;
  return phase;
}

SmallVector<ArrayProblem, 1> codegen::getArrayProblems(const Workload &w,
                                                       const Machine &machine,
                                                       int64_t bytes) {
  if (w.kind != WorkloadKind::TransposedConvolution)
    return {getArrayProblem(w, machine, bytes)};
  SmallVector<ArrayProblem, 1> phases;
  for (int64_t i = 0; i != w.strideHeight; ++i)
    for (int64_t j = 0; j != w.strideWidth; ++j) {
      Phase rows =
          getPhase(i, w.outHeight, w.kernelHeight, w.strideHeight, w.padTop);
      Phase columns =
          getPhase(j, w.outWidth, w.kernelWidth, w.strideWidth, w.padLeft);
      if (rows.count == 0 || columns.count == 0)
        continue;
      Workload part = w;
      part.kind = WorkloadKind::Convolution;
      part.outHeight = rows.count;
      part.outWidth = columns.count;
      part.kernelHeight = rows.taps;
      part.kernelWidth = columns.taps;
      part.strideHeight = part.strideWidth = 1;
      // More is cut off at the top than the kernel reaches over it.
      part.padTop = rows.pad;
      part.padLeft = columns.pad;
      ArrayProblem p = getArrayProblem(part, machine, bytes);
      bool isFlat = p.outWidth != part.outWidth || p.batch != w.batch;
      if (isFlat) {
        // Rows of results are no neighbours: they can share no steps.
        p.batch = w.batch;
        p.outHeight = p.inHeight = part.outHeight;
        p.outWidth = p.inWidth = part.outWidth;
      }
      p.rowStep = w.strideHeight;
      p.columnStep = w.strideWidth;
      p.firstTap[0] = rows.firstTap;
      p.firstTap[1] = columns.firstTap;
      p.tapStep[0] = -w.strideHeight;
      p.tapStep[1] = -w.strideWidth;
      p.firstRow = rows.first;
      p.firstColumn = columns.first;
      p.tensorHeight = w.outHeight;
      p.tensorWidth = w.outWidth;
      phases.push_back(p);
    }
  return phases;
}

int64_t codegen::getBlockChannels(const ArrayProblem &p, int64_t outChannels,
                                  int64_t inChannels, const Machine &machine) {
  if (p.isDepthwise || p.hasOwnWeights || p.groups != 1 ||
      machine.loadsWholeInput)
    return outChannels;
  // Shorter loads do not stream well.
  constexpr int64_t leastBytes = 8192;
  int64_t bytes = outChannels * inChannels * p.getTaps() * p.bytes;
  int64_t blocks = std::max<int64_t>(bytes / leastBytes, 1);
  int64_t unit = alignUp(machine.standardK, sramAlignment);
  return std::min(outChannels, alignUp(ceilDiv(outChannels, blocks), unit));
}

/// Sets the bytes of the buffers of a tiling.
static void setBytes(const ArrayProblem &p, const Machine &machine, Tiling &t) {
  int64_t inRows = std::min(p.getInRows(t.rows), p.inHeight);
  int64_t inColumns = std::min(p.getInColumns(t.columns), p.inWidth);
  if (t.weightsBeside > 0) {
    inRows = p.inHeight;
    inColumns = p.inWidth;
  }
  int64_t inGroup = alignUp(t.inChannels * p.bytes, sramAlignment);
  int64_t outGroup = alignUp(t.outChannels * p.bytes, sramAlignment);
  int64_t depth = p.isDepthwise ? 1 : t.inChannels;
  auto align = [](int64_t bytes) { return alignUp(bytes, bufferAlignment); };
  t.inBytes = align(inRows * inColumns * t.groups * inGroup);
  t.outBytes = align(t.rows * t.columns * t.groups * outGroup);
  int64_t block = getBlockChannels(p, t.outChannels, t.inChannels, machine);
  auto getBlockBytes = [&](int64_t channels) {
    return align(t.groups *
                 getWeightBytes(channels, depth, p.getTaps(), p.bytes));
  };
  t.weightBytes = t.outChannels / block * getBlockBytes(block);
  if (int64_t rest = t.outChannels % block)
    t.weightBytes += getBlockBytes(rest);
  bool isCut = !p.isDepthwise && t.inChannels < p.inChannels;
  t.partialBytes =
      isCut ? align(t.rows * t.columns * t.outChannels * accumulatorBytes) : 0;
}

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
/// Tries tilings and keeps the cheapest.
class Chooser {
public:
  Chooser(const ArrayProblem &p, const Residents &residents,
          const Machine &machine, ElementKind type, int64_t budget)
      : p(p), residents(residents), machine(machine), type(type),
        budget(budget) {}
  void tryAll();
  std::optional<Tiling> best;
  int64_t smallest = INT64_MAX;

private:
  bool tryWholeInput();
  bool tryOrders(Tiling tiling);
  bool tryPixels(Tiling tiling);

  const ArrayProblem &p;
  const Residents &residents;
  const Machine &machine;
  ElementKind type;
  int64_t budget;
};
} // namespace

/// SRAM that the tiles need at once.
static int64_t getBytes(const ArrayProblem &p, const Residents &residents,
                        const Tiling &t) {
  int64_t pixelTiles =
      p.batch * ceilDiv(p.outHeight, t.rows) * ceilDiv(p.outWidth, t.columns);
  int64_t outTiles =
      ceilDiv(p.outChannels, t.outChannels) * ceilDiv(p.groups, t.groups);
  int64_t inTiles = p.isDepthwise ? 1 : ceilDiv(p.inChannels, t.inChannels);
  auto count = [&](int64_t all, bool keeps) {
    return keeps ? all : std::min(all, t.copies);
  };
  int64_t bytes = t.partialBytes;
  if (!residents.weights)
    bytes += t.weightBytes *
             count(outTiles * inTiles * (p.hasOwnWeights ? p.batch : 1),
                   t.keepsWeights);
  if (!residents.input)
    bytes += t.inBytes *
             count(pixelTiles * (p.hasInputByOutput() ? outTiles : inTiles),
                   t.keepsInput);
  if (!residents.output)
    bytes += t.outBytes * count(pixelTiles * outTiles, false);
  if (residents.hasResidual && !residents.residual)
    bytes += t.outBytes * count(pixelTiles * outTiles, false);
  return bytes;
}

/// Tries the orders of the loops and what is kept; returns true if one fits.
bool Chooser::tryOrders(Tiling t) {
  bool fits = false,
       isOneOut = t.outChannels == p.outChannels && t.groups == p.groups;
  t.array = estimateArray(p, t, machine, type);
  for (int64_t copies : {2, 1})
    for (bool weightsStay : {true, false})
      for (bool keeps : {false, true}) {
        t.copies = copies;
        t.weightsStay = weightsStay;
        // What the inner loop goes through can be kept for the next round.
        t.keepsInput = weightsStay && keeps;
        t.keepsWeights = !weightsStay && keeps;
        if ((isOneOut && weightsStay) || (t.keepsInput && residents.input))
          continue;
        t.bytes = getBytes(p, residents, t);
        smallest = std::min(smallest, t.bytes);
        if (t.bytes > budget)
          continue;
        fits = true;
        estimateCost(p, residents, machine, t);
        if (!best || t.cost < best->cost)
          best = t;
      }
  return fits;
}

/// Tries tiles of whole rows, or parts of one row if no row fits.
bool Chooser::tryPixels(Tiling t) {
  bool fits = false;
  auto tryOne = [&] {
    setBytes(p, machine, t);
    fits |= tryOrders(t);
  };
  if (p.outHeight > 1) {
    t.columns = p.outWidth;
    for (int64_t rows : getParts(p.outHeight, 1, p.outHeight)) {
      t.rows = rows;
      tryOne();
    }
    if (fits)
      return true;
  }
  t.rows = 1;
  int64_t pixels = p.isDepthwise ? machine.depthwiseP : machine.standardP;
  // Tiles of whole chunks lose no steps.
  int64_t unit = p.outWidth > pixels * machine.accumulators
                     ? pixels * machine.accumulators
                     : pixels;
  for (int64_t columns : getParts(p.outWidth, unit, p.outWidth)) {
    t.columns = columns;
    tryOne();
  }
  // Shorter ones do if chunks are so long that none, or only one, fits.
  auto isTight = [&] { return !fits || best->copies == 1; };
  for (int64_t columns = unit / 2 / pixels * pixels;
       isTight() && columns >= pixels;
       columns = columns / 2 / pixels * pixels) {
    t.columns = columns;
    tryOne();
  }
  return fits;
}

/// The only tiling of machines that wait for the whole input, where it fits:
/// all pixels, and as many output channels as the array works on at once.
bool Chooser::tryWholeInput() {
  if (!machine.loadsWholeInput || p.isDepthwise || p.hasOwnWeights ||
      p.groups != 1 || p.batch != 1 || p.padTop < 0 || p.padLeft < 0)
    return false;
  Tiling t;
  t.rows = p.outHeight;
  t.columns = p.outWidth;
  // Tiles of tensors that stay start at aligned addresses.
  bool stays = residents.output || residents.residual;
  int64_t unit =
      stays ? alignUp(machine.standardK, sramAlignment) : machine.standardK;
  t.outChannels = std::min(p.outChannels, unit);
  t.inChannels = p.inChannels;
  t.weightsStay = t.keepsInput = true;
  t.weightsBeside = 1;
  setBytes(p, machine, t);
  t.bytes = getBytes(p, residents, t);
  if (t.bytes > budget)
    return false;
  int64_t tiles = ceilDiv(p.outChannels, t.outChannels);
  int64_t counted = std::min(tiles, t.copies);
  t.weightsBeside =
      std::min(tiles, counted + (budget - t.bytes) / t.weightBytes);
  t.bytes += (t.weightsBeside - counted) * t.weightBytes;
  t.array = estimateArray(p, t, machine, type);
  estimateCost(p, residents, machine, t);
  best = t;
  return true;
}

void Chooser::tryAll() {
  if (tryWholeInput())
    return;
  Tiling t;
  if (p.groups > 1) {
    t.outChannels = p.outChannels;
    t.inChannels = p.inChannels;
    for (int64_t groups : getParts(p.groups, 1, 16)) {
      t.groups = groups;
      tryPixels(t);
    }
    return;
  }
  // A depthwise tile has the input channels of its output channels. Tiles of
  // tensors that stay start at aligned addresses.
  int64_t ratio = p.isDepthwise ? p.outChannels / p.inChannels : 1;
  int64_t unit = p.isDepthwise
                     ? alignUp(machine.depthwiseC, sramAlignment) * ratio
                     : alignUp(machine.standardK, sramAlignment);
  int64_t inUnit = alignUp(machine.standardC, sramAlignment);
  for (int64_t inParts = 1;; inParts *= 2) {
    t.inChannels =
        std::min(p.inChannels, alignUp(ceilDiv(p.inChannels, inParts), inUnit));
    bool fits = false;
    for (int64_t channels : getParts(p.outChannels, unit, p.outChannels)) {
      t.outChannels = channels;
      if (p.isDepthwise)
        t.inChannels = channels / ratio;
      fits |= tryPixels(t);
    }
    // Sums are cut only if nothing else fits.
    if (fits || p.isDepthwise || t.inChannels <= inUnit)
      return;
  }
}

std::optional<Tiling> codegen::chooseTiling(const ArrayProblem &problem,
                                            const Residents &residents,
                                            const Machine &machine,
                                            ElementKind type, int64_t budget,
                                            int64_t &needed) {
  Chooser chooser(problem, residents, machine, type, budget);
  chooser.tryAll();
  needed = chooser.smallest;
  return chooser.best;
}

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
    p.hasOwnWeights =
        workload.reads.size() > 1 && !workload.reads[1].isParameter;
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
    if (!p.hasOwnWeights) {
      p.outWidth *= p.batch;
      p.batch = 1;
    }
    p.inHeight = 1;
    p.inWidth = p.outWidth;
  }
  return p;
}

/// Sets the bytes of the buffers of a tiling.
static void setBytes(const ArrayProblem &p, Tiling &t) {
  int64_t inRows = std::min(p.getInRows(t.rows), p.inHeight);
  int64_t inColumns = std::min(p.getInColumns(t.columns), p.inWidth);
  int64_t inGroup = alignUp(t.inChannels * p.bytes, sramAlignment);
  int64_t outGroup = alignUp(t.outChannels * p.bytes, sramAlignment);
  int64_t depth = p.isDepthwise ? 1 : t.inChannels;
  // A group's weights start aligned.
  int64_t groupWeights =
      alignUp(t.outChannels * depth * p.getTaps() * p.bytes, sramAlignment);
  auto align = [](int64_t bytes) { return alignUp(bytes, bufferAlignment); };
  t.inBytes = align(inRows * inColumns * p.groups * inGroup);
  t.outBytes = align(t.rows * t.columns * t.groups * outGroup);
  t.weightBytes = align(t.groups * groupWeights +
                        t.groups * t.outChannels * accumulatorBytes);
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
  Chooser(const ArrayProblem &p, const Machine &machine, ElementKind type)
      : p(p), machine(machine), type(type) {}
  void tryAll();
  std::optional<Tiling> best;
  int64_t smallest = INT64_MAX;

private:
  bool tryTiles(Tiling tiling);
  bool tryBuffers(Tiling tiling);
  bool tryPixels(Tiling tiling);

  const ArrayProblem &p;
  const Machine &machine;
  ElementKind type;
};
} // namespace

/// Tries the numbers of buffers; returns true if one of them fits.
bool Chooser::tryBuffers(Tiling t) {
  int64_t pixelTiles =
      p.batch * ceilDiv(p.outHeight, t.rows) * ceilDiv(p.outWidth, t.columns);
  int64_t outTiles =
      ceilDiv(p.outChannels, t.outChannels) * ceilDiv(p.groups, t.groups);
  int64_t inTiles = p.isDepthwise ? 1 : ceilDiv(p.inChannels, t.inChannels);
  int64_t allIn = pixelTiles * (p.isDepthwise ? outTiles : inTiles);
  int64_t allWeights = outTiles * inTiles * (p.hasOwnWeights ? p.batch : 1);
  int64_t allOut = pixelTiles * outTiles;
  bool fits = false;
  for (int64_t outBuffers : {2, 3})
    for (int64_t inBuffers : {std::min<int64_t>(allIn, 2), allIn})
      for (int64_t weightBuffers :
           {std::min<int64_t>(allWeights, 2), allWeights})
        for (bool weightsStay : {true, false}) {
          t.outBuffers = std::min(allOut, outBuffers);
          t.inBuffers = inBuffers;
          t.weightBuffers = weightBuffers;
          t.weightsStay = weightsStay;
          int64_t bytes = t.getSramBytes();
          smallest = std::min(smallest, bytes);
          if (bytes > machine.sramBytes)
            continue;
          fits = true;
          t.cost = estimateCycles(p, t, machine, type);
          if (!best || t.cost < best->cost)
            best = t;
        }
  return fits;
}

/// Tries tiles of whole rows, or parts of one row if no row fits.
bool Chooser::tryPixels(Tiling t) {
  bool fits = false;
  auto tryOne = [&] {
    setBytes(p, t);
    fits |= tryBuffers(t);
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
  for (int64_t columns : getParts(p.outWidth, pixels, p.outWidth)) {
    t.columns = columns;
    tryOne();
  }
  return fits;
}

void Chooser::tryAll() {
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
  // A depthwise tile has the input channels of its output channels.
  int64_t ratio = p.isDepthwise ? p.outChannels / p.inChannels : 1;
  int64_t unit = p.isDepthwise ? machine.depthwiseC * ratio : machine.standardK;
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
                                            const Machine &machine,
                                            ElementKind type, int64_t &needed) {
  Chooser chooser(problem, machine, type);
  chooser.tryAll();
  needed = chooser.smallest;
  return chooser.best;
}

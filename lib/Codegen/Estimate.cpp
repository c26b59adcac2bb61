//===- Estimate.cpp - What a tiling costs, in closed form -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Tiling.h"
#include <cmath>
#include <numeric>

using namespace tenon;
using namespace tenon::codegen;
using namespace tenon::engine;

namespace {
/// Sizes of a dimension that is cut: `count` tiles of `size`, then one of
/// `rest` unless that is 0.
struct Cut {
  int64_t count, size, rest;
  Cut(int64_t total, int64_t part)
      : count(total / part), size(part), rest(total % part) {}
  template <typename F>
  double sum(F &&f) const {
    return count * f(size) + (rest ? f(rest) : 0);
  }
};

/// Cycles of the array and of the DMA, each for itself.
class Estimator {
public:
  Estimator(const ArrayProblem &p, const Tiling &t, const Machine &machine,
            ElementKind type)
      : p(p), t(t), machine(machine), type(type),
        cyclesPerBurst(double(machine.dramBurst) /
                       (machine.dramChannels * machine.dramBytesPerCycle)) {}
  double getArrayCycles() const;
  /// One transfer of `runs` runs of `bytes`, each `stride` behind the last.
  double getTransfer(double runs, int64_t bytes, int64_t stride) const;
  double getInLoad() const;
  double getWeightLoad() const;
  double getOutStore() const;

private:
  double getTileCycles(int64_t rows, int64_t columns, int64_t outChannels,
                       int64_t inChannels) const;

  const ArrayProblem &p;
  const Tiling &t;
  const Machine &machine;
  ElementKind type;
  double cyclesPerBurst;
};
} // namespace

double Estimator::getTileCycles(int64_t rows, int64_t columns,
                                int64_t outChannels, int64_t inChannels) const {
  int64_t blockP = p.isDepthwise ? machine.depthwiseP : machine.standardP;
  int64_t blockC = p.isDepthwise ? machine.depthwiseC : machine.standardC;
  int64_t blockK = p.isDepthwise ? machine.depthwiseC : machine.standardK;
  int64_t weightBytes = (p.isDepthwise ? 1 : blockK) * blockC * p.bytes;
  int64_t stepCycles =
      std::max(machine.getStepCycles(type),
               ceilDiv(blockC * blockP * p.bytes, machine.inputFeed));
  int64_t steps = rows * ceilDiv(columns, blockP);
  int64_t chunks = ceilDiv(steps, machine.accumulators);
  int64_t blocks =
      p.getTaps() * (p.isDepthwise ? 1 : ceilDiv(inChannels, blockC));
  double load = ceilDiv(weightBytes, machine.weightFeed);
  double compute = blocks * std::max(load, double(steps) / chunks * stepCycles);
  return Cut(outChannels, blockK).sum([&](int64_t channels) {
    double drain =
        double(rows * columns * channels) / (chunks * machine.drainLanes);
    return chunks * std::max(compute, drain);
  });
}

double Estimator::getArrayCycles() const {
  int64_t inTotal = p.isDepthwise ? t.inChannels : p.inChannels;
  double perGroup = Cut(p.outHeight, t.rows).sum([&](int64_t rows) {
    return Cut(p.outWidth, t.columns).sum([&](int64_t columns) {
      return Cut(p.outChannels, t.outChannels).sum([&](int64_t outChannels) {
        return Cut(inTotal, t.inChannels).sum([&](int64_t inChannels) {
          return getTileCycles(rows, columns, outChannels, inChannels);
        });
      });
    });
  });
  return perGroup * p.batch * p.groups;
}

double Estimator::getTransfer(double runs, int64_t bytes,
                              int64_t stride) const {
  // Runs start at multiples of `granule` within a burst, each as likely.
  int64_t granule = std::gcd(std::gcd(bytes, stride), machine.dramBurst);
  double bursts =
      runs * double(bytes + machine.dramBurst - granule) / machine.dramBurst;
  return std::max(bursts * cyclesPerBurst, machine.dmaSetup + bursts);
}

double Estimator::getInLoad() const {
  int64_t rows = std::min(p.getInRows(t.rows), p.inHeight);
  int64_t columns = std::min(p.getInColumns(t.columns), p.inWidth);
  int64_t pixel = t.inChannels * p.groups * p.bytes;
  if (t.inChannels < p.inChannels)
    return getTransfer(rows * columns, pixel, p.inChannels * p.bytes);
  if (t.columns < p.outWidth)
    return getTransfer(rows, columns * pixel, p.inWidth * pixel);
  return getTransfer(1, rows * columns * pixel, pixel);
}

double Estimator::getWeightLoad() const {
  return getTransfer(1, t.weightBytes, t.weightBytes);
}

double Estimator::getOutStore() const {
  int64_t pixel = t.outChannels * t.groups * p.bytes;
  if (t.outChannels < p.outChannels || t.groups < p.groups)
    return getTransfer(t.rows * t.columns, pixel,
                       p.outChannels * p.groups * p.bytes);
  if (t.columns < p.outWidth)
    return getTransfer(t.rows, t.columns * pixel, p.outWidth * pixel);
  return getTransfer(1, t.rows * t.columns * pixel, pixel);
}

double codegen::estimateCycles(const ArrayProblem &p, const Tiling &t,
                               const Machine &machine, ElementKind type) {
  Estimator estimator(p, t, machine, type);
  double rowTiles = double(p.outHeight) / t.rows;
  double columnTiles = double(p.outWidth) / t.columns;
  double pixelTiles = p.batch * rowTiles * columnTiles;
  double outTiles =
      double(p.outChannels) / t.outChannels * (double(p.groups) / t.groups);
  double inTiles = p.isDepthwise ? 1 : double(p.inChannels) / t.inChannels;
  double allIn = pixelTiles * (p.isDepthwise ? outTiles : inTiles);
  double allWeights = outTiles * inTiles;
  // How often each tile of input and of weights is loaded.
  double inLoads = allIn, weightLoads = allWeights;
  if (t.weightsStay) {
    if (!p.isDepthwise && t.inBuffers < allIn)
      inLoads *= std::max(1.0, outTiles);
    if (t.weightBuffers < inTiles)
      weightLoads *= std::max(1.0, pixelTiles);
  } else {
    if (!p.isDepthwise && t.inBuffers < inTiles)
      inLoads *= std::max(1.0, outTiles);
    if (t.weightBuffers < allWeights)
      weightLoads *= std::max(1.0, pixelTiles);
  }
  if (p.hasOwnWeights)
    weightLoads = std::max(weightLoads, allWeights * p.batch);
  double inLoad = estimator.getInLoad();
  double weightLoad = estimator.getWeightLoad();
  double outStore = estimator.getOutStore();
  double array = estimator.getArrayCycles();
  // A tenth of the time goes to refreshes, misses and turn-arounds.
  double derate = 1.1;
  inLoad *= derate;
  weightLoad *= derate;
  outStore *= derate;
  double outSteps = pixelTiles * outTiles;
  double steps = outSteps * inTiles;
  double dma =
      inLoads * inLoad + weightLoads * weightLoad + outSteps * outStore;
  double before = inLoad + weightLoad;
  double behind = outStore;
  double delay = machine.dmaSetup + machine.dmaLatency + machine.tCas +
                 machine.tRcd + machine.tRp;
  // The last tile is computed behind the last load.
  double arrayStep = array / std::max(1.0, steps);
  double middle = std::max(0.0, dma - before - behind);
  double busy = std::max(array, middle + arrayStep);
  // When both are busy they get in each other's way.
  double other = std::min(array, middle);
  busy *= std::pow(1 + std::pow(other / busy, 4), 0.25);
  // A buffer is free again when its tile has been computed and stored, or
  // loaded and computed, with the delays between them.
  if (steps > 1)
    busy = std::max(
        busy, outSteps *
                  (arrayStep * inTiles + outStore + delay + machine.pipeline) /
                  t.outBuffers);
  if (t.inBuffers < allIn)
    busy = std::max(busy, inLoads * (inLoad + delay) / t.inBuffers +
                              steps * arrayStep / t.inBuffers);
  return 2 * delay + machine.pipeline + before + behind + busy +
         2 * machine.issue * steps;
}

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
  int64_t pixel = t.inChannels * t.groups * p.bytes;
  if (t.inChannels < p.inChannels || t.groups < p.groups)
    return getTransfer(rows * columns, pixel,
                       p.inChannels * p.groups * p.bytes);
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

double codegen::estimateArray(const ArrayProblem &p, const Tiling &t,
                              const Machine &machine, ElementKind type) {
  return Estimator(p, t, machine, type).getArrayCycles();
}

TileTransfers codegen::getTileTransfers(const ArrayProblem &p, const Tiling &t,
                                        const Machine &machine) {
  Estimator estimator(p, t, machine, machine.defaultType);
  double output = estimator.getOutStore();
  // Phases of transposed convolutions write every so many columns.
  if (p.columnStep > 1) {
    int64_t pixel = t.outChannels * t.groups * p.bytes;
    output = estimator.getTransfer(
        double(t.rows * t.columns), pixel,
        p.columnStep * p.outChannels * p.groups * p.bytes);
  }
  return {estimator.getInLoad(), estimator.getWeightLoad(), output};
}

void codegen::estimateCost(const ArrayProblem &p, const Residents &residents,
                           const Machine &machine, Tiling &t) {
  Estimator estimator(p, t, machine, machine.defaultType);
  double pixelTiles = double(p.batch) * ceilDiv(p.outHeight, t.rows) *
                      ceilDiv(p.outWidth, t.columns);
  double outTiles = double(ceilDiv(p.outChannels, t.outChannels)) *
                    ceilDiv(p.groups, t.groups);
  double inTiles = p.isDepthwise ? 1 : ceilDiv(p.inChannels, t.inChannels);
  // How often each tile of input and of weights is loaded.
  double inLoads = pixelTiles * (p.hasInputByOutput() ? outTiles : inTiles);
  double weightLoads = outTiles * inTiles;
  if (t.weightsStay && !t.keepsInput && !p.hasInputByOutput())
    inLoads *= outTiles;
  bool weightsChange = inTiles > 1 || (!t.weightsStay && outTiles > 1);
  if (weightsChange && !t.keepsWeights)
    weightLoads *= pixelTiles;
  else if (p.weightBatches > 1)
    weightLoads *= p.batch;
  // A tenth of the time goes to refreshes, misses and turn-arounds.
  double derate = 1.1;
  double inLoad = residents.input ? 0 : derate * estimator.getInLoad();
  double weightLoad =
      residents.weights ? 0 : derate * estimator.getWeightLoad();
  double outMove = derate * estimator.getOutStore();
  double outStore = residents.output ? 0 : outMove;
  double outSteps = pixelTiles * outTiles;
  t.dma = inLoads * inLoad + weightLoads * weightLoad + outSteps * outStore;
  if (residents.hasResidual && !residents.residual)
    t.dma += outSteps * outMove;
  // The first tile is loaded, and the last one stored, beside what other
  // operations do if that can be. With one tile the array waits for its drain.
  double steps = outSteps * inTiles;
  double step = t.array / steps;
  double delay = machine.pipeline + machine.dmaSetup + machine.dmaLatency;
  double ends = (inLoad + outStore + weightLoad) / 2 + (step + delay) / 4;
  if (t.copies == 2)
    t.cost = std::max(t.array, t.dma) + ends;
  else
    t.cost = t.array + t.dma + steps * delay + ends;
  // Bytes and commands that are saved help others.
  t.cost += t.dma / 50 + machine.issue * steps / 4;
}

double codegen::getArrayBound(const ArrayProblem &p, const Machine &machine,
                              ElementKind type) {
  auto getSteps = [&](int64_t blockK, int64_t blockC, int64_t blockP,
                      int64_t inChannels) {
    double stepCycles =
        std::max(machine.getStepCycles(type),
                 ceilDiv(blockC * blockP * p.bytes, machine.inputFeed));
    return double(p.batch) * p.outHeight * ceilDiv(p.outWidth, blockP) *
           p.getTaps() * ceilDiv(p.outChannels, blockK) *
           ceilDiv(inChannels, blockC) * stepCycles;
  };
  double steps = p.isDepthwise
                     ? getSteps(machine.depthwiseC, machine.depthwiseC,
                                machine.depthwiseP, 1)
                     : p.groups * getSteps(machine.standardK, machine.standardC,
                                           machine.standardP, p.inChannels);
  double results =
      double(p.batch) * p.outHeight * p.outWidth * p.outChannels * p.groups;
  return std::max(steps, std::ceil(results / machine.drainLanes));
}

//===- Features.cpp - Features of subgraphs -------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Estimator/Features.h"
#include "Timeline.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>

using namespace tenon;
using namespace tenon::estimator;

llvm::ArrayRef<llvm::StringLiteral> estimator::getFeatureNames() {
  static constexpr llvm::StringLiteral names[] = {
#define TENON_FEATURE(name, key, description) #key,
#include "tenon/Estimator/Features.inc"
  };
  return names;
}

llvm::ArrayRef<llvm::StringLiteral> estimator::getTermNames() {
  static constexpr llvm::StringLiteral names[] = {
#define TENON_TERM(name, key, description) #key,
#include "tenon/Estimator/Features.inc"
  };
  return names;
}

/// Returns the energy of the events and bytes of the plan (energy_r1), without
/// the energy that grows with time.
static double getEnergy(const PlannedStep &step,
                        const engine::EnergyTable &table,
                        engine::ElementKind type) {
  const PlannedEvents &events = step.events;
  double sramBytes = events.arrayPortBytes + events.vectorPortBytes +
                     step.loadBytes + step.storeBytes;
  double sum = events.products * double(table.getMultiplyAccumulate(type)) +
               events.accumulations * double(table.accumulate) +
               events.results * double(table.drain) +
               events.vectorWork * double(table.vector) +
               sramBytes * double(table.sram) +
               step.loadBytes * double(table.dramRead) +
               step.storeBytes * double(table.dramWrite);
  return sum / 1000; // fJ to pJ
}

static float getLog2(double value) { return float(std::log2(value)); }

/// Sets the features of a single step; `expected` is its share of the time in
/// cycles.
static void setFeatures(Subgraph &s, const PlannedStep &step, double expected,
                        double slack, const engine::Machine &machine) {
  auto share = [&](double cycles) {
    return float(std::min(cycles / expected, 100.0));
  };
  double sram = double(machine.sramBytes);
  double work = std::max(step.array, step.vector);
  s[Feature::Expected] = float(std::log10(expected));
  s[Feature::Array] = share(step.array);
  s[Feature::Vector] = share(step.vector);
  s[Feature::Loads] = share(step.loads);
  s[Feature::Weights] = share(step.weights);
  s[Feature::Stores] = share(step.stores);
  s[Feature::Slack] = float(std::clamp(slack / expected, -100.0, 100.0));
  s[Feature::Bound] = float(step.array > 0 ? step.bound / step.array : 0);
  s[Feature::Drain] = share(step.drain);
  s[Feature::Tiles] = getLog2(std::max(step.tiles, 1.0));
  s[Feature::TileCycles] =
      float(std::log10(1 + work / std::max(step.tiles, 1.0)));
  s[Feature::Overlaps] = step.overlaps;
  s[Feature::Problems] = float(step.problems);
  s[Feature::TileBytes] = float(double(step.tileBytes) / sram);
  s[Feature::ResidentBytes] = float(double(step.residentBytes) / sram);
  s[Feature::InputStays] = step.inputStays;
  s[Feature::OutputStays] = step.outputStays;
  s[Feature::Residual] = float(step.hasResidual ? 1 + step.residualStays : 0);
  s[Feature::Kind] = float(step.kind);
  s[Feature::Depthwise] = step.isDepthwise;
  s[Feature::Size] = float(step.size);
  s[Feature::Alternative] = float(std::log2(step.alternative));
  s[Feature::Stripes] = getLog2(double(step.stripes));
  s[Feature::Taps] = float(step.taps);
  s[Feature::Stride] = float(step.stride);
  s[Feature::Dilation] = float(step.dilation);
  s[Feature::Groups] = getLog2(double(std::max<int64_t>(step.groups, 1)));
  auto blocks = [](int64_t total, int64_t block) {
    return getLog2(double(std::max<int64_t>(total, 1)) / double(block));
  };
  s[Feature::Columns] = blocks(
      step.width, step.isDepthwise ? machine.depthwiseP : machine.standardP);
  s[Feature::InChannels] =
      blocks(step.inChannels,
             step.isDepthwise ? machine.depthwiseC : machine.standardC);
  s[Feature::OutChannels] =
      blocks(step.outChannels,
             step.isDepthwise ? machine.depthwiseC : machine.standardK);
}

static void setTerms(Subgraph &s, const PlannedStep &step, double expected,
                     const engine::Machine &machine) {
  double tiles = std::max(step.tiles, 1.0);
  s[Term::Expected] = expected;
  s[Term::Array] = step.array;
  s[Term::Vector] = step.vector;
  s[Term::Loads] = step.loads;
  s[Term::Weights] = step.weights;
  s[Term::Stores] = step.stores;
  s[Term::Exposed] = (step.loads + step.stores + step.weights) / tiles;
  s[Term::Commands] =
      tiles * double(machine.pipeline + machine.dmaSetup + machine.dmaLatency);
  s[Term::Subgraphs] =
      double(machine.pipeline + machine.dmaSetup + machine.dmaLatency);
}

/// Sets the features of the neighbours.
static void setNeighbours(std::vector<Subgraph> &subgraphs) {
  int64_t count = subgraphs.size();
  for (int64_t i = 0; i != count; ++i) {
    Subgraph &s = subgraphs[i];
    s[Feature::Place] = float(std::min<int64_t>(i, 16));
    s[Feature::Left] = float(std::min<int64_t>(count - 1 - i, 16));
    auto getRatio = [&](const Subgraph &other) {
      return other[Feature::Expected] - s[Feature::Expected];
    };
    auto getDma = [](const Subgraph &other) {
      return other[Feature::Loads] + other[Feature::Weights] +
             other[Feature::Stores];
    };
    s[Feature::Before] = s[Feature::Behind] = -4;
    s[Feature::KindBefore] = s[Feature::KindBehind] = -1;
    if (i > 0) {
      const Subgraph &other = subgraphs[i - 1];
      s[Feature::Before] = getRatio(other);
      s[Feature::ArrayBefore] = other[Feature::Array];
      s[Feature::LoadsBefore] = getDma(other);
      s[Feature::KindBefore] = other[Feature::Kind];
    }
    if (i + 1 < count) {
      const Subgraph &other = subgraphs[i + 1];
      s[Feature::Behind] = getRatio(other);
      s[Feature::ArrayBehind] = other[Feature::Array];
      s[Feature::LoadsBehind] = getDma(other);
      s[Feature::KindBehind] = other[Feature::Kind];
    }
  }
}

namespace {
/// The increase of the end time by a step, and how far the DMA is ahead after
/// it, in cycles.
struct StepTime {
  double expected, slack;
};
} // namespace

/// Appends the times of the steps to `times`. Returns false if they take
/// `limit` cycles or more.
static bool runSteps(const std::vector<PlannedStep> &steps,
                     const engine::Machine &machine, double limit,
                     std::vector<StepTime> &times) {
  Timeline timeline(machine);
  times.reserve(steps.size());
  for (const PlannedStep &step : steps) {
    double expected = timeline.add(step);
    limit -= expected;
    if (limit <= 0)
      return false;
    times.push_back({expected, timeline.getSlack()});
  }
  return true;
}

Network estimator::getNetwork(const NetworkPlan &plan,
                              engine::TargetAttr target,
                              engine::ElementKind type) {
  const engine::Machine machine = target.getMachine();
  std::optional<engine::EnergyTable> table = target.getEnergyTable();
  Network network;
  network.arenaBytes = plan.arenaBytes;
  std::vector<StepTime> times, single;
  (void)runSteps(plan.steps, machine, HUGE_VAL, times);
  double end = 0;
  for (const StepTime &time : times)
    end += time.expected;
  bool isSingle =
      !plan.singles.empty() && runSteps(plan.singles, machine, end, single);
  network.subgraphs.reserve(plan.steps.size());
  for (auto [step, time] : llvm::zip_equal(isSingle ? plan.singles : plan.steps,
                                           isSingle ? single : times)) {
    Subgraph &s = network.subgraphs.emplace_back();
    s.operations = step.operations;
    network.loadBytes += step.loadBytes;
    network.storeBytes += step.storeBytes;
    s.kind = step.kind;
    s.isDepthwise = step.isDepthwise;
    s.isCascade = step.size > 1;
    s.size = step.size;
    // Steps that are hidden by other steps still take some time.
    double expected = std::max(time.expected, 1.0);
    setTerms(s, step, expected, machine);
    setFeatures(s, step, expected, time.slack, machine);
    if (!table)
      continue;
    s.picojoules = getEnergy(step, *table, type);
    s.picojoulesPerCycle = double(table->dramBackground) *
                           double(machine.dramChannels) /
                           double(machine.clockMhz);
  }
  setNeighbours(network.subgraphs);
  return network;
}

void estimator::append(Network &network, const Network &other) {
  llvm::append_range(network.subgraphs, other.subgraphs);
  network.arenaBytes = std::max(network.arenaBytes, other.arenaBytes);
  network.loadBytes += other.loadBytes;
  network.storeBytes += other.storeBytes;
}

mlir::FailureOr<Network>
estimator::planNetwork(NetworkPlanner &planner,
                       mlir::FunctionOpInterface function, bool byLayer,
                       engine::TargetAttr target, engine::ElementKind type,
                       CompileFailure &reason) {
  if (!byLayer) {
    mlir::FailureOr<NetworkPlan> plan = planner.plan(function, reason);
    if (failed(plan))
      return mlir::failure();
    return getNetwork(*plan, target, type);
  }
  mlir::FailureOr<std::vector<NetworkPlan>> layers =
      planner.planLayers(function, reason);
  if (failed(layers))
    return mlir::failure();
  Network network;
  for (const NetworkPlan &layer : *layers)
    append(network, getNetwork(layer, target, type));
  return network;
}

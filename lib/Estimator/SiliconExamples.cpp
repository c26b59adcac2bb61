//===- SiliconExamples.cpp - Networks measured on silicon -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Calibration/Measurements.h"
#include "tenon/Estimator/Examples.h"
#include "tenon/Estimator/Model.h"

using namespace tenon;
using namespace tenon::estimator;

static llvm::Error makeError(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

/// Returns each distinct layer as a network.
static llvm::Expected<std::vector<Network>>
getLayers(const calibration::Measurements &measurements,
          engine::TargetAttr target, engine::ElementKind type) {
  std::vector<Network> layers;
  NetworkPlanner planner(target, type);
  auto loc = mlir::UnknownLoc::get(target.getContext());
  for (const Workload &workload : measurements.layers) {
    CompileFailure reason{loc, "", "", ""};
    auto plan = planner.plan(workload, loc, reason);
    if (failed(plan))
      return makeError("a layer cannot run on '" + target.getName() +
                       "': " + reason.message);
    layers.push_back(getNetwork(*plan, target, type));
  }
  return layers;
}

llvm::StringRef
estimator::getFamily(const calibration::Measurements &measurements,
                     const calibration::Measurement &row) {
  if (measurements.kind == calibration::MeasurementKind::Models)
    return "models";
  return row.hasSqueezeExcite ? "with squeeze-excite" : "without";
}

/// Returns the estimates of networks in files, in order.
static llvm::Expected<std::vector<double>>
estimateModels(const Model &model,
               const calibration::Measurements &measurements,
               NetworkLoader loader) {
  std::vector<double> latencies;
  for (const calibration::Measurement &row : measurements.rows) {
    auto network = loader(row.name, model.target, model.type);
    if (!network)
      return makeError("line " + llvm::Twine(row.line) + ": " +
                       llvm::toString(network.takeError()));
    latencies.push_back(estimate(model, *network).latency);
  }
  return latencies;
}

llvm::Expected<std::vector<double>>
estimator::estimateRows(const Model &model,
                        const calibration::Measurements &measurements,
                        NetworkLoader loader) {
  if (measurements.kind == calibration::MeasurementKind::Models)
    return estimateModels(model, measurements, loader);
  auto layers = getLayers(measurements, model.target, model.type);
  if (!layers)
    return layers.takeError();
  // The estimates of the subgraphs of each layer. Sums add the same numbers in
  // the same order as `estimate`.
  std::vector<std::vector<SubgraphEstimate>> estimates;
  for (const Network &layer : *layers)
    estimates.push_back(estimate(model, layer).subgraphs);
  std::vector<double> latencies;
  latencies.reserve(measurements.rows.size());
  for (const calibration::Measurement &row : measurements.rows) {
    double sum = model.offset;
    for (uint32_t group : row.groups)
      for (uint32_t layer : measurements.groups[group])
        for (const SubgraphEstimate &part : estimates[layer])
          sum += part.latency;
    latencies.push_back(sum);
  }
  return latencies;
}

llvm::Expected<std::vector<Example>>
estimator::getExamples(const calibration::Measurements &measurements,
                       engine::TargetAttr target, engine::ElementKind type,
                       NetworkLoader loader) {
  auto layers = getLayers(measurements, target, type);
  if (!layers)
    return layers.takeError();
  std::vector<Example> examples;
  for (const calibration::Measurement &row : measurements.rows) {
    Example &example = examples.emplace_back();
    example.name = row.name;
    example.latency = row.measured;
    if (measurements.kind == calibration::MeasurementKind::Models) {
      example.family = getFamily(measurements, row).str();
      auto network = loader(row.name, target, type);
      if (!network)
        return makeError("line " + llvm::Twine(row.line) + ": " +
                         llvm::toString(network.takeError()));
      example.network = std::move(*network);
      continue;
    }
    example.family = getFamily(measurements, row).str();
    for (uint32_t group : row.groups)
      for (uint32_t layer : measurements.groups[group])
        append(example.network, (*layers)[layer]);
  }
  return examples;
}

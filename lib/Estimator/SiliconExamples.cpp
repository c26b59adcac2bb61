//===- SiliconExamples.cpp - Networks measured on silicon -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Estimator/Examples.h"
#include "tenon/Fit/Measurements.h"

using namespace tenon;
using namespace tenon::estimator;

static llvm::Error makeError(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

/// Each distinct layer as a network.
static llvm::Expected<std::vector<Network>>
getLayers(const fit::Measurements &measurements, engine::TargetAttr target,
          engine::ElementKind type) {
  std::vector<Network> layers;
  NetworkPlanner planner(target, type);
  auto loc = mlir::UnknownLoc::get(target.getContext());
  for (const Workload &workload : measurements.layers) {
    CompileFailure reason{loc, "", "", ""};
    auto plan = planner.plan(workload, loc, reason);
    if (failed(plan))
      return makeError("a layer can not run on '" + target.getName() +
                       "': " + reason.message);
    layers.push_back(getNetwork(*plan, target, type));
  }
  return layers;
}

llvm::Expected<std::vector<Example>>
estimator::getExamples(const fit::Measurements &measurements,
                       engine::TargetAttr target, engine::ElementKind type,
                       NetworkLoader loader) {
  auto layers = getLayers(measurements, target, type);
  if (!layers)
    return layers.takeError();
  std::vector<Example> examples;
  for (const fit::Measurement &row : measurements.rows) {
    Example &example = examples.emplace_back();
    example.name = row.name;
    example.latency = row.measured;
    if (measurements.kind == fit::MeasurementKind::Models) {
      example.family = "models";
      auto network = loader(row.name, target, type);
      if (!network)
        return makeError("line " + llvm::Twine(row.line) + ": " +
                         llvm::toString(network.takeError()));
      example.network = std::move(*network);
      continue;
    }
    example.family = row.hasSqueezeExcite ? "with squeeze-excite" : "without";
    for (uint32_t layer : row.layers) {
      append(example.network, (*layers)[layer]);
    }
  }
  return examples;
}

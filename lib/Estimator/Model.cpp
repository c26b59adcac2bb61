//===- Model.cpp - A trained estimator ------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Estimator/Model.h"
#include <cmath>

using namespace tenon;
using namespace tenon::estimator;

std::string estimator::getKindName(const Subgraph &subgraph) {
  if (subgraph.isCascade)
    return "cascade";
  switch (subgraph.kind) {
  case WorkloadKind::Convolution:
    return subgraph.isDepthwise ? "depthwise" : "convolution";
  case WorkloadKind::TransposedConvolution:
    return "transposed";
  case WorkloadKind::Matmul:
    return "product";
  case WorkloadKind::Vector:
    return "vector";
  default:
    return "copy";
  }
}

double estimator::getLinear(const Model &model, const Subgraph &subgraph) {
  double sum = 0;
  for (size_t i = 0; i != numTerms; ++i)
    sum += model.weights[i] * subgraph.terms[i];
  return sum;
}

/// Features may be a little outside of what was seen.
static bool isOutside(const Model &model, const Subgraph &subgraph,
                      Feature &feature) {
  for (size_t i = 0; i != numFeatures; ++i) {
    float value = subgraph.features[i];
    float slack = std::max(0.25f * (model.greatest[i] - model.least[i]), 0.5f);
    if (value >= model.least[i] - slack && value <= model.greatest[i] + slack)
      continue;
    feature = Feature(i);
    return true;
  }
  return false;
}

NetworkEstimate estimator::estimate(const Model &model,
                                    const Network &network) {
  NetworkEstimate result;
  result.arenaBytes = network.arenaBytes;
  result.latency = model.offset;
  for (auto [index, s] : llvm::enumerate(network.subgraphs)) {
    SubgraphEstimate &e = result.subgraphs.emplace_back();
    e.latency = getLinear(model, s) *
                std::exp(double(model.latency.predict(s.features)));
    result.latency += e.latency;
    if (model.hasEnergy) {
      e.picojoules = (s.picojoules + s.picojoulesPerCycle * e.latency) *
                     std::exp(double(model.energy.predict(s.features)));
      result.picojoules += e.picojoules;
    }
    Feature feature;
    if (!isOutside(model, s, feature))
      continue;
    if (result.numOutside++ == 0) {
      result.outside = int32_t(index);
      result.outsideFeature = feature;
    }
  }
  result.lowest = result.latency * model.lowest;
  result.highest = result.latency * model.highest;
  return result;
}

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

double estimator::getDifficulty(const Model &model, const Network &network,
                                const NetworkEstimate &estimate) {
  if (model.kinds.empty())
    return 1;
  double sum = 0, total = 0, most = 0;
  for (const auto &[name, heldOut] : model.kinds)
    most = std::max(most, heldOut.difficulty);
  for (auto [s, part] :
       llvm::zip_equal(network.subgraphs, estimate.subgraphs)) {
    auto kind = model.kinds.find(getKindName(s));
    double error = kind == model.kinds.end() ? most : kind->second.difficulty;
    sum += part.latency * error;
    total += part.latency;
  }
  return total > 0 ? std::max(sum / total, 1e-6) : 1;
}

/// Returns true if a feature is far outside the range of the training, and sets
/// `feature` to it.
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

/// Returns the factor for the output of the trees, with the limits of the
/// training.
static double getFactor(float margin) {
  constexpr double most = 3;
  return std::exp(std::clamp(double(margin), -most, most));
}

NetworkEstimate estimator::estimate(const Model &model,
                                    const Network &network) {
  NetworkEstimate result;
  result.arenaBytes = network.arenaBytes;
  result.latency = model.offset;
  size_t count = network.subgraphs.size();
  std::vector<const float *> rows;
  rows.reserve(count);
  for (const Subgraph &s : network.subgraphs)
    rows.push_back(s.features.data());
  std::vector<float> latencies(count), energies(count);
  model.latency.predict(rows, latencies);
  if (model.hasEnergy)
    model.energy.predict(rows, energies);
  result.subgraphs.reserve(count);
  for (auto [index, s] : llvm::enumerate(network.subgraphs)) {
    SubgraphEstimate &e = result.subgraphs.emplace_back();
    e.latency = getLinear(model, s) * getFactor(latencies[index]);
    result.latency += e.latency;
    if (model.hasEnergy) {
      e.picojoules = (s.picojoules + s.picojoulesPerCycle * e.latency) *
                     getFactor(energies[index]);
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
  double difficulty = getDifficulty(model, network, result);
  result.lowest = result.latency * std::exp(model.lowest * difficulty);
  result.highest = result.latency * std::exp(model.highest * difficulty);
  return result;
}

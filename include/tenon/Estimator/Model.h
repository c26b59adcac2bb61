//===- Model.h - A trained estimator ----------------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_ESTIMATOR_MODEL_H
#define TENON_ESTIMATOR_MODEL_H

#include "tenon/Boosting/Trees.h"
#include "tenon/Estimator/Features.h"
#include <map>

namespace tenon::estimator {

/// The unit of latencies.
enum class Unit : uint8_t { Cycles, Milliseconds };

/// Accuracy of the predictions for networks that were not used in the training.
/// For a family, the errors are means over its networks. For a kind of
/// subgraph, they are means over the total time of all subgraphs of that kind.
struct HeldOut {
  /// Number of networks of a family, or of subgraphs of a kind.
  int64_t count = 0;
  /// Mean of the relative errors, and of their absolute values; 0.01 is 1 %.
  double bias = 0, meanError = 0;
  /// For a kind: the error of a network that consists only of this kind,
  /// according to a fit over all networks.
  double difficulty = 0;
};

/// An estimator. It consists of a linear stage on the terms of subgraphs, and
/// of trees for the logarithm of the remaining factor.
struct Model {
  /// The machine for which the features are computed, and the deployed type.
  engine::TargetAttr target;
  engine::ElementKind type = engine::ElementKind::I8;
  Unit unit = Unit::Cycles;
  /// True if each subgraph is a single operation. Such a model was trained on
  /// lists of layers, which contain no information about the behaviour of the
  /// device between them.
  bool byLayer = false;
  /// Weights of the linear stage, one per term, in units per cycle, and the
  /// latency of a network in addition to its subgraphs.
  std::array<double, numTerms> weights = {};
  double offset = 0;
  Trees latency;
  /// Trees for the logarithm of the ratio of the energy to the energy of the
  /// events of the plan; empty if there are no energies.
  Trees energy;
  bool hasEnergy = false;
  /// Nine out of ten networks took between exp(lowest d) and exp(highest d)
  /// times their prediction, where d is their difficulty (getDifficulty).
  double lowest = 0, highest = 0;
  /// Minimum and maximum of each feature in the training.
  std::array<float, numFeatures> least = {}, greatest = {};
  /// Number of networks and subgraphs in the training.
  int64_t numNetworks = 0, numSubgraphs = 0;
  /// Names of the networks (Example::name), sorted.
  std::vector<std::string> names;
  /// Held-out errors by family and by kind of subgraph.
  std::map<std::string, HeldOut> families, kinds;
};

/// The estimated cost of a subgraph.
struct SubgraphEstimate {
  double latency = 0, picojoules = 0;
};

/// The estimated cost of a network.
struct NetworkEstimate {
  std::vector<SubgraphEstimate> subgraphs;
  /// Latency in the unit of the model, with the interval that contains nine out
  /// of ten networks.
  double latency = 0, lowest = 0, highest = 0;
  double picojoules = 0;
  int64_t arenaBytes = 0;
  /// The first subgraph with a feature far outside the range of the training,
  /// this feature, and the number of such subgraphs.
  int32_t outside = -1;
  Feature outsideFeature = Feature::Expected;
  int64_t numOutside = 0;
};

/// Returns the name of the kind of `subgraph` in reports.
std::string getKindName(const Subgraph &subgraph);

/// Returns the result of the linear stage for a subgraph, without the trees.
double getLinear(const Model &model, const Subgraph &subgraph);

NetworkEstimate estimate(const Model &model, const Network &network);

/// Returns the uncertainty of an estimate: the mean of the difficulties of its
/// subgraphs' kinds, weighted by their time; 1 if there are none.
double getDifficulty(const Model &model, const Network &network,
                     const NetworkEstimate &estimate);

/// Returns the text of a model file, which is JSON with the format, its version
/// and the hash of the machine. Fails with a message of one line if a number is
/// not finite.
llvm::Expected<std::string> printModel(const Model &model);

/// Parses the output of `printModel`. Fails with a message of one line if the
/// text is invalid, if it has a different version, or if its machine does not
/// match the stored hash.
llvm::Expected<Model> parseModel(llvm::StringRef text,
                                 mlir::MLIRContext *context);

/// Fails if `model` was trained for another machine or type, with a message of
/// one line that contains the first difference.
llvm::Error checkTarget(const Model &model, engine::TargetAttr target,
                        engine::ElementKind type);

} // namespace tenon::estimator

#endif // TENON_ESTIMATOR_MODEL_H

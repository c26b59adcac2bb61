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

/// How latencies are measured.
enum class Unit : uint8_t { Cycles, Milliseconds };

/// How near the predictions of networks are that took no part in the
/// training: of a family, the mean over its networks, and of a kind of
/// subgraph, over the time that all of them take.
struct HeldOut {
  /// Networks, or subgraphs of a kind.
  int64_t count = 0;
  /// Mean of the relative errors, and of their absolute values, 0.01 for 1 %.
  double bias = 0, meanError = 0;
  /// Of a kind: the error of a network that consists of nothing else, by a fit
  /// to all of them.
  double difficulty = 0;
};

/// An estimator: a linear stage on the terms of subgraphs, and trees for the
/// logarithm of what is left.
struct Model {
  /// The machine whose features it takes, and the deployed type.
  engine::TargetAttr target;
  engine::ElementKind type = engine::ElementKind::I8;
  Unit unit = Unit::Cycles;
  /// Its subgraphs are operations by themselves: it was trained on lists of
  /// layers, and nothing is known of what the device does between them.
  bool byLayer = false;
  /// Of the linear stage, one a term, in the unit a cycle; and what a network
  /// takes beside its subgraphs.
  std::array<double, numTerms> weights = {};
  double offset = 0;
  Trees latency;
  /// Trees for the logarithm of energy over what the events of the plan cost;
  /// empty if there are no energies.
  Trees energy;
  bool hasEnergy = false;
  /// Nine of ten networks took between exp(lowest d) and exp(highest d) times
  /// their prediction, where d is their difficulty (getDifficulty).
  double lowest = 0, highest = 0;
  /// The least and greatest of each feature in the training.
  std::array<float, numFeatures> least = {}, greatest = {};
  /// What it was trained on: networks and subgraphs.
  int64_t numNetworks = 0, numSubgraphs = 0;
  /// Names of the networks (Example::name), sorted.
  std::vector<std::string> names;
  /// Held-out errors by family and by kind of subgraph.
  std::map<std::string, HeldOut> families, kinds;
};

/// What a subgraph is expected to take.
struct SubgraphEstimate {
  double latency = 0, picojoules = 0;
};

/// What a network is expected to take.
struct NetworkEstimate {
  std::vector<SubgraphEstimate> subgraphs;
  /// In the unit of the model, with the interval that nine of ten are in.
  double latency = 0, lowest = 0, highest = 0;
  double picojoules = 0;
  int64_t arenaBytes = 0;
  /// A feature far outside of the training, the first subgraph that has it,
  /// and how many have one.
  int32_t outside = -1;
  Feature outsideFeature = Feature::Expected;
  int64_t numOutside = 0;
};

/// The name of a kind of subgraph in reports.
std::string getKindName(const Subgraph &subgraph);

/// The linear stage: what a subgraph takes before the trees.
double getLinear(const Model &model, const Subgraph &subgraph);

NetworkEstimate estimate(const Model &model, const Network &network);

/// How uncertain an estimate is: the difficulties of the kinds of its
/// subgraphs, weighted by their time; 1 if there are none.
double getDifficulty(const Model &model, const Network &network,
                     const NetworkEstimate &estimate);

/// The text of a model file: JSON with the format, its version and the hash of
/// the machine. Fails with one line if a number is not finite.
llvm::Expected<std::string> printModel(const Model &model);

/// Reads what `printModel` writes. Fails with one line that says what is
/// wrong; a model of another version, or whose machine does not have the hash
/// that it says, is.
llvm::Expected<Model> parseModel(llvm::StringRef text,
                                 mlir::MLIRContext *context);

/// Fails with one line that names the first difference if `model` was trained
/// for another machine or type.
llvm::Error checkTarget(const Model &model, engine::TargetAttr target,
                        engine::ElementKind type);

} // namespace tenon::estimator

#endif // TENON_ESTIMATOR_MODEL_H

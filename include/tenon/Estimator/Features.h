//===- Features.h - Numbers that decide what subgraphs cost -----*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_ESTIMATOR_FEATURES_H
#define TENON_ESTIMATOR_FEATURES_H

#include "tenon/Compiler/Plan/NetworkPlan.h"
#include <array>
#include <vector>

namespace tenon::estimator {

/// The features of a subgraph: `name`, and what it is. Most are shares of the
/// time that the closed forms expect (Terms::Expected), so that they mean the
/// same in small and in large networks.
enum class Feature : uint8_t {
#define TENON_FEATURE(name, key, description) name,
#include "tenon/Estimator/Features.inc"
  End
};
/// What is added up, in cycles: the linear stage gives each a weight.
enum class Term : uint8_t {
#define TENON_TERM(name, key, description) name,
#include "tenon/Estimator/Features.inc"
  End
};
inline constexpr auto numFeatures = size_t(Feature::End);
inline constexpr auto numTerms = size_t(Term::End);

/// Names of features and terms in files, in their order.
llvm::ArrayRef<llvm::StringLiteral> getFeatureNames();
llvm::ArrayRef<llvm::StringLiteral> getTermNames();

/// Operations that the compiler runs as one, in numbers.
struct Subgraph {
  llvm::SmallVector<mlir::Operation *, 4> operations;
  WorkloadKind kind = WorkloadKind::Copy;
  bool isDepthwise = false, isCascade = false;
  /// Operations of a cascade, those of drains aside; 1 if it is none.
  int32_t size = 1;
  std::array<double, numTerms> terms = {};
  std::array<float, numFeatures> features = {};
  /// Energy in picojoules by the events of the plan, and the share of it that
  /// grows with time, in picojoules a cycle.
  double picojoules = 0, picojoulesPerCycle = 0;

  double &operator[](Term term) { return terms[size_t(term)]; }
  double operator[](Term term) const { return terms[size_t(term)]; }
  float &operator[](Feature feature) { return features[size_t(feature)]; }
  float operator[](Feature feature) const { return features[size_t(feature)]; }
};

/// A network as its subgraphs, in the order in which they run.
struct Network {
  std::vector<Subgraph> subgraphs;
  /// The liveness arena; exact.
  int64_t arenaBytes = 0;
  /// Bytes that the plan loads and stores.
  double loadBytes = 0, storeBytes = 0;
};

/// The subgraphs of a plan.
Network getNetwork(const NetworkPlan &plan, engine::TargetAttr target,
                   engine::ElementKind type);

/// Plans the network of `function` with a planner of this machine and type;
/// with `byLayer`, each operation by itself. Fails with the reason, and the
/// operation that the machine can not run, in `reason`.
mlir::FailureOr<Network> planNetwork(NetworkPlanner &planner,
                                     mlir::FunctionOpInterface function,
                                     bool byLayer, engine::TargetAttr target,
                                     engine::ElementKind type,
                                     CompileFailure &reason);

/// Appends what comes behind `network`; the arena is that of the larger one.
void append(Network &network, const Network &other);

} // namespace tenon::estimator

#endif // TENON_ESTIMATOR_FEATURES_H

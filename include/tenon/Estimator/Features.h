//===- Features.h - Features that determine subgraph costs ------*- C++ -*-===//
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

/// The features of a subgraph. Most of them are fractions of the time that the
/// closed forms predict (Term::Expected), so their meaning does not depend on
/// the size of the network.
enum class Feature : uint8_t {
#define TENON_FEATURE(name, key, description) name,
#include "tenon/Estimator/Features.inc"
  End
};
/// The terms of the linear stage, in cycles. The linear stage adds them up,
/// each with its own weight.
enum class Term : uint8_t {
#define TENON_TERM(name, key, description) name,
#include "tenon/Estimator/Features.inc"
  End
};
inline constexpr auto numFeatures = size_t(Feature::End);
inline constexpr auto numTerms = size_t(Term::End);

/// Return the names of features and terms in files, in the order of the enums.
llvm::ArrayRef<llvm::StringLiteral> getFeatureNames();
llvm::ArrayRef<llvm::StringLiteral> getTermNames();

/// The features of operations that the compiler runs as one step.
struct Subgraph {
  llvm::SmallVector<mlir::Operation *, 4> operations;
  WorkloadKind kind = WorkloadKind::Copy;
  bool isDepthwise = false, isCascade = false;
  /// Number of operations of a cascade, without those in drains; 1 if the
  /// subgraph is not a cascade.
  int32_t size = 1;
  std::array<double, numTerms> terms = {};
  std::array<float, numFeatures> features = {};
  /// Energy of the events of the plan in picojoules, and the energy that grows
  /// with time, in picojoules per cycle.
  double picojoules = 0, picojoulesPerCycle = 0;

  double &operator[](Term term) { return terms[size_t(term)]; }
  double operator[](Term term) const { return terms[size_t(term)]; }
  float &operator[](Feature feature) { return features[size_t(feature)]; }
  float operator[](Feature feature) const { return features[size_t(feature)]; }
};

/// A network as a list of subgraphs, in the order in which they run.
struct Network {
  std::vector<Subgraph> subgraphs;
  /// Size of the liveness arena. This number is exact.
  int64_t arenaBytes = 0;
  /// Number of bytes that the plan loads and stores.
  double loadBytes = 0, storeBytes = 0;
};

/// Returns the subgraphs of a plan.
Network getNetwork(const NetworkPlan &plan, engine::TargetAttr target,
                   engine::ElementKind type);

/// Plans the network of `function` with a planner for this machine and type.
/// With `byLayer`, plans each operation separately. On failure, sets `reason`
/// to the operation that the machine cannot run and the reason.
mlir::FailureOr<Network> planNetwork(NetworkPlanner &planner,
                                     mlir::FunctionOpInterface function,
                                     bool byLayer, engine::TargetAttr target,
                                     engine::ElementKind type,
                                     CompileFailure &reason);

/// Appends `other` to `network`. The resulting arena is the larger of the two.
void append(Network &network, const Network &other);

} // namespace tenon::estimator

#endif // TENON_ESTIMATOR_FEATURES_H

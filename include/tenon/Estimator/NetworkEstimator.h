//===- NetworkEstimator.h - Estimates of many networks --------------------*-
//C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_ESTIMATOR_NETWORKESTIMATOR_H
#define TENON_ESTIMATOR_NETWORKESTIMATOR_H

#include "tenon/Estimator/Model.h"
#include "llvm/ADT/DenseMap.h"

namespace tenon::estimator {

/// A hash of what a function computes, in 128 bits: equal for functions of one
/// context whose operations, types and attributes are equal, locations and
/// labels aside. Networks of a search meet by chance once in 10^20 times.
std::pair<uint64_t, uint64_t>
getFingerprint(mlir::FunctionOpInterface function);

/// What a network is expected to take, all subgraphs together.
struct NetworkPrice {
  double latency = 0, lowest = 0, highest = 0, picojoules = 0;
  int64_t arenaBytes = 0;
  /// Bytes that the plan loads and stores.
  double loadBytes = 0, storeBytes = 0;
};

/// Estimates networks of one context, and remembers those that it has seen.
/// For one thread.
class NetworkEstimator {
public:
  explicit NetworkEstimator(const Model &model)
      : model(model), planner(model.target, model.type) {}

  /// The price of the network of `function`, which is prepared for a machine.
  /// Fails with one line that names the operation that the machine can not run.
  llvm::Expected<NetworkPrice> price(mlir::FunctionOpInterface function);

  int64_t getNumEstimated() const { return int64_t(known.size()); }
  int64_t getNumRemembered() const { return remembered; }
  /// Forgets what was estimated.
  void clear() {
    known.clear();
    planner.clear();
  }

private:
  const Model &model;
  NetworkPlanner planner;
  llvm::DenseMap<std::pair<uint64_t, uint64_t>, NetworkPrice> known;
  int64_t remembered = 0;
};

} // namespace tenon::estimator

#endif // TENON_ESTIMATOR_NETWORKESTIMATOR_H

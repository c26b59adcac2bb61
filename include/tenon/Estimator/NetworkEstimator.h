//===- NetworkEstimator.h - Cached estimates of networks --------*- C++ -*-===//
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

/// Returns a 128-bit hash of the computation of a function. It is equal for
/// functions of one context whose operations, types and attributes are equal,
/// except for locations and labels. The probability of a random collision among
/// the networks of a search is 1 in 10^20.
std::pair<uint64_t, uint64_t>
getFingerprint(mlir::FunctionOpInterface function);

/// The estimated cost of a network, over all subgraphs.
struct NetworkPrice {
  double latency = 0, lowest = 0, highest = 0, picojoules = 0;
  int64_t arenaBytes = 0;
  /// Number of bytes that the plan loads and stores.
  double loadBytes = 0, storeBytes = 0;
};

/// Estimates networks of one context and caches the results. Not thread-safe.
class NetworkEstimator {
public:
  explicit NetworkEstimator(const Model &model)
      : model(model), planner(model.target, model.type) {}

  /// Returns the estimated cost of the network of `function`, which must have
  /// been prepared for a machine. Fails with a message of one line that names
  /// the operation that the machine cannot run.
  llvm::Expected<NetworkPrice> price(mlir::FunctionOpInterface function);

  int64_t getNumEstimated() const { return int64_t(known.size()); }
  int64_t getNumRemembered() const { return remembered; }
  /// Clears the cache.
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

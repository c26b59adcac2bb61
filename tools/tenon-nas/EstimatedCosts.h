//===- EstimatedCosts.h - Searches on estimates -----------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TOOLS_TENON_NAS_ESTIMATEDCOSTS_H
#define TOOLS_TENON_NAS_ESTIMATEDCOSTS_H

#include "tenon/Estimator/NetworkEstimator.h"
#include "tenon/Search/Search.h"
#include "tenon/Tooling/NetworkEvaluator.h"

namespace tenon {

/// An estimator that stands in for the simulator.
class EstimatedCosts {
public:
  /// Reads the file of an estimator. Fails with one line.
  static llvm::Expected<std::unique_ptr<EstimatedCosts>>
  load(llvm::StringRef path, mlir::MLIRContext *context);

  /// Lets `evaluator` price networks so. They fail on another machine.
  void use(NetworkEvaluator &evaluator);

  /// True if latencies are those of a device, which no simulator knows.
  bool isDevice() const { return model.unit == estimator::Unit::Milliseconds; }
  /// Fails with one line if it was trained for another machine or type.
  llvm::Error check(engine::TargetAttr target,
                    std::optional<engine::ElementKind> type) const;

  /// Simulates the best trials of a search on estimates, whose numbers and
  /// scores are then simulated ones, and makes the best of them the best of
  /// all. `evaluator` goes on with estimates. Does nothing for a device.
  llvm::Error confirm(NetworkEvaluator &evaluator, const PreparedSpace &space,
                      const Objective &objective, SearchResult &result);

private:
  explicit EstimatedCosts(estimator::Model read)
      : model(std::move(read)), pricer(model) {}
  llvm::Expected<Price> price(mlir::FunctionOpInterface function,
                              engine::TargetAttr target,
                              engine::ElementKind type);

  estimator::Model model;
  estimator::NetworkEstimator pricer;
};

} // namespace tenon

#endif // TOOLS_TENON_NAS_ESTIMATEDCOSTS_H

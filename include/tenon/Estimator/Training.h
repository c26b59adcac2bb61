//===- Training.h - Training of estimators ----------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_ESTIMATOR_TRAINING_H
#define TENON_ESTIMATOR_TRAINING_H

#include "tenon/Estimator/Examples.h"
#include "tenon/Estimator/Model.h"

namespace tenon::estimator {

/// Options of the training.
struct TrainingOptions {
  BoostOptions trees;
  /// Number of folds of the cross-validation that determines the accuracy of
  /// predictions. The folds are split by family if there are enough families.
  unsigned folds = 5;
  /// Called with a description of each step; may be null.
  std::function<void(llvm::StringRef)> progress;
};

/// Trains `model`, whose machine, type and unit must be set, on examples. Fails
/// with a message of one line.
llvm::Error train(Model &model, llvm::ArrayRef<Example> examples,
                  const TrainingOptions &options);

/// Returns the estimate for the network of each example from a model that was
/// trained without the family of that example.
llvm::Expected<std::vector<NetworkEstimate>>
predictByFamily(const Model &model, llvm::ArrayRef<Example> examples,
                const TrainingOptions &options);

} // namespace tenon::estimator

#endif // TENON_ESTIMATOR_TRAINING_H

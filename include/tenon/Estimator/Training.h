//===- Training.h - Estimators from measurements ----------------*- C++ -*-===//
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

/// How to train.
struct TrainingOptions {
  BoostOptions trees;
  /// Examples are held out in so many parts, by family if there are as many
  /// families, to find out how near predictions are.
  unsigned folds = 5;
  /// Told what is done; may be null.
  std::function<void(llvm::StringRef)> progress;
};

/// Trains `model`, whose machine, type and unit are set, on examples. Fails
/// with one line.
llvm::Error train(Model &model, llvm::ArrayRef<Example> examples,
                  const TrainingOptions &options);

/// What the network of each example takes by a model that was trained without
/// its family.
llvm::Expected<std::vector<NetworkEstimate>>
predictByFamily(const Model &model, llvm::ArrayRef<Example> examples,
                const TrainingOptions &options);

} // namespace tenon::estimator

#endif // TENON_ESTIMATOR_TRAINING_H

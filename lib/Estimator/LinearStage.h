//===- LinearStage.h - Fits with nonnegative weights ------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_ESTIMATOR_LINEARSTAGE_H
#define LIB_ESTIMATOR_LINEARSTAGE_H

#include "tenon/Estimator/Examples.h"
#include "tenon/Estimator/Model.h"

namespace tenon::estimator {

/// Returns the nonnegative weights that minimize the sum of squares of `row *
/// weights - target`. A small penalty keeps them near `start` where the rows do
/// not distinguish the columns. All rows must have the same length.
std::vector<double> fitNonNegative(llvm::ArrayRef<std::vector<double>> rows,
                                   llvm::ArrayRef<double> targets,
                                   std::vector<double> start);

/// Sets the weights and the offset of `model` such that they minimize the sum
/// of squares of the relative errors of the networks, near a scaled timeline.
void fitLinear(Model &model, llvm::ArrayRef<const Example *> examples);

/// Sets the errors that kinds of subgraphs explain (HeldOut::difficulty), from
/// the latencies and the estimates of held-out networks.
void fitDifficulties(Model &model, llvm::ArrayRef<const Example *> examples,
                     llvm::ArrayRef<NetworkEstimate> estimates);

} // namespace tenon::estimator

#endif // LIB_ESTIMATOR_LINEARSTAGE_H

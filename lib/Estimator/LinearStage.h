//===- LinearStage.h - Weights that are not negative ------------*- C++ -*-===//
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

/// The weights, none of them negative, with which the sum of squares of
/// `row * weights - target` is least. A small penalty keeps them near `start`,
/// where the rows do not tell the columns apart. All rows are as long.
std::vector<double> fitNonNegative(llvm::ArrayRef<std::vector<double>> rows,
                                   llvm::ArrayRef<double> targets,
                                   std::vector<double> start);

/// Sets the weights and the offset of `model` so that the sum of squares of the
/// networks' relative errors is least, near a scaled timeline.
void fitLinear(Model &model, llvm::ArrayRef<const Example *> examples);

/// Sets the errors that kinds of subgraphs explain (HeldOut::difficulty), by
/// what held-out networks took and their estimates.
void fitDifficulties(Model &model, llvm::ArrayRef<const Example *> examples,
                     llvm::ArrayRef<NetworkEstimate> estimates);

} // namespace tenon::estimator

#endif // LIB_ESTIMATOR_LINEARSTAGE_H

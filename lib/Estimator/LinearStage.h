//===- LinearStage.h - Weights of terms -------------------------*- C++ -*-===//
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

/// Sets the weights and the offset of `model`, none of them negative, so that
/// the sum of squares of the networks' relative errors is least. A small
/// penalty keeps them near a scaled timeline, where the measurements do not
/// tell the terms apart.
void fitLinear(Model &model, llvm::ArrayRef<const Example *> examples);

} // namespace tenon::estimator

#endif // LIB_ESTIMATOR_LINEARSTAGE_H

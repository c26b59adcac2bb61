//===- Expressiveness.h - What a network can express, from its shape ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SCORES_EXPRESSIVENESS_H
#define TENON_SCORES_EXPRESSIVENESS_H

#include "mlir/IR/BuiltinOps.h"

namespace tenon {

/// A score of what a network can express that needs no labels and no weights:
/// the sum over convolutions and fully connected layers of
/// `log(C_in k_h k_w / groups) log(1 + H_out W_out)`, natural logarithms.
///
/// It follows the maximum-entropy line of work: the entropy of a network's
/// output grows with the logarithm of the fan-in of each layer, weighted by the
/// resolution (Sun et al., "MAE-DET", ICML 2022, eq. 8; Shen et al., "DeepMAD",
/// CVPR 2023, eq. 5). Input channels that are zero padding (`nn.param_pad`) do
/// not count. Comparable between variants of one network only.
double getExpressiveness(mlir::ModuleOp module);

} // namespace tenon

#endif // TENON_SCORES_EXPRESSIVENESS_H

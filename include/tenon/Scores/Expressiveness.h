//===- Expressiveness.h - Expressiveness of a network ---------------------===//
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

/// Returns a score for the expressiveness of a network. It requires neither
/// labels nor weights. The score is the sum of `log(C_in k_h k_w / groups)
/// log(1 + H_out W_out)` over convolutions and fully connected layers, with
/// natural logarithms.
///
/// It follows the maximum-entropy literature: the entropy of a network's output
/// grows with the logarithm of the fan-in of each layer, weighted by the
/// resolution (Sun et al., "MAE-DET", ICML 2022, eq. 8; Shen et al., "DeepMAD",
/// CVPR 2023, eq. 5). Input channels that are zero padding (`nn.param_pad`) are
/// not counted. Scores are comparable only between variants of one network.
double getExpressiveness(mlir::ModuleOp module);

} // namespace tenon

#endif // TENON_SCORES_EXPRESSIVENESS_H

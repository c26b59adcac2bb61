//===- Passes.h - Network passes ------------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TRANSFORMS_PASSES_H
#define TENON_TRANSFORMS_PASSES_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

namespace tenon {

#define GEN_PASS_DECL
#include "tenon/Transforms/Passes.h.inc"

/// Appends the pipeline that cleans up imported networks. It fuses activations
/// into the operations before them, folds padding into convolutions, and
/// removes unused parameters.
void buildCleanupPipeline(mlir::OpPassManager &pm);

/// Returns true if `factor` has only some of the batches of a product: neither
/// all of them nor a single one that is used for all.
bool hasSomeBatches(mlir::Operation *product, mlir::Value factor);

/// Registers the passes and the pipeline `nn-cleanup`.
void registerTransformPasses();

} // namespace tenon

#endif // TENON_TRANSFORMS_PASSES_H

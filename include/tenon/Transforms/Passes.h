//===- Passes.h - Passes on networks --------------------------------------===//
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

/// Appends what an imported network goes through: activations move into the
/// operations before them, borders into convolutions, dead parameters vanish.
void buildCleanupPipeline(mlir::OpPassManager &pm);

/// Whether a factor has some of the batches of a product: neither all of them
/// nor one for all.
bool hasSomeBatches(mlir::Operation *product, mlir::Value factor);

/// Registers the passes, and `nn-cleanup` as a pipeline.
void registerTransformPasses();

} // namespace tenon

#endif // TENON_TRANSFORMS_PASSES_H

//===- Passes.cpp - Registration of the passes on networks ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Transforms/Passes.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;

namespace tenon {
#define GEN_PASS_REGISTRATION
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

bool tenon::hasSomeBatches(Operation *product, Value factor) {
  auto count = [](Value value) {
    int64_t batches = 1;
    for (int64_t size :
         cast<RankedTensorType>(value.getType()).getShape().drop_back(2))
      batches *= size;
    return batches;
  };
  int64_t own = count(factor);
  return own != 1 && own != count(product->getResult(0));
}

void tenon::buildCleanupPipeline(OpPassManager &pm) {
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createRecognizeIdioms());
  pm.addPass(createFuseActivation());
}

void tenon::registerTransformPasses() {
  registerTenonTransformsPasses();
  PassPipelineRegistration<>(
      "nn-cleanup", "Clean up after import: fold borders, fuse activations",
      buildCleanupPipeline);
}

//===- PrepareNetwork.cpp - Networks that machines can run ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Tooling/PrepareNetwork.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/Pass/PassManager.h"
#include "tenon/Transforms/Passes.h"

using namespace mlir;
using namespace tenon;

bool tenon::needsPreparation(ModuleOp module) {
  WalkResult walked = module.walk([](Operation *op) {
    auto product = dyn_cast<nn::MatMulOp>(op);
    bool isOther =
        isa<nn::LstmOp, nn::GruOp, nn::TopKOp, nn::HostStepOp>(op) ||
        (product && llvm::any_of(op->getOperands(), [&](Value factor) {
           return hasSomeBatches(product, factor);
         }));
    return isOther ? WalkResult::interrupt() : WalkResult::advance();
  });
  return walked.wasInterrupted();
}

LogicalResult tenon::prepareForEngine(ModuleOp module) {
  if (!needsPreparation(module))
    return success();
  PassManager manager(module.getContext());
  manager.addPass(createUnrollRecurrence());
  manager.addPass(createExpandSelection());
  manager.addPass(createExpandBroadcasts());
  manager.addPass(createSplitHostSteps());
  return manager.run(module);
}

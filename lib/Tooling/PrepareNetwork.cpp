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
    return isa<nn::LstmOp, nn::GruOp>(op) ? WalkResult::interrupt()
                                          : WalkResult::advance();
  });
  return walked.wasInterrupted();
}

LogicalResult tenon::prepareForEngine(ModuleOp module) {
  if (!needsPreparation(module))
    return success();
  PassManager manager(module.getContext());
  manager.addPass(createUnrollRecurrence());
  return manager.run(module);
}

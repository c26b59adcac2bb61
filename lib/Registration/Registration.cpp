//===- Registration.cpp - Everything that Tenon adds to MLIR --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Registration/Registration.h"
#include "dialects/Engine/IR/Engine.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "tenon/Compiler/Passes.h"
#include "tenon/Exchange/TOSA/Passes.h"
#include "tenon/Transforms/Passes.h"

using namespace tenon;

void tenon::registerAllDialects(mlir::DialectRegistry &registry) {
  registry.insert<mlir::func::FuncDialect, nn::NNDialect>();
  registerEngineDialects(registry);
}

void tenon::registerAllPasses() {
  static const bool isRegistered = [] {
    registerTransformPasses();
    registerCompilerPasses();
    registerTosaPasses();
    return true;
  }();
  (void)isRegistered;
}

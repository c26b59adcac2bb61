//===- InitAll.h - Registers everything that Tenon has ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_INITALL_H
#define TENON_INITALL_H

#include "dialects/Engine/IR/Engine.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "tenon/Codegen/Passes.h"
#include "tenon/Transforms/Passes.h"

namespace tenon {

/// Adds the dialects that networks and programs consist of.
inline void registerAllDialects(mlir::DialectRegistry &registry) {
  registry.insert<mlir::func::FuncDialect, nn::NNDialect>();
  registerEngineDialects(registry);
}

/// Registers Tenon's passes and pipelines, once a process.
inline void registerAllPasses() {
  registerTransformPasses();
  registerCodegenPasses();
}

} // namespace tenon

#endif // TENON_INITALL_H

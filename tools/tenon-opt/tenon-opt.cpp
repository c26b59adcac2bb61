//===- tenon-opt.cpp - Runs passes on networks and programs ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Engine/IR/Engine.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/InitAllPasses.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "tenon/Codegen/Passes.h"
#include "tenon/Tooling/Files.h"
#include "tenon/Transforms/Passes.h"
#include "llvm/Support/CommandLine.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  mlir::registerAllDialects(registry);
  mlir::registerAllExtensions(registry);
  mlir::registerAllPasses();
  registry.insert<tenon::nn::NNDialect>();
  tenon::registerEngineDialects(registry);
  tenon::registerTransformPasses();
  tenon::registerCodegenPasses();
  llvm::cl::SetVersionPrinter(
      [](llvm::raw_ostream &os) { os << tenon::getVersionText() << '\n'; });
  return mlir::asMainReturnCode(
      mlir::MlirOptMain(argc, argv, "Tenon optimizer\n", registry));
}

//===- heaviest-layers.cpp - Where a network's work is --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A tool on top of Tenon's libraries: reads an ONNX model or a network, runs a
// pass over it, and prints the layers with the most multiply-accumulates.
//
//===----------------------------------------------------------------------===//

#include "dialects/Interfaces/Interfaces.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Pass/PassManager.h"
#include "tenon/Analysis/Summary.h"
#include "tenon/Registration/Registration.h"
#include "tenon/Tooling/Files.h"
#include "tenon/Transforms/Passes.h"

/// Prints `count` layers of the module, the heaviest first.
static void printHeaviest(mlir::ModuleOp module, size_t count) {
  std::vector<std::pair<int64_t, std::string>> layers;
  module.walk([&](tenon::WorkloadOpInterface op) {
    if (int64_t work = op.getWorkload().getMultiplyAccumulates())
      layers.emplace_back(-work, tenon::getNodeName(op));
  });
  llvm::sort(layers);
  layers.resize(std::min(count, layers.size()));
  for (const auto &[work, name] : layers)
    llvm::outs() << -work << " multiply-accumulates: " << name << '\n';
}

int main(int argc, char **argv) {
  if (argc != 2) {
    llvm::errs() << "usage: heaviest-layers MODEL.onnx|NETWORK.mlir\n";
    return 1;
  }
  mlir::DialectRegistry registry;
  tenon::registerAllDialects(registry);
  mlir::MLIRContext context(registry);
  mlir::OwningOpRef<mlir::ModuleOp> module =
      tenon::loadNetwork(argv[1], &context, {});
  if (!module)
    return 1;
  mlir::PassManager pm(&context);
  tenon::ScaleChannelsOptions half;
  half.multiplier = "0.5";
  pm.addPass(tenon::createScaleChannels(half));
  llvm::outs() << "As it is:\n";
  printHeaviest(*module, 3);
  if (mlir::failed(pm.run(*module)))
    return 1;
  llvm::outs() << "With half the channels:\n";
  printHeaviest(*module, 3);
}

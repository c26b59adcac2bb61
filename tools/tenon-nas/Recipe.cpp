//===- Recipe.cpp - How the best network is made --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Recipe.h"
#include "SearchTable.h"
#include "dialects/Engine/IR/Engine.h"
#include "dialects/Network/IR/Network.h"
#include "tenon/Search/PipelineText.h"
#include "tenon/Search/Space.h"
#include "tenon/Tooling/NetworkEvaluator.h"

using namespace mlir;
using namespace tenon;

llvm::Expected<std::string> tenon::attachEngine(MLIRContext *context,
                                                llvm::StringRef engine,
                                                llvm::StringRef text) {
  std::string error;
  if (!engine::findTarget(context, engine, error))
    return llvm::createStringError(error);
  bool isFile = engine.ends_with(".mlir");
  std::string pass = ("engine-attach-target{" +
                      Twine(isFile ? "file=" : "preset=") + engine + "}")
                         .str();
  llvm::Expected<Space> space = Space::parse(text);
  if (!space)
    return space.takeError();
  if (space->getElements().empty())
    return "builtin.module(" + pass + ")";
  std::string result = text.str();
  for (const PipelineElement &element : space->getElements())
    if (element.name == "engine-attach-target") {
      result.replace(element.begin, element.end - element.begin, pass);
      return result;
    }
  result.insert(space->getElements().front().begin, pass + ",");
  return result;
}

/// The layer computes with other weights than the given ones: some were left
/// out or merged. Zeros behind change nothing.
static bool hasChangedWeights(Operation *layer) {
  SmallVector<Value> pending(layer->getOperands());
  while (!pending.empty()) {
    Operation *op = pending.pop_back_val().getDefiningOp();
    if (!op || !op->hasTrait<nn::ParameterExpression>())
      continue;
    if (!isa<nn::ParameterOp, nn::ConstantOp, nn::ParamPadOp>(op))
      return true;
    llvm::append_range(pending, op->getOperands());
  }
  return false;
}

llvm::Error tenon::printWeights(llvm::raw_ostream &os, ModuleOp original,
                                llvm::StringRef pipeline, bool hasWeights) {
  OwningOpRef<ModuleOp> best = original.clone();
  if (llvm::Error error = runPipeline(*best, pipeline))
    return error;
  int64_t changed = 0, layers = 0;
  best->walk([&](WorkloadOpInterface op) {
    if (op->hasTrait<nn::ParameterExpression>() ||
        llvm::none_of(op->getOperands(), [](Value operand) {
          return nn::isParameter(operand) &&
                 !operand.getDefiningOp<nn::ConstantOp>();
        }))
      return;
    ++layers;
    changed += hasChangedWeights(op);
  });
  os << '\n'
     << changed << " of " << layers
     << " layers with weights were scaled or fused: theirs start "
        "from the old ones and need fine-tuning.\n";
  if (!hasWeights)
    os << "The network has no weights, so no best.onnx was "
          "written.\n";
  return llvm::Error::success();
}

void tenon::printCommand(llvm::raw_ostream &os, const Options &options,
                         bool isOnnx, llvm::StringRef pipeline) {
  os << "\nTo make the best network again:\n  ";
  std::string pass = "--pass-pipeline=" + pipeline.str();
  if (isOnnx) {
    os << "tenon-translate --import-onnx " << quoteForShell(options.input);
    for (const std::string &argument : options.network.getArguments())
      os << ' ' << quoteForShell(argument);
    os << " | tenon-opt - ";
  } else {
    os << "tenon-opt " << quoteForShell(options.input) << ' ';
  }
  os << quoteForShell(pass) << " --mlir-print-debuginfo -o best.mlir" << '\n';
}

//===- ImportControl.cpp - Branches and executed constants ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/Exchange/ONNX/Model/Scope.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "tenon/Interpreter/Interpreter.h"
#include "llvm/ADT/STLExtras.h"
#include <onnx/onnx_pb.h>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

LogicalResult onnx_frontend::executeNode(Importer &importer, const Node &node,
                                         const Handler &handler) {
  OwningOpRef<ModuleOp> module = ModuleOp::create(node.getLoc());
  OpBuilder b(module->getContext());
  b.setInsertionPointToEnd(module->getBody());
  auto function =
      func::FuncOp::create(b, node.getLoc(), "node", b.getFunctionType({}, {}));
  b.setInsertionPointToEnd(function.addEntryBlock());
  Importer scratch(b, importer.getOptions(), importer.getOpset(),
                   /*isScratch=*/true);
  for (unsigned i = 0; i < node.getNumInputs(); ++i)
    if (const Imported *input = importer.peekInput(node, i))
      scratch.define(node.getInputName(i), *input);
  if (failed(handler(scratch, node)))
    return failure();
  // What makes much of little is computed when the network runs.
  int64_t limit = 1 << 20;
  for (unsigned i = 0; i < node.getNumInputs(); ++i)
    if (const Imported *input = importer.peekInput(node, i))
      limit += input->constant->getNumElements();
  bool isLarge = llvm::any_of(function.getOps(), [&](Operation &op) {
    return llvm::any_of(op.getResultTypes(), [&](Type type) {
      return cast<RankedTensorType>(type).getNumElements() > limit;
    });
  });
  if (isLarge)
    return handler(importer, node);
  SmallVector<Value> values;
  SmallVector<unsigned> numbers;
  for (unsigned i = 0; i < node.getNumOutputs(); ++i) {
    if (node.getOutput(i).empty() || !scratch.isKnown(node.getOutput(i)))
      continue;
    const Imported &output = scratch.lookup(node.getOutput(i));
    if (output.constant) {
      importer.defineConstant(node, i, *output.constant);
      continue;
    }
    values.push_back(scratch.inOnnxOrder(node, output));
    numbers.push_back(i);
  }
  func::ReturnOp::create(scratch.builder(), node.getLoc(), values);
  function.setType(b.getFunctionType({}, TypeRange(ValueRange(values))));
  FailureOr<SmallVector<HostTensor>> results = interpret(function, {});
  if (failed(results))
    return failure();
  for (auto [number, result] : llvm::zip_equal(numbers, *results))
    importer.defineConstant(node, number, result);
  return success();
}

LogicalResult Scope::run(SmallVectorImpl<Imported> &results) {
  for (const onnx::TensorProto &tensor : graph.initializer())
    if (!importer.isKnown(tensor.name()))
      names.push_back(tensor.name());
  if (failed(importInitializers(importer, graph)))
    return failure();
  for (const onnx::NodeProto &inner : graph.node()) {
    for (const std::string &output : inner.output())
      if (!output.empty() && !importer.isKnown(output))
        names.push_back(output);
    if (failed(importNode(importer, inner)))
      return failure();
  }
  for (const onnx::ValueInfoProto &output : graph.output()) {
    if (!importer.isKnown(output.name()))
      return node.error() << "the output '" << output.name() << "' of its "
                          << "graph is produced by no node";
    results.push_back(importer.lookup(output.name()));
  }
  return success();
}

/// Imports the branch that the condition takes.
static LogicalResult importIf(Importer &importer, const Node &node) {
  FailureOr<HostTensor> condition = importer.getConstant(node, 0, "condition");
  if (failed(condition))
    return failure();
  if (condition->getNumElements() != 1 || !condition->isInteger())
    return node.error() << "expected a condition of one truth value";
  for (StringRef branch : {"then_branch", "else_branch"})
    node.ignore(branch);
  StringRef name = condition->getInt(0) ? "then_branch" : "else_branch";
  const onnx::GraphProto *branch = node.getGraph(name);
  if (!branch || unsigned(branch->output_size()) != node.getNumOutputs())
    return node.error() << "expected a " << name << " with "
                        << node.getNumOutputs() << " outputs";
  SmallVector<Imported> results;
  if (failed(Scope(importer, node, *branch).run(results)))
    return failure();
  for (auto [i, result] : llvm::enumerate(results))
    if (!node.getOutput(i).empty())
      importer.define(node.getOutput(i), std::move(result));
  return success();
}

void onnx_frontend::addControlHandlers(HandlerMap &handlers) {
  handlers["If"] = importIf;
}

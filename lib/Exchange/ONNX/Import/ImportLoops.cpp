//===- ImportLoops.cpp - Loops of ONNX ------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/Exchange/ONNX/Model/Scope.h"
#include "llvm/ADT/STLExtras.h"
#include <onnx/onnx_pb.h>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

/// Each step is the nodes of the body once more.
static constexpr int64_t kMostSteps = 4096;

namespace {
/// Writes a loop out, step by step.
class Unroller {
public:
  Unroller(Importer &importer, const Node &node)
      : importer(importer), node(node) {}

  LogicalResult run();

private:
  LogicalResult check();
  LogicalResult step(int64_t i);
  /// A truth value that must be known before the network runs.
  FailureOr<bool> read(const Imported &condition);
  /// What the steps gave, one behind the other.
  Value stack(ArrayRef<Imported> parts);

  Importer &importer;
  const Node &node;
  const onnx::GraphProto *body = nullptr;
  int64_t steps = 0;
  bool goesOn = true;
  /// What is carried from step to step, and what each step adds to the results
  /// behind it.
  SmallVector<Imported> state;
  std::vector<SmallVector<Imported>> added;
};
} // namespace

FailureOr<bool> Unroller::read(const Imported &condition) {
  if (!condition.constant || condition.constant->getNumElements() != 1 ||
      !condition.constant->isInteger())
    return node.error() << "expected a condition that is known before the "
                           "network runs, but it is computed from its input";
  return condition.constant->getInt(0) != 0;
}

LogicalResult Unroller::check() {
  body = node.getGraph("body");
  unsigned inputs = std::max(node.getNumInputs(), 2u);
  if (!body || unsigned(body->input_size()) != inputs ||
      body->output_size() < body->input_size() - 1 ||
      unsigned(body->output_size()) != node.getNumOutputs() + 1)
    return node.error() << "expected a body of " << inputs << " inputs and "
                        << node.getNumOutputs() + 1 << " outputs";
  added.resize(body->output_size() - (body->input_size() - 1));
  steps = kMostSteps + 1;
  if (importer.getInput(node, 0)) {
    FailureOr<HostTensor> count = importer.getConstant(node, 0, "trip count");
    if (failed(count))
      return failure();
    if (count->getNumElements() != 1 || !count->isInteger())
      return node.error() << "expected a trip count of 1 element";
    steps = std::max<int64_t>(count->getInt(0), 0);
  }
  if (const Imported *condition = importer.getInput(node, 1)) {
    FailureOr<bool> first = read(*condition);
    if (failed(first))
      return failure();
    goesOn = *first;
  }
  for (unsigned i = 2; i < inputs; ++i) {
    const Imported *initial = importer.getInput(node, i);
    if (!initial)
      return node.error() << "expected input " << i << " to be there";
    state.push_back(*initial);
  }
  return success();
}

LogicalResult Unroller::step(int64_t i) {
  MLIRContext *context = importer.getContext();
  Imported number, condition;
  number.constant = HostTensor::fromInts(context, {}, {i});
  condition.constant =
      HostTensor::fromDoubles(importer.builder().getI1Type(), {}, {1});
  Scope scope(importer, node, *body);
  if (failed(scope.define(body->input(0).name(), number)) ||
      failed(scope.define(body->input(1).name(), condition)))
    return failure();
  for (auto [k, value] : llvm::enumerate(state))
    if (failed(scope.define(body->input(int(k) + 2).name(), value)))
      return failure();
  SmallVector<Imported> results;
  if (failed(scope.run(results)))
    return failure();
  FailureOr<bool> next = read(results[0]);
  if (failed(next))
    return failure();
  goesOn = *next;
  for (size_t k = 0; k < state.size(); ++k)
    state[k] = results[1 + k];
  for (size_t k = 0; k < added.size(); ++k)
    added[k].push_back(results[1 + state.size() + k]);
  return success();
}

Value Unroller::stack(ArrayRef<Imported> parts) {
  SmallVector<Value> values;
  for (const Imported &part : parts) {
    SmallVector<int64_t> shape = part.getShape();
    shape.insert(shape.begin(), 1);
    values.push_back(importer.reshape(node.getLoc(),
                                      importer.inOnnxOrder(node, part), shape));
  }
  if (values.empty()) {
    node.error() << "a loop of no steps gives an empty tensor, which is not "
                    "supported";
    return {};
  }
  return values.size() == 1
             ? values.front()
             : build<ConcatOp>(importer, node, values, uint64_t(0));
}

LogicalResult Unroller::run() {
  if (failed(check()))
    return failure();
  for (int64_t i = 0; i < steps && goesOn; ++i) {
    if (i == kMostSteps)
      return node.error() << "expected a loop of at most " << kMostSteps
                          << " steps";
    if (failed(step(i)))
      return failure();
  }
  for (unsigned i = 0; i < node.getNumOutputs(); ++i) {
    if (node.getOutput(i).empty())
      continue;
    if (i < state.size()) {
      importer.define(node.getOutput(i), state[i]);
      continue;
    }
    Value value = stack(added[i - state.size()]);
    if (!value)
      return failure();
    importer.define(node, i, value);
  }
  return success();
}

static LogicalResult importLoop(Importer &importer, const Node &node) {
  return Unroller(importer, node).run();
}

void onnx_frontend::addLoopHandlers(HandlerMap &handlers) {
  handlers["Loop"] = importLoop;
}

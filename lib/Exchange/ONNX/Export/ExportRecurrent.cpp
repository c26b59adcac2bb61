//===- ExportRecurrent.cpp - Recurrent cells as ONNX nodes ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Exporter.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

static RankedTensorType typeOf(Value value) {
  return cast<RankedTensorType>(value.getType());
}

/// Both biases in one tensor of `rows` elements each, zeros where one is
/// absent; an empty name if both are.
static std::string getBiases(Exporter &e, Location loc, Value first,
                             Value second, int64_t rows) {
  if (!first && !second)
    return "";
  Type element = typeOf(first ? first : second).getElementType();
  std::string name;
  std::vector<double> values;
  SmallVector<std::string> parts;
  for (Value bias : {first, second}) {
    std::optional<HostTensor> constant =
        bias ? e.getConstant(bias) : HostTensor::zeros(element, {rows});
    if (constant) {
      llvm::append_range(values, constant->getDoubles());
      if (name.empty())
        name = constant->getName();
      parts.push_back("");
    } else {
      parts.push_back(e.getReshaped(bias, {1, rows}));
    }
  }
  if (name.empty())
    name = getLocName(loc) + ".bias";
  if (int64_t(values.size()) == 2 * rows)
    return e.addInitializer(
        HostTensor::fromDoubles(element, {1, 2 * rows}, values), name);
  // One of them is computed: put together when the model runs.
  ArrayRef<double> rest = values;
  std::string result;
  for (std::string &part : parts)
    if (part.empty())
      part = e.addInitializer(HostTensor::fromDoubles(element, {1, rows}, rest),
                              name);
  e.addNode("Concat", loc, result)
      .input(parts[0])
      .input(parts[1])
      .set("axis", int64_t(1));
  return result;
}

/// An optional operand in a shape; an empty name if it is absent.
static std::string getOptional(Exporter &e, Value value,
                               ArrayRef<int64_t> shape) {
  return value ? e.getReshaped(value, shape) : "";
}

/// Operands are taken until the last one that is there.
static void addInputs(NodeBuilder &node, ArrayRef<std::string> inputs) {
  while (!inputs.empty() && inputs.back().empty())
    inputs = inputs.drop_back();
  for (const std::string &input : inputs)
    node.input(input);
}

template <typename OpTy>
static NodeBuilder exportCell(Exporter &e, OpTy op, StringRef name,
                              int64_t gates, Value cell, Value peephole) {
  Location loc = op.getLoc();
  ArrayRef<int64_t> out = typeOf(op.getSequence()).getShape();
  int64_t hidden = out[2], channels = typeOf(op.getInput()).getDimSize(2);
  int64_t rows = gates * hidden;
  std::string y = e.takeName(name, loc);
  std::string inputs[] = {
      e.getPlain(op.getInput()),
      e.getReshaped(op.getWeight(), {1, rows, channels}),
      e.getReshaped(op.getRecurrent(), {1, rows, hidden}),
      getBiases(e, loc, op.getBias(), op.getRecurrentBias(), rows),
      "",
      getOptional(e, op.getInitialHidden(), {1, out[1], hidden}),
      getOptional(e, cell, {1, out[1], hidden}),
      getOptional(e, peephole, {1, 3 * hidden})};
  NodeBuilder node = e.addNamedNode(name, y);
  addInputs(node, inputs);
  node.set("hidden_size", hidden);
  if (op.getReverse())
    node.set("direction", StringRef("reverse"));
  SmallVector<std::string> outputs = {y};
  for (unsigned i = 1; i < op->getNumResults(); ++i)
    outputs.push_back(e.addOutput(node, y + (i == 1 ? ".hidden" : ".cell")));
  for (auto [result, output] : llvm::zip_equal(op->getResults(), outputs)) {
    ArrayRef<int64_t> shape = typeOf(result).getShape();
    if (!result.use_empty())
      e.define(result, e.addReshape(loc, output, shape),
               Exporter::identityOrder(shape.size()));
  }
  return node;
}

LogicalResult onnx_frontend::exportRecurrent(Exporter &e, Operation *op) {
  if (auto lstm = dyn_cast<LstmOp>(op)) {
    exportCell(e, lstm, "LSTM", 4, lstm.getInitialCell(), lstm.getPeephole());
    return success();
  }
  auto gru = dyn_cast<GruOp>(op);
  if (!gru)
    return failure();
  NodeBuilder node = exportCell(e, gru, "GRU", 3, Value(), Value());
  if (gru.getLinearBeforeReset())
    node.set("linear_before_reset", int64_t(1));
  return success();
}

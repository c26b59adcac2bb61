//===- ExportHost.cpp - Work of the host, as ONNX has it ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Exporter.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinTypes.h"
#include <onnx/onnx_pb.h>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

static ArrayRef<int64_t> shapeOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}

static LogicalResult exportTopK(Exporter &e, TopKOp op) {
  Order order = e.getOrder(op.getInput());
  Location loc = op.getLoc();
  std::string y = e.takeName("TopK", loc);
  std::string x = e.get(op.getInput(), order);
  std::string count = e.addInts(loc, "k", {int64_t(op.getCount())});
  NodeBuilder node = e.addNamedNode("TopK", y);
  node.input(x).input(count).set("axis", positionOf(order, op.getAxis()));
  node.set("largest", int64_t(op.getKind() == Extremum::max));
  std::string indices = e.addOutput(node, y + ".indices");
  e.define(op.getValues(), y, order);
  e.define(op.getIndices(), indices, order);
  return success();
}

/// An attribute of a node as it was read.
static LogicalResult setAttribute(NodeBuilder &node, NamedAttribute attribute) {
  StringRef name = attribute.getName();
  Attribute value = attribute.getValue();
  if (auto number = dyn_cast<IntegerAttr>(value))
    node.set(name, number.getInt());
  else if (auto number = dyn_cast<FloatAttr>(value))
    node.set(name, float(number.getValueAsDouble()));
  else if (auto text = dyn_cast<StringAttr>(value))
    node.set(name, text.getValue());
  else if (auto list = dyn_cast<DenseI64ArrayAttr>(value))
    node.set(name, list.asArrayRef());
  else if (auto list = dyn_cast<DenseF32ArrayAttr>(value))
    node.set(name, list.asArrayRef());
  else
    return failure();
  return success();
}

/// Operators whose result has a size that depends on values. The network knows
/// the largest one only, and a model made for it would be wrong.
static constexpr StringLiteral kOpenSizes[] = {"NonMaxSuppression", "NonZero",
                                               "Unique", "Compress"};

/// Only outputs of the network and other steps may read such results.
static LogicalResult checkReaders(HostStepOp op) {
  if (!is_contained(kOpenSizes, op.getName()))
    return success();
  for (Operation *user : op->getUsers())
    if (!isa<HostStepOp, func::ReturnOp>(user)) {
      InFlightDiagnostic error =
          emitError(op.getLoc())
          << "expected results of '" << op.getName()
          << "', whose sizes are known at run time only, to be outputs of the "
             "network; take the part that ends there with --outputs";
      error.attachNote(user->getLoc()) << "read here";
      return error;
    }
  return success();
}

static LogicalResult exportStep(Exporter &e, HostStepOp op) {
  Location loc = op.getLoc();
  if (failed(checkReaders(op)))
    return failure();
  std::string y = e.takeName(op.getName(), loc);
  SmallVector<std::string> inputs;
  for (auto [i, input] : llvm::enumerate(op.getInputs())) {
    size_t place = op.getPlaces() ? (*op.getPlaces())[i] : i;
    inputs.resize(place + 1);
    inputs[place] = e.getPlain(input);
  }
  auto [domain, type] = op.getName().rsplit('.');
  NodeBuilder node = e.addNamedNode(type.empty() ? domain : type, y);
  if (!type.empty())
    node.node->set_domain(domain.str());
  for (const std::string &input : inputs)
    node.input(input);
  if (DictionaryAttr parameters = op.getParametersAttr())
    for (NamedAttribute attribute : parameters)
      if (failed(setAttribute(node, attribute)))
        return emitError(loc) << "expected attributes that ONNX has, but got '"
                              << attribute.getName().getValue() << "'";
  for (auto [i, result] : llvm::enumerate(op.getOutputs())) {
    std::string name =
        i == 0 ? y : e.addOutput(node, y + "." + std::to_string(i));
    e.define(result, name, Exporter::identityOrder(shapeOf(result).size()));
  }
  return success();
}

LogicalResult onnx_frontend::exportHost(Exporter &e, Operation *op) {
  if (auto topK = dyn_cast<TopKOp>(op))
    return exportTopK(e, topK);
  return exportStep(e, cast<HostStepOp>(op));
}

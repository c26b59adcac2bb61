//===- SelectPart.cpp - A part of a model ---------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Model.h"
#include "Prepare.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <onnx/onnx_pb.h>

using namespace mlir;
using namespace tenon;
using namespace tenon::onnx_frontend;

namespace {
/// Finds what the wanted outputs need.
class Selector {
public:
  Selector(onnx::ModelProto &model, const std::vector<std::string> &inputs,
           Location loc)
      : model(model), graph(*model.mutable_graph()),
        wanted(inputs.begin(), inputs.end()), loc(loc) {}

  void collectProducers();
  LogicalResult setOutputs(const std::vector<std::string> &names);
  LogicalResult setInputs(const std::vector<std::string> &names);
  LogicalResult dropRest();

private:
  LogicalResult addValue(StringRef option, const std::string &name,
                         onnx::ValueInfoProto &value);

  onnx::ModelProto &model;
  onnx::GraphProto &graph;
  std::set<std::string> wanted;
  Location loc;
  std::map<std::string, int> producers;
  std::map<std::string, onnx::TypeProto> types;
};
} // namespace

void Selector::collectProducers() {
  for (int i = 0; i < graph.node_size(); ++i)
    for (const std::string &output : graph.node(i).output())
      if (!output.empty())
        producers[output] = i;
  types = inferTypes(model);
}

LogicalResult Selector::addValue(StringRef option, const std::string &name,
                                 onnx::ValueInfoProto &value) {
  auto type = types.find(name);
  if (type == types.end() && !producers.count(name))
    return emitError(loc) << option << " names '" << name
                          << "', which the model does not have; the names of "
                             "its values are those of the nodes' outputs";
  value.set_name(name);
  if (type != types.end())
    *value.mutable_type() = type->second;
  return success();
}

LogicalResult Selector::setOutputs(const std::vector<std::string> &names) {
  google::protobuf::RepeatedPtrField<onnx::ValueInfoProto> outputs;
  for (const std::string &name : names)
    if (failed(addValue("--outputs", name, *outputs.Add())))
      return failure();
  // The types of values are guesses of the model; those of outputs must hold.
  for (onnx::ValueInfoProto &output : outputs)
    output.clear_type();
  if (!names.empty())
    graph.mutable_output()->Swap(&outputs);
  return success();
}

LogicalResult Selector::setInputs(const std::vector<std::string> &names) {
  if (names.empty())
    return success();
  google::protobuf::RepeatedPtrField<onnx::ValueInfoProto> inputs;
  for (const std::string &name : names) {
    onnx::ValueInfoProto &input = *inputs.Add();
    if (failed(addValue("--inputs", name, input)))
      return failure();
    if (!input.type().has_tensor_type() ||
        input.type().tensor_type().elem_type() == 0)
      return emitError(loc) << "--inputs names '" << name
                            << "', whose element type the model does not say; "
                            << "add it to the value_info of the model";
    // Who produced it does so no longer.
    auto producer = producers.find(name);
    if (producer != producers.end())
      for (std::string &output :
           *graph.mutable_node(producer->second)->mutable_output())
        if (output == name)
          output.clear();
  }
  graph.mutable_input()->Swap(&inputs);
  return success();
}

std::set<std::string>
onnx_frontend::dropUnneededNodes(onnx::GraphProto &graph) {
  std::set<std::string> needed;
  for (const onnx::ValueInfoProto &output : graph.output())
    needed.insert(output.name());
  google::protobuf::RepeatedPtrField<onnx::NodeProto> kept;
  std::vector<bool> isKept(graph.node_size(), false);
  for (int i = graph.node_size(); i-- > 0;) {
    for (const std::string &output : graph.node(i).output())
      isKept[i] = isKept[i] || (!output.empty() && needed.count(output));
    if (isKept[i])
      forEachRead(graph.node(i),
                  [&](StringRef name) { needed.insert(name.str()); });
  }
  for (int i = 0; i < graph.node_size(); ++i)
    if (isKept[i])
      *kept.Add() = std::move(*graph.mutable_node(i));
  graph.mutable_node()->Swap(&kept);
  return needed;
}

LogicalResult Selector::dropRest() {
  std::set<std::string> known;
  for (const onnx::NodeProto &node : graph.node())
    known.insert(node.output().begin(), node.output().end());
  std::set<std::string> needed = dropUnneededNodes(graph);
  google::protobuf::RepeatedPtrField<onnx::ValueInfoProto> inputs;
  for (onnx::ValueInfoProto &input : *graph.mutable_input()) {
    known.insert(input.name());
    if (needed.count(input.name()))
      *inputs.Add() = std::move(input);
    else if (wanted.count(input.name()))
      return emitError(loc) << "--inputs names '" << input.name()
                            << "', which the outputs do not need";
  }
  graph.mutable_input()->Swap(&inputs);
  for (const onnx::TensorProto &tensor : graph.initializer())
    known.insert(tensor.name());
  // Inputs of the model that --inputs does not name.
  for (const std::string &name : needed)
    if (!wanted.empty() && !name.empty() && types.count(name) &&
        !known.count(name))
      return emitError(loc)
             << "the outputs need '" << name << "', too; name it in --inputs";
  return success();
}

LogicalResult onnx_frontend::selectPart(onnx::ModelProto &model,
                                        const std::vector<std::string> &inputs,
                                        const std::vector<std::string> &outputs,
                                        Location loc) {
  if (inputs.empty() && outputs.empty())
    return success();
  Selector selector(model, inputs, loc);
  selector.collectProducers();
  if (failed(selector.setOutputs(outputs)) ||
      failed(selector.setInputs(inputs)))
    return failure();
  return selector.dropRest();
}

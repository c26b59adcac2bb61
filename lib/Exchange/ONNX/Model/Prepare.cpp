//===- Prepare.cpp - Makes models simpler to import -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Prepare.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <google/protobuf/unknown_field_set.h>
#include <map>
#include <onnx/onnx_pb.h>

using namespace mlir;
using namespace tenon;
using llvm::StringRef;

//===----------------------------------------------------------------------===//
// Outputs that nobody reads
//===----------------------------------------------------------------------===//

static void forEachGraph(onnx::NodeProto &node,
                         llvm::function_ref<void(onnx::GraphProto &)> body) {
  for (onnx::AttributeProto &attribute : *node.mutable_attribute()) {
    if (attribute.has_g())
      body(*attribute.mutable_g());
    for (onnx::GraphProto &graph : *attribute.mutable_graphs())
      body(graph);
  }
}

void onnx_frontend::forEachRead(const onnx::NodeProto &node,
                                llvm::function_ref<void(StringRef)> body) {
  for (const std::string &name : node.input())
    body(name);
  for (const onnx::AttributeProto &attribute : node.attribute()) {
    for (const onnx::NodeProto &inner : attribute.g().node())
      forEachRead(inner, body);
    for (const onnx::ValueInfoProto &output : attribute.g().output())
      body(output.name());
  }
}

static void collectReads(onnx::GraphProto &graph,
                         std::set<std::string> &reads) {
  for (const onnx::ValueInfoProto &output : graph.output())
    reads.insert(output.name());
  for (onnx::NodeProto &node : *graph.mutable_node()) {
    reads.insert(node.input().begin(), node.input().end());
    forEachGraph(node, [&](auto &inner) { collectReads(inner, reads); });
  }
}

static void clearUnread(onnx::GraphProto &graph,
                        const std::set<std::string> &reads, bool keepPlaces) {
  for (onnx::NodeProto &node : *graph.mutable_node()) {
    for (int i = node.output_size(); i-- > 1;) {
      if (!reads.count(node.output(i)))
        node.mutable_output(i)->clear();
      else if (keepPlaces)
        break;
    }
    forEachGraph(node,
                 [&](auto &inner) { clearUnread(inner, reads, keepPlaces); });
  }
}

void onnx_frontend::dropUnreadOutputs(onnx::GraphProto &graph,
                                      bool keepPlaces) {
  std::set<std::string> reads;
  collectReads(graph, reads);
  clearUnread(graph, reads, keepPlaces);
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

namespace {
using Attributes = std::map<std::string, onnx::AttributeProto>;

/// Bodies in the place of calls.
class Inliner {
public:
  Inliner(onnx::ModelProto &model, Location loc) : loc(loc) {
    for (const onnx::OperatorSetIdProto &set : model.opset_import())
      opsets[set.domain()] = set.version();
    for (const onnx::FunctionProto &function : model.functions())
      functions[{function.domain(), function.name()}] = &function;
  }

  LogicalResult run(onnx::GraphProto &graph);

private:
  using Nodes = google::protobuf::RepeatedPtrField<onnx::NodeProto>;

  LogicalResult expand(onnx::NodeProto &&node, Nodes &to);
  LogicalResult call(const onnx::NodeProto &node,
                     const onnx::FunctionProto &function, Nodes &to);
  LogicalResult check(const onnx::NodeProto &node,
                      const onnx::FunctionProto &function);
  InFlightDiagnostic error(const onnx::NodeProto &node) {
    StringRef name = !node.name().empty()      ? StringRef(node.name())
                     : node.output_size() == 0 ? StringRef(node.op_type())
                                               : StringRef(node.output(0));
    return emitError(NameLoc::get(StringAttr::get(loc.getContext(), name)))
           << "function '" << node.op_type() << "': ";
  }

  Location loc;
  std::map<std::string, int64_t> opsets;
  std::map<std::pair<std::string, std::string>, const onnx::FunctionProto *>
      functions;
  /// The calls that lead to the node at hand.
  std::vector<const onnx::FunctionProto *> stack;
  int64_t nodes = 0, calls = 0;
};
} // namespace

/// More nodes than any network has: functions that call others twice each, and
/// these others again, are short to write.
static constexpr int64_t kMostNodes = 1'000'000;

/// The values of attributes that a function has by itself. They are field 11 of
/// its message, since IR version 9; libraries that are older keep the bytes.
static Attributes readDefaults(const onnx::FunctionProto &function) {
  Attributes defaults;
  const auto &fields = function.GetReflection()->GetUnknownFields(function);
  for (int i = 0; i < fields.field_count(); ++i) {
    const auto &field = fields.field(i);
    onnx::AttributeProto attribute;
    if (field.number() == 11 &&
        field.type() == google::protobuf::UnknownField::TYPE_LENGTH_DELIMITED &&
        attribute.ParsePartialFromString(field.length_delimited()))
      defaults[attribute.name()] = attribute;
  }
  return defaults;
}

/// Gives attributes that refer to those of the call their values; drops them
/// where it has none.
static void bindAttributes(onnx::NodeProto &node, const Attributes &given) {
  auto &attributes = *node.mutable_attribute();
  for (int i = attributes.size(); i-- > 0;) {
    onnx::AttributeProto &attribute = attributes[i];
    if (attribute.ref_attr_name().empty())
      continue;
    auto found = given.find(attribute.ref_attr_name());
    if (found == given.end()) {
      attributes.DeleteSubrange(i, 1);
      continue;
    }
    std::string name = attribute.name();
    attribute = found->second;
    attribute.set_name(name);
  }
  forEachGraph(node, [&](onnx::GraphProto &graph) {
    for (onnx::NodeProto &inner : *graph.mutable_node())
      bindAttributes(inner, given);
  });
}

/// Renames what a node of a body reads and produces. Names that the body does
/// not know are new, and start with `prefix`.
static void renameNode(onnx::NodeProto &node, const std::string &prefix,
                       std::map<std::string, std::string> &names) {
  auto rename = [&](std::string &name) {
    if (!name.empty())
      name = names.try_emplace(name, prefix + name).first->second;
  };
  for (std::string &input : *node.mutable_input())
    rename(input);
  for (std::string &output : *node.mutable_output())
    rename(output);
  if (!node.name().empty())
    node.set_name(prefix + node.name());
  forEachGraph(node, [&](onnx::GraphProto &graph) {
    for (onnx::ValueInfoProto &value : *graph.mutable_input())
      rename(*value.mutable_name());
    for (onnx::TensorProto &value : *graph.mutable_initializer())
      rename(*value.mutable_name());
    for (onnx::NodeProto &inner : *graph.mutable_node())
      renameNode(inner, prefix, names);
    for (onnx::ValueInfoProto &value : *graph.mutable_output())
      rename(*value.mutable_name());
  });
}

LogicalResult Inliner::check(const onnx::NodeProto &node,
                             const onnx::FunctionProto &function) {
  if (llvm::is_contained(stack, &function))
    return error(node) << "calls itself";
  if (node.input_size() > function.input_size() ||
      node.output_size() > function.output_size())
    return error(node) << "expected at most " << function.input_size()
                       << " inputs and " << function.output_size()
                       << " outputs, but got " << node.input_size() << " and "
                       << node.output_size();
  for (const onnx::OperatorSetIdProto &set : function.opset_import()) {
    bool isOnnx = set.domain().empty() || set.domain() == "ai.onnx";
    auto found = opsets.find(set.domain());
    if (isOnnx && found != opsets.end() && found->second != set.version())
      return error(node) << "expected opset " << found->second
                         << ", that of the model, but got " << set.version();
  }
  return success();
}

LogicalResult Inliner::call(const onnx::NodeProto &node,
                            const onnx::FunctionProto &function, Nodes &to) {
  if (failed(check(node, function)))
    return failure();
  Attributes given = readDefaults(function);
  for (const onnx::AttributeProto &attribute : node.attribute())
    given[attribute.name()] = attribute;
  std::map<std::string, std::string> names;
  for (int i = 0; i < function.input_size(); ++i)
    names[function.input(i)] = i < node.input_size() ? node.input(i) : "";
  for (int i = 0; i < function.output_size(); ++i)
    if (i < node.output_size() && !node.output(i).empty())
      names[function.output(i)] = node.output(i);
  std::string prefix = (node.name().empty() ? node.op_type() : node.name()) +
                       "." + std::to_string(calls++) + "/";
  stack.push_back(&function);
  for (const onnx::NodeProto &inner : function.node()) {
    onnx::NodeProto copy = inner;
    bindAttributes(copy, given);
    renameNode(copy, prefix, names);
    if (failed(expand(std::move(copy), to)))
      return failure();
  }
  stack.pop_back();
  return success();
}

LogicalResult Inliner::expand(onnx::NodeProto &&node, Nodes &to) {
  if (++nodes > kMostNodes)
    return error(node) << "expected functions of at most " << kMostNodes
                       << " nodes in all";
  auto found = functions.find({node.domain(), node.op_type()});
  if (found != functions.end())
    return call(node, *found->second, to);
  LogicalResult result = success();
  forEachGraph(node, [&](onnx::GraphProto &graph) {
    if (failed(run(graph)))
      result = failure();
  });
  *to.Add() = std::move(node);
  return result;
}

LogicalResult Inliner::run(onnx::GraphProto &graph) {
  Nodes expanded;
  for (onnx::NodeProto &node : *graph.mutable_node())
    if (failed(expand(std::move(node), expanded)))
      return failure();
  graph.mutable_node()->Swap(&expanded);
  return success();
}

LogicalResult onnx_frontend::inlineFunctions(onnx::ModelProto &model,
                                             Location loc) {
  if (model.functions().empty())
    return success();
  return Inliner(model, loc).run(*model.mutable_graph());
}

//===- ExportTypes.cpp - Elements that an operator has --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Operators of ONNX have fewer element types than operations of the network: a
// maximum of truth values, say, needs opset 20. Such nodes compute with a wider
// type that they have, between casts.
//
//===----------------------------------------------------------------------===//

#include "lib/Exchange/ONNX/Model/Model.h"
#include "llvm/ADT/STLExtras.h"
#include <exception>
#include <map>
#include <onnx/defs/data_type_utils.h>
#include <onnx/defs/schema.h>
#include <onnx/onnx_pb.h>

using namespace tenon;
using namespace tenon::onnx_frontend;

namespace {
using Kind = onnx::TensorProto;

/// Puts casts around nodes.
class Legalizer {
public:
  explicit Legalizer(onnx::ModelProto &model)
      : model(model), opset(model.opset_import(0).version()) {}

  void run();

private:
  using Nodes = google::protobuf::RepeatedPtrField<onnx::NodeProto>;

  void collectTypes();
  void legalize(onnx::NodeProto &node, Nodes &to);
  std::string addCast(const std::string &input, const std::string &output,
                      int type, Nodes &to);

  onnx::ModelProto &model;
  int opset;
  std::map<std::string, int> types;
};
} // namespace

/// Types that hold all values of a type, the narrowest first.
static llvm::ArrayRef<int> getWiderTypes(int type) {
  static constexpr int kBits[] = {Kind::UINT8, Kind::INT32, Kind::INT64,
                                  Kind::FLOAT};
  static constexpr int kBytes[] = {Kind::INT32, Kind::INT64, Kind::FLOAT};
  static constexpr int kWords[] = {Kind::INT64, Kind::DOUBLE};
  static constexpr int kHalves[] = {Kind::FLOAT, Kind::DOUBLE};
  static constexpr int kFloats[] = {Kind::DOUBLE};
  switch (type) {
  case Kind::BOOL:
    return kBits;
  case Kind::INT8:
  case Kind::UINT8:
  case Kind::INT16:
  case Kind::UINT16:
    return kBytes;
  case Kind::INT32:
  case Kind::UINT32:
    return kWords;
  case Kind::FLOAT16:
  case Kind::BFLOAT16:
    return kHalves;
  case Kind::FLOAT:
    return kFloats;
  default:
    return {};
  }
}

static bool has(const onnx::OpSchema::FormalParameter &parameter, int type) {
  onnx::TypeProto proto;
  proto.mutable_tensor_type()->set_elem_type(type);
  return parameter.GetTypes().count(onnx::Utils::DataTypeUtils::ToType(proto));
}

/// Parameter `i`; the last one may stand for all that follow.
static const onnx::OpSchema::FormalParameter *
getParameter(const std::vector<onnx::OpSchema::FormalParameter> &parameters,
             int i) {
  if (i < int(parameters.size()))
    return &parameters[i];
  bool isList = !parameters.empty() &&
                parameters.back().GetOption() == onnx::OpSchema::Variadic;
  return isList ? &parameters.back() : nullptr;
}

void Legalizer::collectTypes() {
  for (const auto &[name, type] : inferTypes(model))
    types[name] = type.tensor_type().elem_type();
}

std::string Legalizer::addCast(const std::string &input,
                               const std::string &output, int type, Nodes &to) {
  onnx::NodeProto &cast = *to.Add();
  cast.set_op_type("Cast");
  cast.set_name(output + ".cast");
  cast.add_input(input);
  cast.add_output(output);
  onnx::AttributeProto &attribute = *cast.add_attribute();
  attribute.set_name("to");
  attribute.set_type(onnx::AttributeProto::INT);
  attribute.set_i(type);
  return output;
}

void Legalizer::legalize(onnx::NodeProto &node, Nodes &to) {
  const onnx::OpSchema *schema =
      onnx::OpSchemaRegistry::Schema(node.op_type(), opset, node.domain());
  // The type variable whose type the operator does not have.
  std::string variable;
  int narrow = 0, wide = 0;
  for (int i = 0; schema && i < node.input_size(); ++i) {
    const auto *parameter = getParameter(schema->inputs(), i);
    auto type = types.find(node.input(i));
    if (!parameter || type == types.end() || has(*parameter, type->second))
      continue;
    const auto *found =
        llvm::find_if(getWiderTypes(type->second),
                      [&](int wider) { return has(*parameter, wider); });
    if (found == getWiderTypes(type->second).end())
      continue;
    variable = parameter->GetTypeStr();
    narrow = type->second;
    wide = *found;
    break;
  }
  if (variable.empty()) {
    *to.Add() = node;
    return;
  }
  onnx::NodeProto widened = node;
  for (int i = 0; i < node.input_size(); ++i) {
    const auto *parameter = getParameter(schema->inputs(), i);
    if (parameter && parameter->GetTypeStr() == variable &&
        !node.input(i).empty())
      widened.set_input(i, addCast(node.input(i),
                                   node.name() + ".in" + std::to_string(i),
                                   wide, to));
  }
  Nodes casts;
  for (int i = 0; i < node.output_size(); ++i) {
    const auto *parameter = getParameter(schema->outputs(), i);
    if (!parameter || parameter->GetTypeStr() != variable)
      continue;
    widened.set_output(i, node.output(i) + ".wide");
    addCast(widened.output(i), node.output(i), narrow, casts);
  }
  *to.Add() = widened;
  for (onnx::NodeProto &cast : casts)
    *to.Add() = cast;
}

void Legalizer::run() {
  collectTypes();
  Nodes nodes;
  for (onnx::NodeProto &node : *model.mutable_graph()->mutable_node())
    legalize(node, nodes);
  model.mutable_graph()->mutable_node()->Swap(&nodes);
}

void onnx_frontend::legalizeTypes(onnx::ModelProto &model) {
  try {
    Legalizer(model).run();
  } catch (const std::exception &) {
    // What the checker has to say of the model comes next.
  }
}

//===- Node.cpp - Access to one ONNX node ---------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Node.h"
#include "llvm/ADT/StringExtras.h"
#include <onnx/onnx_pb.h>

using namespace tenon::onnx_frontend;
using llvm::StringRef;

StringRef Node::getOperator() const { return proto.op_type(); }
unsigned Node::getNumInputs() const { return proto.input_size(); }
unsigned Node::getNumOutputs() const { return proto.output_size(); }

StringRef Node::getInput(unsigned i) const {
  if (i >= askedInputs.size())
    askedInputs.resize(i + 1, false);
  askedInputs[i] = true;
  return getInputName(i);
}

StringRef Node::getInputName(unsigned i) const {
  return i < getNumInputs() ? StringRef(proto.input(i)) : StringRef();
}

StringRef Node::getOutput(unsigned i) const {
  return i < getNumOutputs() ? StringRef(proto.output(i)) : StringRef();
}

const onnx::AttributeProto *Node::find(StringRef name, int type) const {
  askedAttributes.insert(name.str());
  for (const onnx::AttributeProto &attribute : proto.attribute()) {
    if (attribute.name() != name)
      continue;
    // Old models do not say the type.
    if (attribute.type() == type ||
        attribute.type() == onnx::AttributeProto::UNDEFINED)
      return &attribute;
    mistyped = name.str();
  }
  return nullptr;
}

bool Node::hasAttr(StringRef name) const {
  askedAttributes.insert(name.str());
  return llvm::any_of(proto.attribute(), [&](const auto &attribute) {
    return attribute.name() == name;
  });
}

llvm::LogicalResult Node::checkUse() const {
  if (!mistyped.empty())
    return error() << "attribute '" << mistyped << "' has another type than "
                   << "the operator's";
  // It let runtimes overwrite inputs, and says nothing of the results.
  if (opset < 6)
    ignore("consumed_inputs");
  for (const onnx::AttributeProto &attribute : proto.attribute()) {
    if (askedAttributes.count(attribute.name()))
      continue;
    if (askedAttributes.empty())
      return error() << "expected no attributes, but got '" << attribute.name()
                     << "'";
    return error() << "expected attributes among "
                   << llvm::join(askedAttributes, ", ") << ", but got '"
                   << attribute.name() << "', which is not supported";
  }
  for (unsigned i = 0; i < getNumInputs(); ++i)
    if (!getInputName(i).empty() &&
        (i >= askedInputs.size() || !askedInputs[i]))
      return error() << "input " << i << ", '" << getInputName(i)
                     << "', is not supported";
  return llvm::success();
}

int64_t Node::getInt(StringRef name, int64_t otherwise) const {
  const onnx::AttributeProto *attribute = find(name, onnx::AttributeProto::INT);
  return attribute ? attribute->i() : otherwise;
}

float Node::getFloat(StringRef name, float otherwise) const {
  const onnx::AttributeProto *attribute =
      find(name, onnx::AttributeProto::FLOAT);
  return attribute ? attribute->f() : otherwise;
}

std::string Node::getString(StringRef name, StringRef otherwise) const {
  const onnx::AttributeProto *attribute =
      find(name, onnx::AttributeProto::STRING);
  return attribute ? attribute->s() : otherwise.str();
}

std::vector<int64_t> Node::getInts(StringRef name,
                                   std::vector<int64_t> otherwise) const {
  const onnx::AttributeProto *attribute =
      find(name, onnx::AttributeProto::INTS);
  if (!attribute)
    return otherwise;
  return {attribute->ints().begin(), attribute->ints().end()};
}

std::vector<float> Node::getFloats(StringRef name) const {
  const onnx::AttributeProto *attribute =
      find(name, onnx::AttributeProto::FLOATS);
  if (!attribute)
    return {};
  return {attribute->floats().begin(), attribute->floats().end()};
}

const onnx::TensorProto *Node::getTensor(StringRef name) const {
  const onnx::AttributeProto *attribute =
      find(name, onnx::AttributeProto::TENSOR);
  return attribute && attribute->has_t() ? &attribute->t() : nullptr;
}

const onnx::GraphProto *Node::getGraph(StringRef name) const {
  const onnx::AttributeProto *attribute =
      find(name, onnx::AttributeProto::GRAPH);
  return attribute && attribute->has_g() ? &attribute->g() : nullptr;
}

std::vector<std::string> Node::getStrings(StringRef name) const {
  const onnx::AttributeProto *attribute =
      find(name, onnx::AttributeProto::STRINGS);
  if (!attribute)
    return {};
  return {attribute->strings().begin(), attribute->strings().end()};
}

mlir::InFlightDiagnostic Node::error() const {
  return mlir::emitError(loc)
         << "operator '" << getOperator() << "' (opset " << opset << "): ";
}

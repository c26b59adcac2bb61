//===- HostImporter.cpp - Nodes that no network has -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "HostImporter.h"
#include "lib/Exchange/ONNX/Model/Prepare.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <onnx/onnx_pb.h>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

Location HostImporter::getLoc(const onnx::NodeProto &proto) {
  StringRef name = proto.name();
  if (name.empty() && proto.output_size() > 0)
    name = proto.output(0);
  return NameLoc::get(StringAttr::get(importer.getContext(), name));
}

std::string HostImporter::tryNode(const onnx::NodeProto &proto) {
  std::string reason;
  LogicalResult result = success();
  {
    ScopedDiagnosticHandler handler(
        importer.getContext(), [&](Diagnostic &diagnostic) {
          if (diagnostic.getSeverity() == DiagnosticSeverity::Error &&
              reason.empty())
            reason = diagnostic.str();
          return success();
        });
    result = importNode(importer, proto);
  }
  if (succeeded(result))
    return "";
  for (const std::string &output : proto.output())
    if (!output.empty())
      importer.forget(output);
  // What is said of the operator in front is said of the step anyhow.
  StringRef text = reason;
  if (text.starts_with("operator '"))
    if (size_t end = text.find("): "); end != StringRef::npos)
      text = text.drop_front(end + 3);
  // Nor is what could be done instead.
  text = text.split("; `tenon-translate").first;
  text = text.split("; --host").first;
  return text.empty() ? "it cannot be imported" : text.str();
}

void HostImporter::cutNode(const onnx::NodeProto &proto) {
  forEachRead(proto, [&](StringRef name) {
    if (!name.empty() && importer.isKnown(name) &&
        importer.lookup(name).value && seen.insert(name.str()).second)
      frontier.push_back(name.str());
  });
  for (const std::string &output : proto.output())
    if (!output.empty())
      cut.insert(output);
}

LogicalResult HostImporter::import(const onnx::NodeProto &proto) {
  bool dependsOnCut = false;
  forEachRead(proto, [&](StringRef name) { dependsOnCut |= isCut(name); });
  if (dependsOnCut) {
    cutNode(proto);
    return success();
  }
  for (const std::string &input : proto.input())
    if (!input.empty() && !importer.isKnown(input))
      return importNode(importer, proto);
  for (const std::string &output : proto.output())
    if (!output.empty() && importer.isKnown(output))
      return importNode(importer, proto);
  std::string reason = tryNode(proto);
  if (reason.empty())
    return success();
  if (mode == HostMode::Steps)
    return makeStep(proto, reason);
  emitWarning(getLoc(proto))
      << "operator '" << proto.op_type()
      << "' is left out, with what depends on it: " << reason;
  cutNode(proto);
  return success();
}

//===----------------------------------------------------------------------===//
// Steps
//===----------------------------------------------------------------------===//

/// The most boxes that a suppression keeps, or elements that are not zero: what
/// the sizes of inputs say of results whose sizes depend on values.
std::optional<SmallVector<int64_t>>
HostImporter::getLargestShape(const onnx::NodeProto &proto) {
  auto getInput = [&](int i) -> const Imported * {
    return i < proto.input_size() && !proto.input(i).empty()
               ? &importer.lookup(proto.input(i))
               : nullptr;
  };
  const Imported *first = getInput(0);
  if (proto.op_type() == "NonZero" && first) {
    int64_t total = 1;
    for (int64_t size : first->getShape())
      total *= size;
    return SmallVector<int64_t>{first->getRank(), total};
  }
  const Imported *scores = getInput(1), *most = getInput(2);
  if (proto.op_type() != "NonMaxSuppression" || !scores ||
      scores->getRank() != 3)
    return std::nullopt;
  SmallVector<int64_t> shape = scores->getShape();
  int64_t kept = shape[2];
  if (most && most->constant && most->constant->getNumElements() == 1)
    kept = std::min(kept, most->constant->getInts()[0]);
  return SmallVector<int64_t>{shape[0] * shape[1] * std::max<int64_t>(kept, 1),
                              3};
}

/// As --shape has them.
static std::string formatSizes(ArrayRef<int64_t> sizes) {
  return llvm::join(
      llvm::map_range(sizes, [](int64_t size) { return std::to_string(size); }),
      "x");
}

FailureOr<RankedTensorType>
HostImporter::getResultType(const onnx::NodeProto &proto, int output) {
  const std::string &name = proto.output(output);
  auto found = types.find(name);
  onnx::TypeProto::Tensor tensor;
  if (found != types.end())
    tensor = found->second.tensor_type();
  int elementType = tensor.elem_type();
  if (proto.op_type() == "NonMaxSuppression")
    elementType = onnx::TensorProto::INT64;
  Type element =
      onnx_frontend::getElementType(importer.getContext(), elementType);
  auto given = importer.getOptions().shapes.find(name);
  SmallVector<int64_t> shape;
  bool isKnown = tensor.has_shape();
  for (const auto &dim : tensor.shape().dim()) {
    isKnown &= dim.has_dim_value() && dim.dim_value() > 0;
    shape.push_back(dim.dim_value());
  }
  if (given != importer.getOptions().shapes.end()) {
    if (isKnown && shape != given->second)
      return emitError(getLoc(proto))
             << "--shape gives '" << name << "' the sizes "
             << formatSizes(given->second) << ", but the model says "
             << formatSizes(shape);
    shape = given->second;
  } else if (!isKnown) {
    std::optional<SmallVector<int64_t>> largest = getLargestShape(proto);
    if (!largest)
      return emitError(getLoc(proto))
             << "the step of the host '" << proto.op_type() << "' gives '"
             << name
             << "', whose shape the model does not say; give it with --shape "
             << name << "=SIZExSIZE";
    shape = *largest;
  }
  if (!elementType)
    return emitError(getLoc(proto))
           << "the step of the host '" << proto.op_type() << "' gives '" << name
           << "', whose element type the model does not say; add '" << name
           << "' to the value_info of the model";
  if (!element || !isSupportedShape(shape))
    return emitError(getLoc(proto))
           << "the step of the host '" << proto.op_type() << "' gives '" << name
           << "', which is no tensor of known type with at most 2^32 "
           << "elements";
  return RankedTensorType::get(shape, element);
}

FailureOr<DictionaryAttr>
HostImporter::getParameters(const onnx::NodeProto &proto) {
  Builder b(importer.getContext());
  NamedAttrList list;
  for (const onnx::AttributeProto &attribute : proto.attribute()) {
    Attribute value;
    switch (attribute.type()) {
    case onnx::AttributeProto::INT:
      value = b.getI64IntegerAttr(attribute.i());
      break;
    case onnx::AttributeProto::FLOAT:
      value = b.getF32FloatAttr(attribute.f());
      break;
    case onnx::AttributeProto::STRING:
      value = b.getStringAttr(attribute.s());
      break;
    case onnx::AttributeProto::INTS:
      value = b.getDenseI64ArrayAttr(SmallVector<int64_t>(
          attribute.ints().begin(), attribute.ints().end()));
      break;
    case onnx::AttributeProto::FLOATS:
      value = b.getDenseF32ArrayAttr(SmallVector<float>(
          attribute.floats().begin(), attribute.floats().end()));
      break;
    default:
      return emitError(getLoc(proto))
             << "the step of the host '" << proto.op_type()
             << "' has the attribute '" << attribute.name()
             << "', which is no number, text or list of numbers";
    }
    list.set(attribute.name(), value);
  }
  return list.getDictionary(importer.getContext());
}

Value HostImporter::getOperand(const Node &node, const Imported &x) {
  Imported stored = getStored(importer, node, x);
  if (!stored.constant)
    return importer.inOnnxOrder(node, stored);
  if (stored.constant->getNumElements() <= 64)
    return importer.makeConstant(node.getLoc(), *stored.constant);
  return importer.makeParameter(node.getLoc(), *stored.constant,
                                Importer::identityOrder(stored.getRank()));
}

LogicalResult HostImporter::makeStep(const onnx::NodeProto &proto,
                                     StringRef reason) {
  Location loc = getLoc(proto);
  Node node(proto, importer.getOpset(), loc);
  SmallVector<Value> operands;
  SmallVector<int64_t> places;
  for (int i = 0; i < proto.input_size(); ++i) {
    if (proto.input(i).empty())
      continue;
    const Imported &x = importer.lookup(proto.input(i));
    if (!isSupportedShape(x.getShape()))
      return emitError(loc) << "the step of the host '" << proto.op_type()
                            << "' reads an empty tensor";
    operands.push_back(getOperand(node, x));
    places.push_back(i);
  }
  FailureOr<DictionaryAttr> parameters = getParameters(proto);
  if (failed(parameters))
    return failure();
  SmallVector<Type> results;
  SmallVector<int> outputs;
  for (int i = 0; i < proto.output_size(); ++i) {
    if (proto.output(i).empty())
      continue;
    // A step has no places of results, and exports would move this one.
    if (int(outputs.size()) != i)
      return emitError(loc)
             << "the step of the host '" << proto.op_type() << "' has output "
             << i << ", '" << proto.output(i) << "', without those before it";
    FailureOr<RankedTensorType> type = getResultType(proto, i);
    if (failed(type))
      return failure();
    results.push_back(*type);
    outputs.push_back(i);
  }
  OpBuilder &b = importer.builder();
  std::string name = proto.op_type();
  if (!proto.domain().empty() && proto.domain() != "ai.onnx")
    name = proto.domain() + "." + name;
  bool isWhole =
      places == llvm::to_vector(llvm::seq<int64_t>(0, places.size()));
  auto step = HostStepOp::create(
      b, loc, results, b.getStringAttr(name), operands, b.getStringAttr(reason),
      parameters->empty() ? DictionaryAttr() : *parameters,
      isWhole ? DenseI64ArrayAttr() : b.getDenseI64ArrayAttr(places));
  for (auto [output, value] : llvm::zip_equal(outputs, step.getOutputs()))
    importer.define(node, output, value);
  emitWarning(loc) << "operator '" << name
                   << "' becomes a step of the host: " << reason;
  return success();
}

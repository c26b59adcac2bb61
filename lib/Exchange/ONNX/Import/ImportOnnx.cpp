//===- ImportOnnx.cpp - Reads ONNX models ---------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "HostImporter.h"
#include "Importer.h"
#include "lib/Exchange/ONNX/Model/InputShapes.h"
#include "lib/Exchange/ONNX/Model/Prepare.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Verifier.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <cmath>
#include <cstring>
#include <onnx/onnx_pb.h>
#include <set>

using namespace mlir;
using namespace tenon;
using namespace tenon::onnx_frontend;

namespace {
/// Walks a graph: inputs, initializers, nodes, outputs.
class GraphImporter {
public:
  GraphImporter(onnx::ModelProto &model, ModuleOp module,
                const OnnxImportOptions &options)
      : model(model), graph(*model.mutable_graph()), module(module),
        options(options), shapes(options), context(module.getContext()) {}

  LogicalResult run();

private:
  LogicalResult findOpset();
  FailureOr<RankedTensorType> getInputType(const onnx::ValueInfoProto &input);
  /// Inputs that --shape names must be there, and have no value of their own.
  LogicalResult checkShapeOptions(const std::set<std::string> &initializers);
  LogicalResult importInputs(func::FuncOp function);
  FailureOr<HostTensor> bind(StringRef name, RankedTensorType type);
  /// What is known of the results of steps of the host, for inputs of the
  /// sizes that are bound.
  void inferStepTypes();
  LogicalResult importNodes(Importer &importer);
  LogicalResult importOutputs(Importer &importer, func::FuncOp function);
  FailureOr<Value> importOutput(Importer &importer,
                                const onnx::ValueInfoProto &output);
  Location getLoc(StringRef name) {
    return NameLoc::get(StringAttr::get(context, name));
  }

  onnx::ModelProto &model;
  onnx::GraphProto &graph;
  ModuleOp module;
  const OnnxImportOptions &options;
  InputShapes shapes;
  MLIRContext *context;
  int64_t opset = 0;
  /// Inputs that were bound to a value.
  std::map<std::string, HostTensor> bound;
  std::map<std::string, onnx::TypeProto> types;
  /// Graph inputs that are no initializers, with their types.
  SmallVector<std::pair<std::string, RankedTensorType>> inputs;
};
} // namespace

LogicalResult GraphImporter::findOpset() {
  for (const onnx::OperatorSetIdProto &set : model.opset_import())
    if (set.domain().empty() || set.domain() == "ai.onnx")
      opset = set.version();
  if (opset < 1)
    return emitError(module.getLoc())
           << "expected opset 6 or later, but got " << opset
           << "; convert the model to a newer opset";
  return success();
}

/// The type of an input that has a value: open sizes are those of the value.
static RankedTensorType getBoundType(const onnx::TypeProto::Tensor &declared,
                                     const HostTensor &value, Type element) {
  SmallVector<int64_t> shape;
  for (auto [i, dim] : llvm::enumerate(declared.shape().dim()))
    shape.push_back(dim.has_dim_value() && dim.dim_value() >= 0
                        ? dim.dim_value()
                    : int64_t(i) < value.getRank() ? value.getShape()[i]
                                                   : 1);
  if (!declared.has_shape())
    shape = llvm::to_vector(value.getShape());
  return RankedTensorType::get(shape, element);
}

FailureOr<RankedTensorType>
GraphImporter::getInputType(const onnx::ValueInfoProto &input) {
  Location loc = getLoc(input.name());
  if (!input.type().has_tensor_type())
    return emitError(loc) << "input '" << input.name()
                          << "' is no tensor; only tensors are supported";
  const auto &tensor = input.type().tensor_type();
  Type element = onnx_frontend::getElementType(context, tensor.elem_type());
  if (!element)
    return emitError(loc) << "input '" << input.name() << "' has element type "
                          << getOnnxTypeName(tensor.elem_type())
                          << ", which is not supported";
  auto binding = options.bindings.find(input.name());
  if (binding != options.bindings.end())
    return getBoundType(tensor, binding->second, element);
  FailureOr<SmallVector<int64_t>> shape = shapes.getShape(input, loc);
  if (failed(shape))
    return failure();
  int64_t elements = 1;
  for (int64_t size : *shape)
    if (__builtin_mul_overflow(elements, size, &elements) ||
        elements > (int64_t(1) << 40))
      return emitError(loc)
             << "input '" << input.name() << "' has too many elements";
  return RankedTensorType::get(*shape, element);
}

LogicalResult
GraphImporter::checkShapeOptions(const std::set<std::string> &initializers) {
  SmallVector<StringRef> names;
  for (const onnx::ValueInfoProto &input : graph.input())
    if (!initializers.count(input.name()) &&
        !options.bindings.count(input.name()))
      names.push_back(input.name());
  for (const auto &bound : options.shapes) {
    // It may be the result of a step of the host.
    bool isResult = options.host == HostMode::Steps &&
                    llvm::any_of(graph.node(), [&](const auto &node) {
                      return llvm::is_contained(node.output(), bound.first());
                    });
    if (isResult || llvm::is_contained(names, bound.first()))
      continue;
    return emitError(module.getLoc())
           << "--shape names '" << bound.first() << "', but the model has "
           << (names.empty()
                   ? "no inputs"
                   : "the inputs '" + llvm::join(names, "', '") + "'");
  }
  return success();
}

LogicalResult GraphImporter::importInputs(func::FuncOp) {
  std::set<std::string> initializers;
  for (const onnx::TensorProto &tensor : graph.initializer())
    initializers.insert(tensor.name());
  if (failed(checkShapeOptions(initializers)))
    return failure();
  for (const onnx::ValueInfoProto &input : graph.input())
    if (failed(shapes.bindNames(input, getLoc(input.name()))))
      return failure();
  std::set<std::string> seen;
  for (const onnx::ValueInfoProto &input : graph.input()) {
    if (initializers.count(input.name()))
      continue;
    if (!seen.insert(input.name()).second)
      return emitError(getLoc(input.name()))
             << "input '" << input.name() << "' is there twice";
    FailureOr<RankedTensorType> type = getInputType(input);
    if (failed(type))
      return failure();
    if (!options.bindings.count(input.name())) {
      inputs.emplace_back(input.name(), *type);
      continue;
    }
    FailureOr<HostTensor> tensor = bind(input.name(), *type);
    if (failed(tensor))
      return failure();
    bound[input.name()] = *tensor;
  }
  for (const auto &binding : options.bindings)
    if (!bound.count(binding.first().str()))
      return emitError(module.getLoc()) << "--bind names '" << binding.first()
                                        << "', which is no input of the model";
  return success();
}

/// The same numbers as another type; nothing if an integer type does not have
/// them.
static std::optional<HostTensor> convert(const HostTensor &tensor, Type type) {
  if (tensor.getElementType() == type)
    return tensor;
  if (!type.isInteger())
    return HostTensor::fromDoubles(type, tensor.getShape(),
                                   tensor.getDoubles());
  HostTensor result = HostTensor::zeros(type, tensor.getShape());
  unsigned size = HostTensor::getElementBytes(type);
  for (int64_t i = 0, e = tensor.getNumElements(); i < e; ++i) {
    int64_t value;
    if (tensor.isInteger()) {
      value = tensor.getInt(i);
    } else {
      double number = tensor.getDouble(i);
      if (!(std::abs(number) < 0x1p63) || number != std::floor(number))
        return std::nullopt;
      value = int64_t(number);
    }
    std::memcpy(result.getMutableBytes() + i * size, &value, size);
    if (result.getInt(i) != value || (type.isInteger(1) && (value & ~1)) ||
        (type.isUnsignedInteger() && value < 0))
      return std::nullopt;
  }
  return result;
}

FailureOr<HostTensor> GraphImporter::bind(StringRef name,
                                          RankedTensorType type) {
  HostTensor tensor = options.bindings.find(name)->second;
  // Numbers of the command line take the type of the input.
  bool isOneNumber = tensor.getNumElements() == 1 && tensor.getRank() == 0 &&
                     type.getNumElements() == 1;
  bool fits = isOneNumber || tensor.getShape() == type.getShape();
  std::optional<HostTensor> converted;
  if (fits)
    converted = convert(tensor, type.getElementType());
  if (fits && !converted)
    return emitError(getLoc(name))
           << "input '" << name << "' has elements of type "
           << type.getElementType() << ", but --bind gives numbers that it "
           << "does not have";
  if (converted) {
    converted->setName(name);
    return converted->reshape(type.getShape());
  }
  return emitError(getLoc(name))
         << "input '" << name << "' has type " << type << ", but --bind gives "
         << RankedTensorType::get(tensor.getShape(), tensor.getElementType());
}

LogicalResult onnx_frontend::importInitializers(Importer &importer,
                                                const onnx::GraphProto &graph,
                                                onnx::GraphProto *owner) {
  auto getLoc = [&](StringRef name) -> Location {
    return NameLoc::get(StringAttr::get(importer.getContext(), name));
  };
  if (graph.sparse_initializer_size() > 0)
    return emitError(getLoc(graph.sparse_initializer(0).values().name()))
           << "sparse initializers are not supported; make them dense";
  for (int i = 0; i < graph.initializer_size(); ++i) {
    const onnx::TensorProto &tensor = graph.initializer(i);
    Location loc = getLoc(tensor.name());
    FailureOr<HostTensor> constant =
        owner ? takeTensor(*owner->mutable_initializer(i), loc,
                           importer.getOptions().folder)
              : readTensor(tensor, loc, importer.getOptions().folder);
    if (failed(constant))
      return failure();
    if (importer.isKnown(tensor.name()))
      return emitError(getLoc(tensor.name()))
             << "initializer '" << tensor.name() << "' is there twice";
    Imported value;
    value.constant = std::move(*constant);
    importer.define(tensor.name(), std::move(value));
  }
  return success();
}

FailureOr<Value>
GraphImporter::importOutput(Importer &importer,
                            const onnx::ValueInfoProto &output) {
  Location loc = getLoc(output.name());
  if (!importer.isKnown(output.name()))
    return emitError(loc) << "output '" << output.name()
                          << "' is produced by no node";
  const Imported &value = importer.lookup(output.name());
  if (value.constant && !nn::isSupportedShape(value.getShape()))
    return emitError(loc) << "output '" << output.name()
                          << "' is an empty tensor, which is not supported";
  onnx::NodeProto proto;
  Value result =
      value.constant
          ? importer.makeParameter(loc, *value.constant,
                                   Importer::identityOrder(value.getRank()))
          : importer.inOnnxOrder(
                Node(proto, opset, loc),
                getStored(importer, Node(proto, opset, loc), value));
  // What the model says of its outputs must agree with what was built.
  const auto &declared = output.type().tensor_type().shape();
  auto type = cast<RankedTensorType>(result.getType());
  bool agrees = !output.type().tensor_type().has_shape() ||
                declared.dim_size() == type.getRank();
  for (int i = 0; agrees && i < declared.dim_size(); ++i)
    agrees = !declared.dim(i).has_dim_value() ||
             declared.dim(i).dim_value() < 1 ||
             declared.dim(i).dim_value() == type.getDimSize(i);
  // A bound input may make sizes other than those written down.
  if (!agrees && options.shapes.empty())
    return emitError(loc) << "output '" << output.name()
                          << "' has another shape than the model says: "
                          << type;
  int declaredType = output.type().tensor_type().elem_type();
  if (declaredType != onnx::TensorProto::UNDEFINED &&
      declaredType != getOnnxType(type.getElementType()))
    return emitError(loc) << "output '" << output.name()
                          << "' has elements of another type than the model "
                             "says: "
                          << type << " instead of "
                          << getOnnxTypeName(declaredType);
  return result;
}

LogicalResult GraphImporter::importOutputs(Importer &importer,
                                           func::FuncOp function) {
  SmallVector<Value> results;
  SmallVector<Type> types;
  std::set<std::string> seen;
  for (const onnx::ValueInfoProto &output : graph.output()) {
    if (!seen.insert(output.name()).second)
      return emitError(getLoc(output.name()))
             << "output '" << output.name() << "' is there twice";
    FailureOr<Value> result = importOutput(importer, output);
    if (failed(result))
      return failure();
    results.push_back(*result);
    types.push_back(result->getType());
  }
  func::ReturnOp::create(importer.builder(), function.getLoc(), results);
  function.setType(
      FunctionType::get(context, function.getArgumentTypes(), types));
  for (int i = 0; i < graph.output_size(); ++i)
    function.setResultAttr(i, nn::kNameAttrName,
                           StringAttr::get(context, graph.output(i).name()));
  return success();
}

/// For each node the initializers that no later node and no output reads.
static std::vector<SmallVector<StringRef>>
findLastReads(const onnx::GraphProto &graph) {
  llvm::StringMap<int> last;
  for (int i = 0; i < graph.node_size(); ++i)
    forEachRead(graph.node(i), [&](StringRef name) { last[name] = i; });
  for (const onnx::ValueInfoProto &output : graph.output())
    last.erase(output.name());
  std::vector<SmallVector<StringRef>> result(graph.node_size());
  for (const onnx::TensorProto &tensor : graph.initializer())
    if (auto found = last.find(tensor.name()); found != last.end())
      result[found->second].push_back(tensor.name());
  return result;
}

LogicalResult GraphImporter::run() {
  if (failed(findOpset()) || failed(inlineFunctions(model, module.getLoc())) ||
      failed(rewriteMicrosoft(graph, module.getLoc())) ||
      failed(selectPart(model, options.inputs, options.outputs,
                        module.getLoc())) ||
      failed(importInputs(nullptr)))
    return failure();
  // A node that nobody needs is no step, and nothing ends with it.
  if (options.host != HostMode::Refuse)
    dropUnneededNodes(graph);
  dropUnreadOutputs(graph, options.host == HostMode::Steps);
  SmallVector<Type> types;
  for (const auto &[name, type] : inputs)
    types.push_back(type);
  OpBuilder b(context);
  b.setInsertionPointToEnd(module.getBody());
  auto function = func::FuncOp::create(b, module.getLoc(), "main",
                                       b.getFunctionType(types, {}));
  Block *entry = function.addEntryBlock();
  b.setInsertionPointToEnd(entry);
  Importer importer(b, options, opset);
  if (options.host == HostMode::Steps)
    inferStepTypes();
  if (failed(importInitializers(importer, graph, &graph)))
    return failure();
  for (auto &[name, tensor] : bound) {
    Imported value;
    value.constant = tensor;
    importer.define(name, std::move(value));
  }
  for (auto [i, input] : llvm::enumerate(inputs)) {
    Imported value;
    value.value = entry->getArgument(i);
    value.value.setLoc(getLoc(input.first));
    value.order = Importer::identityOrder(input.second.getRank());
    importer.define(input.first, std::move(value));
    function.setArgAttr(i, nn::kNameAttrName, b.getStringAttr(input.first));
  }
  if (failed(importNodes(importer)))
    return failure();
  return importOutputs(importer, function);
}

/// What nodes that were left out read takes the place of outputs that depended
/// on them.
static void replaceOutputs(const HostImporter &host, onnx::GraphProto &graph) {
  google::protobuf::RepeatedPtrField<onnx::ValueInfoProto> outputs;
  std::set<std::string> names;
  for (onnx::ValueInfoProto &output : *graph.mutable_output())
    if (!host.isCut(output.name())) {
      names.insert(output.name());
      *outputs.Add() = std::move(output);
    }
  for (const std::string &name : host.getFrontier())
    if (names.insert(name).second)
      outputs.Add()->set_name(name);
  graph.mutable_output()->Swap(&outputs);
}

void GraphImporter::inferStepTypes() {
  for (onnx::ValueInfoProto &input : *graph.mutable_input())
    for (const auto &[name, type] : inputs) {
      if (name != input.name())
        continue;
      auto *shape =
          input.mutable_type()->mutable_tensor_type()->mutable_shape();
      shape->Clear();
      for (int64_t size : type.getShape())
        shape->add_dim()->set_dim_value(size);
    }
  types = inferTypes(model);
}

LogicalResult GraphImporter::importNodes(Importer &importer) {
  std::vector<SmallVector<StringRef>> lastReads = findLastReads(graph);
  std::optional<HostImporter> host;
  if (options.host != HostMode::Refuse)
    host.emplace(importer, types);
  for (auto [node, names] : llvm::zip_equal(graph.node(), lastReads)) {
    if (failed(host ? host->import(node) : importNode(importer, node)))
      return failure();
    for (StringRef name : names)
      importer.release(name);
  }
  if (options.host == HostMode::Cut)
    replaceOutputs(*host, graph);
  if (graph.output().empty())
    return emitError(module.getLoc())
           << "expected a network with outputs, but got none";
  return success();
}

OwningOpRef<ModuleOp>
tenon::importOnnx(std::unique_ptr<llvm::MemoryBuffer> file,
                  MLIRContext *context, const OnnxImportOptions &options) {
  context->loadDialect<nn::NNDialect, func::FuncDialect>();
  Location loc =
      NameLoc::get(StringAttr::get(context, file->getBufferIdentifier()));
  std::unique_ptr<onnx::ModelProto> model = parseModel(file->getBuffer());
  file.reset();
  if (!model) {
    emitError(loc) << "expected an ONNX model, but the file is none or is "
                      "truncated";
    return nullptr;
  }
  OwningOpRef<ModuleOp> module = ModuleOp::create(loc);
  if (failed(GraphImporter(*model, *module, options).run()) ||
      failed(verify(*module)))
    return nullptr;
  return module;
}

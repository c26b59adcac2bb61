//===- ExportOnnx.cpp - Writes ONNX models --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Exporter.h"
#include "lib/Exchange/ONNX/Model/Model.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "tenon/Exchange/ONNX/ONNX.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::onnx_frontend;

NodeBuilder &NodeBuilder::input(StringRef name) {
  node->add_input(name.str());
  return *this;
}

static onnx::AttributeProto &addAttribute(onnx::NodeProto *node,
                                          StringRef name) {
  onnx::AttributeProto *attribute = node->add_attribute();
  attribute->set_name(name.str());
  return *attribute;
}

NodeBuilder &NodeBuilder::set(StringRef name, int64_t value) {
  onnx::AttributeProto &attribute = addAttribute(node, name);
  attribute.set_type(onnx::AttributeProto::INT);
  attribute.set_i(value);
  return *this;
}

NodeBuilder &NodeBuilder::set(StringRef name, float value) {
  onnx::AttributeProto &attribute = addAttribute(node, name);
  attribute.set_type(onnx::AttributeProto::FLOAT);
  attribute.set_f(value);
  return *this;
}

NodeBuilder &NodeBuilder::set(StringRef name, StringRef value) {
  onnx::AttributeProto &attribute = addAttribute(node, name);
  attribute.set_type(onnx::AttributeProto::STRING);
  attribute.set_s(value.str());
  return *this;
}

NodeBuilder &NodeBuilder::set(StringRef name, ArrayRef<int64_t> values) {
  onnx::AttributeProto &attribute = addAttribute(node, name);
  attribute.set_type(onnx::AttributeProto::INTS);
  attribute.mutable_ints()->Add(values.begin(), values.end());
  return *this;
}

NodeBuilder &NodeBuilder::set(StringRef name, ArrayRef<float> values) {
  onnx::AttributeProto &attribute = addAttribute(node, name);
  attribute.set_type(onnx::AttributeProto::FLOATS);
  attribute.mutable_floats()->Add(values.begin(), values.end());
  return *this;
}

//===----------------------------------------------------------------------===//
// Names and values
//===----------------------------------------------------------------------===//

Order Exporter::identityOrder(int64_t rank) {
  return llvm::to_vector(llvm::seq<int64_t>(0, rank));
}

Order Exporter::channelsFirst(int64_t rank) {
  Order order = {0, rank - 1};
  for (int64_t i = 1; i < rank - 1; ++i)
    order.push_back(i);
  return order;
}

std::string Exporter::makeUnique(StringRef wanted) {
  std::string name = wanted.str();
  for (unsigned i = 1; !names.insert(name).second; ++i)
    name = (wanted + "_" + Twine(i)).str();
  return name;
}

std::string Exporter::takeName(StringRef type, Location loc) {
  std::string wanted = nn::getLocName(loc);
  return makeUnique(wanted.empty() ? type.lower() : wanted);
}

NodeBuilder Exporter::addNode(StringRef type, Location loc,
                              std::string &output) {
  output = takeName(type, loc);
  return addNamedNode(type, output);
}

NodeBuilder Exporter::addNamedNode(StringRef type, StringRef taken) {
  onnx::NodeProto *node = graph.add_node();
  node->set_op_type(type.str());
  node->set_name(taken.str());
  node->add_output(taken.str());
  return {node};
}

std::string Exporter::addInitializer(const HostTensor &tensor, StringRef name) {
  onnx::TensorProto *proto = graph.add_initializer();
  proto->set_name(makeUnique(name));
  proto->set_data_type(getOnnxType(tensor.getElementType()));
  for (int64_t size : tensor.getShape())
    proto->add_dims(size);
  proto->set_raw_data(tensor.getBytes().str());
  return proto->name();
}

std::string Exporter::addOutput(NodeBuilder &node, StringRef wanted) {
  std::string name = makeUnique(wanted);
  node.node->add_output(name);
  return name;
}

std::string Exporter::addReshape(Location loc, StringRef input,
                                 ArrayRef<int64_t> shape) {
  std::string sizes = addInts(loc, "shape", shape), output;
  addNode("Reshape", loc, output).input(input).input(sizes);
  return output;
}

std::string Exporter::getReshaped(Value value, ArrayRef<int64_t> shape) {
  if (nn::isParameter(value))
    return getParameter(value, shape, identityOrder(shape.size()),
                        /*trim=*/false);
  std::string plain = getPlain(value);
  return addReshape(value.getLoc(), plain, shape);
}

std::string Exporter::addInts(Location loc, StringRef what,
                              ArrayRef<int64_t> values) {
  return addInitializer(
      HostTensor::fromInts(loc.getContext(), {int64_t(values.size())}, values),
      nn::getLocName(loc) + "." + what.str());
}

std::string Exporter::addFloats(Location loc, StringRef what,
                                ArrayRef<double> values) {
  return addInitializer(
      HostTensor::fromDoubles(Float32Type::get(loc.getContext()),
                              {int64_t(values.size())}, values),
      nn::getLocName(loc) + "." + what.str());
}

std::string Exporter::addScalar(Location loc, StringRef what, Type type,
                                double value) {
  return addInitializer(HostTensor::fromDoubles(type, {}, {value}),
                        nn::getLocName(loc) + "." + what.str());
}

std::optional<HostTensor> Exporter::getConstant(Value value) {
  ElementsAttr elements;
  std::string name = nn::getLocName(value.getLoc());
  if (auto constant = value.getDefiningOp<nn::ConstantOp>()) {
    elements = constant.getValue();
    name += ".constant";
  } else if (auto parameter = value.getDefiningOp<nn::ParameterOp>()) {
    elements = parameter.getValueAttr();
    name = parameter.getName().str();
  }
  std::optional<HostTensor> tensor = HostTensor::fromElements(elements);
  if (tensor)
    tensor->setName(name);
  return tensor;
}

std::string Exporter::getParameter(Value value, ArrayRef<int64_t> shape,
                                   ArrayRef<int64_t> order, bool trim) {
  std::string key = trim ? "trim" : "";
  for (auto [size, dim] : llvm::zip_equal(shape, order))
    key += std::to_string(size) + "@" + std::to_string(dim) + ",";
  std::string &name = materialized[{value.getAsOpaquePointer(), key}];
  if (!name.empty())
    return name;
  HostTensor tensor = getConstant(value)->reshape(shape);
  if (!llvm::equal(order, identityOrder(order.size())))
    tensor = tensor.transpose(order);
  ArrayRef<int64_t> trimmed = tensor.getShape();
  while (trim && !trimmed.empty() && trimmed.front() == 1)
    trimmed = trimmed.drop_front();
  std::string wanted = tensor.getName().empty() ? "constant" : tensor.getName();
  return name =
             addInitializer(tensor.reshape(llvm::to_vector(trimmed)), wanted);
}

Order Exporter::getOrder(Value value) {
  auto found = values.find(value);
  return found != values.end()
             ? found->second.order
             : identityOrder(cast<RankedTensorType>(value.getType()).getRank());
}

void Exporter::define(Value value, std::string name, ArrayRef<int64_t> order) {
  values[value] = {std::move(name), llvm::to_vector(order)};
}

std::string Exporter::get(Value value, ArrayRef<int64_t> order) {
  if (nn::isParameter(value))
    return getParameter(value,
                        cast<RankedTensorType>(value.getType()).getShape(),
                        order, /*trim=*/false);
  const Exported &x = values[value];
  if (ArrayRef<int64_t>(x.order) == order)
    return x.name;
  std::string key;
  SmallVector<int64_t> permutation;
  for (int64_t dim : order) {
    key += std::to_string(dim) + ",";
    permutation.push_back(llvm::find(x.order, dim) - x.order.begin());
  }
  std::string &name = materialized[{value.getAsOpaquePointer(), key}];
  if (name.empty()) {
    std::string from = x.name;
    addNode(
        "Transpose",
        NameLoc::get(StringAttr::get(value.getContext(), from + ".transpose")),
        name)
        .input(from)
        .set("perm", permutation);
  }
  return name;
}

std::string Exporter::getPlain(Value value) {
  return get(value,
             identityOrder(cast<RankedTensorType>(value.getType()).getRank()));
}

SmallVector<std::string> Exporter::getElementwise(Operation *op, Order &order) {
  int64_t rank = cast<RankedTensorType>(op->getResult(0).getType()).getRank();
  order = identityOrder(rank);
  for (Value operand : op->getOperands())
    if (!nn::isParameter(operand) &&
        int64_t(getOrder(operand).size()) == rank) {
      order = getOrder(operand);
      break;
    }
  // Leading ones say nothing beside an operand of all dimensions.
  bool trim = llvm::any_of(op->getOperands(), [](Value operand) {
    return !nn::isParameter(operand);
  });
  SmallVector<std::string> operands;
  for (Value operand : op->getOperands()) {
    auto type = cast<RankedTensorType>(operand.getType());
    SmallVector<int64_t> shape(type.getShape());
    shape.insert(shape.begin(), rank - shape.size(), 1);
    if (nn::isParameter(operand)) {
      operands.push_back(getParameter(operand, shape, order, trim));
    } else if (type.getRank() == rank) {
      operands.push_back(get(operand, order));
    } else {
      // Raised to the rank of the result, whose order then applies.
      SmallVector<int64_t> moved;
      for (int64_t dim : order)
        moved.push_back(shape[dim]);
      std::string plain = getPlain(operand), name;
      std::string sizes = addInts(op->getLoc(), "shape", shape);
      addNode("Reshape", op->getLoc(), name).input(plain).input(sizes);
      if (moved != shape) {
        std::string reshaped = name;
        addNode("Transpose", op->getLoc(), name)
            .input(reshaped)
            .set("perm", order);
      }
      operands.push_back(name);
    }
  }
  return operands;
}

//===----------------------------------------------------------------------===//
// Graphs
//===----------------------------------------------------------------------===//

static void setType(onnx::ValueInfoProto *info, StringRef name,
                    RankedTensorType type) {
  info->set_name(name.str());
  auto *tensor = info->mutable_type()->mutable_tensor_type();
  tensor->set_elem_type(getOnnxType(type.getElementType()));
  tensor->mutable_shape();
  for (int64_t size : type.getShape())
    tensor->mutable_shape()->add_dim()->set_dim_value(size);
}

void Exporter::addInput(BlockArgument argument, StringRef name) {
  auto type = cast<RankedTensorType>(argument.getType());
  std::string unique = makeUnique(name);
  setType(graph.add_input(), unique, type);
  define(argument, unique, identityOrder(type.getRank()));
}

void Exporter::addOutput(Value value, StringRef name, Location loc) {
  auto type = cast<RankedTensorType>(value.getType());
  std::string from = getPlain(value);
  // The node that produces the value takes the name, unless it is no node or
  // has given its name to another output.
  bool isNode = llvm::any_of(graph.node(), [&](const onnx::NodeProto &node) {
    return node.output(0) == from;
  });
  bool isFree = isNode && !renamed.count(from);
  std::string output = name.str();
  if (from != output) {
    if (isFree && names.insert(output).second) {
      renamed[from] = output;
    } else if (isFree && names.contains(output)) {
      // Another node bears the name: it yields.
      std::string other = makeUnique(output);
      renamed[output] = other;
      renamed[from] = output;
    } else {
      names.insert(output);
      std::string unused;
      NodeBuilder node = addNode("Identity", loc, unused);
      node.node->set_output(0, output);
      node.input(from);
    }
  } else {
    renamed[from] = output;
  }
  setType(graph.add_output(), output, type);
}

void Exporter::finish() {
  auto rename = [&](std::string *name) {
    auto found = renamed.find(*name);
    if (found != renamed.end())
      *name = found->second;
  };
  for (onnx::NodeProto &node : *graph.mutable_node()) {
    // Identity nodes made for outputs bear their final names.
    bool isFinal = node.op_type() == "Identity";
    for (std::string &input : *node.mutable_input())
      rename(&input);
    for (std::string &output : *node.mutable_output())
      if (!isFinal)
        rename(&output);
  }
}

LogicalResult Exporter::exportOp(Operation *op) {
  if (isa<nn::ParameterOp, nn::ConstantOp>(op)) {
    auto type = cast<RankedTensorType>(op->getResult(0).getType());
    if (type.getNumElements() >
        (int64_t(1) << 31) / HostTensor::getElementBytes(type.getElementType()))
      return emitError(op->getLoc()) << "a constant of type " << type
                                     << " exceeds the 2 GiB of an ONNX model";
  }
  if (auto parameter = dyn_cast<nn::ParameterOp>(op)) {
    if (!getConstant(parameter))
      return emitError(op->getLoc())
             << "parameter '" << parameter.getName()
             << "' has no value; export a network with its weights";
    return success();
  }
  if (isa<nn::ConstantOp>(op))
    return success();
  if (op->hasTrait<nn::ParameterExpression>())
    return emitError(op->getLoc())
           << "expected parameters with values, but got '" << op->getName()
           << "'; run nn-materialize-parameters first";
  return isQuantized(op) ? exportQuantized(*this, op)
                         : exportOperator(*this, op);
}

/// Steps of other domains than ONNX's own are of its first version, which is
/// the only one of nearly all domains.
static void importDomains(onnx::ModelProto &model) {
  llvm::StringSet<> domains;
  for (const onnx::NodeProto &node : model.graph().node())
    if (!node.domain().empty() && domains.insert(node.domain()).second) {
      onnx::OperatorSetIdProto &opset = *model.add_opset_import();
      opset.set_domain(node.domain());
      opset.set_version(1);
    }
}

LogicalResult tenon::exportOnnx(ModuleOp module, raw_ostream &os) {
  auto functions = module.getOps<func::FuncOp>();
  if (!llvm::hasSingleElement(functions) ||
      !llvm::hasSingleElement((*functions.begin()).getBody()))
    return emitError(module.getLoc())
           << "expected a module with one function of one block";
  func::FuncOp function = *functions.begin();
  onnx::ModelProto model;
  model.set_ir_version(8);
  model.set_producer_name("tenon");
  model.add_opset_import()->set_version(17);
  onnx::GraphProto &graph = *model.mutable_graph();
  graph.set_name(function.getName().str());
  Exporter exporter(graph);
  for (BlockArgument argument : function.getArguments()) {
    auto name = function.getArgAttrOfType<StringAttr>(argument.getArgNumber(),
                                                      nn::kNameAttrName);
    exporter.addInput(argument,
                      name ? name.str()
                           : "input" + std::to_string(argument.getArgNumber()));
  }
  for (Operation &op : function.getBody().front()) {
    auto ret = dyn_cast<func::ReturnOp>(op);
    if (!ret) {
      if (failed(exporter.exportOp(&op)))
        return failure();
      continue;
    }
    for (auto [i, value] : llvm::enumerate(ret.getOperands())) {
      auto name =
          function.getResultAttrOfType<StringAttr>(i, nn::kNameAttrName);
      exporter.addOutput(value,
                         name ? name.str() : "output" + std::to_string(i),
                         ret.getLoc());
    }
  }
  exporter.finish();
  importDomains(model);
  legalizeTypes(model);
  std::string bytes, error = checkAndSerialize(model, bytes);
  if (!error.empty())
    return emitError(module.getLoc())
           << "the ONNX checker refuses the exported model: "
           << StringRef(error).split('\n').first;
  os << bytes;
  return success();
}

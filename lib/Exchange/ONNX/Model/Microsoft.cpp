//===- Microsoft.cpp - Quantized operators of ONNX Runtime ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Operators of the domain com.microsoft that are an operator of ONNX between a
// DequantizeLinear and a QuantizeLinear become these.
//
//===----------------------------------------------------------------------===//

#include "Prepare.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include <onnx/onnx_pb.h>

using namespace mlir;
using namespace tenon;
using llvm::StringRef;

namespace {
using Nodes = google::protobuf::RepeatedPtrField<onnx::NodeProto>;

/// Where a quantized operand, its scale and its zero point are.
struct Quantized {
  std::string value, scale, zeroPoint;
};

/// Writes one operator in those of ONNX.
class Rewriter {
public:
  Rewriter(onnx::NodeProto &node, Location loc, Nodes &to)
      : node(node), loc(loc), to(to) {}

  LogicalResult run();

private:
  std::string input(int i) const {
    return i < node.input_size() ? node.input(i) : "";
  }
  Quantized triple(int first) const {
    return {input(first), input(first + 1), input(first + 2)};
  }
  /// A node whose output has a new name, or is that of the operator.
  std::string add(StringRef op, std::vector<std::string> inputs,
                  bool isLast = false);
  onnx::NodeProto &last() { return to[to.size() - 1]; }
  std::string dequantize(const Quantized &q) {
    return add("DequantizeLinear", {q.value, q.scale, q.zeroPoint});
  }
  LogicalResult quantize(const std::string &x, int scale);
  void permute(ArrayRef<int64_t> permutation);
  /// Gives the last node the attributes of this one, but for those named.
  void copyAttributes(ArrayRef<StringRef> but);
  int64_t takeInt(StringRef name, int64_t otherwise);
  InFlightDiagnostic error() {
    StringRef name = !node.name().empty() ? StringRef(node.name())
                     : node.output_size() ? StringRef(node.output(0))
                                          : StringRef(node.op_type());
    return emitError(NameLoc::get(StringAttr::get(loc.getContext(), name)))
           << "operator 'com.microsoft." << node.op_type() << "': ";
  }

  LogicalResult rewriteBinary(StringRef op);
  LogicalResult rewriteUnary(StringRef op, bool isImage);
  LogicalResult rewriteConcat();
  LogicalResult rewriteGemm();
  LogicalResult rewriteWhere();
  LogicalResult rewriteProduct(bool isDynamic);

  onnx::NodeProto &node;
  Location loc;
  Nodes &to;
};
} // namespace

std::string Rewriter::add(StringRef op, std::vector<std::string> inputs,
                          bool isLast) {
  onnx::NodeProto &made = *to.Add();
  std::string own =
      node.name().empty() && node.output_size() ? node.output(0) : node.name();
  std::string name = own + "." + std::to_string(to.size()) + op.lower();
  made.set_name(isLast ? own : name);
  made.set_op_type(op.str());
  while (!inputs.empty() && inputs.back().empty())
    inputs.pop_back();
  for (const std::string &input : inputs)
    made.add_input(input);
  std::string output = isLast ? node.output(0) : name;
  made.add_output(output);
  return output;
}

LogicalResult Rewriter::quantize(const std::string &x, int scale) {
  if (input(scale + 1).empty())
    return error() << "expected a zero point of the result, which gives its "
                      "type";
  add("QuantizeLinear", {x, input(scale), input(scale + 1)}, true);
  return success();
}

void Rewriter::permute(ArrayRef<int64_t> permutation) {
  onnx::AttributeProto &attribute = *last().add_attribute();
  attribute.set_name("perm");
  attribute.set_type(onnx::AttributeProto::INTS);
  for (int64_t dim : permutation)
    attribute.add_ints(dim);
}

void Rewriter::copyAttributes(ArrayRef<StringRef> but) {
  for (const onnx::AttributeProto &attribute : node.attribute())
    if (!llvm::is_contained(but, StringRef(attribute.name())))
      *last().add_attribute() = attribute;
}

int64_t Rewriter::takeInt(StringRef name, int64_t otherwise) {
  for (const onnx::AttributeProto &attribute : node.attribute())
    if (attribute.name() == name)
      return attribute.i();
  return otherwise;
}

LogicalResult Rewriter::rewriteBinary(StringRef op) {
  std::string a = dequantize(triple(0)), b = dequantize(triple(3));
  std::string y = add(op, {a, b});
  copyAttributes({});
  return quantize(y, 6);
}

LogicalResult Rewriter::rewriteUnary(StringRef op, bool isImage) {
  std::string x = dequantize(triple(0));
  bool isLast = isImage && takeInt("channels_last", 0);
  if (isLast) {
    x = add("Transpose", {x});
    permute({0, 3, 1, 2});
  }
  std::string y = add(op, {x});
  copyAttributes({"channels_last", "opset"});
  if (isLast) {
    y = add("Transpose", {y});
    permute({0, 2, 3, 1});
  }
  return quantize(y, 3);
}

LogicalResult Rewriter::rewriteConcat() {
  std::vector<std::string> parts;
  for (int i = 2; i < node.input_size(); i += 3)
    parts.push_back(dequantize(triple(i)));
  std::string y = add("Concat", parts);
  copyAttributes({});
  return quantize(y, 0);
}

/// The bias is of integers with the product of both scales.
LogicalResult Rewriter::rewriteGemm() {
  std::vector<std::string> inputs = {dequantize(triple(0)),
                                     dequantize(triple(3))};
  if (!input(6).empty())
    inputs.push_back(
        dequantize({input(6), add("Mul", {input(1), input(4)}), ""}));
  if (input(7).empty()) {
    add("Gemm", inputs, true);
    copyAttributes({});
    return success();
  }
  std::string y = add("Gemm", inputs);
  copyAttributes({});
  return quantize(y, 7);
}

LogicalResult Rewriter::rewriteWhere() {
  std::string x = dequantize(triple(1)), y = dequantize(triple(4));
  std::string z = add("Where", {input(0), x, y});
  copyAttributes({});
  return quantize(z, 7);
}

/// MatMulIntegerToFloat, and with a left side that is quantized first,
/// DynamicQuantizeMatMul.
LogicalResult Rewriter::rewriteProduct(bool isDynamic) {
  Quantized a = {input(0), input(2), input(4)};
  Quantized b = {input(1), input(3), input(5)};
  std::string bias = input(6);
  if (isDynamic) {
    std::string x = add("DynamicQuantizeLinear", {input(0)});
    for (StringRef part : {".scale", ".zero_point"})
      last().add_output(x + part.str());
    a = {x, x + ".scale", x + ".zero_point"};
    b = {input(1), input(2), input(3)};
    bias = input(4);
  }
  std::vector<std::string> factors = {dequantize(a), dequantize(b)};
  if (bias.empty()) {
    add("MatMul", factors, true);
    copyAttributes({});
    return success();
  }
  std::string y = add("MatMul", factors);
  copyAttributes({});
  add("Add", {y, bias}, true);
  return success();
}

LogicalResult Rewriter::run() {
  StringRef name = node.op_type();
  // Those that are rewritten have one output; the importer refuses the others,
  // or makes steps of the host of them.
  if (node.output_size() != 1) {
    *to.Add() = node;
    return success();
  }
  if (name == "QuantizeLinear" || name == "DequantizeLinear") {
    *to.Add() = node;
    last().clear_domain();
    return success();
  }
  if (name == "QLinearAdd" || name == "QLinearMul")
    return rewriteBinary(name.drop_front(7));
  if (name == "QLinearSigmoid" || name == "QLinearLeakyRelu" ||
      name == "QLinearSoftmax" || name == "QLinearReduceMean")
    return rewriteUnary(name.drop_front(7), false);
  if (name == "QLinearAveragePool" || name == "QLinearGlobalAveragePool")
    return rewriteUnary(name.drop_front(7), true);
  if (name == "QLinearConcat")
    return rewriteConcat();
  if (name == "QGemm")
    return rewriteGemm();
  if (name == "QLinearWhere")
    return rewriteWhere();
  if (name == "MatMulIntegerToFloat" || name == "DynamicQuantizeMatMul")
    return rewriteProduct(name == "DynamicQuantizeMatMul");
  *to.Add() = node;
  return success();
}

LogicalResult onnx_frontend::rewriteMicrosoft(onnx::GraphProto &graph,
                                              Location loc) {
  Nodes nodes;
  for (onnx::NodeProto &node : *graph.mutable_node()) {
    if (node.domain() == "com.microsoft") {
      if (failed(Rewriter(node, loc, nodes).run()))
        return failure();
      continue;
    }
    for (onnx::AttributeProto &attribute : *node.mutable_attribute())
      if (attribute.has_g() &&
          failed(rewriteMicrosoft(*attribute.mutable_g(), loc)))
        return failure();
    *nodes.Add() = std::move(node);
  }
  graph.mutable_node()->Swap(&nodes);
  return success();
}

//===- ImportConstants.cpp - Constants of ONNX ----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Importer.h"
#include <onnx/onnx_pb.h>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

/// The numbers of the one attribute that a constant has.
static FailureOr<HostTensor> readConstant(Importer &importer,
                                          const Node &node) {
  MLIRContext *context = importer.getContext();
  Type f32 = importer.builder().getF32Type();
  if (const onnx::TensorProto *tensor = node.getTensor("value"))
    return readTensor(*tensor, node.getLoc(), importer.getOptions().folder);
  if (node.hasAttr("value_int"))
    return HostTensor::fromInts(context, {}, {node.getInt("value_int", 0)});
  if (node.hasAttr("value_ints")) {
    std::vector<int64_t> values = node.getInts("value_ints");
    return HostTensor::fromInts(context, {int64_t(values.size())}, values);
  }
  if (node.hasAttr("value_float"))
    return HostTensor::fromDoubles(f32, {}, {node.getFloat("value_float", 0)});
  if (node.hasAttr("value_floats")) {
    std::vector<float> values = node.getFloats("value_floats");
    return HostTensor::fromDoubles(
        f32, {int64_t(values.size())},
        std::vector<double>(values.begin(), values.end()));
  }
  return node.error() << "constants that are no dense numbers are not "
                         "supported";
}

static LogicalResult importConstant(Importer &importer, const Node &node) {
  FailureOr<HostTensor> constant = readConstant(importer, node);
  if (failed(constant))
    return failure();
  importer.defineConstant(node, 0, *constant);
  return success();
}

/// One number everywhere: small tensors are constants already, larger ones are
/// made when the network runs.
static LogicalResult importConstantOfShape(Importer &importer,
                                           const Node &node) {
  FailureOr<HostTensor> given = importer.getConstant(node, 0, "shape");
  if (failed(given))
    return failure();
  SmallVector<int64_t> shape = llvm::to_vector(given->getInts());
  if (given->getRank() != 1 || !isSupportedShape(shape))
    return node.error() << "expected a shape of positive sizes and at most "
                           "2^32 elements";
  HostTensor value = HostTensor::zeros(importer.builder().getF32Type(), {});
  if (const onnx::TensorProto *tensor = node.getTensor("value")) {
    FailureOr<HostTensor> number = readTensor(*tensor, node.getLoc());
    if (failed(number))
      return failure();
    if (number->getNumElements() != 1)
      return node.error() << "expected a value of 1 element, but got "
                          << number->getNumElements();
    value = number->reshape({});
  }
  auto type = RankedTensorType::get(shape, value.getElementType());
  return defineOutput(
      importer, node,
      BroadcastOp::create(importer.builder(), node.getLoc(), type,
                          importer.makeConstant(node.getLoc(), value)),
      {});
}

void onnx_frontend::addConstantHandlers(HandlerMap &handlers) {
  handlers["Constant"] = importConstant;
  handlers["ConstantOfShape"] = importConstantOfShape;
}

//===- ExportQuantized.cpp - Quantized operations to ONNX -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Exporter.h"
#include "mlir/Dialect/Quant/IR/QuantTypes.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

static RankedTensorType typeOf(Value value) {
  return cast<RankedTensorType>(value.getType());
}

static quant::QuantizedType getQuantized(Value value) {
  return dyn_cast<quant::QuantizedType>(typeOf(value).getElementType());
}

namespace {
/// The scales and zero points of a type as initializers of ONNX.
struct Scales {
  SmallVector<double> scales;
  SmallVector<double> zeroPoints;
  /// The dimension that they go along; -1 for one scale.
  int64_t axis = -1;
  std::string scaleName, zeroPointName;
};
} // namespace

/// A scalar, or a vector with one element for each index of an axis.
static std::string addNumbers(Exporter &e, Location loc, StringRef what,
                              Type type, ArrayRef<double> values,
                              bool isScalar) {
  SmallVector<int64_t> shape;
  if (!isScalar)
    shape.push_back(values.size());
  return e.addInitializer(HostTensor::fromDoubles(type, shape, values),
                          getLocName(loc) + "." + what.str());
}

/// Adds those of `value`, whose quantized type is uniform, as `PREFIXscale` and
/// `PREFIXzero_point`.
static Scales addScales(Exporter &e, Location loc, Value value,
                        StringRef prefix) {
  Scales result;
  quant::QuantizedType type = getQuantized(value);
  if (auto uniform = dyn_cast<quant::UniformQuantizedType>(type)) {
    result.scales = {uniform.getScale()};
    result.zeroPoints = {double(uniform.getZeroPoint())};
  } else {
    auto perAxis = cast<quant::UniformQuantizedPerAxisType>(type);
    llvm::append_range(result.scales, perAxis.getScales());
    llvm::append_range(result.zeroPoints, perAxis.getZeroPoints());
    result.axis = perAxis.getQuantizedDimension();
  }
  result.scaleName =
      addNumbers(e, loc, (prefix + "scale").str(), type.getExpressedType(),
                 result.scales, result.axis < 0);
  result.zeroPointName = addNumbers(e, loc, (prefix + "zero_point").str(),
                                    HostTensor::getStorageType(type),
                                    result.zeroPoints, result.axis < 0);
  return result;
}

/// QuantizeLinear or DequantizeLinear with the scales of `quantized`.
static void exportConversion(Exporter &e, Operation *op, StringRef name,
                             Value quantized) {
  Value input = op->getOperand(0);
  int64_t rank = typeOf(input).getRank();
  // Filters are read as convolutions of ONNX hold them.
  Order order = nn::isParameter(input) && rank == 4 ? Exporter::channelsFirst(4)
                                                    : e.getOrder(input);
  std::string x = e.get(input, order), y = e.takeName(name, op->getLoc());
  Scales s = addScales(e, op->getLoc(), quantized, "");
  NodeBuilder node = e.addNamedNode(name, y).input(x);
  node.input(s.scaleName);
  // The zero points of 32-bit integers are none.
  if (getQuantized(quantized).getStorageTypeIntegralWidth() < 32)
    node.input(s.zeroPointName);
  if (s.axis >= 0)
    node.set("axis", positionOf(order, s.axis));
  e.define(op->getResult(0), y, order);
}

/// Plain 32-bit sums of products.
static bool isSum(Value value) {
  auto type = dyn_cast<quant::UniformQuantizedType>(getQuantized(value));
  return type && type.getStorageTypeIntegralWidth() == 32 &&
         type.getScale() == 1.0 && type.getZeroPoint() == 0;
}

/// A product in its form with scales, or in that of plain integers.
static LogicalResult exportProduct(Exporter &e, Operation *op, Value bias,
                                   StringRef kind, ArrayRef<int64_t> order,
                                   ArrayRef<int64_t> filterOrder,
                                   std::string &y, NodeBuilder *builder) {
  Location loc = op->getLoc();
  Value x = op->getOperand(0), w = op->getOperand(1), out = op->getResult(0);
  bool isInteger = isSum(out);
  if (isInteger && bias)
    return emitError(loc) << "sums of 32 bits with a bias have no ONNX "
                             "counterpart";
  std::string type =
      isInteger ? (kind + "Integer").str() : ("QLinear" + kind).str();
  y = e.takeName(type, loc);
  std::string xName = e.get(x, order), wName = e.get(w, filterOrder);
  Scales xs = addScales(e, loc, x, "x_"), ws = addScales(e, loc, w, "w_");
  if (isInteger) {
    *builder = e.addNamedNode(type, y).input(xName).input(wName);
    builder->input(xs.zeroPointName).input(ws.zeroPointName);
    return success();
  }
  Scales ys = addScales(e, loc, out, "y_");
  std::string biasName = bias ? e.getPlain(bias) : "";
  *builder = e.addNamedNode(type, y);
  for (auto [name, s] : {std::pair(xName, xs), std::pair(wName, ws)})
    builder->input(name).input(s.scaleName).input(s.zeroPointName);
  builder->input(ys.scaleName).input(ys.zeroPointName);
  if (bias)
    builder->input(biasName);
  return success();
}

static LogicalResult exportConv(Exporter &e, Conv2DOp op) {
  Order nchw = Exporter::channelsFirst(4);
  std::string y;
  NodeBuilder node;
  if (op.getActivation())
    return emitError(op.getLoc()) << "a quantized convolution with an "
                                     "activation has no ONNX counterpart";
  if (failed(exportProduct(e, op, op.getBias(), "Conv", nchw, nchw, y, &node)))
    return failure();
  setConvolutionAttributes(node, op);
  e.define(op.getResult(), y, nchw);
  return success();
}

static LogicalResult exportMatMul(Exporter &e, Operation *op,
                                  ArrayRef<int64_t> filterOrder) {
  std::string y;
  NodeBuilder node;
  Order plain = Exporter::identityOrder(typeOf(op->getOperand(0)).getRank());
  if (failed(exportProduct(e, op, Value(), "MatMul", plain, filterOrder, y,
                           &node)))
    return failure();
  e.define(op->getResult(0), y,
           Exporter::identityOrder(typeOf(op->getResult(0)).getRank()));
  return success();
}

bool onnx_frontend::isQuantized(Operation *op) {
  auto hasType = [](Type type) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    return tensor && isa<quant::QuantizedType>(tensor.getElementType());
  };
  return llvm::any_of(op->getOperandTypes(), hasType) ||
         llvm::any_of(op->getResultTypes(), hasType);
}

/// Numbers that opset 17 has: 8 bits, and sums of 32.
static LogicalResult checkStorage(Operation *op) {
  SmallVector<Value> values(op->getOperands());
  llvm::append_range(values, op->getResults());
  for (Value value : values) {
    quant::QuantizedType type = getQuantized(value);
    if (!type)
      continue;
    unsigned width = type.getStorageTypeIntegralWidth();
    if (width == 8 || (width == 32 && !isa<QuantizeOp>(op)))
      continue;
    return emitError(op->getLoc())
           << "expected quantized elements of 8 bits, as opset 17 has them, "
              "but got "
           << type;
  }
  return success();
}

LogicalResult onnx_frontend::exportQuantized(Exporter &e, Operation *op) {
  if (failed(checkStorage(op)))
    return failure();
  return llvm::TypeSwitch<Operation *, LogicalResult>(op)
      .Case([&](QuantizeOp o) {
        exportConversion(e, o, "QuantizeLinear", o.getResult());
        return success();
      })
      .Case([&](DequantizeOp o) {
        exportConversion(e, o, "DequantizeLinear", o.getInput());
        return success();
      })
      .Case([&](StorageCastOp o) {
        Order order = e.getOrder(o.getInput());
        e.define(o.getResult(), e.get(o.getInput(), order), order);
        return success();
      })
      .Case([&](Conv2DOp o) { return exportConv(e, o); })
      .Case([&](MatMulOp o) {
        return exportMatMul(
            e, o, Exporter::identityOrder(typeOf(o.getRhs()).getRank()));
      })
      .Case([&](FullyConnectedOp o) -> LogicalResult {
        if (!o.getBias() && !o.getActivation())
          return exportMatMul(e, o, {1, 0});
        return emitError(o.getLoc())
               << "a quantized fully connected layer with a bias or an "
                  "activation has no ONNX counterpart";
      })
      .Case<ConcatOp, SliceOp, ReshapeOp, TransposeOp>(
          [&](auto o) { return exportOperator(e, o); })
      .Default([](Operation *other) {
        return emitError(other->getLoc())
               << other->getName()
               << " on quantized tensors has no ONNX counterpart";
      });
}

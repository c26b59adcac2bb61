//===- NetworkOps.cpp - Verifiers of the nn operations --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Network.h"
#include "dialects/Network/IR/NetworkDetail.h"
#include "mlir/Dialect/Quant/IR/QuantTypes.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/IR/OpImplementation.h"
#include <charconv>
#include <cmath>

using namespace mlir;
using namespace tenon::nn;

/// `[2.0, 1.7]`, with as many digits as tell a number from its neighbours.
static void printScales(OpAsmPrinter &printer, Operation *,
                        DenseF32ArrayAttr scales) {
  printer << '[';
  llvm::interleaveComma(scales.asArrayRef(), printer, [&](float scale) {
    char text[32];
    char *end = std::to_chars(text, text + sizeof(text), scale).ptr;
    auto [digits, exponent] = StringRef(text, end - text).split('e');
    printer << digits << (digits.contains('.') ? "" : ".0");
    if (!exponent.empty())
      printer << 'e' << exponent;
  });
  printer << ']';
}

static ParseResult parseScales(OpAsmParser &parser, DenseF32ArrayAttr &scales) {
  SmallVector<float> values;
  auto parse = [&]() -> ParseResult {
    double value;
    if (parser.parseFloat(value))
      return failure();
    values.push_back(float(value));
    return success();
  };
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, parse))
    return failure();
  scales = parser.getBuilder().getDenseF32ArrayAttr(values);
  return success();
}

#define GET_OP_CLASSES
#include "dialects/Network/IR/NetworkOps.cpp.inc"

/// A value that is no dense list of numbers, or whose bytes are too few or too
/// many, cannot be read.
static LogicalResult checkValue(Operation *op, ElementsAttr value) {
  if (isa<DenseElementsAttr>(value))
    return success();
  auto resource = dyn_cast<DenseResourceElementsAttr>(value);
  if (!resource)
    return op->emitOpError("expected a dense value or a resource");
  AsmResourceBlob *blob = resource.getRawHandle().getBlob();
  if (!blob)
    return success();
  Type element = value.getElementType();
  unsigned bits = 0;
  if (auto quantized = dyn_cast<quant::QuantizedType>(element))
    bits = quantized.getStorageTypeIntegralWidth();
  else
    bits = element.getIntOrFloatBitWidth();
  int64_t expected = value.getNumElements() * ((bits + 7) / 8);
  if (int64_t(blob->getData().size()) != expected)
    return op->emitOpError("expected a resource of ")
           << expected << " bytes, but got " << blob->getData().size();
  return success();
}

LogicalResult ParameterOp::verify() {
  // parameter_c2
  if (std::optional<ElementsAttr> value = getValue())
    if (failed(checkValue(*this, *value)))
      return failure();
  // parameter_c1
  if (std::optional<ElementsAttr> value = getValue())
    if (value->getShapedType() != getType())
      return emitOpError("expected a value of type ")
             << getType() << ", but got " << value->getShapedType();
  return success();
}

LogicalResult ConstantOp::verify() {
  // constant_c1
  return checkValue(*this, getValue());
}

bool Conv2DOp::isPointwise() {
  auto isAll = [](ArrayRef<int64_t> values, int64_t v) {
    return llvm::all_of(values, [&](int64_t x) { return x == v; });
  };
  return getKernelHeight() == 1 && getKernelWidth() == 1 && getGroups() == 1 &&
         isAll(getStrides(), 1) && isAll(getPads(), 0);
}

LogicalResult CastOp::verify() {
  // cast_c1
  if (getInput().getType().getShape() != getType().getShape())
    return emitOpError("expected input and result of one shape, but got ")
           << getInput().getType() << " and " << getType();
  return success();
}

LogicalResult ResizeOp::verify() {
  ArrayRef<int64_t> input = getInput().getType().getShape();
  ArrayRef<int64_t> result = getType().getShape();
  // resize_c1
  if (input.size() != 4 || result.size() != 4)
    return emitOpError("expected input and result with 4 dimensions, but got ")
           << input.size() << " and " << result.size();
  if (input[0] != result[0] || input[3] != result[3] ||
      getInput().getType().getElementType() != getType().getElementType())
    return emitOpError("expected equal batch, channels and element type, but "
                       "got ")
           << getInput().getType() << " and " << getType();
  // resize_c2
  ArrayRef<float> scales = getScales();
  if (!scales.empty() &&
      (scales.size() != 2 || !(scales[0] > 0) || !(scales[1] > 0) ||
       std::isinf(scales[0]) || std::isinf(scales[1])))
    return emitOpError("expected 2 positive scales or none");
  return success();
}

double ResizeOp::getPosition(unsigned dim, int64_t i) {
  std::optional<float> scale;
  if (!getScales().empty())
    scale = getScales()[dim];
  return getResizePosition(getCoordinates(),
                           getInput().getType().getDimSize(1 + dim),
                           getType().getDimSize(1 + dim), scale, i);
}

double tenon::nn::getResizePosition(ResizeCoordinates coordinates, int64_t in,
                                    int64_t out, std::optional<float> scale,
                                    int64_t i) {
  // The models of ONNX's operator `Resize`. Quotients of integers are exact
  // where they are integers or halves, so that `nearest` knows ties.
  if (coordinates == ResizeCoordinates::align_corners) {
    // The length before it was rounded, as ONNX's own test data have it.
    double last = scale ? double(in) * double(*scale) - 1 : double(out - 1);
    return out > 1 ? double(i) * double(in - 1) / last : 0;
  }
  if (coordinates == ResizeCoordinates::pytorch_half_pixel && out == 1)
    return 0;
  if (coordinates == ResizeCoordinates::asymmetric)
    return scale ? double(float(i) / *scale)
                 : double(i) * double(in) / double(out);
  return scale
             ? double((float(i) + 0.5f) / *scale - 0.5f)
             : (double(2 * i + 1) * double(in) - double(out)) / double(2 * out);
}

LogicalResult ReshapeOp::verify() {
  // reshape_c1
  if (getInput().getType().getNumElements() != getType().getNumElements() ||
      getInput().getType().getElementType() != getType().getElementType())
    return emitOpError("expected as many elements of the same type, but got ")
           << getInput().getType() << " and " << getType();
  return success();
}

LogicalResult BroadcastOp::verify() {
  ArrayRef<int64_t> input = getInput().getType().getShape();
  ArrayRef<int64_t> result = getType().getShape();
  bool fits =
      input.size() <= result.size() &&
      getInput().getType().getElementType() == getType().getElementType();
  // broadcast_c1
  for (size_t i = 1; fits && i <= input.size(); ++i)
    fits = input[input.size() - i] == 1 ||
           input[input.size() - i] == result[result.size() - i];
  if (!fits)
    return emitOpError("expected an input that broadcasts to ")
           << getType() << ", but got " << getInput().getType();
  return success();
}

//===- ImportQuantized.cpp - Quantized operators of ONNX ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ONNX has integers beside scales and zero points that are operands; here both
// are in the element type. Integers that a model shows to the outside, or
// computes with as such, pass through nn.storage_cast.
//
//===----------------------------------------------------------------------===//

#include "ImportProducts.h"
#include "lib/Exchange/ONNX/Import/ImportDynamic.h"
#include "mlir/Dialect/Quant/IR/QuantTypes.h"
#include <cmath>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

namespace {
/// What the integers of a tensor stand for.
struct Scales {
  Type storage;
  Type expressed;
  /// One, or one for each index of a dimension.
  std::vector<double> scales;
  std::vector<int64_t> zeroPoints;

  bool isPerAxis() const { return scales.size() > 1; }
};
} // namespace

/// Reads the scales and zero points of `storage`; of the zero points' own type,
/// or ui8, if that is null.
static FailureOr<Scales> readScales(Importer &importer, const Node &node,
                                    unsigned scale, unsigned zeroPoint,
                                    Type storage) {
  FailureOr<HostTensor> scales = importer.getConstant(node, scale, "scale");
  if (failed(scales))
    return failure();
  Scales result;
  result.scales = scales->getDoubles();
  result.expressed = scales->getElementType();
  for (double scale : result.scales)
    if (!std::isfinite(scale))
      return node.error() << "expected scales that are numbers";
  result.zeroPoints.assign(result.scales.size(), 0);
  if (importer.getInput(node, zeroPoint)) {
    FailureOr<HostTensor> zeros =
        importer.getConstant(node, zeroPoint, "zero_point");
    if (failed(zeros))
      return failure();
    if (zeros->getNumElements() != scales->getNumElements() ||
        !zeros->isInteger())
      return node.error() << "expected as many integers as zero points as "
                             "there are scales";
    result.zeroPoints = zeros->getInts();
    if (!storage)
      storage = zeros->getElementType();
    if (storage != zeros->getElementType())
      return node.error() << "expected zero points of type " << storage
                          << ", but got " << zeros->getElementType();
  }
  if (!storage)
    storage = IntegerType::get(importer.getContext(), 8, IntegerType::Unsigned);
  result.storage = storage;
  if (!storage.isInteger() || storage.getIntOrFloatBitWidth() > 32 ||
      storage.isInteger(1) || !isa<FloatType>(result.expressed))
    return node.error() << "expected integers of up to 32 bits with scales in "
                           "floating point, but got "
                        << storage << " and " << result.expressed;
  return result;
}

/// The scales of plain integers.
static Scales getUnitScales(Importer &importer, Type storage, int64_t zero) {
  return {storage, importer.builder().getF32Type(), {1.0}, {zero}};
}

/// The element type; `axis` is the dimension that the scales go along, as
/// stored.
static FailureOr<Type> makeType(const Node &node, const Scales &s,
                                int64_t axis) {
  auto emit = [&] { return node.error(); };
  bool isSigned = !s.storage.isUnsignedInteger();
  unsigned width = s.storage.getIntOrFloatBitWidth();
  unsigned flags = isSigned ? quant::QuantizationFlags::Signed : 0;
  auto storage = IntegerType::get(s.storage.getContext(), width);
  int64_t low =
      quant::QuantizedType::getDefaultMinimumForInteger(isSigned, width);
  int64_t high =
      quant::QuantizedType::getDefaultMaximumForInteger(isSigned, width);
  Type type;
  if (s.isPerAxis())
    type = quant::UniformQuantizedPerAxisType::getChecked(
        emit, flags, storage, s.expressed, s.scales, s.zeroPoints, axis, low,
        high);
  else
    type = quant::UniformQuantizedType::getChecked(emit, flags, storage,
                                                   s.expressed, s.scales[0],
                                                   s.zeroPoints[0], low, high);
  if (!type)
    return failure();
  return type;
}

/// The type of `x` when stored in `order`; `axis` is that of ONNX.
static FailureOr<Type> makeType(const Node &node, const Scales &s,
                                const Imported &x, ArrayRef<int64_t> order,
                                int64_t axis) {
  if (s.isPerAxis()) {
    FailureOr<int64_t> normal = normalizeAxis(node, axis, x.getRank());
    if (failed(normal))
      return failure();
    axis = *normal;
    if (x.getShape()[axis] != int64_t(s.scales.size()))
      return node.error() << "expected one scale or " << x.getShape()[axis]
                          << ", the size of dimension " << axis << ", but got "
                          << s.scales.size();
  }
  return makeType(node, s, llvm::find(order, axis) - order.begin());
}

static RankedTensorType withElement(Value value, Type element) {
  return RankedTensorType::get(
      cast<RankedTensorType>(value.getType()).getShape(), element);
}

/// The order in which constants serve best: that of the filters of 2-D
/// convolutions, or that of ONNX.
static Order getConstantOrder(int64_t rank) {
  return rank == 4 ? Importer::channelsLast(rank)
                   : Importer::identityOrder(rank);
}

/// An operand as numbers of these scales; a diagnostic and nothing if it can
/// not be.
static std::optional<Imported> getQuantized(Importer &importer,
                                            const Node &node, const Imported &x,
                                            const Scales &s, int64_t axis) {
  Order order = x.constant ? getConstantOrder(x.getRank()) : x.order;
  FailureOr<Type> type = makeType(node, s, x, order, axis);
  if (failed(type))
    return std::nullopt;
  if (HostTensor::getStorageType(x.getElementType()) != s.storage) {
    node.error() << "expected elements of type " << s.storage << ", but got "
                 << HostTensor::getStorageType(x.getElementType());
    return std::nullopt;
  }
  Imported result;
  result.order = order;
  if (x.constant) {
    HostTensor stored = x.constant->transpose(order).bitcast(*type);
    stored.setName(x.constant->getName());
    std::string variant;
    llvm::raw_string_ostream(variant) << *type;
    result.value = importer.makeParameter(
        node.getLoc(), stored, Importer::identityOrder(x.getRank()), variant);
    return result;
  }
  result.value = x.value;
  if (x.getElementType() != *type)
    result.value = StorageCastOp::create(importer.builder(), node.getLoc(),
                                         withElement(x.value, *type), x.value);
  return result;
}

/// Operand `input` with the scales and zero points that follow it.
static std::optional<Imported> readQuantized(Importer &importer,
                                             const Node &node, unsigned input,
                                             int64_t axis) {
  const Imported *x = importer.getInput(node, input);
  if (!x) {
    node.error() << "expected operand " << input;
    return std::nullopt;
  }
  FailureOr<Scales> scales =
      readScales(importer, node, input + 1, input + 2,
                 HostTensor::getStorageType(x->getElementType()));
  if (failed(scales))
    return std::nullopt;
  return getQuantized(importer, node, *x, *scales, axis);
}

/// The type that an attribute names; null if it names none.
static FailureOr<Type> readType(Importer &importer, const Node &node,
                                StringRef attribute) {
  int64_t number = node.getInt(attribute, 0);
  if (number == 0)
    return Type();
  Type type = onnx_frontend::getElementType(importer.getContext(), int(number));
  if (!type)
    return node.error() << attribute << " " << getOnnxTypeName(int(number))
                        << " is not supported";
  return type;
}

/// Reports what is common to both directions and not supported.
static LogicalResult checkQuantization(const Node &node) {
  if (node.getInt("block_size", 0))
    return node.error() << "quantization in blocks is not supported";
  // One scale has no axis; `saturate` matters to floats of 8 bits alone.
  for (StringRef name : {"axis", "saturate"})
    node.ignore(name);
  return success();
}

static LogicalResult importQuantize(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x || failed(checkQuantization(node)))
    return failure();
  FailureOr<Type> storage = readType(importer, node, "output_dtype");
  FailureOr<Type> precision = readType(importer, node, "precision");
  if (failed(storage) || failed(precision))
    return failure();
  if (*precision && *precision != x->getElementType())
    return node.error() << "expected precision " << x->getElementType()
                        << ", but got " << *precision;
  if (hasOpenScale(importer, node, {1, 2}))
    return importOpenQuantize(importer, node, *storage);
  FailureOr<Scales> s = readScales(importer, node, 1, 2, *storage);
  if (failed(s))
    return failure();
  if (x->getElementType() != s->expressed)
    return node.error() << "expected an input of type " << s->expressed
                        << ", but got " << x->getElementType();
  Order order = x->constant ? Importer::identityOrder(x->getRank()) : x->order;
  FailureOr<Type> type = makeType(node, *s, *x, order, node.getInt("axis", 1));
  if (failed(type))
    return failure();
  Value value = importer.inOrder(node, *x, order);
  Value result = QuantizeOp::create(importer.builder(), node.getLoc(),
                                    withElement(value, *type), value);
  return defineOutput(importer, node, result, order);
}

static LogicalResult importDequantize(Importer &importer, const Node &node) {
  if (failed(expectInputs(node, 2)) || failed(checkQuantization(node)))
    return failure();
  FailureOr<Type> expressed = readType(importer, node, "output_dtype");
  if (failed(expressed))
    return failure();
  Type scale = importer.getInput(node, 1)->getElementType();
  if (*expressed && *expressed != scale)
    return node.error() << "expected output_dtype " << scale
                        << ", the type of the scale, but got " << *expressed;
  if (hasOpenScale(importer, node, {1, 2}))
    return importOpenDequantize(importer, node);
  std::optional<Imported> x =
      readQuantized(importer, node, 0, node.getInt("axis", 1));
  if (!x)
    return failure();
  auto type = cast<quant::QuantizedType>(x->getElementType());
  Value result = DequantizeOp::create(
      importer.builder(), node.getLoc(),
      withElement(x->value, type.getExpressedType()), x->value);
  return defineOutput(importer, node, result, x->order);
}

/// The type of a result whose scale and zero point are operands `input` and
/// the next.
static FailureOr<Type> readResultType(Importer &importer, const Node &node,
                                      unsigned input) {
  FailureOr<Scales> s = readScales(importer, node, input, input + 1, Type());
  if (failed(s))
    return failure();
  if (s->isPerAxis())
    return node.error() << "expected one scale for the result, but got "
                        << s->scales.size();
  return makeType(node, *s, -1);
}

/// Gives a product the element type of its result.
static Value retype(Value product, FailureOr<Type> element) {
  if (product)
    product.setType(withElement(product, *element));
  return product;
}

static LogicalResult importQLinearConv(Importer &importer, const Node &node) {
  const Imported *bias = importer.getInput(node, 8);
  if (failed(checkConvolution(node, importer.getInput(node, 0),
                              importer.getInput(node, 3), bias)))
    return failure();
  std::optional<Imported> x = readQuantized(importer, node, 0, 1);
  std::optional<Imported> w =
      x ? readQuantized(importer, node, 3, 0) : std::nullopt;
  FailureOr<Type> type =
      w ? readResultType(importer, node, 6) : FailureOr<Type>(failure());
  if (failed(type))
    return failure();
  return defineImage(
      importer, node,
      retype(buildConvolution(importer, node, *x, *w, bias), type),
      x->getRank());
}

static Value buildMatMul(Importer &importer, const Node &node,
                         const Imported &a, const Imported &b) {
  if (a.getRank() >= 2 && b.getRank() >= 2)
    return build<MatMulOp>(importer, node, importer.inOnnxOrder(node, a),
                           importer.inOnnxOrder(node, b));
  node.error() << "expected operands of at least 2 dimensions, but got "
               << a.getRank() << " and " << b.getRank();
  return {};
}

static LogicalResult importQLinearMatMul(Importer &importer, const Node &node) {
  std::optional<Imported> a = readQuantized(importer, node, 0, -2);
  std::optional<Imported> b =
      a ? readQuantized(importer, node, 3, -1) : std::nullopt;
  FailureOr<Type> type =
      b ? readResultType(importer, node, 6) : FailureOr<Type>(failure());
  if (failed(type))
    return failure();
  Value result = retype(buildMatMul(importer, node, *a, *b), type);
  if (!result)
    return failure();
  importer.define(node, 0, result);
  return success();
}

/// Operand `input` as plain integers less a zero point.
static std::optional<Imported> readCentered(Importer &importer,
                                            const Node &node, unsigned input,
                                            unsigned zeroPoint) {
  const Imported *x = importer.getInput(node, input);
  if (!x) {
    node.error() << "expected operand " << input;
    return std::nullopt;
  }
  int64_t zero = 0;
  if (importer.getInput(node, zeroPoint)) {
    FailureOr<HostTensor> given =
        importer.getConstant(node, zeroPoint, "zero_point");
    if (failed(given))
      return std::nullopt;
    if (given->getNumElements() != 1 || !given->isInteger()) {
      node.error() << "zero points of their own for rows or channels are not "
                      "supported";
      return std::nullopt;
    }
    zero = given->getInt(0);
  }
  Scales s = getUnitScales(
      importer, HostTensor::getStorageType(x->getElementType()), zero);
  return getQuantized(importer, node, *x, s, 0);
}

/// MatMulInteger and ConvInteger: sums of products as 32-bit integers.
static LogicalResult importIntegerProduct(Importer &importer, const Node &node,
                                          bool isConvolution) {
  if (isConvolution &&
      failed(checkConvolution(node, importer.getInput(node, 0),
                              importer.getInput(node, 1), nullptr)))
    return failure();
  bool isOpen = hasOpenScale(importer, node, {2, 3});
  auto read = isOpen ? readOpenCentered : readCentered;
  std::optional<Imported> a = read(importer, node, 0, 2);
  std::optional<Imported> b = a ? read(importer, node, 1, 3) : std::nullopt;
  if (!b)
    return failure();
  Value product = isConvolution
                      ? buildConvolution(importer, node, *a, *b, nullptr)
                      : buildMatMul(importer, node, *a, *b);
  Type i32 = importer.builder().getI32Type();
  if (!product)
    return failure();
  Value result = product;
  if (!isOpen) {
    Value sums =
        retype(product, makeType(node, getUnitScales(importer, i32, 0), -1));
    result = StorageCastOp::create(importer.builder(), node.getLoc(),
                                   withElement(sums, i32), sums);
  }
  if (isConvolution)
    return defineImage(importer, node, result, a->getRank());
  importer.define(node, 0, result);
  return success();
}

/// Operators that take quantized tensors as they are: the products, and those
/// that only move elements.
static bool takesQuantized(StringRef name) {
  static constexpr StringLiteral kNames[] = {
      "Concat",      "ConvInteger",   "DequantizeLinear",
      "Flatten",     "Identity",      "MatMulInteger",
      "QLinearConv", "QLinearMatMul", "Reshape",
      "Slice",       "Split",         "Squeeze",
      "Transpose",   "Unsqueeze"};
  return llvm::is_contained(kNames, name);
}

void onnx_frontend::castToStorage(Importer &importer, const Node &node) {
  bool areEqual = true, arePerAxis = false;
  Type first;
  for (unsigned i = 0; i < node.getNumInputs(); ++i) {
    const Imported *input = importer.peekInput(node, i);
    // Constants of other moves are shapes.
    bool isShape = node.getOperator() != "Concat";
    if (!input || (input->constant && isShape))
      continue;
    Type type = input->getElementType();
    areEqual &= !first || type == first;
    arePerAxis |= isa<quant::UniformQuantizedPerAxisType>(type);
    first = type;
  }
  StringRef name = node.getOperator();
  bool moves = takesQuantized(name) && !name.contains("Linear") &&
               !name.contains("Integer");
  if (takesQuantized(name) && (!moves || (areEqual && !arePerAxis)))
    return;
  for (unsigned i = 0; i < node.getNumInputs(); ++i) {
    const Imported *input = importer.peekInput(node, i);
    if (input && !input->constant)
      importer.define(node.getInputName(i), getStored(importer, node, *input));
  }
}

Imported onnx_frontend::getStored(Importer &importer, const Node &node,
                                  const Imported &x) {
  Type storage = HostTensor::getStorageType(x.getElementType());
  if (x.constant || storage == x.getElementType())
    return x;
  Imported result = x;
  result.value = StorageCastOp::create(importer.builder(), node.getLoc(),
                                       withElement(x.value, storage), x.value);
  return result;
}

void onnx_frontend::addQuantizedHandlers(HandlerMap &handlers) {
  handlers["QuantizeLinear"] = importQuantize;
  handlers["DequantizeLinear"] = importDequantize;
  handlers["QLinearConv"] = importQLinearConv;
  handlers["QLinearMatMul"] = importQLinearMatMul;
  handlers["ConvInteger"] = [](Importer &importer, const Node &node) {
    return importIntegerProduct(importer, node, true);
  };
  handlers["MatMulInteger"] = [](Importer &importer, const Node &node) {
    return importIntegerProduct(importer, node, false);
  };
}

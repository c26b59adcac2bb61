//===- ImportDynamic.cpp - Quantization with scales of the input ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Scales and zero points that are known at run time only are no part of a type.
// They are operands of ordinary arithmetic on the integers that are stored.
//
//===----------------------------------------------------------------------===//

#include "ImportDynamic.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

bool onnx_frontend::hasOpenScale(Importer &importer, const Node &node,
                                 ArrayRef<unsigned> inputs) {
  bool isOpen = false;
  for (unsigned i : inputs)
    if (const Imported *x = importer.getInput(node, i)) {
      isOpen |= !x->constant;
      for (int64_t size : x->getShape())
        if (size != 1)
          return false;
    }
  return isOpen;
}

/// Input `i`, of one element, without dimensions and as another type.
static Value getScalar(Importer &importer, const Node &node, unsigned i,
                       Type type) {
  const Imported &x = *importer.getInput(node, i);
  Value value = x.constant ? importer.makeConstant(node.getLoc(), *x.constant)
                           : importer.inOnnxOrder(node, x);
  return castTo(importer, node, importer.reshape(node.getLoc(), value, {}),
                type);
}

/// The nearest integers of a type of 8 or 16 bits.
static Value saturate(Importer &importer, const Node &node, Value x,
                      Type type) {
  unsigned width = type.getIntOrFloatBitWidth();
  bool isUnsigned = type.isUnsignedInteger();
  double count = double(int64_t(1) << width);
  double least = isUnsigned ? 0 : -count / 2;
  x = build<MaxOp>(importer, node, x, makeScalar(importer, node, x, least));
  x = build<MinOp>(importer, node, x,
                   makeScalar(importer, node, x, least + count - 1));
  return castTo(importer, node, x, type);
}

/// Reports a type that is not of 8 or 16 bits.
static LogicalResult checkStorage(const Node &node, Type type) {
  if (type.isInteger(8) || type.isInteger(16))
    return success();
  return node.error() << "expected integers of 8 or 16 bits, but got " << type;
}

LogicalResult onnx_frontend::importOpenQuantize(Importer &importer,
                                                const Node &node,
                                                Type storage) {
  if (failed(expectInputs(node, 2)))
    return failure();
  const Imported *x = importer.getInput(node, 0);
  if (failed(expectFloats(node, *x)) ||
      failed(expectFloats(node, *importer.getInput(node, 1))))
    return failure();
  const Imported *zero = importer.getInput(node, 2);
  Type type = zero      ? zero->getElementType()
              : storage ? storage
                        : IntegerType::get(importer.getContext(), 8,
                                           IntegerType::Unsigned);
  if (failed(checkStorage(node, type)))
    return failure();
  if (storage && storage != type)
    return node.error() << "expected zero points of type " << storage
                        << ", but got " << type;
  Order order;
  Value value = importer.makeElementwise(node, {x}, order)[0];
  value = build<DivOp>(importer, node, value,
                       getScalar(importer, node, 1, x->getElementType()));
  value = build<RoundOp>(importer, node, value);
  if (zero)
    value = build<AddOp>(importer, node, value,
                         getScalar(importer, node, 2, x->getElementType()));
  return defineOutput(importer, node, saturate(importer, node, value, type),
                      order);
}

/// An input as 32-bit integers less the zero point in `zero`, if it is there.
/// Null after a diagnostic.
static Value getCentered(Importer &importer, const Node &node, unsigned input,
                         unsigned zero, Order &order) {
  Imported x = getStored(importer, node, *importer.getInput(node, input));
  if (!x.getElementType().isInteger()) {
    node.error() << "expected integers, but got " << x.getElementType();
    return {};
  }
  Type i32 = importer.builder().getI32Type();
  order = x.constant ? Importer::identityOrder(x.getRank()) : x.order;
  Value value = castTo(importer, node, importer.inOrder(node, x, order), i32);
  return importer.getInput(node, zero)
             ? build<SubOp>(importer, node, value,
                            getScalar(importer, node, zero, i32))
             : value;
}

LogicalResult onnx_frontend::importOpenDequantize(Importer &importer,
                                                  const Node &node) {
  if (failed(expectInputs(node, 2)) ||
      failed(expectFloats(node, *importer.getInput(node, 1))))
    return failure();
  Type type = importer.getInput(node, 1)->getElementType();
  Order order;
  Value value = getCentered(importer, node, 0, 2, order);
  if (!value)
    return failure();
  value = castTo(importer, node, value, type);
  return defineOutput(
      importer, node,
      build<MulOp>(importer, node, value, getScalar(importer, node, 1, type)),
      order);
}

std::optional<Imported> onnx_frontend::readOpenCentered(Importer &importer,
                                                        const Node &node,
                                                        unsigned input,
                                                        unsigned zeroPoint) {
  if (!importer.getInput(node, input)) {
    node.error() << "expected operand " << input;
    return std::nullopt;
  }
  Imported result;
  result.value = getCentered(importer, node, input, zeroPoint, result.order);
  if (!result.value)
    return std::nullopt;
  return result;
}

/// The scale and zero point that 0 and all elements fit into, and the elements
/// as integers of them.
static LogicalResult importDynamicQuantize(Importer &importer,
                                           const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x || failed(expectFloats(node, *x)))
    return failure();
  Order order;
  Value value = importer.makeElementwise(node, {x}, order)[0];
  SmallVector<int64_t> axes =
      llvm::to_vector(llvm::seq<int64_t>(0, x->getRank()));
  Value zero = makeScalar(importer, node, value, 0);
  auto extreme = [&](ReduceKind kind) {
    return importer.reshape(
        node.getLoc(), build<ReduceOp>(importer, node, kind, value, axes), {});
  };
  Value high = build<MaxOp>(importer, node, extreme(ReduceKind::max), zero);
  Value low = build<MinOp>(importer, node, extreme(ReduceKind::min), zero);
  Value scale =
      build<DivOp>(importer, node, build<SubOp>(importer, node, high, low),
                   makeScalar(importer, node, value, 255));
  // Zeros alone have any scale; ONNX Runtime takes 1.
  scale = build<SelectOp>(
      importer, node,
      build<CompareOp>(importer, node, CompareKind::eq, scale, zero),
      makeScalar(importer, node, value, 1), scale);
  Type ui8 = IntegerType::get(importer.getContext(), 8, IntegerType::Unsigned);
  Value begin =
      build<NegOp>(importer, node, build<DivOp>(importer, node, low, scale));
  Value point =
      saturate(importer, node, build<RoundOp>(importer, node, begin), ui8);
  Value result = build<RoundOp>(importer, node,
                                build<DivOp>(importer, node, value, scale));
  result = build<AddOp>(importer, node, result,
                        castTo(importer, node, point, x->getElementType()));
  importer.define(node, 0, saturate(importer, node, result, ui8), order);
  if (!node.getOutput(1).empty())
    importer.define(node, 1, scale);
  if (!node.getOutput(2).empty())
    importer.define(node, 2, point);
  return success();
}

void onnx_frontend::addDynamicHandlers(HandlerMap &handlers) {
  handlers["DynamicQuantizeLinear"] = importDynamicQuantize;
}

//===- EmitWindows.cpp - Emits TOSA products, pooling and resizing --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Emitter.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"

using namespace mlir;
using namespace tenon;
using tenon::tosa::Emitter;
using tenon::tosa::Window;
namespace mt = mlir::tosa;

/// How many elements one window spans.
static int64_t getSpan(const Window &window, unsigned d) {
  return (window.kernel[d] - 1) * window.dilations[d] + 1;
}

int64_t tenon::tosa::getWindowCount(int64_t size, const Window &window,
                                    unsigned d) {
  int64_t padded = size + window.pads[2 * d] + window.pads[2 * d + 1];
  return (padded - getSpan(window, d)) / window.strides[d] + 1;
}

/// TOSA wants windows to end where the padded input does. Takes away what lies
/// behind the last one: padding first, then rows and columns.
Value Emitter::trim(Value x, Window &window, double padding) {
  for (unsigned d = 0; d < 2; ++d) {
    int64_t &low = window.pads[2 * d], &high = window.pads[2 * d + 1];
    int64_t size = typeOf(x).getDimSize(1 + d);
    int64_t rest = (size + low + high - getSpan(window, d)) % window.strides[d];
    int64_t less = std::min(rest, high);
    high -= less;
    rest -= less;
    if (rest >= size) {
      SmallVector<int64_t> before(4, 0), after(4, 0);
      before[1 + d] = low;
      x = pad(x, before, after, padding);
      size += low;
      low = 0;
    }
    if (rest > 0)
      x = slice(x, 1 + d, 0, size - rest);
  }
  return x;
}

/// Sums are kept with 32 bits.
static TypeAttr getSumType(RewriterBase &rewriter) {
  return TypeAttr::get(rewriter.getF32Type());
}

Value Emitter::orZeros(Value bias, Value filter, int64_t size) {
  return bias ? bias
              : splat(0, RankedTensorType::get(
                             {size}, typeOf(filter).getElementType()));
}

/// The type of what a window makes of an NHWC tensor.
static RankedTensorType getResultType(Value x, const Window &window,
                                      int64_t channels) {
  RankedTensorType type = tenon::tosa::typeOf(x);
  return type.clone({type.getDimSize(0),
                     tenon::tosa::getWindowCount(type.getDimSize(1), window, 0),
                     tenon::tosa::getWindowCount(type.getDimSize(2), window, 1),
                     channels});
}

Value Emitter::conv2d(Value x, Value filter, Value bias, const Window &window) {
  Window trimmed = window;
  x = trim(x, trimmed, 0);
  int64_t channels = typeOf(filter).getDimSize(0);
  bias = orZeros(bias, filter, channels);
  return mt::Conv2DOp::create(
      rewriter, loc, getResultType(x, trimmed, channels), x, filter, bias,
      zeroPoint(x), zeroPoint(filter),
      rewriter.getDenseI64ArrayAttr(trimmed.pads),
      rewriter.getDenseI64ArrayAttr(trimmed.strides),
      rewriter.getDenseI64ArrayAttr(trimmed.dilations), getSumType(rewriter));
}

Value Emitter::depthwiseConv2d(Value x, Value filter, Value bias,
                               const Window &window) {
  Window trimmed = window;
  x = trim(x, trimmed, 0);
  int64_t channels =
      typeOf(filter).getDimSize(2) * typeOf(filter).getDimSize(3);
  bias = orZeros(bias, filter, channels);
  return mt::DepthwiseConv2DOp::create(
      rewriter, loc, getResultType(x, trimmed, channels), x, filter, bias,
      zeroPoint(x), zeroPoint(filter),
      rewriter.getDenseI64ArrayAttr(trimmed.pads),
      rewriter.getDenseI64ArrayAttr(trimmed.strides),
      rewriter.getDenseI64ArrayAttr(trimmed.dilations), getSumType(rewriter));
}

Value Emitter::transposeConv2d(Value x, Value filter, Value bias, Ints outPads,
                               Ints strides) {
  RankedTensorType in = typeOf(x), type = typeOf(filter);
  auto getSize = [&](unsigned d) {
    return (in.getDimSize(1 + d) - 1) * strides[d] + outPads[2 * d] +
           outPads[2 * d + 1] + type.getDimSize(1 + d);
  };
  bias = orZeros(bias, filter, type.getDimSize(0));
  return mt::TransposeConv2DOp::create(
      rewriter, loc,
      in.clone({in.getDimSize(0), getSize(0), getSize(1), type.getDimSize(0)}),
      x, filter, bias, zeroPoint(x), zeroPoint(filter),
      rewriter.getDenseI64ArrayAttr(outPads),
      rewriter.getDenseI64ArrayAttr(strides), getSumType(rewriter));
}

Value Emitter::matmul(Value a, Value b) {
  RankedTensorType type = typeOf(a);
  return mt::MatMulOp::create(
      rewriter, loc,
      type.clone(
          {type.getDimSize(0), type.getDimSize(1), typeOf(b).getDimSize(2)}),
      a, b, zeroPoint(a), zeroPoint(b));
}

//===----------------------------------------------------------------------===//
// Pooling and resizing
//===----------------------------------------------------------------------===//

Value Emitter::maxPool2d(Value x, const Window &window) {
  Window trimmed = window;
  x = trim(x, trimmed, -INFINITY);
  return mt::MaxPool2dOp::create(
      rewriter, loc, getResultType(x, trimmed, typeOf(x).getDimSize(3)), x,
      rewriter.getDenseI64ArrayAttr(trimmed.kernel),
      rewriter.getDenseI64ArrayAttr(trimmed.strides),
      rewriter.getDenseI64ArrayAttr(trimmed.pads));
}

Value Emitter::avgPool2d(Value x, const Window &window) {
  Window trimmed = window;
  x = trim(x, trimmed, 0);
  return mt::AvgPool2dOp::create(
      rewriter, loc, getResultType(x, trimmed, typeOf(x).getDimSize(3)), x,
      zeroPoint(x), zeroPoint(x), rewriter.getDenseI64ArrayAttr(trimmed.kernel),
      rewriter.getDenseI64ArrayAttr(trimmed.strides),
      rewriter.getDenseI64ArrayAttr(trimmed.pads), getSumType(rewriter));
}

Value Emitter::resize(Value x, Sampling rows, Sampling columns, bool isLinear,
                      Ints shape) {
  Value scale =
      shapeOperand({rows.unit, rows.step, columns.unit, columns.step});
  return mt::ResizeOp::create(rewriter, loc, typeOf(x).clone(shape), x, scale,
                              shapeOperand({rows.offset, columns.offset}),
                              shapeOperand({rows.border, columns.border}),
                              isLinear ? mt::ResizeMode::BILINEAR
                                       : mt::ResizeMode::NEAREST_NEIGHBOR);
}

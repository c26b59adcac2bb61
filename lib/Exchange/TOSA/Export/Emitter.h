//===- Emitter.h - Emits TOSA operations ------------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A vocabulary of TOSA for the patterns of convert-nn-to-tosa: it knows which
// types results have, what is an operand and what an attribute, and that ranks
// of operands must agree. It keeps the large header of the dialect out of them.
//
//===----------------------------------------------------------------------===//

#ifndef LIB_EXCHANGE_TOSA_EXPORT_EMITTER_H
#define LIB_EXCHANGE_TOSA_EXPORT_EMITTER_H

#include "lib/Exchange/TOSA/Convert.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/SmallVector.h"

namespace tenon::tosa {

using Ints = llvm::ArrayRef<int64_t>;

/// The attribute of a number of this type: rounded to it, and the nearest one
/// that it has for numbers outside of its range.
mlir::TypedAttr getNumber(mlir::Type type, double value);

/// The type of a value of a network.
mlir::RankedTensorType typeOf(mlir::Value value);

/// How a window moves over the rows and columns of an NHWC tensor: vertical and
/// horizontal; pads are top, bottom, left, right.
struct Window {
  llvm::SmallVector<int64_t> kernel, strides, pads;
  llvm::SmallVector<int64_t> dilations = {1, 1};
};

/// One dimension of a resampling: result i lies at (i step + offset) / unit.
struct Sampling {
  int64_t unit, step, offset, border;
};

/// What a dimension is reduced by.
enum class Reduction { sum, product, max, min, all, any };

/// Emits operations at one place; their results have the types that follow from
/// the operands. What changes nothing is not emitted, and moves of constants
/// are carried out.
class Emitter {
public:
  Emitter(mlir::ConversionPatternRewriter &rewriter, mlir::Location loc)
      : rewriter(rewriter), loc(loc) {}

  /// Says why an operation cannot be converted.
  mlir::LogicalResult refuse(const llvm::Twine &reason) {
    return tosa::refuse(rewriter, loc, reason);
  }

  /// A constant of these values.
  mlir::Value constant(mlir::ElementsAttr values);
  /// Integers of 32 bits.
  mlir::Value integers(Ints shape, llvm::ArrayRef<int32_t> values);
  /// The same number everywhere.
  mlir::Value splat(double value, mlir::RankedTensorType type);
  /// A number to compute with: of the element type and the rank of `like`.
  mlir::Value number(double value, mlir::Value like);

  mlir::Value abs(mlir::Value x);
  mlir::Value ceil(mlir::Value x);
  mlir::Value cos(mlir::Value x);
  mlir::Value erf(mlir::Value x);
  mlir::Value exp(mlir::Value x);
  mlir::Value floor(mlir::Value x);
  mlir::Value log(mlir::Value x);
  mlir::Value logicalNot(mlir::Value x);
  mlir::Value negate(mlir::Value x);
  mlir::Value reciprocal(mlir::Value x);
  mlir::Value rsqrt(mlir::Value x);
  mlir::Value sigmoid(mlir::Value x);
  mlir::Value sin(mlir::Value x);
  mlir::Value sqrt(mlir::Value x);
  mlir::Value tanh(mlir::Value x);
  /// min(max(x, low), high); the largest finite numbers stand for no limit.
  mlir::Value clamp(mlir::Value x, double low, double high);
  mlir::Value cast(mlir::Value x, mlir::Type elementType);

  mlir::Value add(mlir::Value a, mlir::Value b);
  mlir::Value sub(mlir::Value a, mlir::Value b);
  mlir::Value mul(mlir::Value a, mlir::Value b);
  mlir::Value max(mlir::Value a, mlir::Value b);
  mlir::Value min(mlir::Value a, mlir::Value b);
  mlir::Value pow(mlir::Value a, mlir::Value b);
  mlir::Value intDivide(mlir::Value a, mlir::Value b);
  mlir::Value logicalAnd(mlir::Value a, mlir::Value b);
  mlir::Value logicalOr(mlir::Value a, mlir::Value b);
  mlir::Value logicalXor(mlir::Value a, mlir::Value b);
  mlir::Value equal(mlir::Value a, mlir::Value b);
  mlir::Value greater(mlir::Value a, mlir::Value b);
  mlir::Value greaterEqual(mlir::Value a, mlir::Value b);
  mlir::Value select(mlir::Value condition, mlir::Value a, mlir::Value b);
  mlir::Value add(mlir::Value a, double b) { return add(a, number(b, a)); }
  mlir::Value mul(mlir::Value a, double b) { return mul(a, number(b, a)); }

  mlir::Value reshape(mlir::Value x, Ints shape);
  mlir::Value transpose(mlir::Value x, Ints permutation);
  mlir::Value slice(mlir::Value x, Ints offsets, Ints sizes);
  /// A part of one dimension.
  mlir::Value slice(mlir::Value x, int64_t axis, int64_t offset, int64_t size);
  mlir::Value pad(mlir::Value x, Ints low, Ints high, double value);
  /// The same with a number of the type of the elements.
  mlir::Value pad(mlir::Value x, Ints low, Ints high, mlir::TypedAttr value);
  mlir::Value concat(llvm::ArrayRef<mlir::Value> parts, int64_t axis);
  mlir::Value reverse(mlir::Value x, int64_t axis);
  /// Repeats dimensions of size 1; leading ones may be missing.
  mlir::Value broadcast(mlir::Value x, Ints shape);
  /// Values `[N, K, C]` at indices `[N, W]`.
  mlir::Value gather(mlir::Value x, mlir::Value indices);

  /// Reduces dimensions one after the other; they stay with size 1.
  mlir::Value reduce(Reduction kind, mlir::Value x, Ints axes);
  /// The index of the first largest element; the dimension vanishes.
  mlir::Value argMax(mlir::Value x, int64_t axis, mlir::Type elementType);
  /// `[B, M, C]` times `[B, C, K]`.
  mlir::Value matmul(mlir::Value a, mlir::Value b);

  /// Filter OHWI; an absent bias is zero.
  mlir::Value conv2d(mlir::Value x, mlir::Value filter, mlir::Value bias,
                     const Window &window);
  /// Filter HWCM, whose multiplier is the last dimension.
  mlir::Value depthwiseConv2d(mlir::Value x, mlir::Value filter,
                              mlir::Value bias, const Window &window);
  /// Filter OHWI; pads of the result, which may be negative.
  mlir::Value transposeConv2d(mlir::Value x, mlir::Value filter,
                              mlir::Value bias, Ints outPads, Ints strides);
  mlir::Value maxPool2d(mlir::Value x, const Window &window);
  mlir::Value avgPool2d(mlir::Value x, const Window &window);
  mlir::Value resize(mlir::Value x, Sampling rows, Sampling columns,
                     bool isLinear, Ints shape);

private:
  template <typename OpTy>
  mlir::Value emitUnary(mlir::Value x);
  template <typename OpTy, typename... Args>
  mlir::Value emitBinary(mlir::Value a, mlir::Value b, mlir::Type elementType,
                         Args... args);
  mlir::Value shapeOperand(Ints values);
  mlir::Value zeroPoint(mlir::Value like);
  mlir::Value orZeros(mlir::Value bias, mlir::Value filter, int64_t size);
  mlir::Value padSmall(mlir::Value x, Ints low, Ints high,
                       mlir::TypedAttr value);
  mlir::Value padDimension(mlir::Value x, size_t d, int64_t low, int64_t high,
                           mlir::TypedAttr value);
  mlir::Value trim(mlir::Value x, Window &window, double padding);

  mlir::ConversionPatternRewriter &rewriter;
  mlir::Location loc;
};

/// The result's size where a window moves over this many elements.
int64_t getWindowCount(int64_t size, const Window &window, unsigned d);

} // namespace tenon::tosa

#endif // LIB_EXCHANGE_TOSA_EXPORT_EMITTER_H

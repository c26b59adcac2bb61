//===- FromTosa.h - Patterns from TOSA to networks --------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_EXCHANGE_TOSA_IMPORT_FROMTOSA_H
#define LIB_EXCHANGE_TOSA_IMPORT_FROMTOSA_H

#include "dialects/Network/IR/Network.h"
#include "lib/Exchange/TOSA/Convert.h"
#include <optional>

namespace tenon::tosa {

using Ints = llvm::ArrayRef<int64_t>;

/// Emits operations of networks in the place of one of TOSA.
class NetworkEmitter {
public:
  NetworkEmitter(mlir::ConversionPatternRewriter &rewriter, mlir::Location loc)
      : rewriter(rewriter), loc(loc) {}

  /// Says why an operation cannot be converted.
  mlir::LogicalResult refuse(const llvm::Twine &reason) {
    return tosa::refuse(rewriter, loc, reason);
  }
  template <typename OpTy, typename... Args>
  mlir::Value emit(Args &&...args) {
    return OpTy::create(rewriter, loc, std::forward<Args>(args)...).getResult();
  }
  /// The same elements in another shape, at once if they are constant.
  mlir::Value reshape(mlir::Value x, Ints shape);
  mlir::Value transpose(mlir::Value x, Ints permutation);
  /// An activation with constants of 32 bits.
  mlir::Value activate(mlir::Value x, nn::ActivationKind kind,
                       llvm::ArrayRef<float> constants = {});
  /// A constant of one element.
  mlir::Value number(double value, mlir::Type elementType);
  mlir::Value cast(mlir::Value x, mlir::Type elementType);
  /// A parameter if it can be trained: if it is more than one number.
  mlir::Value constant(mlir::ElementsAttr values, mlir::Location from);

private:
  mlir::ConversionPatternRewriter &rewriter;
  mlir::Location loc;
};

/// The integers of a shape operand; says what is wrong if it is no constant.
mlir::FailureOr<llvm::SmallVector<int64_t>>
getShapeOperand(mlir::Value shape, NetworkEmitter &emitter);
/// Fails with a reason unless the operand, such as a zero point, is zero.
mlir::LogicalResult checkZero(mlir::Value value, llvm::StringRef what,
                              NetworkEmitter &emitter);
/// All elements are the constant zero.
bool isZero(mlir::Value value);
/// Fails with a reason if a tensor has no static shape that networks support.
mlir::LogicalResult checkShapes(mlir::Operation *op, NetworkEmitter &emitter);
/// Fails with a reason unless the value has the type of the result.
mlir::LogicalResult checkResult(mlir::Operation *op, mlir::Value value,
                                NetworkEmitter &emitter);
/// Fails with a reason unless all tensors are of one floating-point type.
mlir::LogicalResult checkFloats(mlir::ValueRange values,
                                NetworkEmitter &emitter);

/// Emits what replaces an operation of one result.
template <typename OpTy>
using FromConversion = mlir::FailureOr<mlir::Value> (*)(OpTy,
                                                        typename OpTy::Adaptor,
                                                        NetworkEmitter &);

/// A pattern that is a function.
template <typename OpTy>
class FromTosaPattern : public mlir::OpConversionPattern<OpTy> {
public:
  FromTosaPattern(mlir::MLIRContext *context, FromConversion<OpTy> convert)
      : mlir::OpConversionPattern<OpTy>(context), convert(convert) {}

  mlir::LogicalResult
  matchAndRewrite(OpTy op, typename OpTy::Adaptor adaptor,
                  mlir::ConversionPatternRewriter &rewriter) const override {
    NetworkEmitter emitter(rewriter, op.getLoc());
    if (mlir::failed(checkShapes(op, emitter)))
      return mlir::failure();
    mlir::FailureOr<mlir::Value> result = convert(op, adaptor, emitter);
    if (mlir::failed(result) || mlir::failed(checkResult(op, *result, emitter)))
      return mlir::failure();
    rewriter.replaceOp(op, *result);
    return mlir::success();
  }

private:
  FromConversion<OpTy> convert;
};

/// Adds a function as the pattern of an operation.
template <typename OpTy>
void addFrom(mlir::RewritePatternSet &patterns, FromConversion<OpTy> convert) {
  patterns.add<FromTosaPattern<OpTy>>(patterns.getContext(), convert);
}

/// The patterns, by kind; each is in a file of its own.
void addFromElementwise(mlir::RewritePatternSet &patterns);
void addFromMoves(mlir::RewritePatternSet &patterns);
void addFromWindows(mlir::RewritePatternSet &patterns);

} // namespace tenon::tosa

#endif // LIB_EXCHANGE_TOSA_IMPORT_FROMTOSA_H

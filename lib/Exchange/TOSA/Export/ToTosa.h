//===- ToTosa.h - Patterns from networks to TOSA ----------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_EXCHANGE_TOSA_EXPORT_TOTOSA_H
#define LIB_EXCHANGE_TOSA_EXPORT_TOTOSA_H

#include "Emitter.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/Transforms/DialectConversion.h"

namespace tenon::tosa {

/// Fails with a reason if a value has a type that TOSA does not know.
mlir::LogicalResult checkTypes(mlir::Operation *op, Emitter &emitter);

/// Emits what replaces an operation of one result.
template <typename OpTy>
using Conversion = mlir::FailureOr<mlir::Value> (*)(OpTy,
                                                    typename OpTy::Adaptor,
                                                    Emitter &);

/// A pattern that is a function.
template <typename OpTy>
class ToTosaPattern : public mlir::OpConversionPattern<OpTy> {
public:
  ToTosaPattern(mlir::MLIRContext *context, Conversion<OpTy> convert)
      : mlir::OpConversionPattern<OpTy>(context), convert(convert) {}

  mlir::LogicalResult
  matchAndRewrite(OpTy op, typename OpTy::Adaptor adaptor,
                  mlir::ConversionPatternRewriter &rewriter) const override {
    Emitter emitter(rewriter, op.getLoc());
    if (mlir::failed(checkTypes(op, emitter)))
      return mlir::failure();
    mlir::FailureOr<mlir::Value> result = convert(op, adaptor, emitter);
    if (mlir::failed(result))
      return mlir::failure();
    rewriter.replaceOp(op, *result);
    return mlir::success();
  }

private:
  Conversion<OpTy> convert;
};

/// Adds a function as the pattern of an operation.
template <typename OpTy>
void addConversion(mlir::RewritePatternSet &patterns,
                   Conversion<OpTy> convert) {
  patterns.add<ToTosaPattern<OpTy>>(patterns.getContext(), convert);
}

/// What an activation function makes of a tensor of floats; the tensor itself
/// without one.
mlir::Value emitActivation(nn::ActivationAttr activation, mlir::Value x,
                           Emitter &emitter);
/// Fails with a reason unless the elements of a value are floats.
mlir::LogicalResult checkFloats(mlir::Value value, Emitter &emitter);
/// Fails with a reason if `dilated`, which TOSA does not dilate, is.
mlir::LogicalResult checkNoDilations(llvm::ArrayRef<int64_t> dilations,
                                     llvm::StringRef dilated, Emitter &emitter);
/// `[..., C]` times `[K, C]` transposed, plus `[K]` or nothing.
mlir::Value emitFullyConnected(mlir::Value x, mlir::Value weight,
                               mlir::Value bias, Emitter &emitter);

/// The patterns, by kind; each is in a file of its own.
void addElementwiseConversions(mlir::RewritePatternSet &patterns);
void addMoveConversions(mlir::RewritePatternSet &patterns);
void addProductConversions(mlir::RewritePatternSet &patterns);
void addRecurrentConversions(mlir::RewritePatternSet &patterns);
void addReductionConversions(mlir::RewritePatternSet &patterns);
void addRefusals(mlir::RewritePatternSet &patterns);
void addWindowConversions(mlir::RewritePatternSet &patterns);

} // namespace tenon::tosa

#endif // LIB_EXCHANGE_TOSA_EXPORT_TOTOSA_H

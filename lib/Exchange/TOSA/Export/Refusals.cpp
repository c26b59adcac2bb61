//===- Refusals.cpp - Operations that TOSA has no form of -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ToTosa.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::tosa;

namespace {
/// Says why an operation is not converted.
template <typename OpTy>
struct Refusal : OpConversionPattern<OpTy> {
  Refusal(MLIRContext *context, StringRef reason)
      : OpConversionPattern<OpTy>(context), reason(reason) {}

  LogicalResult
  matchAndRewrite(OpTy op, typename OpTy::Adaptor,
                  ConversionPatternRewriter &rewriter) const override {
    return tosa::refuse(
        rewriter, op.getLoc(),
        "expected an operation that TOSA can express, but got '" +
            op->getName().getStringRef() + "'; " + reason);
  }

  StringRef reason;
};
} // namespace

template <typename... OpTys>
static void addRefusal(RewritePatternSet &patterns, StringRef reason) {
  (patterns.add<Refusal<OpTys>>(patterns.getContext(), reason), ...);
}

LogicalResult tosa::checkTypes(Operation *op, Emitter &emitter) {
  SmallVector<Value> values(op->getOperands());
  llvm::append_range(values, op->getResults());
  for (Value value : values) {
    RankedTensorType type = typeOf(value);
    Type element = type.getElementType();
    bool isKnown = element.isF32() || element.isF16() || element.isBF16();
    for (unsigned width : {1, 8, 16, 32, 64})
      isKnown |= element.isSignlessInteger(width);
    std::string text;
    llvm::raw_string_ostream(text) << element;
    if (!isKnown)
      return emitter.refuse("expected elements of f32, f16, bf16 or signless "
                            "integers, but got " +
                            text + "; dequantize or cast them");
    // What every implementation of the level 8K supports.
    if (type.getRank() > 6)
      return emitter.refuse("expected at most 6 dimensions, but got " +
                            Twine(type.getRank()) + "; reshape the tensor");
  }
  return success();
}

void tosa::addRefusals(RewritePatternSet &patterns) {
  addRefusal<nn::AsinOp, nn::AcosOp, nn::AtanOp>(
      patterns, "it has no inverse trigonometric functions");
  addRefusal<nn::TopKOp>(patterns, "run nn-expand-selection first");
  addRefusal<nn::HostStepOp>(patterns, "the host carries it out");
  addRefusal<nn::QuantizeOp, nn::DequantizeOp, nn::StorageCastOp>(
      patterns, "quantized networks have no conversion");
  addRefusal<nn::ParamSliceOp, nn::ParamReshapeOp, nn::ParamPadOp,
             nn::ParamConcatOp, nn::ParamMergeFiltersOp, nn::ParamMergeBiasesOp,
             nn::ParamNormFilterOp, nn::ParamNormBiasOp,
             nn::ParamBlockDiagonalOp, nn::ParamDiagonalBlocksOp,
             nn::ParamFactorOp>(patterns,
                                "run nn-materialize-parameters first");
}

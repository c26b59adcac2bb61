//===- AffineIdioms.cpp - Scales and offsets of convolutions --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Idioms.h"

using namespace mlir;
using namespace tenon;

namespace {
/// `scale x + offset`, with one number a channel or one for all.
struct Affine {
  Value x;
  /// One of them, as a number or as a parameter of one number a channel.
  std::optional<double> number;
  Value parameter;
};

/// A multiplication or an addition behind a convolution, as exporters write
/// normalizations that learned one number.
template <typename OpTy>
struct ConvolutionAffine : OpRewritePattern<OpTy> {
  using OpRewritePattern<OpTy>::OpRewritePattern;

  LogicalResult matchAndRewrite(OpTy op,
                                PatternRewriter &rewriter) const override;
};
} // namespace

/// The value comes from a convolution, other readers of which there are none;
/// normalizations and shapes that keep the channels may stand between.
static bool isConvolved(Value value) {
  while (value.hasOneUse()) {
    Operation *op = value.getDefiningOp();
    if (auto conv = dyn_cast_or_null<nn::Conv2DOp>(op))
      return !conv.getActivation();
    if (auto conv = dyn_cast_or_null<nn::ConvTranspose2DOp>(op))
      return !conv.getActivation();
    bool isGlue = isa_and_nonnull<nn::BatchNormOp>(op) || keepsChannels(op);
    if (!isGlue)
      return false;
    value = op->getOperand(0);
  }
  return false;
}

/// A parameter with as many elements as there are channels, in the last
/// dimension.
static bool isPerChannel(Value value, int64_t channels) {
  auto type = cast<RankedTensorType>(value.getType());
  return nn::isParameter(value) && type.getRank() > 0 &&
         type.getNumElements() == channels &&
         type.getShape().back() == channels;
}

static std::optional<Affine> matchSides(Value x, Value other) {
  auto type = cast<RankedTensorType>(x.getType());
  if (type.getRank() < 2 || !isa<FloatType>(type.getElementType()) ||
      !isConvolved(x))
    return std::nullopt;
  if (std::optional<double> number = getNumber(other);
      number && other.getDefiningOp<nn::ConstantOp>())
    return Affine{x, number, Value()};
  if (isPerChannel(other, type.getShape().back()))
    return Affine{x, std::nullopt, other};
  return std::nullopt;
}

/// The same number for each channel.
static Value makeSplat(PatternRewriter &rewriter, Location loc,
                       RankedTensorType type, double value) {
  return nn::ConstantOp::create(
      rewriter, loc,
      DenseElementsAttr::get(type, Attribute(rewriter.getFloatAttr(
                                       type.getElementType(), value))));
}

template <typename OpTy>
LogicalResult
ConvolutionAffine<OpTy>::matchAndRewrite(OpTy op,
                                         PatternRewriter &rewriter) const {
  constexpr bool isSub = std::is_same_v<OpTy, nn::SubOp>;
  constexpr bool isDiv = std::is_same_v<OpTy, nn::DivOp>;
  constexpr bool isScale = isDiv || std::is_same_v<OpTy, nn::MulOp>;
  std::optional<Affine> affine = matchSides(op.getLhs(), op.getRhs());
  if (!affine && !isSub && !isDiv)
    affine = matchSides(op.getRhs(), op.getLhs());
  bool isDivision = isDiv && affine && (!affine->number || !*affine->number);
  if (!affine || isDivision || affine->x.getType() != op.getType())
    return rewriter.notifyMatchFailure(op, "no scale or offset");
  Location loc = op.getLoc();
  auto x = cast<RankedTensorType>(affine->x.getType());
  auto type = RankedTensorType::get({x.getShape().back()}, x.getElementType());
  auto splat = [&](double value) {
    return makeSplat(rewriter, loc, type, value);
  };
  Value given = affine->parameter;
  if (given && given.getType() != type)
    given = nn::ParamReshapeOp::create(rewriter, loc, given, type.getShape());
  if (!given)
    given = splat(isDiv ? 1 / *affine->number : *affine->number);
  // What is subtracted is the mean.
  Value scale = isScale ? given : splat(1), mean = isSub ? given : splat(0);
  Value offset = isScale || isSub ? splat(0) : given;
  Value result = nn::BatchNormOp::create(rewriter, loc, affine->x, scale,
                                         offset, mean, splat(1), APFloat(0.0f));
  replaceIdiom(rewriter, op, result,
               isScale ? "scale of a convolution" : "offset of a convolution");
  return success();
}

void tenon::addAffineIdioms(RewritePatternSet &patterns) {
  patterns.add<ConvolutionAffine<nn::AddOp>, ConvolutionAffine<nn::DivOp>,
               ConvolutionAffine<nn::MulOp>, ConvolutionAffine<nn::SubOp>>(
      patterns.getContext());
}

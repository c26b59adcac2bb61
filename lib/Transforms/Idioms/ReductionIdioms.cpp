//===- ReductionIdioms.cpp - Norms that are spelled out -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Idioms.h"

using namespace mlir;
using namespace tenon;
using nn::NormalizeOp;
using nn::ReduceKind;
using nn::ReduceOp;

/// `x x` or `x^2`: `x`.
static Value getSquared(Value value) {
  if (auto mul = value.getDefiningOp<nn::MulOp>())
    return mul.getLhs() == mul.getRhs() ? mul.getLhs() : Value();
  auto pow = value.getDefiningOp<nn::PowOp>();
  return pow && getNumber(pow.getRhs()) == 2.0 ? pow.getLhs() : Value();
}

static ReduceOp getReduction(Value value, ReduceKind kind) {
  auto op = value.getDefiningOp<ReduceOp>();
  return op && op.getKind() == kind ? op : ReduceOp();
}

/// `sqrt(x)` or `x^0.5`: `x`.
static Value getRadicand(Value value) {
  if (auto sqrt = value.getDefiningOp<nn::SqrtOp>())
    return sqrt.getInput();
  auto pow = value.getDefiningOp<nn::PowOp>();
  return pow && getNumber(pow.getRhs()) == 0.5 ? pow.getLhs() : Value();
}

/// The radicand of the root that `op` divides its `numerator` by.
static Value getRadicandBelow(Operation *op, Value &numerator) {
  if (auto div = dyn_cast<nn::DivOp>(op)) {
    numerator = div.getLhs();
    return getRadicand(div.getRhs());
  }
  auto mul = cast<nn::MulOp>(op);
  for (auto [a, b] : {std::pair(mul.getLhs(), mul.getRhs()),
                      std::pair(mul.getRhs(), mul.getLhs())}) {
    numerator = a;
    if (auto reciprocal = b.getDefiningOp<nn::ReciprocalOp>())
      return getRadicand(reciprocal.getInput());
    auto pow = b.getDefiningOp<nn::PowOp>();
    if (pow && getNumber(pow.getRhs()) == -0.5)
      return pow.getLhs();
  }
  return {};
}

namespace {
/// `(x - mean(x)) / sqrt(mean((x - mean(x))^2) + epsilon)`.
template <typename OpTy>
struct NormalizeIdiom : OpRewritePattern<OpTy> {
  using OpRewritePattern<OpTy>::OpRewritePattern;

  LogicalResult matchAndRewrite(OpTy op,
                                PatternRewriter &rewriter) const override {
    Value centred;
    Value radicand = getRadicandBelow(op, centred);
    std::optional<Sum> sum = radicand ? getSum(radicand) : std::nullopt;
    ReduceOp variance =
        sum ? getReduction(sum->value, ReduceKind::mean) : ReduceOp();
    Value deviation = variance ? getSquared(variance.getInput()) : Value();
    auto sub = centred ? centred.getDefiningOp<nn::SubOp>() : nn::SubOp();
    auto other = deviation ? deviation.getDefiningOp<nn::SubOp>() : nn::SubOp();
    if (!sub || !other || sub.getLhs() != other.getLhs())
      return rewriter.notifyMatchFailure(op, "no normalization");
    // Some exporters compute the mean twice.
    for (nn::SubOp part : {sub, other}) {
      ReduceOp mean = getReduction(part.getRhs(), ReduceKind::mean);
      if (!mean || mean.getInput() != sub.getLhs() ||
          mean.getAxes() != variance.getAxes())
        return rewriter.notifyMatchFailure(op, "the mean is another one");
    }
    if (op.getType() != sub.getLhs().getType() || sum->number < 0)
      return rewriter.notifyMatchFailure(op, "no normalization");
    Value result = NormalizeOp::create(
        rewriter, op.getLoc(), op.getType(), sub.getLhs(), Value(), Value(),
        variance.getAxesAttr(), rewriter.getF32FloatAttr(float(sum->number)));
    replaceIdiom(rewriter, op, result, "normalize");
    return success();
  }
};

/// A parameter that follows a normalization, as its scale or offset.
template <typename OpTy>
struct AffineIdiom : OpRewritePattern<OpTy> {
  using OpRewritePattern<OpTy>::OpRewritePattern;
  static constexpr bool kIsScale = std::is_same_v<OpTy, nn::MulOp>;

  LogicalResult matchAndRewrite(OpTy op,
                                PatternRewriter &rewriter) const override {
    Value other = op.getRhs();
    auto norm = op.getLhs().template getDefiningOp<NormalizeOp>();
    if (!norm) {
      norm = op.getRhs().template getDefiningOp<NormalizeOp>();
      other = op.getLhs();
    }
    // The scale comes before the offset.
    if (!norm || !norm->hasOneUse() || !nn::isParameter(other) ||
        norm.getOffset() || (kIsScale && norm.getScale()) ||
        norm.getType() != op.getType() || getNumber(other))
      return rewriter.notifyMatchFailure(op, "no scale or offset");
    Value scale = kIsScale ? other : norm.getScale();
    Value result = NormalizeOp::create(
        rewriter, op.getLoc(), op.getType(), norm.getInput(), scale,
        kIsScale ? Value() : other, norm.getAxesAttr(), norm.getEpsilonAttr());
    replaceIdiom(rewriter, op, result,
                 kIsScale ? "scale of normalize" : "offset of normalize");
    return success();
  }
};

/// `sqrt(sum(x^2))` and `sum(x^2)`, `sum(abs(x))`.
struct NormIdiom : OpRewritePattern<ReduceOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ReduceOp op,
                                PatternRewriter &rewriter) const override {
    if (op.getKind() != ReduceKind::sum)
      return rewriter.notifyMatchFailure(op, "no sum");
    ReduceKind kind = ReduceKind::sum_square;
    Value x = getSquared(op.getInput());
    if (auto abs = op.getInput().getDefiningOp<nn::AbsOp>()) {
      x = abs.getInput();
      kind = ReduceKind::l1;
    }
    if (!x || x.getType() != op.getInput().getType())
      return rewriter.notifyMatchFailure(op, "no norm");
    replaceIdiom(rewriter, op,
                 ReduceOp::create(rewriter, op.getLoc(), op.getType(), kind, x,
                                  op.getAxesAttr()),
                 stringifyReduceKind(kind));
    return success();
  }
};

struct RootIdiom : OpRewritePattern<nn::SqrtOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(nn::SqrtOp op,
                                PatternRewriter &rewriter) const override {
    ReduceOp sum = getReduction(op.getInput(), ReduceKind::sum_square);
    if (!sum)
      return rewriter.notifyMatchFailure(op, "no root of a sum of squares");
    replaceIdiom(rewriter, op,
                 ReduceOp::create(rewriter, op.getLoc(), op.getType(),
                                  ReduceKind::l2, sum.getInput(),
                                  sum.getAxesAttr()),
                 "l2");
    return success();
  }
};
} // namespace

void tenon::addReductionIdioms(RewritePatternSet &patterns) {
  patterns.add<NormalizeIdiom<nn::DivOp>, NormalizeIdiom<nn::MulOp>,
               AffineIdiom<nn::MulOp>, AffineIdiom<nn::AddOp>, NormIdiom,
               RootIdiom>(patterns.getContext());
}

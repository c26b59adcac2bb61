//===- ActivationIdioms.cpp - Activations that are spelled out ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Idioms.h"
#include <cmath>

using namespace mlir;
using namespace tenon;
using nn::ActivationAttr;
using nn::ActivationKind;

namespace {
/// An activation of a value.
struct Match {
  Value input;
  ActivationKind kind;
  SmallVector<float, 2> constants;
};
} // namespace

static Value getActivated(Value value, ActivationKind kind) {
  auto op = value.getDefiningOp<nn::ActivationOp>();
  return op && op.getActivation().getKind() == kind ? op.getInput() : Value();
}

/// `number + function(argument)`, where the number is one: the argument.
template <typename Get>
static Value getArgumentPlusOne(Value value, Get getArgument) {
  std::optional<Sum> sum = getSum(value);
  return sum && sum->number == 1 ? getArgument(sum->value) : Value();
}

/// `0.044715 x^3`, with a power or with products.
static bool isCubicTerm(Value value, Value x) {
  Product product = getProduct(value);
  double power = 0;
  for (Value factor : product.values) {
    auto pow = factor.getDefiningOp<nn::PowOp>();
    std::optional<double> exponent =
        pow && pow.getLhs() == x ? getNumber(pow.getRhs()) : std::nullopt;
    auto square = factor.getDefiningOp<nn::MulOp>();
    if (exponent)
      power += *exponent;
    else if (square && square.getLhs() == x && square.getRhs() == x)
      power += 2;
    else if (factor == x)
      power += 1;
    else
      return false;
  }
  return power == 3 && isNear(product.factor, 0.044715);
}

/// `sqrt(2 / pi) (x + 0.044715 x^3)`.
static bool isTanhArgument(Value value, Value x) {
  Product product = getProduct(value);
  if (product.values.size() != 1 ||
      !isNear(product.factor, std::sqrt(2 / M_PI)))
    return false;
  auto add = product.values[0].getDefiningOp<nn::AddOp>();
  return add && ((add.getLhs() == x && isCubicTerm(add.getRhs(), x)) ||
                 (add.getRhs() == x && isCubicTerm(add.getLhs(), x)));
}

/// `x f(x)` with an `f` that makes it an activation; `factor` is the number
/// that it is multiplied with.
static std::optional<Match> matchGate(Value x, Value f, double factor) {
  if (isNear(factor, 0.5)) {
    Value argument = getArgumentPlusOne(f, [](Value value) {
      auto erf = value.getDefiningOp<nn::ErfOp>();
      return erf ? erf.getInput() : Value();
    });
    if (argument && getProduct(argument).is(std::sqrt(0.5), {x}))
      return Match{x, ActivationKind::gelu, {}};
    argument = getArgumentPlusOne(f, [](Value value) {
      return getActivated(value, ActivationKind::tanh);
    });
    if (argument && isTanhArgument(argument, x))
      return Match{x, ActivationKind::gelu_tanh, {}};
  }
  if (isNear(factor, 1.0 / 6))
    if (auto clamp = f.getDefiningOp<nn::ActivationOp>())
      if (ActivationAttr attr = clamp.getActivation();
          attr.getKind() == ActivationKind::clamp && attr.getConstant(0) == 0 &&
          attr.getConstant(1) == 6)
        if (std::optional<Sum> sum = getSum(clamp.getInput());
            sum && sum->value == x && sum->number == 3)
          return Match{x, ActivationKind::hard_swish, {}};
  if (factor != 1)
    return std::nullopt;
  if (getActivated(f, ActivationKind::sigmoid) == x)
    return Match{x, ActivationKind::swish, {}};
  if (getActivated(f, ActivationKind::hard_sigmoid) == x) {
    ActivationAttr attr = f.getDefiningOp<nn::ActivationOp>().getActivation();
    if (isNear(attr.getConstant(0), 1.0 / 6) && attr.getConstant(1) == 0.5f)
      return Match{x, ActivationKind::hard_swish, {}};
  }
  if (Value soft = getActivated(f, ActivationKind::tanh))
    if (getActivated(soft, ActivationKind::softplus) == x)
      return Match{x, ActivationKind::mish, {}};
  return std::nullopt;
}

/// `clamp(x + b, 0, c) / c`.
static std::optional<Match> matchHardSigmoid(const Product &product) {
  auto clamp = product.values[0].getDefiningOp<nn::ActivationOp>();
  if (!clamp || clamp.getActivation().getKind() != ActivationKind::clamp)
    return std::nullopt;
  ActivationAttr attr = clamp.getActivation();
  std::optional<Sum> sum = getSum(clamp.getInput());
  if (!sum || attr.getConstant(0) != 0 ||
      !isNear(product.factor * attr.getConstant(1), 1))
    return std::nullopt;
  return Match{sum->value,
               ActivationKind::hard_sigmoid,
               {float(product.factor), float(product.factor * sum->number)}};
}

static std::optional<Match> matchProduct(Value root) {
  Product product = getProduct(root);
  if (product.values.size() == 1)
    return matchHardSigmoid(product);
  if (product.values.size() != 2)
    return std::nullopt;
  Value a = product.values[0], b = product.values[1];
  if (std::optional<Match> match = matchGate(a, b, product.factor))
    return match;
  return matchGate(b, a, product.factor);
}

/// `log(1 + exp(x))`.
static std::optional<Match> matchSoftplus(nn::LogOp op) {
  Value x = getArgumentPlusOne(op.getInput(), [](Value value) {
    auto exp = value.getDefiningOp<nn::ExpOp>();
    return exp ? exp.getInput() : Value();
  });
  if (!x)
    return std::nullopt;
  return Match{x, ActivationKind::softplus, {}};
}

static LogicalResult replace(PatternRewriter &rewriter, Operation *op,
                             const std::optional<Match> &match) {
  // A constant that broadcasts is no idiom.
  if (!match || match->input.getType() != op->getResult(0).getType())
    return rewriter.notifyMatchFailure(op, "no activation");
  auto attr =
      ActivationAttr::get(op->getContext(), match->kind, match->constants);
  Value result = nn::ActivationOp::create(
      rewriter, op->getLoc(), match->input.getType(), match->input, attr);
  replaceIdiom(rewriter, op, result, stringifyActivationKind(match->kind));
  return success();
}

namespace {
template <typename OpTy>
struct ProductIdiom : OpRewritePattern<OpTy> {
  using OpRewritePattern<OpTy>::OpRewritePattern;

  LogicalResult matchAndRewrite(OpTy op,
                                PatternRewriter &rewriter) const override {
    return replace(rewriter, op, matchProduct(op.getResult()));
  }
};

struct SoftplusIdiom : OpRewritePattern<nn::LogOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(nn::LogOp op,
                                PatternRewriter &rewriter) const override {
    return replace(rewriter, op, matchSoftplus(op));
  }
};
} // namespace

//===----------------------------------------------------------------------===//
// Slopes below zero
//===----------------------------------------------------------------------===//

namespace {
/// `factor slope x` below zero; a slope that is null is one.
struct Slope {
  Value slope;
  double factor;
};

/// `relu(x) + f` or `relu(x) - f`, where f is zero above zero.
template <typename OpTy>
struct SlopeIdiom : OpRewritePattern<OpTy> {
  using OpRewritePattern<OpTy>::OpRewritePattern;

  LogicalResult matchAndRewrite(OpTy op,
                                PatternRewriter &rewriter) const override;
};
} // namespace

/// What `x - abs(x)` or `relu(-x)` is below zero, over x; nothing for others.
static std::optional<double> getHalf(Value value, Value x) {
  if (auto sub = value.getDefiningOp<nn::SubOp>()) {
    auto abs = sub.getRhs().getDefiningOp<nn::AbsOp>();
    if (abs && sub.getLhs() == x && abs.getInput() == x)
      return 2;
  }
  if (Value turned = getActivated(value, ActivationKind::relu)) {
    auto neg = turned.getDefiningOp<nn::NegOp>();
    Product product = getProduct(turned);
    if ((neg && neg.getInput() == x) || product.is(-1, {x}))
      return -1;
  }
  return std::nullopt;
}

static std::optional<Slope> matchSlope(Value value, Value x) {
  Product product = getProduct(value);
  for (auto [i, part] : llvm::enumerate(product.values)) {
    std::optional<double> half = getHalf(part, x);
    if (!half || product.values.size() > 2)
      continue;
    Slope slope = {Value(), product.factor * *half};
    if (product.values.size() == 2)
      slope.slope = product.values[1 - i];
    if (!slope.slope || nn::isParameter(slope.slope))
      return slope;
  }
  return std::nullopt;
}

/// A slope of several numbers times a factor, as an expression: the bias of a
/// normalization without mean and deviation is the product.
static Value scaleSlope(PatternRewriter &rewriter, Location loc, Value slope,
                        double factor) {
  auto type = cast<RankedTensorType>(slope.getType());
  if (factor == 1)
    return slope;
  auto splat = [&](double value) -> Value {
    return nn::ConstantOp::create(
        rewriter, loc,
        DenseElementsAttr::get(type, Attribute(rewriter.getFloatAttr(
                                         type.getElementType(), value))));
  };
  return nn::ParamNormBiasOp::create(rewriter, loc, splat(factor), splat(0),
                                     splat(0), splat(1), slope, APFloat(0.0f));
}

template <typename OpTy>
LogicalResult
SlopeIdiom<OpTy>::matchAndRewrite(OpTy op, PatternRewriter &rewriter) const {
  constexpr bool isSub = std::is_same_v<OpTy, nn::SubOp>;
  Value positive = op.getLhs(), other = op.getRhs();
  Value x = getActivated(positive, ActivationKind::relu);
  std::optional<Slope> slope = x ? matchSlope(other, x) : std::nullopt;
  if (!slope && !isSub) {
    std::swap(positive, other);
    x = getActivated(positive, ActivationKind::relu);
    slope = x ? matchSlope(other, x) : std::nullopt;
  }
  if (!slope || x.getType() != op.getType())
    return rewriter.notifyMatchFailure(op, "no slope below zero");
  double factor = isSub ? -slope->factor : slope->factor;
  Location loc = op.getLoc();
  if (!slope->slope)
    return replace(rewriter, op,
                   Match{x, ActivationKind::leaky_relu, {float(factor)}});
  auto type = cast<RankedTensorType>(slope->slope.getType());
  if (type.getRank() != 1 && factor != 1)
    return rewriter.notifyMatchFailure(op, "a slope of several dimensions");
  Value scaled = scaleSlope(rewriter, loc, slope->slope, factor);
  replaceIdiom(rewriter, op,
               nn::PReluOp::create(rewriter, loc, op.getType(), x, scaled),
               "prelu");
  return success();
}

void tenon::addActivationIdioms(RewritePatternSet &patterns) {
  patterns.add<ProductIdiom<nn::MulOp>, ProductIdiom<nn::DivOp>, SoftplusIdiom,
               SlopeIdiom<nn::AddOp>, SlopeIdiom<nn::SubOp>>(
      patterns.getContext());
}

//===- RecognizeIdioms.cpp - Makes one operation of a spelled-out one -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Formats without an operation for a function spell it out in arithmetic. A
// machine that has the function, and a cost model that counts passes over
// memory, want it whole.
//
//===----------------------------------------------------------------------===//

#include "Idioms.h"
#include "mlir/IR/Remarks.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "tenon/Support/HostTensor.h"
#include "tenon/Transforms/Passes.h"
#include <cmath>

namespace tenon {
#define GEN_PASS_DEF_RECOGNIZEIDIOMS
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;

bool tenon::isNear(double number, double wanted) {
  return std::abs(number - wanted) <= 1e-5 * std::abs(wanted);
}

std::optional<double> tenon::getNumber(Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  if (type.getNumElements() != 1 || !isa<FloatType>(type.getElementType()))
    return std::nullopt;
  std::optional<HostTensor> tensor;
  if (auto constant = value.getDefiningOp<nn::ConstantOp>())
    tensor = HostTensor::fromElements(constant.getValue());
  else if (auto parameter = value.getDefiningOp<nn::ParameterOp>())
    if (std::optional<ElementsAttr> elements = parameter.getValue())
      tensor = HostTensor::fromElements(*elements);
  if (!tensor)
    return std::nullopt;
  return tensor->getDouble(0);
}

bool Product::is(double wanted, ArrayRef<Value> wantedValues) const {
  return isNear(factor, wanted) && values.size() == wantedValues.size() &&
         std::is_permutation(values.begin(), values.end(),
                             wantedValues.begin());
}

/// The product of GELU by tanh, the longest, has three levels. What is deeper
/// than some more is taken as one value, so that chains of any length take
/// linear time and little stack.
static constexpr unsigned maxProductDepth = 6;

static void collect(Value value, unsigned depth, Product &product) {
  if (std::optional<double> number = getNumber(value)) {
    product.factor *= *number;
    return;
  }
  if (depth == 0 || (depth < maxProductDepth && value.hasOneUse())) {
    if (auto mul = value.getDefiningOp<nn::MulOp>()) {
      collect(mul.getLhs(), depth + 1, product);
      collect(mul.getRhs(), depth + 1, product);
      return;
    }
    auto div = value.getDefiningOp<nn::DivOp>();
    std::optional<double> number = div ? getNumber(div.getRhs()) : std::nullopt;
    if (number && *number != 0) {
      product.factor /= *number;
      collect(div.getLhs(), depth + 1, product);
      return;
    }
  }
  product.values.push_back(value);
}

Product tenon::getProduct(Value root) {
  Product product;
  collect(root, 0, product);
  return product;
}

std::optional<Sum> tenon::getSum(Value root) {
  if (auto add = root.getDefiningOp<nn::AddOp>()) {
    if (std::optional<double> number = getNumber(add.getRhs()))
      return Sum{add.getLhs(), *number};
    if (std::optional<double> number = getNumber(add.getLhs()))
      return Sum{add.getRhs(), *number};
  }
  if (auto sub = root.getDefiningOp<nn::SubOp>())
    if (std::optional<double> number = getNumber(sub.getRhs()))
      return Sum{sub.getLhs(), -*number};
  return std::nullopt;
}

bool tenon::keepsChannels(Operation *op) {
  auto reshape = dyn_cast_or_null<nn::ReshapeOp>(op);
  if (!reshape)
    return false;
  auto from = cast<RankedTensorType>(reshape.getInput().getType());
  auto to = cast<RankedTensorType>(reshape.getType());
  return from.getRank() > 0 && to.getRank() > 0 &&
         from.getShape().back() == to.getShape().back();
}

void tenon::replaceIdiom(PatternRewriter &rewriter, Operation *op,
                         Value replacement, StringRef name) {
  remark::passed(
      op->getLoc(),
      remark::RemarkOpts::name("recognized").category("nn-recognize-idioms"))
      << name;
  rewriter.replaceOp(op, replacement);
}

namespace {
struct RecognizeIdioms : tenon::impl::RecognizeIdiomsBase<RecognizeIdioms> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    addActivationIdioms(patterns);
    addReductionIdioms(patterns);
    RewritePatternSet last(&getContext());
    addAffineIdioms(last);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))) ||
        failed(applyPatternsGreedily(getOperation(), std::move(last))))
      signalPassFailure();
  }
};
} // namespace

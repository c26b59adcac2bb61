//===- FoldBatchNorm.cpp - Batch normalization into the product before ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Idioms.h"
#include "dialects/Network/IR/Network.h"
#include "lib/Transforms/Remarks.h"
#include "tenon/Transforms/Passes.h"

namespace tenon {
#define GEN_PASS_DEF_FOLDBATCHNORM
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;

namespace {
struct FoldBatchNorm : tenon::impl::FoldBatchNormBase<FoldBatchNorm> {
  void runOnOperation() override;
};
} // namespace

namespace {
/// The filter or the weight, and the bias of a product.
struct Weights {
  OpOperand *filter = nullptr;
  std::optional<MutableOperandRange> bias;
  bool hasActivation = false;

  Value getBias() const {
    return bias && !bias->empty() ? (*bias)[0].get() : Value();
  }
};
} // namespace

static Weights getWeights(Operation *op) {
  Weights weights;
  auto set = [&](auto product, OpOperand &filter) {
    weights = {&filter, product.getBiasMutable(),
               bool(product.getActivation())};
  };
  if (auto conv = dyn_cast_or_null<Conv2DOp>(op))
    set(conv, conv.getFilterMutable());
  else if (auto conv = dyn_cast_or_null<ConvTranspose2DOp>(op))
    set(conv, conv.getFilterMutable());
  else if (auto dense = dyn_cast_or_null<FullyConnectedOp>(op))
    set(dense, dense.getWeightMutable());
  return weights;
}

/// What stands before a normalization, behind `shapes` that keep the channels,
/// as signals of one dimension have them.
static Operation *findProduct(BatchNormOp norm,
                              SmallVectorImpl<Operation *> *shapes = nullptr) {
  Operation *op = norm.getInput().getDefiningOp();
  for (; keepsChannels(op); op = op->getOperand(0).getDefiningOp())
    if (shapes)
      shapes->push_back(op);
  return op;
}

static StringRef whyNot(BatchNormOp norm, const Weights &weights) {
  if (!weights.filter)
    return "no convolution or product stands before it";
  for (Value value = norm.getInput();;
       value = value.getDefiningOp()->getOperand(0)) {
    if (!value.hasOneUse())
      return "what it normalizes has other readers";
    if (!keepsChannels(value.getDefiningOp()))
      break;
  }
  if (weights.hasActivation)
    return "an activation stands before it";
  if (!llvm::all_of(norm.getOperands().drop_front(), isParameter) ||
      !isParameter(weights.filter->get()) ||
      (weights.getBias() && !isParameter(weights.getBias())))
    return "it or the filter is computed by the network";
  return "";
}

static void fold(BatchNormOp norm, Weights &weights) {
  SmallVector<Operation *> shapes;
  Operation *product = findProduct(norm, &shapes);
  OpBuilder b(norm);
  Location loc =
      FusedLoc::get(b.getContext(), {product->getLoc(), norm.getLoc()});
  Value filter =
      ParamNormFilterOp::create(b, loc, weights.filter->get(), norm.getScale(),
                                norm.getVariance(), norm.getEpsilonAttr());
  Value bias = ParamNormBiasOp::create(
      b, loc, norm.getScale(), norm.getOffset(), norm.getMean(),
      norm.getVariance(), weights.getBias(), norm.getEpsilonAttr());
  // The product moves here, behind the parameters of the normalization.
  product->moveBefore(norm);
  for (Operation *shape : llvm::reverse(shapes))
    shape->moveBefore(norm);
  product->setLoc(loc);
  product->setOperand(weights.filter->getOperandNumber(), filter);
  weights.bias->assign(bias);
  if (norm->hasAttr(kPinAttrName))
    product->setAttr(kPinAttrName, b.getUnitAttr());
  norm.replaceAllUsesWith(norm.getInput());
  norm.erase();
}

void FoldBatchNorm::runOnOperation() {
  SmallVector<BatchNormOp> norms;
  getOperation().walk([&](BatchNormOp op) { norms.push_back(op); });
  for (BatchNormOp norm : norms) {
    Weights weights = getWeights(findProduct(norm));
    StringRef reason = whyNot(norm, weights);
    Location loc = norm.getLoc();
    if (!reason.empty()) {
      remarkRefused(loc, getArgument(), reason);
      continue;
    }
    fold(norm, weights);
    remarkPassed(loc, getArgument(), "folded", "into the product before it");
  }
}

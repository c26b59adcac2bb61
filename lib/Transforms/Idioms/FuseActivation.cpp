//===- FuseActivation.cpp - Moves activations into products ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Network.h"
#include "tenon/Transforms/Passes.h"
#include <algorithm>
#include <cmath>
#include <limits>

namespace tenon {
#define GEN_PASS_DEF_FUSEACTIVATION
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;

/// Returns the bounds of an activation that limits values to a range.
static std::optional<std::pair<float, float>>
getRange(nn::ActivationAttr activation) {
  if (activation.getKind() == nn::ActivationKind::relu)
    return std::pair(0.0f, std::numeric_limits<float>::infinity());
  if (activation.getKind() == nn::ActivationKind::clamp)
    return std::pair(activation.getConstant(0), activation.getConstant(1));
  return std::nullopt;
}

/// Returns one activation that computes `second` of `first`: of two ranges, the
/// first one limited by the second. Exporters write ReLU6 as Relu and Clip.
static nn::ActivationAttr compose(nn::ActivationAttr first,
                                  nn::ActivationAttr second) {
  auto inner = getRange(first), outer = getRange(second);
  if (!inner || !outer || !(outer->first <= outer->second))
    return {};
  float low = std::clamp(inner->first, outer->first, outer->second);
  float high = std::clamp(inner->second, outer->first, outer->second);
  if (low == 0 && std::isinf(high))
    return nn::ActivationAttr::get(first.getContext(), nn::ActivationKind::relu,
                                   ArrayRef<float>());
  return nn::ActivationAttr::get(first.getContext(), nn::ActivationKind::clamp,
                                 {low, high});
}

namespace {
struct FuseActivation : tenon::impl::FuseActivationBase<FuseActivation> {
  /// Sets the activation of `producer` if it has none, or one that can be
  /// composed with `activation`, and nobody else reads it.
  template <typename OpTy>
  static bool fuse(nn::ActivationOp activation) {
    auto producer = activation.getInput().getDefiningOp<OpTy>();
    if (!producer || !producer->hasOneUse())
      return false;
    nn::ActivationAttr fused = activation.getActivation();
    if (nn::ActivationAttr own = producer.getActivationAttr())
      fused = compose(own, fused);
    if (!fused)
      return false;
    producer.setActivationAttr(fused);
    producer->setLoc(FusedLoc::get(activation.getContext(),
                                   {producer.getLoc(), activation.getLoc()}));
    if (activation->hasAttr(nn::kPinAttrName))
      producer->setAttr(nn::kPinAttrName,
                        UnitAttr::get(activation.getContext()));
    activation.replaceAllUsesWith(producer.getResult());
    return true;
  }

  void runOnOperation() override;
};
} // namespace

/// Whether an activation would be fused if the reshapes before it were not
/// there.
static bool isBehindShapes(nn::ActivationOp op) {
  Operation *producer = op.getInput().getDefiningOp();
  if (!isa_and_nonnull<nn::ReshapeOp>(producer))
    return false;
  while (isa_and_nonnull<nn::ReshapeOp>(producer) && producer->hasOneUse())
    producer = producer->getOperand(0).getDefiningOp();
  if (!producer || !producer->hasOneUse())
    return false;
  if (auto conv = dyn_cast<nn::Conv2DOp>(producer))
    return !conv.getActivation();
  auto dense = dyn_cast<nn::FullyConnectedOp>(producer);
  return dense && !dense.getActivation();
}

/// An activation does not care for shapes: those before it come behind it, and
/// two of them are one.
static void moveAhead(nn::ActivationOp op) {
  SmallVector<nn::ReshapeOp> shapes;
  for (auto shape = op.getInput().getDefiningOp<nn::ReshapeOp>(); shape;
       shape = shape.getInput().getDefiningOp<nn::ReshapeOp>())
    shapes.push_back(shape);
  Value whole = shapes.back().getInput();
  OpBuilder b(op);
  auto moved = nn::ReshapeOp::create(b, shapes.back().getLoc(), op.getType(),
                                     op.getResult());
  op.getResult().replaceAllUsesExcept(moved, moved);
  op.setOperand(whole);
  op.getResult().setType(cast<RankedTensorType>(whole.getType()));
  moved->moveAfter(op);
  for (nn::ReshapeOp shape : shapes)
    shape.erase();
  for (Operation *user : llvm::make_early_inc_range(moved->getUsers()))
    if (auto next = dyn_cast<nn::ReshapeOp>(user)) {
      next->setOperand(0, op.getResult());
      if (next.getType() == op.getType())
        next.replaceAllUsesWith(op.getResult());
      if (next.use_empty())
        next.erase();
    }
  if (moved.use_empty())
    moved.erase();
}

void FuseActivation::runOnOperation() {
  SmallVector<nn::ActivationOp> activations;
  getOperation().walk([&](nn::ActivationOp op) { activations.push_back(op); });
  for (nn::ActivationOp op : activations) {
    if (isBehindShapes(op))
      moveAhead(op);
    if (fuse<nn::Conv2DOp>(op) || fuse<nn::FullyConnectedOp>(op) ||
        fuse<nn::ActivationOp>(op))
      op.erase();
  }
}

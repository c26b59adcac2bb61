//===- FuseActivation.cpp - Moves activations into products ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Network.h"
#include "tenon/Transforms/Passes.h"

namespace tenon {
#define GEN_PASS_DEF_FUSEACTIVATION
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;

namespace {
struct FuseActivation : tenon::impl::FuseActivationBase<FuseActivation> {
  /// Sets the activation of `producer` if it has none and nobody else reads it.
  template <typename OpTy>
  static bool fuse(nn::ActivationOp activation) {
    auto producer = activation.getInput().getDefiningOp<OpTy>();
    if (!producer || producer.getActivation() || !producer->hasOneUse())
      return false;
    producer.setActivationAttr(activation.getActivation());
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
    if (fuse<nn::Conv2DOp>(op) || fuse<nn::FullyConnectedOp>(op))
      op.erase();
  }
}

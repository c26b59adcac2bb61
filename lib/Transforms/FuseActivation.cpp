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

  void runOnOperation() override {
    SmallVector<nn::ActivationOp> activations;
    getOperation().walk(
        [&](nn::ActivationOp op) { activations.push_back(op); });
    for (nn::ActivationOp op : activations)
      if (fuse<nn::Conv2DOp>(op) || fuse<nn::FullyConnectedOp>(op))
        op.erase();
  }
};
} // namespace

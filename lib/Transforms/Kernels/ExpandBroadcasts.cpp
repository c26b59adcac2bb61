//===- ExpandBroadcasts.cpp - Factors with some of the batches ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Network.h"
#include "lib/Transforms/Remarks.h"
#include "mlir/IR/BuiltinOps.h"
#include "tenon/Transforms/Passes.h"

namespace tenon {
#define GEN_PASS_DEF_EXPANDBROADCASTS
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;

namespace {
struct ExpandBroadcasts : tenon::impl::ExpandBroadcastsBase<ExpandBroadcasts> {
  void runOnOperation() override;
};
} // namespace

void ExpandBroadcasts::runOnOperation() {
  getOperation().walk([&](MatMulOp op) {
    for (OpOperand &factor : op->getOpOperands()) {
      if (!hasSomeBatches(op, factor.get()))
        continue;
      auto type = cast<RankedTensorType>(factor.get().getType());
      SmallVector<int64_t> shape(op.getType().getShape());
      llvm::copy(type.getShape().take_back(2), shape.end() - 2);
      OpBuilder b(op);
      factor.set(
          BroadcastOp::create(b, op.getLoc(), type.clone(shape), factor.get()));
      remarkPassed(op.getLoc(), getArgument(), "repeated",
                   "factor " + Twine(factor.getOperandNumber()) +
                       " for all batches, exact");
    }
  });
}

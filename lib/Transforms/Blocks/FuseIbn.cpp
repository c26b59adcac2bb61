//===- FuseIbn.cpp - Fuses inverted bottlenecks ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockPass.h"
#include "lib/Transforms/Options.h"
#include "lib/Transforms/Remarks.h"
#include "tenon/Transforms/Passes.h"

namespace tenon {
#define GEN_PASS_DEF_FUSEIBN
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;

namespace {
struct FuseIbn : BlockPass<tenon::impl::FuseIbnBase<FuseIbn>> {
  using BlockPass::BlockPass;

  LogicalResult initialize(MLIRContext *context) override;
  void runOnOperation() override { rewriteBlocks("fuse"); }
  bool isWanted(const BlockParts &block) const override {
    return block.expand && block.depthwise;
  }
  std::string whyNot(const BlockParts &block) const override;
  StringRef whyNotExact(const BlockParts &block) const;
  void rewrite(const BlockParts &block, StringRef name) override;

  int64_t numGroups = 1;
};
} // namespace

LogicalResult FuseIbn::initialize(MLIRContext *context) {
  if (StringRef(groups).getAsInteger(10, numGroups) || numGroups < 1)
    return reportOption(context, getArgument(), "groups",
                        "a positive number of groups", groups);
  if (promise != "initialised" && promise != "exact")
    return reportOption(context, getArgument(), "promise",
                        "'initialised' or 'exact'", promise);
  return parseBlocks(context, blocks);
}

/// What stands between expansion and depthwise convolution as an operation of
/// its own, although nn-fuse-activation could not move it.
static ActivationOp getActivationBetween(const BlockParts &block) {
  Conv2DOp depthwise = block.depthwise;
  return depthwise.getInput().getDefiningOp<ActivationOp>();
}

/// Why the fused block computes another function; empty if it is the same.
StringRef FuseIbn::whyNotExact(const BlockParts &block) const {
  Conv2DOp expand = block.expand, depthwise = block.depthwise;
  if (numGroups > 1)
    return "groups read a part of the channels";
  if (getActivationBetween(block) || expand.getActivation())
    return "an activation stood between";
  // At the border the depthwise convolution reads zeros where the fused one
  // adds the bias of an expanded zero.
  if (expand.getBias() &&
      llvm::any_of(depthwise.getPads(), [](int64_t pad) { return pad != 0; }))
    return "the bias meets padding";
  return "";
}

std::string FuseIbn::whyNot(const BlockParts &block) const {
  Conv2DOp expand = block.expand, depthwise = block.depthwise;
  Value between = depthwise.getInput();
  if (ActivationOp activation = getActivationBetween(block)) {
    if (!between.hasOneUse())
      return "the expanded tensor has other readers";
    between = activation.getInput();
  }
  if (between.getDefiningOp<BatchNormOp>())
    return "a batch normalization stands between; run nn-fold-batch-norm first";
  if (between != expand.getResult())
    return "something stands between expansion and depthwise convolution";
  if (!between.hasOneUse())
    return "the expanded tensor has other readers";
  if (!expand.isPointwise() || !depthwise.isDepthwise())
    return "it is no 1x1 and depthwise convolution any more";
  for (Conv2DOp conv : {expand, depthwise})
    if (StringRef reason = whyNoExpression(conv); !reason.empty())
      return reason.str();
  if (expand.getInChannels() % numGroups ||
      depthwise.getOutChannels() % numGroups)
    return (Twine(expand.getInChannels()) + " and " +
            Twine(depthwise.getOutChannels()) +
            " channels are no multiples of " + Twine(numGroups) + " groups")
        .str();
  if (promise == "exact")
    return whyNotExact(block).str();
  return "";
}

void FuseIbn::rewrite(const BlockParts &block, StringRef name) {
  Conv2DOp expand = block.expand, depthwise = block.depthwise;
  ActivationOp between = getActivationBetween(block);
  StringRef inexact = whyNotExact(block);
  OpBuilder b(depthwise);
  Location loc =
      FusedLoc::get(b.getContext(), {expand.getLoc(), depthwise.getLoc()});
  // The merged parameters go before the first reader of what they are made of.
  Value filter = ParamMergeFiltersOp::create(b, loc, expand.getFilter(),
                                             depthwise.getFilter());
  if (numGroups > 1)
    filter = ParamDiagonalBlocksOp::create(b, loc, filter, numGroups);
  Value bias = depthwise.getBias();
  if (expand.getBias())
    bias = ParamMergeBiasesOp::create(b, loc, expand.getBias(),
                                      depthwise.getFilter(), bias);
  auto fused = Conv2DOp::create(b, loc, expand.getInput(), filter, bias,
                                depthwise.getStrides(), depthwise.getPads(),
                                depthwise.getDilations(), numGroups,
                                depthwise.getActivationAttr());
  SmallVector<Operation *> replaced = {expand, depthwise};
  if (between)
    replaced.push_back(between);
  labelRewritten(fused, name, BlockRole::fused, replaced);
  depthwise.replaceAllUsesWith(fused.getResult());
  depthwise.erase();
  if (between)
    between.erase();
  expand.erase();
  remarkPassed(loc, getArgument(), "fused",
               name + ": " +
                   (inexact.empty() ? "exact" : "initialised, " + inexact));
}

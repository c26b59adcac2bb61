//===- FuseIbn.cpp - Fuses inverted bottlenecks ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockOption.h"
#include "Options.h"
#include "dialects/Interfaces/TunablePass.h"
#include "tenon/Transforms/Passes.h"

namespace tenon {
#define GEN_PASS_DEF_FUSEIBN
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;

namespace {
struct FuseIbn : tenon::impl::FuseIbnBase<FuseIbn>, TunablePassInterface {
  using FuseIbnBase::FuseIbnBase;

  LogicalResult initialize(MLIRContext *context) override;
  void runOnOperation() override;
  std::vector<std::string> domain(StringRef option,
                                  Operation *module) const override;
  StringRef namesMadeBy(StringRef option) const override {
    return option == "blocks" ? "nn-label-blocks" : "";
  }
  std::string whyNot(BlockParts block) const;
  void fuse(BlockParts block, StringRef name);

  BlockOption names;
  int64_t numGroups = 1;
};
} // namespace

static BlockMap collect(Operation *module) {
  return collectBlocks(
      module, [](BlockParts block) { return block.expand && block.depthwise; });
}

LogicalResult FuseIbn::initialize(MLIRContext *context) {
  if (StringRef(groups).getAsInteger(10, numGroups) || numGroups < 1)
    return reportOption(context, getArgument(), "groups",
                        "a positive number of groups", groups);
  return names.parse(context, getArgument(), blocks);
}

std::vector<std::string> FuseIbn::domain(StringRef option,
                                         Operation *module) const {
  std::vector<std::string> names;
  if (option == "blocks")
    for (const auto &[name, block] : collect(module))
      if (whyNot(block).empty())
        names.push_back(name.str());
  return names;
}

/// What stands between expansion and depthwise convolution as an operation of
/// its own, although nn-fuse-activation could not move it.
static ActivationOp getActivationBetween(BlockParts block) {
  return block.depthwise.getInput().getDefiningOp<ActivationOp>();
}

std::string FuseIbn::whyNot(BlockParts block) const {
  Conv2DOp expand = block.expand, depthwise = block.depthwise;
  Value between = depthwise.getInput();
  if (between.getDefiningOp<BatchNormOp>())
    return "a batch normalization stands between; run nn-fold-batch-norm first";
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
  if (expand.getInChannels() % numGroups ||
      depthwise.getOutChannels() % numGroups)
    return (Twine(expand.getInChannels()) + " and " +
            Twine(depthwise.getOutChannels()) +
            " channels are no multiples of " + Twine(numGroups) + " groups")
        .str();
  return "";
}

void FuseIbn::fuse(BlockParts block, StringRef name) {
  Conv2DOp expand = block.expand, depthwise = block.depthwise;
  ActivationOp between = getActivationBetween(block);
  bool hasActivation = between || expand.getActivation();
  bool hasBorder =
      expand.getBias() &&
      llvm::any_of(depthwise.getPads(), [](int64_t pad) { return pad != 0; });
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
  fused->setAttr(kBlockAttrName,
                 BlockAttr::get(b.getContext(), name, BlockRole::fused));
  depthwise.replaceAllUsesWith(fused.getResult());
  depthwise.erase();
  if (between)
    between.erase();
  expand.erase();
  StringRef promise =
      numGroups > 1   ? "initialised, groups read a part of the channels"
      : hasActivation ? "initialised, an activation stood between"
      : hasBorder     ? "initialised, the bias meets padding"
                      : "exact";
  remarkPassed(loc, getArgument(), "fused", name + ": " + promise);
}

void FuseIbn::runOnOperation() {
  auto chosen = names.choose(collect(getOperation()), getOperation(),
                             getArgument(), "fuse");
  if (failed(chosen))
    return signalPassFailure();
  for (auto [name, block] : *chosen) {
    std::string reason = whyNot(block);
    if (reason.empty())
      fuse(block, name);
    else
      remarkRefused(block.expand.getLoc(), getArgument(), name + ": " + reason);
  }
}

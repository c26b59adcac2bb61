//===- ExpandDepthwise.cpp - Depthwise to standard convolutions -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/Transforms/Blocks/BlockPass.h"
#include "lib/Transforms/Remarks.h"
#include "tenon/Transforms/Passes.h"

namespace tenon {
#define GEN_PASS_DEF_EXPANDDEPTHWISE
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;

namespace {
struct ExpandDepthwise
    : BlockPass<tenon::impl::ExpandDepthwiseBase<ExpandDepthwise>> {
  using BlockPass::BlockPass;

  LogicalResult initialize(MLIRContext *context) override {
    return parseBlocks(context, blocks);
  }
  void runOnOperation() override { rewriteBlocks("expand"); }
  bool isWanted(const BlockParts &block) const override {
    Conv2DOp conv = block.depthwise;
    return conv && conv.getGroups() > 1;
  }
  std::string whyNot(const BlockParts &block) const override {
    Conv2DOp conv = block.depthwise;
    return isParameter(conv.getFilter()) ? ""
                                         : "the network computes its filter";
  }
  void rewrite(const BlockParts &block, StringRef name) override;
};
} // namespace

void ExpandDepthwise::rewrite(const BlockParts &block, StringRef name) {
  Conv2DOp conv = block.depthwise;
  OpBuilder b(conv);
  int64_t groups = conv.getGroups();
  Value filter =
      ParamBlockDiagonalOp::create(b, conv.getLoc(), conv.getFilter(), groups);
  conv.getFilterMutable().assign(filter);
  conv.setGroups(1);
  remarkPassed(conv.getLoc(), getArgument(), "expanded",
               name + ": " + Twine(groups) + " groups -> 1, exact");
}

//===- ExpandDepthwise.cpp - Depthwise to standard convolutions -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockOption.h"
#include "dialects/Interfaces/TunablePass.h"
#include "tenon/Transforms/Passes.h"

namespace tenon {
#define GEN_PASS_DEF_EXPANDDEPTHWISE
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;

namespace {
struct ExpandDepthwise : tenon::impl::ExpandDepthwiseBase<ExpandDepthwise>,
                         TunablePassInterface {
  using ExpandDepthwiseBase::ExpandDepthwiseBase;

  LogicalResult initialize(MLIRContext *context) override {
    return names.parse(context, getArgument(), blocks);
  }
  void runOnOperation() override;
  std::vector<std::string> domain(StringRef option,
                                  Operation *module) const override;
  StringRef namesMadeBy(StringRef option) const override {
    return option == "blocks" ? "nn-label-blocks" : "";
  }

  BlockOption names;
};
} // namespace

static BlockMap collect(Operation *module) {
  return collectBlocks(module, [](BlockParts block) {
    return block.depthwise && block.depthwise.getGroups() > 1;
  });
}

std::vector<std::string> ExpandDepthwise::domain(StringRef option,
                                                 Operation *module) const {
  std::vector<std::string> names;
  if (option == "blocks")
    for (const auto &[name, block] : collect(module))
      names.push_back(name.str());
  return names;
}

void ExpandDepthwise::runOnOperation() {
  auto chosen = names.choose(collect(getOperation()), getOperation(),
                             getArgument(), "expand");
  if (failed(chosen))
    return signalPassFailure();
  for (auto [name, block] : *chosen) {
    Conv2DOp conv = block.depthwise;
    OpBuilder b(conv);
    int64_t groups = conv.getGroups();
    Value filter = ParamBlockDiagonalOp::create(b, conv.getLoc(),
                                                conv.getFilter(), groups);
    conv.getFilterMutable().assign(filter);
    conv.setGroups(1);
    remarkPassed(conv.getLoc(), getArgument(), "expanded",
                 name + ": " + Twine(groups) + " groups -> 1, exact");
  }
}

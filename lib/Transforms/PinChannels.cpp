//===- PinChannels.cpp - Keeps the widths of layers -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ChannelPass.h"
#include "Remarks.h"
#include "dialects/Network/IR/Network.h"
#include "tenon/Transforms/Passes.h"

namespace tenon {
#define GEN_PASS_DEF_PINCHANNELS
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;

namespace {
struct PinChannels : tenon::impl::PinChannelsBase<PinChannels> {
  using PinChannelsBase::PinChannelsBase;

  LogicalResult initialize(MLIRContext *context) override {
    return patterns.parse(context, getArgument(), "groups", "groups or layers",
                          groups);
  }
  void runOnOperation() override;
  void pin(const ChannelGroups &groups, ArrayRef<Named> named);

  NamePatterns patterns;
};
} // namespace

/// Marks every operation whose last dimension has a group that is named.
void PinChannels::pin(const ChannelGroups &groups, ArrayRef<Named> named) {
  SmallVector<bool> isSaid(groups.getGroups().size(), false);
  for (const GroupedDim &dim : groups.getDims()) {
    Value value = dim.dim.value;
    Operation *op = value.getDefiningOp();
    auto type = cast<RankedTensorType>(value.getType());
    if (!op || nn::isParameter(value) || dim.dim.dim + 1 != type.getRank())
      continue;
    for (GroupRun run : dim.runs) {
      if (named[run.group] == Named::No)
        continue;
      op->setAttr(nn::kPinAttrName, UnitAttr::get(&getContext()));
      if (std::exchange(isSaid[run.group], true))
        continue;
      const ChannelGroup &group = groups.getGroups()[run.group];
      remarkPassed(op->getLoc(), getArgument(), "pinned",
                   group.name + ": " + Twine(group.getWidth()) + " channels");
    }
  }
}

void PinChannels::runOnOperation() {
  std::vector<ChannelGroups> groups;
  for (auto function : getOperation().getOps<func::FuncOp>())
    if (!function.isExternal())
      groups.emplace_back(function);
  auto named = nameGroups(groups, patterns, getOperation(), getArgument());
  if (failed(named))
    return signalPassFailure();
  for (auto [own, names] : llvm::zip_equal(groups, *named))
    pin(own, names);
}

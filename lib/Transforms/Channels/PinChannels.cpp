//===- PinChannels.cpp - Keeps the widths of layers -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ChannelPass.h"
#include "dialects/Network/IR/Network.h"
#include "lib/Transforms/Remarks.h"
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

/// An operation whose last dimension is this one; null if it is none.
static Operation *getLayer(const GroupedDim &dim) {
  Value value = dim.dim.value;
  auto type = cast<RankedTensorType>(value.getType());
  if (nn::isParameter(value) || dim.dim.dim + 1 != type.getRank())
    return nullptr;
  return value.getDefiningOp();
}

/// Marks every operation whose channels are a group that is named, or, of
/// groups that are nowhere by themselves, those where they are with others.
void PinChannels::pin(const ChannelGroups &groups, ArrayRef<Named> named) {
  SmallVector<bool> isPinned(groups.getGroups().size(), false);
  for (bool isAlone : {true, false}) {
    SmallVector<unsigned> found;
    for (const GroupedDim &dim : groups.getDims()) {
      Operation *op = getLayer(dim);
      if (!op || llvm::all_equal(dim.runs) != isAlone)
        continue;
      for (GroupRun run : dim.runs)
        if (named[run.group] != Named::No && !isPinned[run.group]) {
          op->setAttr(nn::kPinAttrName, UnitAttr::get(&getContext()));
          found.push_back(run.group);
        }
    }
    for (unsigned group : found)
      isPinned[group] = true;
  }
  for (auto [group, isDone] : llvm::zip_equal(groups.getGroups(), isPinned))
    if (isDone)
      remarkPassed(group.first.value.getLoc(), getArgument(), "pinned",
                   group.name + ": " + Twine(group.getWidth()) + " channels");
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

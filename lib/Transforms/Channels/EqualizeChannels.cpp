//===- EqualizeChannels.cpp - Gives channel groups one width --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ChannelPass.h"
#include "dialects/Network/IR/Network.h"
#include "lib/Transforms/Options.h"
#include "tenon/Transforms/Passes.h"
#include <algorithm>

namespace tenon {
#define GEN_PASS_DEF_EQUALIZECHANNELS
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;

namespace {
struct EqualizeChannels
    : ChannelPass<tenon::impl::EqualizeChannelsBase<EqualizeChannels>> {
  using ChannelPass::ChannelPass;

  LogicalResult initialize(MLIRContext *context) override {
    if (to != "mean" && to != "min" && to != "max")
      return reportOption(context, getArgument(), "to",
                          "'mean', 'min' or 'max'", to);
    if (StringRef(divisor).getAsInteger(10, step) || step < 1 ||
        step > kMostChannels)
      return reportOption(context, getArgument(), "divisor",
                          "an integer from 1 to 2^20", divisor);
    return parseGroups(context, groups);
  }
  void runOnOperation() override { changeGroups("equalized"); }
  LogicalResult setSizes(func::FuncOp, const ChannelGroups &,
                         MutableArrayRef<ChosenGroup> chosen) override;

  int64_t step = 8;
};
} // namespace

LogicalResult EqualizeChannels::setSizes(func::FuncOp, const ChannelGroups &,
                                         MutableArrayRef<ChosenGroup> chosen) {
  if (chosen.empty())
    return success();
  int64_t sum = 0, count = int64_t(chosen.size());
  int64_t least = chosen.front().group.getWidth(), most = least;
  for (const ChosenGroup &own : chosen) {
    sum += own.group.getWidth();
    least = std::min(least, own.group.getWidth());
    most = std::max(most, own.group.getWidth());
  }
  // The multiple nearest to the mean, the larger one if two are.
  int64_t mean = (2 * sum + step * count) / (2 * step * count) * step;
  int64_t width = to == "min" ? least : to == "max" ? most : mean;
  for (ChosenGroup &own : chosen)
    own.size = std::max<int64_t>(width / own.group.multiplicity, 1);
  return success();
}

//===- SetChannels.cpp - Gives channel groups a width ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ChannelPass.h"
#include "dialects/Network/IR/Network.h"
#include "lib/Transforms/Options.h"
#include "lib/Transforms/Remarks.h"
#include "tenon/Transforms/Passes.h"

namespace tenon {
#define GEN_PASS_DEF_SETCHANNELS
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;

namespace {
struct SetChannels : ChannelPass<tenon::impl::SetChannelsBase<SetChannels>> {
  using ChannelPass::ChannelPass;

  LogicalResult initialize(MLIRContext *context) override {
    if (StringRef(to).getAsInteger(10, width) || width < 1 ||
        width > kMostChannels)
      return reportOption(context, getArgument(), "to",
                          "an integer from 1 to 2^20", to);
    return parseGroups(context, groups);
  }
  void runOnOperation() override { changeGroups("set"); }
  LogicalResult setSizes(func::FuncOp, const ChannelGroups &,
                         MutableArrayRef<ChosenGroup> chosen) override;

  int64_t width = 0;
};
} // namespace

LogicalResult SetChannels::setSizes(func::FuncOp, const ChannelGroups &,
                                    MutableArrayRef<ChosenGroup> chosen) {
  for (ChosenGroup &own : chosen) {
    int64_t unit = own.group.multiplicity;
    if (width % unit == 0) {
      own.size = width / unit;
      continue;
    }
    Location loc = own.group.first.value.getLoc();
    if (own.named == Named::ByName)
      return emitError(loc)
             << getArgument() << ": group '" << own.group.name
             << "' has units of " << unit
             << " channels; expected a multiple of that, but got " << width;
    remarkRefused(loc, getArgument(),
                  own.group.name + ": " + Twine(width) +
                      " channels are no multiple of units of " + Twine(unit));
  }
  return success();
}

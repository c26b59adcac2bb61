//===- ScaleChannels.cpp - The depth multiplier ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Options.h"
#include "ResizeChannels.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/IR/Remarks.h"
#include "tenon/Transforms/Passes.h"
#include <numeric>

namespace tenon {
#define GEN_PASS_DEF_SCALECHANNELS
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;

/// The rule of the MobileNet papers: the nearest multiple of the divisor, at
/// least one, and not below 90 % of the exact product. (Sandler et al., 2018,
/// `_make_divisible` of the published code.) Never wider than before.
static int64_t scale(int64_t size, double multiplier, int64_t divisor) {
  double exact = size * multiplier;
  int64_t scaled = int64_t(exact + divisor / 2.0) / divisor * divisor;
  scaled = std::max(divisor, scaled);
  if (scaled < 0.9 * exact)
    scaled += divisor;
  return std::min(scaled, size);
}

namespace {
struct ScaleChannels : tenon::impl::ScaleChannelsBase<ScaleChannels> {
  using ScaleChannelsBase::ScaleChannelsBase;

  LogicalResult initialize(MLIRContext *context) override {
    if (StringRef(multiplier).getAsDouble(factor) || !(factor > 0) ||
        factor > 1)
      return reportOption(context, getArgument(), "multiplier",
                          "a number above 0 and at most 1", multiplier);
    if (StringRef(divisor).getAsInteger(10, step) || step < 1)
      return reportOption(context, getArgument(), "divisor",
                          "a positive integer", divisor);
    return success();
  }

  void runOnOperation() override {
    if (factor == 1)
      return;
    for (auto function : getOperation().getOps<func::FuncOp>()) {
      if (function.isExternal())
        continue;
      ChannelGroups groups(function);
      SmallVector<int64_t> sizes;
      int64_t before = 0, after = 0;
      for (const ChannelGroup &group : groups.getGroups()) {
        // A unit of several channels has a part of the divisor already.
        int64_t unitStep = step / std::gcd(step, group.multiplicity);
        sizes.push_back(group.isPinned() ? group.size
                                         : scale(group.size, factor, unitStep));
        if (!group.isPinned()) {
          before += group.size * group.multiplicity;
          after += sizes.back() * group.multiplicity;
        }
      }
      unsigned changed = resizeChannels(function, groups, sizes);
      remark::passed(function.getLoc(),
                     remark::RemarkOpts::name("scaled").category(getArgument()))
          << (Twine(changed) + " groups, " + Twine(before) + " -> " +
              Twine(after) + " channels")
                 .str();
    }
  }

  double factor = 1;
  int64_t step = 8;
};
} // namespace

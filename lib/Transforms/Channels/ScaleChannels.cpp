//===- ScaleChannels.cpp - The depth multiplier ---------------------------===//
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
#include <cmath>
#include <numeric>

namespace tenon {
#define GEN_PASS_DEF_SCALECHANNELS
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;

/// The rule of the MobileNet papers: the nearest multiple of the divisor, at
/// least one, and not below 90 % of the exact product. (Sandler et al., 2018,
/// `_make_divisible` of the published code.) Never across the old width.
static int64_t scaleToMultiple(int64_t size, double multiplier,
                               int64_t divisor) {
  double exact = double(size) * multiplier;
  int64_t scaled = int64_t(exact + double(divisor) / 2.0) / divisor * divisor;
  scaled = std::max(divisor, scaled);
  if (double(scaled) < 0.9 * exact)
    scaled += divisor;
  return multiplier < 1 ? std::min(scaled, size) : std::max(scaled, size);
}

/// The nearest whole number, at least one.
static int64_t scaleExactly(int64_t size, double multiplier) {
  return std::max<int64_t>(std::llround(double(size) * multiplier), 1);
}

namespace {
struct ScaleChannels
    : ChannelPass<tenon::impl::ScaleChannelsBase<ScaleChannels>> {
  using ChannelPass::ChannelPass;

  LogicalResult initialize(MLIRContext *context) override;
  void runOnOperation() override {
    if (factor != 1)
      changeGroups("scaled");
  }
  LogicalResult setSizes(func::FuncOp, const ChannelGroups &,
                         MutableArrayRef<ChosenGroup> chosen) override;

  double factor = 1;
  int64_t step = 8;
};
} // namespace

LogicalResult ScaleChannels::initialize(MLIRContext *context) {
  if (StringRef(multiplier).getAsDouble(factor) || !(factor > 0) || factor > 16)
    return reportOption(context, getArgument(), "multiplier",
                        "a number above 0 and at most 16", multiplier);
  if (StringRef(divisor).getAsInteger(10, step) || step < 1 ||
      step > kMostChannels)
    return reportOption(context, getArgument(), "divisor",
                        "an integer from 1 to 2^20", divisor);
  if (rounding != "mobilenet" && rounding != "exact")
    return reportOption(context, getArgument(), "rounding",
                        "'mobilenet' or 'exact'", rounding);
  return parseGroups(context, groups);
}

LogicalResult ScaleChannels::setSizes(func::FuncOp, const ChannelGroups &,
                                      MutableArrayRef<ChosenGroup> chosen) {
  for (ChosenGroup &own : chosen) {
    if (rounding == "exact") {
      own.size = scaleExactly(own.group.size, factor);
      continue;
    }
    // A unit of several channels has a part of the divisor already.
    int64_t unitStep = step / std::gcd(step, own.group.multiplicity);
    own.size = scaleToMultiple(own.group.size, factor, unitStep);
  }
  return success();
}

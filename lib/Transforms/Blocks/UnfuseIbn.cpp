//===- UnfuseIbn.cpp - Fused blocks back to inverted bottlenecks ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockPass.h"
#include "lib/Transforms/Remarks.h"
#include "tenon/Parameters/Evaluate.h"
#include "tenon/Transforms/Passes.h"
#include "llvm/Support/FormatVariadic.h"
#include <cmath>

namespace tenon {
#define GEN_PASS_DEF_UNFUSEIBN
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;

namespace {
struct UnfuseIbn : BlockPass<tenon::impl::UnfuseIbnBase<UnfuseIbn>> {
  using BlockPass::BlockPass;

  LogicalResult initialize(MLIRContext *context) override {
    return parseBlocks(context, blocks);
  }
  void runOnOperation() override { rewriteBlocks("unfuse"); }
  bool isWanted(const BlockParts &block) const override { return block.fused; }
  std::string whyNot(const BlockParts &block) const override;
  void rewrite(const BlockParts &block, StringRef name) override;
};
} // namespace

std::string UnfuseIbn::whyNot(const BlockParts &block) const {
  Conv2DOp fused = block.fused;
  if (fused.getGroups() != 1)
    return (Twine("its convolution has ") + Twine(fused.getGroups()) +
            " groups")
        .str();
  return whyNoExpression(fused).str();
}

/// What the two factors lose of a filter: the norm of the difference by that of
/// the filter. Nothing without values.
static std::optional<double> getError(Value filter, Value expand,
                                      Value depthwise) {
  std::optional<HostTensor> whole = evaluateParameter(filter);
  if (!whole)
    return std::nullopt;
  FailureOr<HostTensor> row =
      evaluateExpression(expand.getDefiningOp(), *whole);
  FailureOr<HostTensor> column =
      evaluateExpression(depthwise.getDefiningOp(), *whole);
  if (failed(row) || failed(column))
    return std::nullopt;
  ArrayRef<int64_t> s = whole->getShape();
  int64_t rows = s[1] * s[2], columns = s[3];
  double lost = 0, all = 0;
  for (int64_t o = 0; o < s[0]; ++o)
    for (int64_t r = 0; r < rows; ++r)
      for (int64_t c = 0; c < columns; ++c) {
        double value = whole->getDouble((o * rows + r) * columns + c);
        double made =
            column->getDouble(o * rows + r) * row->getDouble(o * columns + c);
        lost += (value - made) * (value - made);
        all += value * value;
      }
  return all == 0 ? 0 : std::sqrt(lost / all);
}

void UnfuseIbn::rewrite(const BlockParts &block, StringRef name) {
  Conv2DOp fused = block.fused;
  OpBuilder b(fused);
  Location loc = fused.getLoc();
  Value filter = fused.getFilter();
  Value row = ParamFactorOp::create(b, loc, BlockRole::expand, filter);
  Value column = ParamFactorOp::create(b, loc, BlockRole::depthwise, filter);
  auto expand =
      Conv2DOp::create(b, loc, fused.getInput(), row, Value(),
                       ArrayRef<int64_t>{1, 1}, ArrayRef<int64_t>{0, 0, 0, 0},
                       ArrayRef<int64_t>{1, 1}, /*groups=*/1, ActivationAttr());
  auto depthwise = Conv2DOp::create(
      b, loc, expand.getResult(), column, fused.getBias(), fused.getStrides(),
      fused.getPads(), fused.getDilations(), fused.getOutChannels(),
      fused.getActivationAttr());
  labelRewritten(expand, name, BlockRole::expand, {fused});
  labelRewritten(depthwise, name, BlockRole::depthwise, {fused});
  std::optional<double> error = getError(filter, row, column);
  std::string text =
      error ? llvm::formatv("relative error of the filter {0:e3}", *error).str()
            : "the error needs weights";
  fused.replaceAllUsesWith(depthwise.getResult());
  fused.erase();
  remarkPassed(loc, getArgument(), "unfused", name + ": initialised, " + text);
}

//===- NetworkFolders.cpp - Folders and canonical forms -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Network.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace tenon::nn;

OpFoldResult ConstantOp::fold(FoldAdaptor) { return getValue(); }

OpFoldResult ParamSliceOp::fold(FoldAdaptor) {
  return getInput().getType() == getType() ? OpFoldResult(getInput())
                                           : OpFoldResult();
}

OpFoldResult ParamPadOp::fold(FoldAdaptor) {
  return getInput().getType() == getType() ? OpFoldResult(getInput())
                                           : OpFoldResult();
}

OpFoldResult ParamResampleOp::fold(FoldAdaptor) {
  return getInput().getType() == getType() ? OpFoldResult(getInput())
                                           : OpFoldResult();
}

OpFoldResult ParamReshapeOp::fold(FoldAdaptor) {
  if (getInput().getType() == getType())
    return getInput();
  // Of two reshapes in sequence the second one counts.
  if (auto inner = getInput().getDefiningOp<ParamReshapeOp>()) {
    getInputMutable().assign(inner.getInput());
    return getResult();
  }
  return {};
}

OpFoldResult ParamConcatOp::fold(FoldAdaptor) {
  return getInputs().size() == 1 ? OpFoldResult(getInputs()[0])
                                 : OpFoldResult();
}

OpFoldResult ConcatOp::fold(FoldAdaptor) {
  return getInputs().size() == 1 ? OpFoldResult(getInputs()[0])
                                 : OpFoldResult();
}

OpFoldResult SliceOp::fold(FoldAdaptor) {
  bool forward =
      llvm::all_of(getStrides(), [](int64_t stride) { return stride == 1; });
  return forward && getInput().getType() == getType() ? OpFoldResult(getInput())
                                                      : OpFoldResult();
}

OpFoldResult PadOp::fold(FoldAdaptor) {
  return getInput().getType() == getType() ? OpFoldResult(getInput())
                                           : OpFoldResult();
}

TypedAttr PadOp::getFill() {
  Builder b(getContext());
  return getValueAttr() ? getValueAttr()
                        : b.getZeroAttr(getType().getElementType());
}

bool PadOp::isZero() {
  if (getMode() != PadMode::constant)
    return false;
  if (auto number = dyn_cast<FloatAttr>(getFill()))
    return number.getValue().isZero();
  return cast<IntegerAttr>(getFill()).getValue().isZero();
}

OpFoldResult TransposeOp::fold(FoldAdaptor) {
  auto isIdentity = [](ArrayRef<int64_t> permutation) {
    for (auto [i, dim] : llvm::enumerate(permutation))
      if (int64_t(i) != dim)
        return false;
    return true;
  };
  if (isIdentity(getPermutation()))
    return getInput();
  auto first = getInput().getDefiningOp<TransposeOp>();
  if (!first)
    return {};
  SmallVector<int64_t> composed;
  for (int64_t dim : getPermutation())
    composed.push_back(first.getPermutation()[dim]);
  if (isIdentity(composed))
    return first.getInput();
  setPermutation(composed);
  getInputMutable().assign(first.getInput());
  return getResult();
}

OpFoldResult ReshapeOp::fold(FoldAdaptor) {
  if (getInput().getType() == getType())
    return getInput();
  auto first = getInput().getDefiningOp<ReshapeOp>();
  if (!first)
    return {};
  if (first.getInput().getType() == getType())
    return first.getInput();
  getInputMutable().assign(first.getInput());
  return getResult();
}

namespace {
/// A border of zeros before a convolution is padding of the convolution.
struct FoldPadIntoConv2D : OpRewritePattern<Conv2DOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(Conv2DOp conv,
                                PatternRewriter &rewriter) const override {
    auto pad = conv.getInput().getDefiningOp<PadOp>();
    if (!pad)
      return rewriter.notifyMatchFailure(conv, "no border before it");
    if (!pad.isZero())
      return rewriter.notifyMatchFailure(conv, "the border is not zero");
    ArrayRef<int64_t> low = pad.getLow(), high = pad.getHigh();
    if (low[0] || low[3] || high[0] || high[3])
      return rewriter.notifyMatchFailure(conv, "border of batch or channels");
    ArrayRef<int64_t> old = conv.getPads();
    int64_t pads[] = {old[0] + low[1], old[1] + high[1], old[2] + low[2],
                      old[3] + high[2]};
    rewriter.modifyOpInPlace(conv, [&] {
      conv.setPads(pads);
      conv.getInputMutable().assign(pad.getInput());
    });
    return success();
  }
};
} // namespace

void Conv2DOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                           MLIRContext *context) {
  patterns.add<FoldPadIntoConv2D>(context);
}

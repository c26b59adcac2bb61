//===- FuseArgmaxResize.cpp - Arg-max before the image is enlarged --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Network.h"
#include "lib/Transforms/Remarks.h"
#include "mlir/IR/BuiltinOps.h"
#include "tenon/Transforms/Passes.h"
#include <numeric>

namespace tenon {
#define GEN_PASS_DEF_FUSEARGMAXRESIZE
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;

namespace {
struct FuseArgmaxResize : tenon::impl::FuseArgmaxResizeBase<FuseArgmaxResize> {
  void runOnOperation() override;
};

/// An arg-max and the resize whose classes it looks at.
struct SegmentationHead {
  explicit SegmentationHead(ArgReduceOp search);
  StringRef whyNot() const;
  void fuse(StringRef pass);

  ArgReduceOp search;
  ResizeOp resize;
  /// Dimension i of what is searched is dimension `order[i]` of the resize.
  SmallVector<int64_t> order;
  /// What stands between, from the arg-max upwards.
  SmallVector<Operation *> between;
  bool hasOtherReaders = false;
};
} // namespace

/// Looks through transposes, and through a softmax over the classes, which
/// keeps the largest; many of the smallest are zero behind it.
SegmentationHead::SegmentationHead(ArgReduceOp search) : search(search) {
  Value value = search.getInput();
  order.resize(search.getType().getRank());
  std::iota(order.begin(), order.end(), 0);
  int64_t axis = search.getAxis();
  while (Operation *op = value.getDefiningOp()) {
    if (auto found = dyn_cast<ResizeOp>(op))
      resize = found;
    auto softmax = dyn_cast<SoftmaxOp>(op);
    auto transpose = dyn_cast<TransposeOp>(op);
    if (!resize && !transpose &&
        !(softmax && int64_t(softmax.getAxis()) == axis &&
          this->search.getKind() == Extremum::max))
      return;
    hasOtherReaders |= !value.hasOneUse();
    if (resize)
      return;
    if (transpose) {
      for (int64_t &dim : order)
        dim = transpose.getPermutation()[dim];
      axis = transpose.getPermutation()[axis];
    }
    between.push_back(op);
    value = op->getOperand(0);
  }
}

StringRef SegmentationHead::whyNot() const {
  ResizeOp enlarging = resize;
  ArgReduceOp finding = search;
  if (order[finding.getAxis()] != 3)
    return "it does not search the channels of the image";
  if (enlarging.getType().getNumElements() <=
      enlarging.getInput().getType().getNumElements())
    return "the image is not enlarged";
  if (hasOtherReaders)
    return "the enlarged image has other readers";
  return "";
}

void SegmentationHead::fuse(StringRef pass) {
  OpBuilder b(search);
  Location loc = search.getLoc();
  Value image = resize.getInput();
  RankedTensorType enlarged = resize.getType();
  auto small = ArgReduceOp::create(b, loc, search.getKind(), image, /*axis=*/3,
                                   search.getLast());
  SmallVector<int64_t> shape(enlarged.getShape());
  shape[3] = 1;
  bool isExact = resize.getMode() == ResizeMode::nearest;
  auto type = RankedTensorType::get(shape, small.getType().getElementType());
  Value result = ResizeOp::create(
      b, resize.getLoc(), type, ResizeMode::nearest, resize.getCoordinates(),
      small, resize.getScales(), resize.getRound(), resize.getCubicA(),
      /*exclude_outside=*/false);
  if (!llvm::is_sorted(order))
    result = TransposeOp::create(b, loc, result, order);
  search.replaceAllUsesWith(result);
  search.erase();
  for (Operation *op : between)
    op->erase();
  resize.erase();
  remarkPassed(
      loc, pass, "fused",
      Twine(enlarged.getNumElements()) + " -> " + Twine(type.getNumElements()) +
          " elements enlarged, " +
          (isExact ? "exact" : "initialised, borders of objects move"));
}

void FuseArgmaxResize::runOnOperation() {
  SmallVector<ArgReduceOp> searches;
  getOperation().walk([&](ArgReduceOp op) { searches.push_back(op); });
  for (ArgReduceOp search : searches) {
    SegmentationHead head(search);
    if (!head.resize)
      continue;
    StringRef reason = head.whyNot();
    if (reason.empty())
      head.fuse(getArgument());
    else
      remarkRefused(search.getLoc(), getArgument(), reason);
  }
}

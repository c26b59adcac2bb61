//===- Expressiveness.cpp - What a network can express, from its shape ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Accuracy/Expressiveness.h"
#include "dialects/Network/IR/Network.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>

using namespace mlir;
using namespace tenon;

namespace {
/// Which indices of a parameter's dimension hold more than padding.
class LiveChannels {
public:
  const llvm::BitVector &get(Value value, unsigned dim) {
    auto found = known.find({value, dim});
    if (found != known.end())
      return found->second;
    llvm::BitVector live = compute(value, dim);
    return known.try_emplace({value, dim}, std::move(live)).first->second;
  }

private:
  llvm::BitVector compute(Value value, unsigned dim);

  llvm::DenseMap<std::pair<Value, unsigned>, llvm::BitVector> known;
};
} // namespace

static int64_t getSize(Value value, unsigned dim) {
  return cast<RankedTensorType>(value.getType()).getDimSize(dim);
}

llvm::BitVector LiveChannels::compute(Value value, unsigned dim) {
  int64_t size = getSize(value, dim);
  if (auto pad = value.getDefiningOp<nn::ParamPadOp>()) {
    llvm::BitVector live = get(pad.getInput(), dim);
    live.resize(size, false);
    return live;
  }
  if (auto slice = value.getDefiningOp<nn::ParamSliceOp>()) {
    llvm::BitVector whole = get(slice.getInput(), dim), live(size);
    for (int64_t i = 0; i < size; ++i)
      live[i] = whole[slice.getOffsets()[dim] + i];
    return live;
  }
  if (auto concat = value.getDefiningOp<nn::ParamConcatOp>()) {
    llvm::BitVector live(size);
    int64_t at = 0;
    for (Value part : concat.getInputs()) {
      llvm::BitVector own = get(part, dim);
      if (dim != concat.getAxis()) {
        live |= own;
        continue;
      }
      for (unsigned i = 0; i < own.size(); ++i)
        live[at++] = own[i];
    }
    return live;
  }
  // The merged filter reads the channels that the expansion reads.
  if (auto merged = value.getDefiningOp<nn::ParamMergeFiltersOp>())
    if (dim == 3)
      return get(merged.getExpand(), 3);
  // A normalization and a split keep the channels that are read.
  if (auto norm = value.getDefiningOp<nn::ParamNormFilterOp>())
    return get(norm.getFilter(), dim);
  if (auto factor = value.getDefiningOp<nn::ParamFactorOp>())
    if (size == getSize(factor.getFilter(), dim))
      return get(factor.getFilter(), dim);
  return llvm::BitVector(size, true);
}

double tenon::getExpressiveness(ModuleOp module) {
  LiveChannels live;
  double sum = 0;
  auto add = [&](double fanIn, double positions) {
    sum += std::log(std::max(fanIn, 1.0)) * std::log1p(positions);
  };
  module.walk([&](Operation *op) {
    if (auto conv = dyn_cast<nn::Conv2DOp>(op)) {
      double kernel = double(conv.getKernelHeight() * conv.getKernelWidth());
      // The filter has as many input channels as a group.
      add(live.get(conv.getFilter(), 3).count() * kernel,
          double(conv.getType().getDimSize(1) * conv.getType().getDimSize(2)));
    } else if (auto product = dyn_cast<nn::FullyConnectedOp>(op)) {
      ArrayRef<int64_t> shape = product.getType().getShape();
      double positions = 1;
      // The first dimension is the batch.
      for (int64_t size : shape.drop_back().drop_front(shape.size() > 1))
        positions *= double(size);
      add(live.get(product.getWeight(), 1).count(), positions);
    }
  });
  return sum;
}

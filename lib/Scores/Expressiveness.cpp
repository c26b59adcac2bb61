//===- Expressiveness.cpp - Expressiveness of networks --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Scores/Expressiveness.h"
#include "dialects/Network/IR/Network.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>

using namespace mlir;
using namespace tenon;

namespace {
/// Determines which indices of the dimensions of a parameter contain more than
/// padding.
class LiveChannels {
public:
  using Key = std::pair<Value, unsigned>;

  const llvm::BitVector &get(Value value, unsigned dim);

private:
  static SmallVector<Key, 2> getSources(Value value, unsigned dim);
  llvm::BitVector compute(Value value, unsigned dim);

  llvm::DenseMap<Key, llvm::BitVector> known;
};
} // namespace

static int64_t getSize(Value value, unsigned dim) {
  return cast<RankedTensorType>(value.getType()).getDimSize(dim);
}

/// Returns the dimensions of operands that determine which indices are live;
/// none if all are live.
SmallVector<LiveChannels::Key, 2> LiveChannels::getSources(Value value,
                                                           unsigned dim) {
  Operation *op = value.getDefiningOp();
  if (isa_and_nonnull<nn::ParamPadOp, nn::ParamSliceOp, nn::ParamGatherOp,
                      nn::ParamNormFilterOp>(op))
    return {{op->getOperand(0), dim}};
  if (auto concat = dyn_cast_or_null<nn::ParamConcatOp>(op)) {
    SmallVector<Key, 2> parts;
    for (Value part : concat.getInputs())
      parts.push_back({part, dim});
    return parts;
  }
  // The merged filter has the input channels of the expansion.
  if (auto merged = dyn_cast_or_null<nn::ParamMergeFiltersOp>(op))
    if (dim == 3)
      return {{merged.getExpand(), 3}};
  // A split keeps the input channels.
  if (auto factor = dyn_cast_or_null<nn::ParamFactorOp>(op))
    if (getSize(value, dim) == getSize(factor.getFilter(), dim))
      return {{factor.getFilter(), dim}};
  return {};
}

llvm::BitVector LiveChannels::compute(Value value, unsigned dim) {
  unsigned size = unsigned(getSize(value, dim));
  SmallVector<Key, 2> sources = getSources(value, dim);
  if (sources.empty())
    return llvm::BitVector(size, true);
  if (auto concat = value.getDefiningOp<nn::ParamConcatOp>()) {
    llvm::BitVector live(size);
    unsigned at = 0;
    for (const Key &source : sources) {
      const llvm::BitVector &own = known.at(source);
      if (dim != concat.getAxis())
        live |= own;
      else
        for (unsigned i = 0; i < own.size(); ++i)
          live[at++] = own[i];
    }
    return live;
  }
  llvm::BitVector live = known.at(sources.front());
  if (auto slice = value.getDefiningOp<nn::ParamSliceOp>())
    live >>= unsigned(slice.getOffsets()[dim]);
  if (auto gather = value.getDefiningOp<nn::ParamGatherOp>())
    if (dim == gather.getAxis()) {
      // Padding has the lowest importance, so it is removed first.
      unsigned count = std::min(live.count(), size);
      live = llvm::BitVector(count, true);
    }
  live.resize(size, false);
  return live;
}

const llvm::BitVector &LiveChannels::get(Value value, unsigned dim) {
  // Uses an explicit stack because expressions may be deeply nested.
  SmallVector<Key> open = {{value, dim}};
  while (!open.empty()) {
    Key next = open.back();
    size_t before = open.size();
    for (const Key &source : getSources(next.first, next.second))
      if (!known.contains(source))
        open.push_back(source);
    if (open.size() > before)
      continue;
    if (!known.contains(next))
      known.try_emplace(next, compute(next.first, next.second));
    open.pop_back();
  }
  return known.at({value, dim});
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
      // The number of input channels of the filter is that of one group.
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

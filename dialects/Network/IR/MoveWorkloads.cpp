//===- MoveWorkloads.cpp - Copies of the operations that move -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Inference/InferenceDetail.h"
#include "dialects/Network/IR/Network.h"
#include "dialects/Network/IR/NetworkDetail.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using nn::impl::getRegion;
using nn::impl::getShape;
using nn::impl::product;

static Workload makeCopy() {
  Workload w;
  w.kind = WorkloadKind::Copy;
  return w;
}

Workload ConcatOp::getWorkload() {
  Workload w = makeCopy();
  TensorRegion whole = getRegion(getResult());
  int64_t offset = 0;
  for (Value input : getInputs()) {
    TensorRegion part = whole;
    part.sizes.assign(getShape(input).begin(), getShape(input).end());
    part.offset = offset * whole.strides[getAxis()];
    offset += part.sizes[getAxis()];
    w.copies.push_back({getRegion(input), part, int32_t(w.copies.size())});
  }
  return w;
}

Workload SliceOp::getWorkload() {
  Workload w = makeCopy();
  TensorRegion from = getRegion(getInput());
  for (size_t i = 0; i < from.sizes.size(); ++i) {
    from.offset += getOffsets()[i] * from.strides[i];
    from.strides[i] *= getStrides()[i];
    from.sizes[i] = getSizes()[i];
  }
  w.copies.push_back({from, getRegion(getResult())});
  return w;
}

/// Indices of a dimension of a padded tensor that are copied together.
namespace {
struct PadRun {
  int64_t to, from, size, step;
};
} // namespace

/// The runs of one dimension: a repeated edge is read again and again, a
/// mirrored border is read index by index.
static SmallVector<PadRun> getPadRuns(PadMode mode, int64_t low, int64_t size,
                                      int64_t high) {
  SmallVector<PadRun> runs = {{low, 0, size, 1}};
  if (mode == PadMode::edge) {
    if (low > 0)
      runs.push_back({0, 0, low, 0});
    if (high > 0)
      runs.push_back({low + size, size - 1, high, 0});
    return runs;
  }
  for (int64_t i = 0; i < low; ++i)
    runs.push_back({i, low - i, 1, 1});
  for (int64_t i = 0; i < high; ++i)
    runs.push_back({low + size + i, size - 2 - i, 1, 1});
  return runs;
}

/// Copies every block of a tensor whose border repeats its inside.
static void addPadCopies(PadOp op, Workload &w) {
  TensorRegion input = getRegion(op.getInput());
  w.copies.push_back({input, getRegion(op.getResult())});
  w.copies.front().to.sizes = input.sizes;
  for (size_t d = 0; d != input.sizes.size(); ++d) {
    SmallVector<RegionCopy, 2> blocks;
    for (const PadRun &run : getPadRuns(op.getMode(), op.getLow()[d],
                                        input.sizes[d], op.getHigh()[d]))
      for (RegionCopy copy : w.copies) {
        copy.from.sizes[d] = copy.to.sizes[d] = run.size;
        copy.from.offset += run.from * input.strides[d];
        copy.to.offset += run.to * copy.to.strides[d];
        copy.from.strides[d] *= run.step;
        blocks.push_back(copy);
      }
    w.copies = std::move(blocks);
  }
}

Workload PadOp::getWorkload() {
  Workload w = makeCopy();
  if (getMode() != PadMode::constant) {
    addPadCopies(*this, w);
    return w;
  }
  // The border is written as a whole, the inside over it.
  TensorRegion whole = getRegion(getResult());
  TensorRegion fill;
  fill.elementType = whole.elementType;
  w.copies.push_back({fill, whole});
  TensorRegion inside = whole;
  inside.sizes.assign(getInput().getType().getShape().begin(),
                      getInput().getType().getShape().end());
  for (size_t i = 0; i < inside.sizes.size(); ++i)
    inside.offset += getLow()[i] * whole.strides[i];
  w.copies.push_back({getRegion(getInput()), inside});
  return w;
}

Workload TransposeOp::getWorkload() {
  Workload w = makeCopy();
  TensorRegion from = getRegion(getInput());
  TensorRegion permuted = from;
  for (auto [i, dim] : llvm::enumerate(getPermutation())) {
    permuted.sizes[i] = from.sizes[dim];
    permuted.strides[i] = from.strides[dim];
  }
  w.copies.push_back({permuted, getRegion(getResult())});
  return w;
}

Workload BroadcastOp::getWorkload() {
  Workload w = makeCopy();
  TensorRegion from = getRegion(getInput());
  TensorRegion to = getRegion(getResult());
  size_t missing = to.sizes.size() - from.sizes.size();
  from.sizes.insert(from.sizes.begin(), missing, 1);
  from.strides.insert(from.strides.begin(), missing, 0);
  for (size_t i = 0; i < to.sizes.size(); ++i)
    if (from.sizes[i] != to.sizes[i]) {
      from.sizes[i] = to.sizes[i];
      from.strides[i] = 0;
    }
  w.copies.push_back({from, to});
  return w;
}

std::optional<SmallVector<int64_t>> GatherOp::getKnownIndices() {
  ElementsAttr elements;
  if (auto constant = getIndices().getDefiningOp<ConstantOp>())
    elements = constant.getValue();
  else if (auto parameter = getIndices().getDefiningOp<ParameterOp>())
    elements = parameter.getValueAttr();
  SmallVector<int64_t> indices;
  if (auto dense = dyn_cast_if_present<DenseIntElementsAttr>(elements)) {
    for (const APInt &index : dense.getValues<APInt>())
      indices.push_back(index.getSExtValue());
  } else if (auto resource =
                 dyn_cast_if_present<DenseI64ResourceElementsAttr>(elements)) {
    std::optional<ArrayRef<int64_t>> values = resource.tryGetAsArrayRef();
    if (!values)
      return std::nullopt;
    indices.assign(values->begin(), values->end());
  } else {
    return std::nullopt;
  }
  int64_t size = getShape(getInput())[getAxis()];
  for (int64_t &index : indices) {
    index += index < 0 ? size : 0;
    if (index < 0 || index >= size)
      return std::nullopt;
  }
  return indices;
}

Workload GatherOp::getWorkload() {
  Workload w = makeCopy();
  ArrayRef<int64_t> shape = getShape(getInput());
  int64_t axis = getAxis(), size = shape[axis];
  int64_t outer = product(shape.take_front(axis));
  int64_t inner = product(shape.drop_front(axis + 1));
  auto makeRegion = [&](Value value, int64_t pitch, int64_t first,
                        int64_t count) {
    TensorRegion region = getRegion(value);
    region.sizes = {outer, count, inner};
    region.strides = {pitch * inner, inner, 1};
    region.offset = first * inner;
    return region;
  };
  std::optional<SmallVector<int64_t>> known = getKnownIndices();
  int64_t count = product(getShape(getIndices()));
  // Which slices are picked is known at run time only: each is read by itself,
  // as if all were the first one.
  if (!known) {
    RegionCopy copy = {makeRegion(getInput(), size, 0, count),
                       makeRegion(getResult(), count, 0, count)};
    copy.from.strides[1] = 0;
    w.copies.push_back(std::move(copy));
    return w;
  }
  ArrayRef<int64_t> indices = *known;
  for (int64_t first = 0, last; first < count; first = last) {
    for (last = first + 1;
         last < count && indices[last] == indices[last - 1] + 1;)
      ++last;
    w.copies.push_back(
        {makeRegion(getInput(), size, indices[first], last - first),
         makeRegion(getResult(), count, first, last - first)});
  }
  return w;
}

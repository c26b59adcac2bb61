//===- ResizeChannels.cpp - Gives channel groups other sizes --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ResizeChannels.h"
#include "ChannelImportance.h"
#include "dialects/Network/IR/Network.h"
#include "llvm/ADT/MapVector.h"

using namespace mlir;
using namespace tenon;

static RankedTensorType typeOf(Value value) {
  return cast<RankedTensorType>(value.getType());
}

namespace {
/// Builds the expressions of parameters.
class ParameterResizer {
public:
  /// `picks` has the units that a group keeps; without them it keeps the first.
  ParameterResizer(OpBuilder &b, const ChannelGroups &groups,
                   ArrayRef<int64_t> sizes, ArrayRef<Value> picks)
      : b(b), groups(groups), sizes(sizes), picks(picks) {}

  Value resize(Value parameter, ArrayRef<const GroupedDim *> dims);

private:
  Value resizeUnits(Value value, unsigned at, unsigned group);
  Value resizeRun(Value value, unsigned at, GroupRun run);
  Value resizeRow(Value value, unsigned at, ArrayRef<GroupRun> row);
  Value resizeDim(Value value, const GroupedDim &dim);
  Value pad(Value value, ArrayRef<int64_t> shape);

  OpBuilder &b;
  const ChannelGroups &groups;
  ArrayRef<int64_t> sizes;
  ArrayRef<Value> picks;
};
} // namespace

/// Appends zeros.
Value ParameterResizer::pad(Value value, ArrayRef<int64_t> shape) {
  ArrayRef<int64_t> old = typeOf(value).getShape();
  SmallVector<int64_t> zeros;
  for (auto [was, wanted] : llvm::zip_equal(old, shape))
    zeros.push_back(std::max<int64_t>(wanted - was, 0));
  if (llvm::all_of(zeros, [](int64_t n) { return n == 0; }))
    return value;
  return nn::ParamPadOp::create(b, value.getLoc(), value, zeros);
}

/// A dimension that is the units of a group: those that stay, or zeros behind.
Value ParameterResizer::resizeUnits(Value value, unsigned at, unsigned group) {
  SmallVector<int64_t> shape(typeOf(value).getShape());
  bool isShorter = sizes[group] < shape[at];
  shape[at] = sizes[group];
  if (!isShorter)
    return pad(value, shape);
  if (picks[group])
    return nn::ParamGatherOp::create(b, value.getLoc(), value, picks[group],
                                     at);
  SmallVector<int64_t> offsets(shape.size(), 0);
  return nn::ParamSliceOp::create(b, value.getLoc(), value, offsets, shape);
}

/// The units of one group, each `inner` times in sequence.
Value ParameterResizer::resizeRun(Value value, unsigned at, GroupRun run) {
  if (run.inner == 1)
    return resizeUnits(value, at, run.group);
  int64_t units = groups.getGroups()[run.group].size;
  value = splitDim(b, value.getLoc(), value, at, {units, run.inner});
  value = resizeUnits(value, at, run.group);
  return mergeDims(b, value.getLoc(), value, at);
}

/// Several groups: each by itself, then put together.
Value ParameterResizer::resizeRow(Value value, unsigned at,
                                  ArrayRef<GroupRun> row) {
  if (row.size() == 1)
    return resizeRun(value, at, row.front());
  SmallVector<Value> parts;
  SmallVector<int64_t> shape(typeOf(value).getShape());
  SmallVector<int64_t> offsets(shape.size(), 0);
  for (GroupRun run : row) {
    shape[at] = groups.getGroups()[run.group].size * run.inner;
    Value part =
        nn::ParamSliceOp::create(b, value.getLoc(), value, offsets, shape);
    offsets[at] += shape[at];
    parts.push_back(resizeRun(part, at, run));
  }
  return nn::ParamConcatOp::create(b, value.getLoc(), parts, at);
}

/// Rows of the same runs are one dimension of their own.
Value ParameterResizer::resizeDim(Value value, const GroupedDim &dim) {
  unsigned at = dim.dim.dim;
  ArrayRef<GroupRun> row = getRow(dim);
  int64_t rows = int64_t(dim.runs.size() / row.size());
  if (rows == 1)
    return resizeRow(value, at, row);
  int64_t length = typeOf(value).getDimSize(at) / rows;
  value = splitDim(b, value.getLoc(), value, at, {rows, length});
  value = resizeRow(value, at + 1, row);
  return mergeDims(b, value.getLoc(), value, at);
}

Value ParameterResizer::resize(Value parameter,
                               ArrayRef<const GroupedDim *> dims) {
  Value value = parameter;
  SmallVector<int64_t> shape(typeOf(parameter).getShape());
  for (const GroupedDim *dim : dims) {
    shape[dim->dim.dim] = dim->getSize(sizes);
    // Zeros behind several dimensions are appended together.
    bool isWider = dim->runs.size() == 1 && dim->runs.front().inner == 1 &&
                   shape[dim->dim.dim] > typeOf(value).getDimSize(dim->dim.dim);
    if (!isWider)
      value = resizeDim(value, *dim);
  }
  return pad(value, shape);
}

namespace {
/// The dimensions that change, by value in the order of the function.
using ChangedDims = llvm::MapVector<Value, SmallVector<const GroupedDim *, 2>>;
} // namespace

static void resizeParameters(func::FuncOp function, const ChannelGroups &groups,
                             ArrayRef<int64_t> sizes,
                             const ChangedDims &changed) {
  OpBuilder b(function.getContext());
  // Which channels stay depends on parameters that may stand further down.
  bool isShorter = false;
  for (auto [group, size] : llvm::zip_equal(groups.getGroups(), sizes))
    isShorter |= size < group.size;
  SmallVector<Value> picks(sizes.size());
  if (isShorter) {
    b.setInsertionPoint(hoistParameters(function));
    picks = pickUnits(b, groups, sizes);
  }
  ParameterResizer resizer(b, groups, sizes, picks);
  for (const auto &[value, dims] : changed) {
    if (!nn::isParameter(value))
      continue;
    SmallVector<OpOperand *> uses;
    for (OpOperand &use : value.getUses())
      if (!use.getOwner()->hasTrait<nn::ParameterExpression>())
        uses.push_back(&use);
    if (uses.empty())
      continue;
    if (!isShorter)
      b.setInsertionPointAfterValue(value);
    Value resized = resizer.resize(value, dims);
    for (OpOperand *use : uses)
      use->set(resized);
  }
}

/// The dimensions that have other sizes.
static ChangedDims findChanged(const ChannelGroups &groups,
                               ArrayRef<int64_t> sizes) {
  ChangedDims changed;
  for (const GroupedDim &dim : groups.getDims())
    if (llvm::any_of(dim.runs, [&](GroupRun run) {
          return groups.getGroups()[run.group].size != sizes[run.group];
        }))
      changed[dim.dim.value].push_back(&dim);
  return changed;
}

static SmallVector<int64_t> getNewShape(Value value,
                                        ArrayRef<const GroupedDim *> dims,
                                        ArrayRef<int64_t> sizes) {
  SmallVector<int64_t> shape(typeOf(value).getShape());
  for (const GroupedDim *dim : dims)
    shape[dim->dim.dim] = dim->getSize(sizes);
  return shape;
}

/// Where index `at` of a dimension is when groups have other sizes; runs begin
/// wherever an operation needs to know.
static int64_t moveIndex(const GroupedDim &dim, const ChannelGroups &groups,
                         ArrayRef<int64_t> sizes, int64_t at) {
  int64_t old = 0, now = 0;
  for (GroupRun run : dim.runs) {
    if (old >= at)
      break;
    old += groups.getGroups()[run.group].size * run.inner;
    now += sizes[run.group] * run.inner;
  }
  return now + at - old;
}

static void refresh(ChannelOpInterface op, const ChannelGroups &groups,
                    ArrayRef<int64_t> sizes, const ChangedDims &changed) {
  Value first = op->getNumOperands() ? op->getOperand(0) : Value();
  op.refreshChannels([&](unsigned dim, int64_t at) {
    auto found = changed.find(first);
    if (found != changed.end())
      for (const GroupedDim *own : found->second)
        if (own->dim.dim == dim)
          return moveIndex(*own, groups, sizes, at);
    return at;
  });
}

FailureOr<unsigned> tenon::resizeChannels(func::FuncOp function,
                                          const ChannelGroups &groups,
                                          ArrayRef<int64_t> sizes,
                                          StringRef pass) {
  unsigned numChanged = 0;
  for (auto [group, size] : llvm::zip_equal(groups.getGroups(), sizes))
    numChanged += group.size != size;
  if (!numChanged)
    return 0u;
  ChangedDims changed = findChanged(groups, sizes);
  for (const auto &[value, dims] : changed)
    if (!nn::isSupportedShape(getNewShape(value, dims, sizes)))
      return emitError(value.getLoc())
             << pass << ": expected tensors of at most 2^32 elements, but one "
             << "of type " << value.getType() << " would be larger";
  resizeParameters(function, groups, sizes, changed);
  for (const auto &[value, dims] : changed) {
    if (nn::isParameter(value))
      continue;
    Value resized = value;
    resized.setType(RankedTensorType::get(getNewShape(value, dims, sizes),
                                          typeOf(value).getElementType()));
  }
  for (Operation &op : function.getBody().front())
    if (auto channels = dyn_cast<ChannelOpInterface>(op))
      refresh(channels, groups, sizes, changed);
  return numChanged;
}

//===- ResizeChannels.cpp - Gives channel groups other sizes --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ResizeChannels.h"
#include "dialects/Network/IR/Network.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace mlir;
using namespace tenon;

namespace {
/// Builds the expression of one parameter.
class ParameterResizer {
public:
  ParameterResizer(Value parameter, const ChannelGroups &groups,
                   ArrayRef<int64_t> sizes)
      : groups(groups), sizes(sizes), loc(parameter.getLoc()),
        b(parameter.getContext()) {
    b.setInsertionPointAfterValue(parameter);
  }

  /// One run of channels: drop the last ones or append zeros in each dimension.
  Value resize(Value value, ArrayRef<int64_t> shape) {
    ArrayRef<int64_t> old = typeOf(value).getShape();
    SmallVector<int64_t> cut(old), zeros(old.size(), 0), offsets(old.size(), 0);
    for (size_t i = 0; i < old.size(); ++i) {
      cut[i] = std::min(old[i], shape[i]);
      zeros[i] = shape[i] - cut[i];
    }
    if (ArrayRef<int64_t>(cut) != old)
      value = nn::ParamSliceOp::create(b, loc, value, offsets, cut);
    if (llvm::any_of(zeros, [](int64_t n) { return n != 0; }))
      value = nn::ParamPadOp::create(b, loc, value, zeros);
    return value;
  }

  /// Several runs along one dimension, or one of repeated channels: each by
  /// itself, then put together.
  Value resizeRuns(Value value, const GroupedDim &dim) {
    // Rows of the same runs, such as a flattened image has, are one dimension
    // of their own.
    ArrayRef<GroupRun> runs = dim.runs;
    size_t period = getPeriod(runs);
    unsigned at = dim.dim.dim;
    SmallVector<int64_t> shape(typeOf(value).getShape());
    int64_t rows = int64_t(runs.size() / period);
    if (rows > 1) {
      value = reshape(value, at, {rows, shape[at] / rows});
      ++at;
    }
    value = resizeRow(value, at, runs.take_front(period));
    if (rows > 1)
      value = merge(value, at - 1);
    return value;
  }

private:
  static RankedTensorType typeOf(Value value) {
    return cast<RankedTensorType>(value.getType());
  }

  /// The length of the shortest row that runs repeat.
  static size_t getPeriod(ArrayRef<GroupRun> runs) {
    for (size_t period = 1; period < runs.size(); ++period)
      if (runs.size() % period == 0 &&
          runs.drop_front(period) == runs.drop_back(period))
        return period;
    return runs.size();
  }

  /// Dimension `at` as two.
  Value reshape(Value value, unsigned at, ArrayRef<int64_t> parts) {
    SmallVector<int64_t> shape(typeOf(value).getShape());
    shape.erase(shape.begin() + at);
    shape.insert(shape.begin() + at, parts.begin(), parts.end());
    return nn::ParamReshapeOp::create(b, loc, value, shape);
  }
  /// Dimension `at` and the one behind it as one.
  Value merge(Value value, unsigned at) {
    SmallVector<int64_t> shape(typeOf(value).getShape());
    shape[at] *= shape[at + 1];
    shape.erase(shape.begin() + at + 1);
    return nn::ParamReshapeOp::create(b, loc, value, shape);
  }

  /// The channels of one group, each `inner` times in sequence.
  Value resizeRun(Value value, unsigned at, GroupRun run) {
    if (run.inner > 1)
      value =
          reshape(value, at, {groups.getGroups()[run.group].size, run.inner});
    SmallVector<int64_t> wanted(typeOf(value).getShape());
    wanted[at] = sizes[run.group];
    value = resize(value, wanted);
    return run.inner > 1 ? merge(value, at) : value;
  }

  Value resizeRow(Value value, unsigned at, ArrayRef<GroupRun> row) {
    if (row.size() == 1)
      return resizeRun(value, at, row.front());
    SmallVector<Value> parts;
    SmallVector<int64_t> shape(typeOf(value).getShape());
    SmallVector<int64_t> offsets(shape.size(), 0);
    for (GroupRun run : row) {
      shape[at] = groups.getGroups()[run.group].size * run.inner;
      Value part = nn::ParamSliceOp::create(b, loc, value, offsets, shape);
      offsets[at] += shape[at];
      parts.push_back(resizeRun(part, at, run));
    }
    return nn::ParamConcatOp::create(b, loc, parts, at);
  }

  const ChannelGroups &groups;
  ArrayRef<int64_t> sizes;
  Location loc;
  OpBuilder b;
};
} // namespace

static void resizeParameter(Value parameter,
                            ArrayRef<const GroupedDim *> changed,
                            const ChannelGroups &groups,
                            ArrayRef<int64_t> sizes) {
  SmallVector<OpOperand *> uses;
  for (OpOperand &use : parameter.getUses())
    if (!use.getOwner()->hasTrait<nn::ParameterExpression>())
      uses.push_back(&use);
  ParameterResizer resizer(parameter, groups, sizes);
  Value value = parameter;
  SmallVector<int64_t> shape(
      cast<RankedTensorType>(parameter.getType()).getShape());
  for (const GroupedDim *dim : changed) {
    if (dim->runs.size() > 1 || dim->runs.front().inner > 1)
      value = resizer.resizeRuns(value, *dim);
    shape[dim->dim.dim] = dim->getSize(sizes);
  }
  value = resizer.resize(value, shape);
  for (OpOperand *use : uses)
    use->set(value);
}

unsigned tenon::resizeChannels(func::FuncOp function,
                               const ChannelGroups &groups,
                               ArrayRef<int64_t> sizes) {
  unsigned numChanged = 0;
  for (auto [group, size] : llvm::zip_equal(groups.getGroups(), sizes))
    numChanged += group.size != size;
  if (!numChanged)
    return 0;
  llvm::MapVector<Value, SmallVector<const GroupedDim *, 2>> changed;
  for (const GroupedDim &dim : groups.getDims())
    if (llvm::any_of(dim.runs, [&](GroupRun run) {
          return groups.getGroups()[run.group].size != sizes[run.group];
        }))
      changed[dim.dim.value].push_back(&dim);
  for (const auto &[value, dims] : changed) {
    if (nn::isParameter(value)) {
      resizeParameter(value, dims, groups, sizes);
      continue;
    }
    auto type = cast<RankedTensorType>(value.getType());
    SmallVector<int64_t> shape(type.getShape());
    for (const GroupedDim *dim : dims)
      shape[dim->dim.dim] = dim->getSize(sizes);
    Value resized = value;
    resized.setType(RankedTensorType::get(shape, type.getElementType()));
  }
  for (Operation &op : function.getBody().front())
    if (auto channels = dyn_cast<ChannelOpInterface>(op))
      channels.refreshChannels();
  return numChanged;
}

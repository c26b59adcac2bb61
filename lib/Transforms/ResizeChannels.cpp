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

  /// Several runs along one dimension: each by itself, then put together.
  Value resizeRuns(Value value, const GroupedDim &dim) {
    SmallVector<Value> parts;
    SmallVector<int64_t> shape(typeOf(value).getShape());
    SmallVector<int64_t> offsets(shape.size(), 0);
    for (unsigned group : dim.groups) {
      shape[dim.dim.dim] = groups.getGroups()[group].size;
      Value part = nn::ParamSliceOp::create(b, loc, value, offsets, shape);
      offsets[dim.dim.dim] += shape[dim.dim.dim];
      SmallVector<int64_t> wanted(shape);
      wanted[dim.dim.dim] = sizes[group];
      parts.push_back(resize(part, wanted));
    }
    return nn::ParamConcatOp::create(b, loc, parts, dim.dim.dim);
  }

private:
  static RankedTensorType typeOf(Value value) {
    return cast<RankedTensorType>(value.getType());
  }

  const ChannelGroups &groups;
  ArrayRef<int64_t> sizes;
  Location loc;
  OpBuilder b;
};
} // namespace

static int64_t getNewSize(const GroupedDim &dim, ArrayRef<int64_t> sizes) {
  int64_t size = 0;
  for (unsigned group : dim.groups)
    size += sizes[group];
  return size;
}

/// Replaces a parameter by an expression of the new shape, for all but the
/// expressions that read it.
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
  for (const GroupedDim *dim : changed)
    if (dim->groups.size() > 1)
      value = resizer.resizeRuns(value, *dim);
    else
      shape[dim->dim.dim] = getNewSize(*dim, sizes);
  for (const GroupedDim *dim : changed)
    if (dim->groups.size() > 1)
      shape[dim->dim.dim] = getNewSize(*dim, sizes);
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
    for (unsigned group : dim.groups)
      if (groups.getGroups()[group].size != sizes[group]) {
        changed[dim.dim.value].push_back(&dim);
        break;
      }
  for (const auto &[value, dims] : changed) {
    if (nn::isParameter(value)) {
      resizeParameter(value, dims, groups, sizes);
      continue;
    }
    auto type = cast<RankedTensorType>(value.getType());
    SmallVector<int64_t> shape(type.getShape());
    for (const GroupedDim *dim : dims)
      shape[dim->dim.dim] = getNewSize(*dim, sizes);
    Value resized = value;
    resized.setType(RankedTensorType::get(shape, type.getElementType()));
  }
  for (Operation &op : function.getBody().front())
    if (auto channels = dyn_cast<ChannelOpInterface>(op))
      channels.refreshChannels();
  return numChanged;
}

//===- ChannelImportance.cpp - Which channels of a group matter -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ChannelImportance.h"
#include "dialects/Network/IR/Network.h"

using namespace mlir;
using namespace tenon;

static RankedTensorType typeOf(Value value) {
  return cast<RankedTensorType>(value.getType());
}

ArrayRef<GroupRun> tenon::getRow(const GroupedDim &dim) {
  ArrayRef<GroupRun> runs = dim.runs;
  for (size_t period = 1; period < runs.size(); ++period)
    if (runs.size() % period == 0 &&
        runs.drop_front(period) == runs.drop_back(period))
      return runs.take_front(period);
  return runs;
}

Value tenon::splitDim(OpBuilder &b, Location loc, Value value, unsigned at,
                      ArrayRef<int64_t> parts) {
  SmallVector<int64_t> shape(typeOf(value).getShape());
  shape.erase(shape.begin() + at);
  shape.insert(shape.begin() + at, parts.begin(), parts.end());
  return nn::ParamReshapeOp::create(b, loc, value, shape);
}

Value tenon::mergeDims(OpBuilder &b, Location loc, Value value, unsigned at) {
  SmallVector<int64_t> shape(typeOf(value).getShape());
  shape[at] *= shape[at + 1];
  shape.erase(shape.begin() + at + 1);
  return nn::ParamReshapeOp::create(b, loc, value, shape);
}

Operation *tenon::hoistParameters(func::FuncOp function) {
  Block &block = function.getBody().front();
  Operation *first = nullptr;
  for (Operation &op : llvm::make_early_inc_range(block))
    if (!op.hasTrait<nn::ParameterExpression>())
      first = first ? first : &op;
    else if (first)
      op.moveBefore(first);
  return first;
}

/// An operation reads the parameter, and its magnitude says what a channel
/// matters.
static bool isWeight(Value value) {
  return nn::isParameter(value) &&
         isa<FloatType>(typeOf(value).getElementType()) &&
         llvm::any_of(value.getUses(), [](OpOperand &use) {
           auto reader = dyn_cast<ChannelOpInterface>(use.getOwner());
           return reader && !nn::isParameter(reader->getResult(0)) &&
                  reader.isWeight(use.getOperandNumber());
         });
}

namespace {
/// The weights of each group that gets smaller, each with one dimension that
/// is the units of the group.
class WeightCollector {
public:
  struct Weights {
    SmallVector<Value> values;
    SmallVector<int64_t> axes;
  };

  WeightCollector(OpBuilder &b, const ChannelGroups &groups,
                  ArrayRef<int64_t> sizes)
      : weights(groups.getGroups().size()), b(b), groups(groups), sizes(sizes) {
  }

  void add(const GroupedDim &dim);

  std::vector<Weights> weights;

private:
  bool isShrunk(unsigned group) const {
    return sizes[group] < groups.getGroups()[group].size;
  }
  void addRun(Value value, unsigned at, GroupRun run);

  OpBuilder &b;
  const ChannelGroups &groups;
  ArrayRef<int64_t> sizes;
};
} // namespace

void WeightCollector::addRun(Value value, unsigned at, GroupRun run) {
  if (run.inner > 1)
    value = splitDim(b, value.getLoc(), value, at,
                     {groups.getGroups()[run.group].size, run.inner});
  weights[run.group].values.push_back(value);
  weights[run.group].axes.push_back(at);
}

void WeightCollector::add(const GroupedDim &dim) {
  Value value = dim.dim.value;
  unsigned at = dim.dim.dim;
  auto isWanted = [&](GroupRun run) { return isShrunk(run.group); };
  if (llvm::none_of(dim.runs, isWanted) || !isWeight(value))
    return;
  ArrayRef<GroupRun> row = getRow(dim);
  if (int64_t rows = int64_t(dim.runs.size() / row.size()); rows > 1) {
    int64_t length = typeOf(value).getDimSize(at) / rows;
    value = splitDim(b, value.getLoc(), value, at, {rows, length});
    ++at;
  }
  if (row.size() == 1)
    return addRun(value, at, row.front());
  SmallVector<int64_t> shape(typeOf(value).getShape());
  SmallVector<int64_t> offsets(shape.size(), 0);
  for (GroupRun run : row) {
    shape[at] = groups.getGroups()[run.group].size * run.inner;
    if (isWanted(run))
      addRun(nn::ParamSliceOp::create(b, value.getLoc(), value, offsets, shape),
             at, run);
    offsets[at] += shape[at];
  }
}

SmallVector<Value> tenon::pickUnits(OpBuilder &b, const ChannelGroups &groups,
                                    ArrayRef<int64_t> sizes) {
  WeightCollector collector(b, groups, sizes);
  for (const GroupedDim &dim : groups.getDims())
    collector.add(dim);
  SmallVector<Value> picks(sizes.size());
  for (auto [i, weights] : llvm::enumerate(collector.weights)) {
    if (weights.values.empty())
      continue;
    Location loc = groups.getGroups()[i].first.value.getLoc();
    Value importance =
        nn::ParamImportanceOp::create(b, loc, weights.values, weights.axes);
    picks[i] = nn::ParamTopOp::create(b, loc, importance, sizes[i]);
  }
  return picks;
}

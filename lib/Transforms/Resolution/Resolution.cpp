//===- Resolution.cpp - Inputs of other sizes -----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Resolution.h"
#include "dialects/Network/IR/Network.h"

using namespace mlir;
using namespace tenon;

ScaledShape &ResolutionScaler::getShape(Value value) {
  auto [it, isNew] = shapes.try_emplace(value);
  auto type = dyn_cast<RankedTensorType>(value.getType());
  if (isNew && type)
    for (int64_t size : type.getShape())
      it->second.push_back(ScaledDim::plain(size, size));
  return it->second;
}

bool ResolutionScaler::isChanged(ArrayRef<ScaledDim> shape) {
  return llvm::any_of(shape,
                      [](const ScaledDim &dim) { return dim.isChanged(); });
}

void ResolutionScaler::setShape(Value value, ScaledShape shape) {
  SmallVector<int64_t> now;
  for (const ScaledDim &dim : shape)
    now.push_back(dim.getTotal().now);
  // Rows and columns of images.
  if (shape.size() == 4 && value.getDefiningOp())
    for (unsigned axis : {0, 1})
      noteSize(axis, shape[axis + 1].getTotal());
  isTooLarge |= !nn::isSupportedShape(now);
  auto type = cast<RankedTensorType>(value.getType());
  value.setType(RankedTensorType::get(now, type.getElementType()));
  shapes[value] = std::move(shape);
}

void ResolutionScaler::noteSize(unsigned axis, Extent size) {
  if (size.old == size.now)
    return;
  auto [it, isNew] = sizes[axis].try_emplace(size.old, size.now);
  if (!isNew && it->second != size.now)
    it->second = 0;
}

std::optional<int64_t> ResolutionScaler::findSize(unsigned axis,
                                                  int64_t old) const {
  auto found = sizes[axis].find(old);
  if (found == sizes[axis].end() || found->second == 0)
    return std::nullopt;
  return found->second;
}

InFlightDiagnostic ResolutionScaler::report(Operation *op) {
  return emitError(op->getLoc())
         << pass << ": '" << op->getName() << "' does not follow: "
         << (isTooLarge ? "a tensor would have more than 2^32 elements; " : "");
}

bool ResolutionScaler::resample(OpOperand &operand, unsigned dim,
                                const ScaledDim &wanted, bool keepSum) {
  Value parameter = operand.get();
  auto type = dyn_cast<RankedTensorType>(parameter.getType());
  if (!nn::isParameter(parameter) || !isa<FloatType>(type.getElementType()) ||
      type.getDimSize(dim) != wanted.getTotal().old)
    return false;
  OpBuilder b(operand.getOwner());
  b.setInsertionPointAfterValue(parameter);
  Location loc = parameter.getLoc();
  SmallVector<int64_t> whole(type.getShape());
  SmallVector<int64_t> offsets(whole.size(), 0);
  SmallVector<Value> parts;
  for (const ExtentProduct &part : wanted.parts) {
    Extent own = part.getTotal();
    SmallVector<int64_t> shape(whole), split(whole), sampled(whole),
        merged(whole);
    shape[dim] = own.old;
    merged[dim] = own.now;
    Value value = parameter;
    if (wanted.parts.size() > 1)
      value = nn::ParamSliceOp::create(b, loc, value, offsets, shape);
    offsets[dim] += own.old;
    parts.push_back(value);
    if (own.old == own.now)
      continue;
    split.erase(split.begin() + dim);
    sampled = split;
    for (Extent factor : llvm::reverse(part.factors)) {
      split.insert(split.begin() + dim, factor.old);
      sampled.insert(sampled.begin() + dim, factor.now);
    }
    if (!nn::isSupportedShape(sampled)) {
      isTooLarge = true;
      return false;
    }
    if (part.factors.size() > 1)
      value = nn::ParamReshapeOp::create(b, loc, value, split);
    value = nn::ParamResampleOp::create(b, loc, value, sampled, keepSum);
    if (part.factors.size() > 1)
      value = nn::ParamReshapeOp::create(b, loc, value, merged);
    parts.back() = value;
  }
  Value result = parts.size() == 1
                     ? parts.front()
                     : nn::ParamConcatOp::create(b, loc, parts, dim);
  ScaledShape shape = getShape(parameter);
  shape[dim] = wanted;
  shapes[result] = std::move(shape);
  operand.set(result);
  return true;
}

void ResolutionScaler::setInput(unsigned argument, unsigned dim, int64_t size,
                                std::optional<unsigned> axis) {
  Value value = function.getArgument(argument);
  ScaledShape shape = getShape(value);
  Extent extent{shape[dim].getTotal().old, size};
  shape[dim] = ScaledDim::plain(extent.old, extent.now);
  if (axis)
    noteSize(*axis, extent);
  setShape(value, std::move(shape));
}

LogicalResult ResolutionScaler::run() {
  if (isTooLarge)
    return emitError(function.getLoc())
           << pass << ": an input would have more than 2^32 elements";
  Block &block = function.getBody().front();
  for (Operation &op : llvm::make_early_inc_range(block.without_terminator())) {
    if (op.hasTrait<nn::ParameterExpression>())
      continue;
    if (failed(follow(&op)))
      return failure();
  }
  function.setType(FunctionType::get(function.getContext(),
                                     block.getArgumentTypes(),
                                     block.getTerminator()->getOperandTypes()));
  return success();
}

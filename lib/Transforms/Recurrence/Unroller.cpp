//===- Unroller.cpp - The steps of a recurrent cell -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Unroller.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;

/// Steps of a cell are one layer if they have one name; a cell without is named
/// after its kind and its line.
static Location getNamedLoc(Operation *cell) {
  Location loc = cell->getLoc();
  if (!getLocName(loc).empty())
    return loc;
  std::string name = cell->getName().getStringRef().str();
  if (auto line = loc->findInstanceOf<FileLineColLoc>())
    name += ":" + std::to_string(line.getLine());
  return NameLoc::get(StringAttr::get(cell->getContext(), name), loc);
}

Unroller::Unroller(OpResult sequence, bool isReverse)
    : b(sequence.getOwner()), loc(getNamedLoc(sequence.getOwner())),
      isReverse(isReverse) {
  auto type = cast<RankedTensorType>(sequence.getType());
  steps = type.getDimSize(0);
  rows = type.getDimSize(1);
  size = type.getDimSize(2);
}

Value Unroller::slice(Value x, int64_t dim, int64_t offset, int64_t count) {
  auto type = cast<RankedTensorType>(x.getType());
  SmallVector<int64_t> offsets(type.getRank(), 0), strides(type.getRank(), 1);
  SmallVector<int64_t> sizes(type.getShape());
  if (sizes[dim] == count)
    return x;
  offsets[dim] = offset;
  sizes[dim] = count;
  if (isParameter(x))
    return ParamSliceOp::create(b, x.getLoc(), x, offsets, sizes);
  return SliceOp::create(b, loc, x, offsets, sizes, strides);
}

Value Unroller::getGates(Value x, int64_t first, int64_t count) {
  int64_t last = cast<RankedTensorType>(x.getType()).getRank() - 1;
  return slice(x, last, first * size, count * size);
}

Value Unroller::getRows(Value weight, int64_t first, int64_t count) {
  return slice(weight, 0, first * size, count * size);
}

Value Unroller::product(Value x, Value weight, Value bias) {
  return FullyConnectedOp::create(b, loc, x, weight, bias, ActivationAttr());
}

Value Unroller::activate(Value x, ActivationKind kind) {
  auto attr = ActivationAttr::get(b.getContext(), kind, ArrayRef<float>());
  return ActivationOp::create(b, loc, x, attr);
}

void Unroller::projectInput(Value x, Value weight, Value bias, Value second) {
  if (!bias)
    std::swap(bias, second);
  projected = product(x, weight, bias);
  if (second)
    projected = add(projected, second);
}

Value Unroller::toStep(Value state) {
  if (!state)
    return {};
  Type element = cast<RankedTensorType>(state.getType()).getElementType();
  auto type = RankedTensorType::get({1, rows, size}, element);
  if (isParameter(state))
    return ParamReshapeOp::create(b, state.getLoc(), state, type.getShape());
  return ReshapeOp::create(b, loc, type, state);
}

Value Unroller::fromStep(Value state) {
  Type element = cast<RankedTensorType>(state.getType()).getElementType();
  return ReshapeOp::create(b, loc, RankedTensorType::get({rows, size}, element),
                           state);
}

void Unroller::runSteps(Value all, Value last,
                        llvm::function_ref<Value(int64_t)> step) {
  SmallVector<Value> states(steps);
  Value state;
  for (int64_t i = 0; i < steps; ++i) {
    int64_t t = isReverse ? steps - 1 - i : i;
    state = states[t] = step(t);
  }
  if (!all.use_empty())
    all.replaceAllUsesWith(
        steps == 1 ? state : ConcatOp::create(b, loc, states, 0).getResult());
  if (!last.use_empty())
    last.replaceAllUsesWith(fromStep(state));
}

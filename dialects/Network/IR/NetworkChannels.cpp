//===- NetworkChannels.cpp - How the nn operations tie channels -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Network.h"
#include "dialects/Network/IR/NetworkDetail.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;

static unsigned getRank(Value value) {
  return cast<RankedTensorType>(value.getType()).getRank();
}

static int64_t getSize(Value value, unsigned dim) {
  return cast<RankedTensorType>(value.getType()).getDimSize(dim);
}

static ChannelDim lastOf(Value value) { return {value, getRank(value) - 1}; }

static void freeAll(Value value, ChannelTies &ties) {
  for (unsigned i = 0, e = getRank(value); i < e; ++i)
    ties.free({value, i});
}

void nn::impl::tieBroadcast(Operation *op, ChannelTies &ties) {
  Value result = op->getResult(0);
  unsigned rank = getRank(result);
  for (Value operand : op->getOperands()) {
    unsigned missing = rank - getRank(operand);
    for (unsigned i = 0, e = getRank(operand); i < e; ++i)
      if (getSize(operand, i) == getSize(result, missing + i))
        ties.tie({result, missing + i}, {operand, i});
  }
}

void nn::impl::pinSingular(Operation *op, ChannelTies &ties) {
  Value result = op->getResult(0);
  tieBroadcast(op, ties);
  for (unsigned i = 0, e = getRank(result); i < e; ++i)
    ties.pin({result, i}, "not finite for channels of zeros");
}

void nn::impl::tieQuotient(Operation *op, ChannelTies &ties) {
  Value divisor = op->getOperand(1);
  if (getRank(divisor) == 0 || getSize(divisor, getRank(divisor) - 1) == 1)
    tieBroadcast(op, ties);
  else
    pinSingular(op, ties);
}

//===----------------------------------------------------------------------===//
// Parameters: as far as they are concerned, any size will do
//===----------------------------------------------------------------------===//

void nn::impl::freeOperandsAndResult(Operation *op, ChannelTies &ties) {
  for (Value operand : op->getOperands())
    freeAll(operand, ties);
  freeAll(op->getResult(0), ties);
}

void ParameterOp::collectChannelTies(ChannelTies &ties) {
  nn::impl::freeOperandsAndResult(*this, ties);
}

void ConstantOp::collectChannelTies(ChannelTies &ties) {
  for (unsigned i = 0, e = getType().getRank(); i < e; ++i)
    ties.pin({getResult(), i}, "constant");
}

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

void Conv2DOp::collectChannelTies(ChannelTies &ties) {
  ChannelDim out{getFilter(), 0};
  ChannelDim in = getGroups() == 1 ? ChannelDim{getFilter(), 3} : out;
  if (getGroups() != 1 && !isDepthwise()) {
    ties.pin(lastOf(getInput()), "grouped convolution");
    ties.pin(lastOf(getResult()), "grouped convolution");
    return;
  }
  ties.tie(in, lastOf(getInput()));
  ties.tie(out, lastOf(getResult()));
  if (getBias())
    ties.tie(out, {getBias(), 0});
}

void Conv2DOp::refreshChannels() {
  // One group a channel stays one group a channel.
  if (getGroups() != 1 && getFilter().getType().getDimSize(3) == 1 &&
      getInChannels() == getFilter().getType().getDimSize(0))
    setGroups(getInChannels());
}

void FullyConnectedOp::collectChannelTies(ChannelTies &ties) {
  ties.tie({getWeight(), 1}, lastOf(getInput()));
  ties.tie({getWeight(), 0}, lastOf(getResult()));
  if (getBias())
    ties.tie({getWeight(), 0}, {getBias(), 0});
}

void MatMulOp::collectChannelTies(ChannelTies &ties) {
  // Products of two activations mix what the channels of both mean.
  if (!isParameter(getRhs()))
    return;
  ties.tie({getRhs(), getRank(getRhs()) - 2}, lastOf(getLhs()));
  ties.tie(lastOf(getRhs()), lastOf(getResult()));
}

//===----------------------------------------------------------------------===//
// Element-wise work and windows
//===----------------------------------------------------------------------===//

void CompareOp::collectChannelTies(ChannelTies &ties) {
  nn::impl::tieBroadcast(*this, ties);
}
void SelectOp::collectChannelTies(ChannelTies &ties) {
  nn::impl::tieBroadcast(*this, ties);
}
void ActivationOp::collectChannelTies(ChannelTies &ties) {
  nn::impl::tieBroadcast(*this, ties);
}
void CastOp::collectChannelTies(ChannelTies &ties) {
  nn::impl::tieBroadcast(*this, ties);
}
void BatchNormOp::collectChannelTies(ChannelTies &ties) {
  // A variance of zero needs the epsilon.
  if (getEpsilon().isZero())
    return;
  ties.tie(lastOf(getInput()), lastOf(getResult()));
  for (Value parameter : getOperands().drop_front())
    ties.tie(lastOf(getInput()), {parameter, 0});
}
void MaxPool2DOp::collectChannelTies(ChannelTies &ties) {
  ties.tie(lastOf(getInput()), lastOf(getResult()));
}
void AvgPool2DOp::collectChannelTies(ChannelTies &ties) {
  ties.tie(lastOf(getInput()), lastOf(getResult()));
}
void ResizeOp::collectChannelTies(ChannelTies &ties) {
  ties.tie(lastOf(getInput()), lastOf(getResult()));
}

void ReduceOp::collectChannelTies(ChannelTies &ties) {
  // The logarithm of a sum of zeros is not finite.
  if (getKind() == ReduceKind::log_sum)
    return;
  for (unsigned i = 0, e = getType().getRank(); i < e; ++i)
    if (!llvm::is_contained(getAxes(), int64_t(i)))
      ties.tie({getInput(), i}, {getResult(), i});
}

void SoftmaxOp::collectChannelTies(ChannelTies &ties) {
  for (unsigned i = 0, e = getType().getRank(); i < e; ++i)
    if (i != getAxis())
      ties.tie({getInput(), i}, {getResult(), i});
}

//===----------------------------------------------------------------------===//
// Moves
//===----------------------------------------------------------------------===//

void ConcatOp::collectChannelTies(ChannelTies &ties) {
  unsigned axis = getAxis();
  SmallVector<ChannelDim> parts;
  for (Value input : getInputs()) {
    parts.push_back({input, axis});
    for (unsigned i = 0, e = getType().getRank(); i < e; ++i)
      if (i != axis)
        ties.tie({getResult(), i}, {input, i});
  }
  ties.concat({getResult(), axis}, parts);
}

void SliceOp::collectChannelTies(ChannelTies &ties) {
  for (unsigned i = 0, e = getType().getRank(); i < e; ++i)
    if (getSize(getInput(), i) == getSize(getResult(), i) &&
        getStrides()[i] == 1)
      ties.tie({getInput(), i}, {getResult(), i});
}

void SliceOp::refreshChannels() {
  // Only dimensions that are kept whole can have changed.
  setSizes(getType().getShape());
}

void PadOp::collectChannelTies(ChannelTies &ties) {
  for (unsigned i = 0, e = getType().getRank(); i < e; ++i)
    if (!getLow()[i] && !getHigh()[i])
      ties.tie({getInput(), i}, {getResult(), i});
}

void TransposeOp::collectChannelTies(ChannelTies &ties) {
  for (auto [i, dim] : llvm::enumerate(getPermutation()))
    ties.tie({getInput(), unsigned(dim)}, {getResult(), unsigned(i)});
}

void ReshapeOp::collectChannelTies(ChannelTies &ties) {
  if (keepsChannels())
    ties.tie(lastOf(getInput()), lastOf(getResult()));
}

void BroadcastOp::collectChannelTies(ChannelTies &ties) {
  nn::impl::tieBroadcast(*this, ties);
}

// Not mentioned, and so pinned: where weights, indices and statistics follow
// from channels is not written down for these.
void ConvTranspose2DOp::collectChannelTies(ChannelTies &) {}
void NormalizeOp::collectChannelTies(ChannelTies &) {}
void ArgReduceOp::collectChannelTies(ChannelTies &) {}
void GatherOp::collectChannelTies(ChannelTies &) {}

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
  tieBroadcast(op, ties);
  Value divisor = op->getOperand(1), result = op->getResult(0);
  unsigned missing = getRank(result) - getRank(divisor);
  for (unsigned i = 0, e = getRank(divisor); i < e; ++i)
    if (getSize(divisor, i) == getSize(result, missing + i))
      ties.pin({result, missing + i}, "not finite for channels of zeros");
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

/// The channels of a convolution, straight or transposed, whose filter is
/// `[K, R, S, C / groups]`.
template <typename OpTy>
static void tieConvolution(OpTy op, ChannelTies &ties) {
  ChannelDim out{op.getFilter(), 0}, perGroup{op.getFilter(), 3};
  int64_t groups = op.getGroups(), channels = getSize(op.getFilter(), 0);
  ties.tie(out, lastOf(op.getResult()));
  if (op.getBias())
    ties.tie(out, {op.getBias(), 0});
  if (groups == 1) {
    ties.tie(perGroup, lastOf(op.getInput()));
    return;
  }
  if (getSize(op.getFilter(), 3) == 1) {
    // One group a channel, and one result or more of each.
    if (channels == groups) {
      ties.tie(out, lastOf(op.getInput()));
      return;
    }
    ties.product(out, {lastOf(op.getInput()),
                       ties.makeFixed(channels / groups, "results a channel")});
    return;
  }
  // All groups change alike.
  ChannelDim fixed = ties.makeFixed(groups, "groups of a convolution");
  ties.product(lastOf(op.getInput()), {fixed, perGroup});
  ties.product(out, {fixed, ties.makeDim(channels / groups)});
}

void Conv2DOp::collectChannelTies(ChannelTies &ties) {
  tieConvolution(*this, ties);
}

void ConvTranspose2DOp::collectChannelTies(ChannelTies &ties) {
  tieConvolution(*this, ties);
}

void ConvTranspose2DOp::refreshChannels(ChannelIndex) {
  if (getGroups() != 1 && getFilter().getType().getDimSize(3) == 1)
    setGroups(getInput().getType().getShape().back());
}

void Conv2DOp::refreshChannels(ChannelIndex) {
  // One group a channel stays one group a channel.
  if (getGroups() != 1 && getFilter().getType().getDimSize(3) == 1)
    setGroups(getInChannels());
}

void FullyConnectedOp::collectChannelTies(ChannelTies &ties) {
  ties.tie({getWeight(), 1}, lastOf(getInput()));
  ties.tie({getWeight(), 0}, lastOf(getResult()));
  if (getBias())
    ties.tie({getWeight(), 0}, {getBias(), 0});
}

/// Products of two activations: heads are matrices of their own and change
/// together; what rows and columns mean is of no use to others.
static void tieHeads(MatMulOp op, ChannelTies &ties) {
  unsigned rank = getRank(op.getResult());
  for (Value operand : {op.getLhs(), op.getRhs()}) {
    unsigned missing = rank - getRank(operand);
    for (unsigned i = 0; i + 2 < getRank(operand); ++i)
      if (getSize(operand, i) == getSize(op.getResult(), missing + i))
        ties.tie({op.getResult(), missing + i}, {operand, i});
  }
}

void MatMulOp::collectChannelTies(ChannelTies &ties) {
  if (!isParameter(getRhs())) {
    tieHeads(*this, ties);
    return;
  }
  ties.tie({getRhs(), getRank(getRhs()) - 2}, lastOf(getLhs()));
  ties.tie(lastOf(getRhs()), lastOf(getResult()));
}

//===----------------------------------------------------------------------===//
// Element-wise work and windows
//===----------------------------------------------------------------------===//

void CompareOp::collectChannelTies(ChannelTies &ties) {
  nn::impl::tieBroadcast(*this, ties);
}
/// A constant such as minus infinity, which masks put where a condition holds.
static bool isInfinite(Value value) {
  auto constant = value.getDefiningOp<ConstantOp>();
  auto elements =
      constant ? dyn_cast<DenseFPElementsAttr>(constant.getValue()) : nullptr;
  if (!elements)
    return false;
  if (elements.isSplat())
    return !elements.getSplatValue<APFloat>().isFinite();
  return llvm::any_of(elements.getValues<APFloat>(),
                      [](const APFloat &x) { return !x.isFinite(); });
}

void SelectOp::collectChannelTies(ChannelTies &ties) {
  if (llvm::any_of(getOperands(), isInfinite))
    nn::impl::pinSingular(*this, ties);
  else
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
  for (unsigned i = 0, e = getType().getRank(); i < e; ++i) {
    int64_t whole = getSize(getInput(), i), size = getSize(getResult(), i);
    int64_t before = getOffsets()[i], after = whole - before - size;
    if (getStrides()[i] != 1)
      continue;
    if (size == whole) {
      ties.tie({getInput(), i}, {getResult(), i});
      continue;
    }
    SmallVector<ChannelDim> parts;
    if (before > 0)
      parts.push_back(ties.makeDim(before));
    parts.push_back({getResult(), i});
    if (after > 0)
      parts.push_back(ties.makeDim(after));
    ties.concat({getInput(), i}, parts);
  }
}

void SliceOp::refreshChannels(ChannelIndex index) {
  SmallVector<int64_t> offsets(getOffsets());
  for (unsigned i = 0, e = getType().getRank(); i < e; ++i)
    if (getStrides()[i] == 1)
      offsets[i] = index(i, offsets[i]);
  setOffsets(offsets);
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

/// The next dimension of a value; `size` takes its size over.
static SmallVector<ChannelDim> takeDim(Value value, unsigned &at,
                                       int64_t &size) {
  size *= getSize(value, at);
  return {{value, at++}};
}

void ReshapeOp::collectChannelTies(ChannelTies &ties) {
  unsigned in = 0, out = 0;
  while (in < getRank(getInput()) && out < getRank(getResult())) {
    // The shortest runs of dimensions on both sides of one size.
    int64_t inSize = 1, outSize = 1;
    SmallVector<ChannelDim> from = takeDim(getInput(), in, inSize);
    SmallVector<ChannelDim> to = takeDim(getResult(), out, outSize);
    while (inSize != outSize) {
      if (inSize < outSize)
        llvm::append_range(from, takeDim(getInput(), in, inSize));
      else
        llvm::append_range(to, takeDim(getResult(), out, outSize));
    }
    if (from.size() == 1 && to.size() == 1)
      ties.tie(from[0], to[0]);
    else if (from.size() == 1)
      ties.product(from[0], to);
    else if (to.size() == 1)
      ties.product(to[0], from);
  }
}

void BroadcastOp::collectChannelTies(ChannelTies &ties) {
  nn::impl::tieBroadcast(*this, ties);
}

void NormalizeOp::collectChannelTies(ChannelTies &ties) {
  // A variance of zero needs the epsilon; statistics over channels depend on
  // how many there are.
  if (getEpsilon().isZero())
    return;
  unsigned rank = getRank(getResult());
  for (unsigned i = 0; i < rank; ++i) {
    if (llvm::is_contained(getAxes(), int64_t(i)))
      continue;
    ties.tie({getInput(), i}, {getResult(), i});
    for (Value parameter : {getScale(), getOffset()}) {
      if (!parameter || rank - i > getRank(parameter))
        continue;
      unsigned own = i - (rank - getRank(parameter));
      if (getSize(parameter, own) == getSize(getResult(), i))
        ties.tie({parameter, own}, {getResult(), i});
    }
  }
}

void ArgReduceOp::collectChannelTies(ChannelTies &ties) {
  for (unsigned i = 0, e = getRank(getResult()); i < e; ++i)
    if (i != getAxis())
      ties.tie({getInput(), i}, {getResult(), i});
}

void GatherOp::collectChannelTies(ChannelTies &ties) {
  // The dimensions behind the axis, such as the channels of an embedding.
  unsigned added = getRank(getResult()) - getRank(getInput());
  for (unsigned i = getAxis() + 1, e = getRank(getInput()); i < e; ++i)
    ties.tie({getInput(), i}, {getResult(), i + added});
}

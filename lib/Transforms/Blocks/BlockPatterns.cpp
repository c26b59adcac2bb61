//===- BlockPatterns.cpp - The blocks that networks are built of ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockPatterns.h"
#include "lib/Transforms/Idioms/Idioms.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;

/// So far patterns look, so that labelling takes linear time.
static constexpr unsigned maxSteps = 16;

static bool isActivation(Operation *op) {
  return isa_and_nonnull<ActivationOp, PReluOp>(op);
}

static bool isGlue(Operation *op) {
  return isActivation(op) || isa_and_nonnull<BatchNormOp>(op) ||
         keepsChannels(op);
}

/// What glue before a value reads.
static Value skipGlue(Value value) {
  for (unsigned i = 0; i < maxSteps && isGlue(value.getDefiningOp()); ++i)
    value = value.getDefiningOp()->getOperand(0);
  return value;
}

/// All readers of a value, those behind glue too, in the order of the network's
/// uses; and the values that they read.
static SmallVector<OpOperand *> getReaders(Value value) {
  SmallVector<OpOperand *> readers;
  SmallVector<Value> open = {value};
  for (unsigned i = 0; i < open.size() && i < maxSteps; ++i)
    for (OpOperand &use : open[i].getUses()) {
      if (isGlue(use.getOwner()) && use.getOperandNumber() == 0)
        open.push_back(use.getOwner()->getResult(0));
      else
        readers.push_back(&use);
    }
  return readers;
}

/// The only 1x1 convolution that reads a value.
static Conv2DOp getProjection(Value value) {
  Conv2DOp found;
  for (OpOperand *use : getReaders(value)) {
    auto conv = dyn_cast<Conv2DOp>(use->getOwner());
    if (!conv || !conv.isPointwise() || use->getOperandNumber() != 0)
      continue;
    if (found)
      return nullptr;
    found = conv;
  }
  return found;
}

//===----------------------------------------------------------------------===//
// Squeeze-excite and residual additions
//===----------------------------------------------------------------------===//

namespace {
struct Gate {
  SmallVector<Operation *, 2> squeeze;
  MulOp mul;
};
} // namespace

/// The products between a mean over space and a factor, if the mean is of what
/// `source` makes.
static std::optional<Gate> getSqueeze(Value factor, Value source, MulOp mul) {
  Gate gate{{}, mul};
  Value value = factor;
  for (unsigned i = 0; i < maxSteps; ++i) {
    value = skipGlue(value);
    Operation *op = value.getDefiningOp();
    if (auto mean = dyn_cast_or_null<ReduceOp>(op))
      return mean.getKind() == ReduceKind::mean &&
                     skipGlue(mean.getInput()) == source
                 ? std::optional(gate)
                 : std::nullopt;
    if (isa_and_nonnull<Conv2DOp, FullyConnectedOp>(op))
      gate.squeeze.insert(gate.squeeze.begin(), op);
    else if (!isa_and_nonnull<ReshapeOp>(op))
      return std::nullopt;
    value = op->getOperand(0);
  }
  return std::nullopt;
}

/// The squeeze-excite behind a convolution.
static std::optional<Gate> getGate(Value source) {
  for (OpOperand *use : getReaders(source))
    if (auto mul = dyn_cast<MulOp>(use->getOwner())) {
      Value factor = mul->getOperand(1 - use->getOperandNumber());
      if (std::optional<Gate> gate = getSqueeze(factor, source, mul))
        return gate;
    }
  return std::nullopt;
}

/// The addition of `input` to what a block computes.
static AddOp getAddition(Value result, Value input) {
  for (OpOperand *use : getReaders(result))
    if (auto add = dyn_cast<AddOp>(use->getOwner()))
      if (add->getOperand(1 - use->getOperandNumber()) == input)
        return add;
  return nullptr;
}

/// Appends squeeze-excite, projection and addition behind `source`; null if
/// there is no projection.
static Conv2DOp appendTail(Value source, Value input, BlockMatch &match) {
  Value value = source;
  std::optional<Gate> gate = getGate(source);
  if (gate)
    value = gate->mul.getResult();
  Conv2DOp project = getProjection(value);
  if (!project)
    return nullptr;
  if (gate) {
    for (Operation *op : gate->squeeze)
      match.parts.emplace_back(op, BlockRole::squeeze);
    match.parts.emplace_back(gate->mul, BlockRole::gate);
  }
  match.parts.emplace_back(project, BlockRole::project);
  if (AddOp add = getAddition(project.getResult(), input))
    match.parts.emplace_back(add, BlockRole::add);
  return project;
}

//===----------------------------------------------------------------------===//
// Patterns
//===----------------------------------------------------------------------===//

/// Whether more convolutions or additions follow: those of a network go on,
/// those of a head end.
static bool goesOn(Value value) {
  return llvm::any_of(getReaders(value), [](OpOperand *use) {
    return isa<Conv2DOp, AddOp, MaxPool2DOp, AvgPool2DOp, ResizeOp>(
        use->getOwner());
  });
}

std::optional<BlockMatch> tenon::matchInvertedBottleneck(Conv2DOp depthwise) {
  if (!depthwise.isDepthwise())
    return std::nullopt;
  auto expand = skipGlue(depthwise.getInput()).getDefiningOp<Conv2DOp>();
  if (!expand || !expand.isPointwise() ||
      expand.getOutChannels() <= expand.getInChannels())
    return std::nullopt;
  BlockMatch match;
  match.parts = {{expand, BlockRole::expand},
                 {depthwise, BlockRole::depthwise}};
  Conv2DOp project =
      appendTail(depthwise.getResult(), expand.getInput(), match);
  if (!project || project.getOutChannels() >= expand.getOutChannels())
    return std::nullopt;
  // Heads read what others expanded for their own ends.
  if (getReaders(expand.getResult()).size() > 1 && !goesOn(project.getResult()))
    return std::nullopt;
  match.channels = {expand.getInChannels(), expand.getOutChannels(),
                    project.getOutChannels()};
  return match;
}

/// A convolution of the network's input is its stem, whatever stands behind.
static bool isStem(Conv2DOp conv) {
  Value value = conv.getInput();
  for (unsigned i = 0; i < maxSteps; ++i) {
    Operation *op = value.getDefiningOp();
    if (!op)
      return true;
    if (isa<Conv2DOp, ConvTranspose2DOp, FullyConnectedOp, MatMulOp>(op) ||
        op->getNumOperands() == 0)
      return false;
    value = op->getOperand(0);
  }
  return false;
}

std::optional<BlockMatch> tenon::matchFusedBottleneck(Conv2DOp conv) {
  if (conv.isDepthwise() || conv.isPointwise() ||
      conv.getKernelHeight() * conv.getKernelWidth() == 1 ||
      conv.getOutChannels() <= conv.getInChannels() || isStem(conv))
    return std::nullopt;
  BlockMatch match;
  match.parts = {{conv, BlockRole::fused}};
  Conv2DOp project = appendTail(conv.getResult(), conv.getInput(), match);
  if (!project || project.getOutChannels() >= conv.getOutChannels())
    return std::nullopt;
  match.channels = {conv.getInChannels(), conv.getOutChannels(),
                    project.getOutChannels()};
  return match;
}

std::optional<BlockMatch> tenon::matchSeparable(Conv2DOp depthwise,
                                                bool &isLinear) {
  if (!depthwise.isDepthwise())
    return std::nullopt;
  BlockMatch match;
  match.parts = {{depthwise, BlockRole::depthwise}};
  Conv2DOp project =
      appendTail(depthwise.getResult(), depthwise.getInput(), match);
  if (!project)
    return std::nullopt;
  isLinear = !project.getActivation();
  Value value = project.getResult();
  for (unsigned i = 0; i < maxSteps && value.hasOneUse(); ++i) {
    Operation *reader = *value.getUsers().begin();
    isLinear &= !isActivation(reader);
    if (!isGlue(reader))
      break;
    value = reader->getResult(0);
  }
  match.channels = {depthwise.getInChannels(), project.getOutChannels()};
  return match;
}

/// The values on the way back from `value` through operations of one tensor.
static SmallVector<Value> getWay(Value value) {
  SmallVector<Value> way = {value};
  while (way.size() < maxSteps) {
    Operation *op = way.back().getDefiningOp();
    if (isGlue(op) || isa_and_nonnull<Conv2DOp, MaxPool2DOp, AvgPool2DOp>(op)) {
      way.push_back(op->getOperand(0));
      continue;
    }
    auto mul = dyn_cast_or_null<MulOp>(op);
    if (!mul)
      break;
    // A gate is a part of the way that it stands on.
    std::optional<Gate> gate =
        getSqueeze(mul.getRhs(), skipGlue(mul.getLhs()), mul);
    if (gate)
      way.push_back(mul.getLhs());
    else if (getSqueeze(mul.getLhs(), skipGlue(mul.getRhs()), mul))
      way.push_back(mul.getRhs());
    else
      break;
  }
  return way;
}

/// The convolutions on a way up to number `end`, the first one first.
static SmallVector<Conv2DOp> getConvolutions(ArrayRef<Value> way, size_t end) {
  SmallVector<Conv2DOp> convolutions;
  for (Value value : llvm::reverse(way.take_front(end)))
    if (auto conv = value.getDefiningOp<Conv2DOp>())
      convolutions.push_back(conv);
  return convolutions;
}

std::optional<BlockMatch> tenon::matchResidual(AddOp add) {
  SmallVector<Value> left = getWay(add.getLhs()), right = getWay(add.getRhs());
  // Where the two ways meet.
  for (size_t sum = 0; sum < left.size() + right.size(); ++sum)
    for (size_t l = 0; l <= sum && l < left.size(); ++l) {
      size_t r = sum - l;
      if (r >= right.size() || left[l] != right[r])
        continue;
      SmallVector<Conv2DOp> branch = getConvolutions(left, l);
      SmallVector<Conv2DOp> shortcut = getConvolutions(right, r);
      if (branch.size() < shortcut.size())
        std::swap(branch, shortcut);
      if (branch.empty() || shortcut.size() > 1)
        return std::nullopt;
      BlockMatch match;
      for (Conv2DOp conv : shortcut)
        match.parts.emplace_back(conv, BlockRole::shortcut);
      for (Conv2DOp conv : branch)
        match.parts.emplace_back(conv, BlockRole::branch);
      match.parts.emplace_back(add, BlockRole::add);
      match.channels = {branch.front().getInChannels(),
                        branch.back().getOutChannels()};
      return match;
    }
  return std::nullopt;
}

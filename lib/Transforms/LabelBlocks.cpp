//===- LabelBlocks.cpp - Finds and names blocks ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Network.h"
#include "mlir/IR/Remarks.h"
#include "tenon/Transforms/Passes.h"

namespace tenon {
#define GEN_PASS_DEF_LABELBLOCKS
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;

namespace {
/// The operations of one inverted bottleneck.
struct InvertedBottleneck {
  Conv2DOp expand, depthwise, project;
  /// The addition of the block's input; null if there is none.
  AddOp add;
};

struct LabelBlocks : tenon::impl::LabelBlocksBase<LabelBlocks> {
  void runOnOperation() override;
};
} // namespace

/// The only operation that reads `value`, past an activation of its own.
static Operation *getOnlyReader(Value value) {
  while (value.hasOneUse()) {
    Operation *reader = *value.getUsers().begin();
    if (!isa<ActivationOp>(reader))
      return reader;
    value = reader->getResult(0);
  }
  return nullptr;
}

/// The product with a gate that is computed from `value` itself, as in
/// squeeze-excite; null if there is none.
static MulOp getGate(Value value) {
  MulOp gate;
  for (Operation *reader : value.getUsers()) {
    if (auto mul = dyn_cast<MulOp>(reader); mul && !gate)
      gate = mul;
    else if (!isa<ReduceOp>(reader))
      return nullptr;
  }
  return gate;
}

/// The convolution that projects the depthwise result.
static Conv2DOp getProjection(Conv2DOp depthwise) {
  Value value = depthwise.getResult();
  while (value.hasOneUse() && isa<ActivationOp>(*value.getUsers().begin()))
    value = (*value.getUsers().begin())->getResult(0);
  if (MulOp gate = getGate(value))
    value = gate.getResult();
  auto project = dyn_cast_or_null<Conv2DOp>(getOnlyReader(value));
  return project && project.isPointwise() ? project : nullptr;
}

/// The inverted bottleneck that starts with `expand`, if one does.
static std::optional<InvertedBottleneck> match(Conv2DOp expand) {
  if (!expand.isPointwise() ||
      expand.getOutChannels() <= expand.getInChannels())
    return std::nullopt;
  auto depthwise =
      dyn_cast_or_null<Conv2DOp>(getOnlyReader(expand.getResult()));
  if (!depthwise || !depthwise.isDepthwise())
    return std::nullopt;
  Conv2DOp project = getProjection(depthwise);
  if (!project)
    return std::nullopt;
  InvertedBottleneck block{expand, depthwise, project, nullptr};
  Value input = expand.getInput();
  for (Operation *reader : project.getResult().getUsers())
    if (auto add = dyn_cast<AddOp>(reader))
      if (add.getLhs() == input || add.getRhs() == input)
        block.add = add;
  return block;
}

static void label(Operation *op, StringRef name, BlockRole role) {
  op->setAttr(kBlockAttrName, BlockAttr::get(op->getContext(), name, role));
}

void LabelBlocks::runOnOperation() {
  unsigned next = 0;
  SmallVector<Conv2DOp> convolutions;
  getOperation().walk([&](Operation *op) {
    // Names that are there are never given twice.
    if (auto block = op->getAttrOfType<BlockAttr>(kBlockAttrName)) {
      unsigned number;
      if (block.getName().starts_with("ibn") &&
          !block.getName().drop_front(3).getAsInteger(10, number))
        next = std::max(next, number + 1);
    } else if (auto conv = dyn_cast<Conv2DOp>(op)) {
      convolutions.push_back(conv);
    }
  });
  for (Conv2DOp conv : convolutions) {
    std::optional<InvertedBottleneck> block = match(conv);
    auto isTaken = [](Conv2DOp op) { return op->hasAttr(kBlockAttrName); };
    if (!block || isTaken(block->expand) || isTaken(block->depthwise) ||
        isTaken(block->project))
      continue;
    std::string name = "ibn" + std::to_string(next++);
    label(block->expand, name, BlockRole::expand);
    label(block->depthwise, name, BlockRole::depthwise);
    label(block->project, name, BlockRole::project);
    if (block->add)
      label(block->add, name, BlockRole::add);
    remark::passed(
        conv.getLoc(),
        remark::RemarkOpts::name("labelled").category("nn-label-blocks"))
        << (name + ": " + Twine(conv.getInChannels()) + " -> " +
            Twine(conv.getOutChannels()) + " -> " +
            Twine(block->project.getOutChannels()) + " channels")
               .str();
  }
}

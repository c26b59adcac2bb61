//===- BlockPass.cpp - What passes on named blocks have in common ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockPass.h"
#include "lib/Transforms/Remarks.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;

namespace {
/// The blocks of a module by function and name, in the order of the network.
using BlockMap = llvm::MapVector<std::pair<Operation *, StringRef>, BlockParts>;
} // namespace

static BlockMap collect(Operation *module, const BlockRules &rules) {
  BlockMap blocks;
  module->walk([&](Conv2DOp conv) {
    auto label = conv->getAttrOfType<BlockAttr>(kBlockAttrName);
    if (!label)
      return;
    BlockParts &block = blocks[{conv->getParentOp(), label.getName()}];
    if (label.getRole() == BlockRole::expand)
      block.expand = conv;
    else if (label.getRole() == BlockRole::depthwise)
      block.depthwise = conv;
    else if (label.getRole() == BlockRole::fused)
      block.fused = conv;
  });
  blocks.remove_if(
      [&](const auto &block) { return !rules.isWanted(block.second); });
  return blocks;
}

std::vector<std::string> tenon::getRewritableBlocks(Operation *module,
                                                    const BlockRules &rules) {
  std::vector<std::string> names;
  llvm::StringSet<> seen;
  for (const auto &[key, block] : collect(module, rules))
    if (rules.whyNot(block).empty() && seen.insert(key.second).second)
      names.push_back(key.second.str());
  return names;
}

LogicalResult tenon::rewriteBlocks(
    ModuleOp module, StringRef pass, StringRef what,
    const NamePatterns &patterns, const BlockRules &rules,
    llvm::function_ref<void(const BlockParts &, StringRef)> rewrite) {
  BlockMap blocks = collect(module, rules);
  std::vector<std::vector<std::string>> names;
  for (const auto &[key, block] : blocks)
    names.push_back({key.second.str()});
  std::string unknown;
  SmallVector<Named> named = patterns.match(names, unknown);
  if (!unknown.empty()) {
    InFlightDiagnostic error = emitError(module.getLoc())
                               << pass << ": no block is named '" << unknown
                               << "'";
    if (blocks.empty())
      return error << "; the network has no blocks to " << what
                   << ", run nn-label-blocks first";
    return error << "; there are " << blocks.front().first.second << " to "
                 << blocks.back().first.second;
  }
  for (auto [entry, isNamed] : llvm::zip_equal(blocks, named)) {
    const BlockParts &block = entry.second;
    StringRef name = entry.first.second;
    if (isNamed == Named::No)
      continue;
    std::string reason = rules.whyNot(block);
    if (reason.empty()) {
      rewrite(block, name);
      continue;
    }
    Conv2DOp first = block.expand      ? block.expand
                     : block.depthwise ? block.depthwise
                                       : block.fused;
    remarkRefused(first.getLoc(), pass, name + ": " + reason);
  }
  return success();
}

StringRef tenon::whyNoExpression(Conv2DOp conv) {
  for (Value value : {conv.getFilter(), conv.getBias()}) {
    if (!value)
      continue;
    if (!isParameter(value))
      return "the network computes its filter or bias";
    if (!isa<FloatType>(
            cast<RankedTensorType>(value.getType()).getElementType()))
      return "its filter or bias is quantized";
  }
  return "";
}

void tenon::labelRewritten(Operation *op, StringRef block, BlockRole role,
                           ArrayRef<Operation *> replaced) {
  MLIRContext *context = op->getContext();
  op->setAttr(kBlockAttrName, BlockAttr::get(context, block, role));
  if (llvm::any_of(replaced,
                   [](Operation *old) { return old->hasAttr(kPinAttrName); }))
    op->setAttr(kPinAttrName, UnitAttr::get(context));
}

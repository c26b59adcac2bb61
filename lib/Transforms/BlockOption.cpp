//===- BlockOption.cpp - An option that names blocks ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockOption.h"
#include "Options.h"
#include "mlir/IR/Remarks.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/GlobPattern.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;

BlockMap tenon::collectBlocks(Operation *module,
                              llvm::function_ref<bool(BlockParts)> isWanted) {
  BlockMap blocks;
  module->walk([&](Conv2DOp conv) {
    auto label = conv->getAttrOfType<BlockAttr>(kBlockAttrName);
    if (!label)
      return;
    BlockParts &block = blocks[label.getName()];
    if (label.getRole() == BlockRole::expand)
      block.expand = conv;
    else if (label.getRole() == BlockRole::depthwise)
      block.depthwise = conv;
    else if (label.getRole() == BlockRole::fused)
      block.fused = conv;
  });
  blocks.remove_if([&](const auto &block) { return !isWanted(block.second); });
  return blocks;
}

LogicalResult BlockOption::parse(MLIRContext *context, StringRef pass,
                                 StringRef text) {
  patterns.clear();
  SmallVector<StringRef> parts;
  text.split(parts, ',', -1, /*KeepEmpty=*/false);
  for (StringRef part : parts) {
    llvm::Expected<llvm::GlobPattern> glob = llvm::GlobPattern::create(part);
    bool isValid = bool(glob) && !part.contains_insensitive("=");
    if (!glob)
      llvm::consumeError(glob.takeError());
    if (!isValid || part.contains('?'))
      return reportOption(context, pass, "blocks",
                          "names of blocks separated by commas", text);
    patterns.push_back(part.str());
  }
  return success();
}

FailureOr<std::vector<std::pair<StringRef, BlockParts>>>
BlockOption::choose(const BlockMap &blocks, ModuleOp module, StringRef pass,
                    StringRef what) const {
  SmallVector<bool> chosen(blocks.size(), false);
  for (const std::string &pattern : patterns) {
    llvm::GlobPattern glob = *llvm::GlobPattern::create(pattern);
    bool isName = pattern.find_first_of("*[") == std::string::npos;
    bool isKnown = false;
    for (auto [i, block] : llvm::enumerate(blocks))
      if (glob.match(block.first))
        chosen[i] = isKnown = true;
    if (!isName || isKnown)
      continue;
    InFlightDiagnostic error = emitError(module.getLoc())
                               << pass << ": no block is named '" << pattern
                               << "'";
    if (blocks.empty())
      error << "; the network has no blocks to " << what
            << ", run nn-label-blocks first";
    else
      error << "; there are " << blocks.front().first << " to "
            << blocks.back().first;
    return failure();
  }
  std::vector<std::pair<StringRef, BlockParts>> result;
  for (auto [i, block] : llvm::enumerate(blocks))
    if (chosen[i])
      result.push_back(block);
  return result;
}

void tenon::remarkPassed(Location loc, StringRef pass, StringRef what,
                         const Twine &text) {
  remark::passed(loc, remark::RemarkOpts::name(what).category(pass))
      << text.str();
}

void tenon::remarkRefused(Location loc, StringRef pass, const Twine &text) {
  remark::missed(loc, remark::RemarkOpts::name("refused").category(pass))
      << text.str();
}

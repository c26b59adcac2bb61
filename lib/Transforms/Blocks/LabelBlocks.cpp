//===- LabelBlocks.cpp - Finds and names blocks ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockPatterns.h"
#include "lib/Transforms/Remarks.h"
#include "tenon/Transforms/Passes.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"

namespace tenon {
#define GEN_PASS_DEF_LABELBLOCKS
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;

namespace {
struct LabelBlocks : tenon::impl::LabelBlocksBase<LabelBlocks> {
  void runOnOperation() override;
  void findNames();
  void label(const BlockMatch &match, StringRef kind);

  /// The next number of each kind of name.
  llvm::StringMap<unsigned> numbers;
};
} // namespace

/// Names that are there are never given twice.
void LabelBlocks::findNames() {
  numbers.clear();
  getOperation().walk([&](Operation *op) {
    auto block = op->getAttrOfType<BlockAttr>(kBlockAttrName);
    if (!block)
      return;
    StringRef kind = block.getName().rtrim("0123456789");
    unsigned number;
    if (!block.getName().drop_front(kind.size()).getAsInteger(10, number))
      numbers[kind] = std::max(numbers[kind], number + 1);
  });
}

void LabelBlocks::label(const BlockMatch &match, StringRef kind) {
  auto isTaken = [](const auto &part) {
    return part.first->hasAttr(kBlockAttrName);
  };
  if (llvm::any_of(match.parts, isTaken))
    return;
  std::string name = kind.str() + std::to_string(numbers[kind]++);
  for (auto [op, role] : match.parts)
    op->setAttr(kBlockAttrName, BlockAttr::get(op->getContext(), name, role));
  remarkPassed(match.parts.front().first->getLoc(), getArgument(), "labelled",
               name + ": " +
                   llvm::join(llvm::map_range(
                                  match.channels,
                                  [](int64_t n) { return std::to_string(n); }),
                              " -> ") +
                   " channels");
}

void LabelBlocks::runOnOperation() {
  findNames();
  SmallVector<Conv2DOp> convolutions;
  SmallVector<AddOp> additions;
  getOperation().walk([&](Conv2DOp op) { convolutions.push_back(op); });
  getOperation().walk([&](AddOp op) { additions.push_back(op); });
  // What is more special comes first.
  for (Conv2DOp conv : convolutions)
    if (std::optional<BlockMatch> match = matchInvertedBottleneck(conv))
      label(*match, "ibn");
  for (Conv2DOp conv : convolutions)
    if (std::optional<BlockMatch> match = matchFusedBottleneck(conv))
      label(*match, "fused");
  for (Conv2DOp conv : convolutions) {
    bool isLinear;
    if (std::optional<BlockMatch> match = matchSeparable(conv, isLinear))
      label(*match, isLinear ? "linear" : "separable");
  }
  for (AddOp add : additions)
    if (std::optional<BlockMatch> match = matchResidual(add))
      label(*match, "residual");
}

//===- FuseIbn.cpp - Fuses inverted bottlenecks ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Options.h"
#include "dialects/Interfaces/TunablePass.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/IR/Remarks.h"
#include "tenon/Transforms/Passes.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/GlobPattern.h"

namespace tenon {
#define GEN_PASS_DEF_FUSEIBN
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;

namespace {
/// The two convolutions of a block that become one.
struct Candidate {
  Conv2DOp expand, depthwise;
};
using Candidates = llvm::MapVector<StringRef, Candidate>;

struct FuseIbn : tenon::impl::FuseIbnBase<FuseIbn>, TunablePassInterface {
  using FuseIbnBase::FuseIbnBase;

  LogicalResult initialize(MLIRContext *context) override;
  void runOnOperation() override;
  std::vector<std::string> domain(StringRef option,
                                  Operation *module) const override;
  StringRef namesMadeBy(StringRef option) const override {
    return option == "blocks" ? "nn-label-blocks" : "";
  }

  SmallVector<std::string> patterns;
};
} // namespace

/// The unfused blocks by name, in the order of the network.
static Candidates collect(Operation *module) {
  Candidates blocks;
  module->walk([&](Conv2DOp conv) {
    auto label = conv->getAttrOfType<BlockAttr>(kBlockAttrName);
    if (label && label.getRole() == BlockRole::expand)
      blocks[label.getName()].expand = conv;
    else if (label && label.getRole() == BlockRole::depthwise)
      blocks[label.getName()].depthwise = conv;
  });
  blocks.remove_if([](const auto &block) {
    return !block.second.expand || !block.second.depthwise;
  });
  return blocks;
}

LogicalResult FuseIbn::initialize(MLIRContext *context) {
  patterns.clear();
  SmallVector<StringRef> parts;
  StringRef(blocks).split(parts, ',', -1, /*KeepEmpty=*/false);
  for (StringRef part : parts) {
    llvm::Expected<llvm::GlobPattern> glob = llvm::GlobPattern::create(part);
    bool isValid = bool(glob) && !part.contains_insensitive("=");
    if (!glob)
      llvm::consumeError(glob.takeError());
    if (!isValid || part.contains('?'))
      return reportOption(context, getArgument(), "blocks",
                          "names of blocks separated by commas", blocks);
    patterns.push_back(part.str());
  }
  return success();
}

std::vector<std::string> FuseIbn::domain(StringRef option,
                                         Operation *module) const {
  std::vector<std::string> names;
  if (option == "blocks")
    for (const auto &[name, block] : collect(module))
      names.push_back(name.str());
  return names;
}

/// An activation operation between the two, which cleanup would have fused.
static ActivationOp getActivationBetween(Candidate block) {
  return block.depthwise.getInput().getDefiningOp<ActivationOp>();
}

/// Why a block that bears the labels can not be fused; empty if it can.
static StringRef whyNot(Candidate c) {
  Value between = c.depthwise.getInput();
  if (ActivationOp activation = getActivationBetween(c)) {
    if (!between.hasOneUse())
      return "the expanded tensor has other readers";
    between = activation.getInput();
  }
  if (between != c.expand.getResult())
    return "something stands between expansion and depthwise convolution";
  if (!between.hasOneUse())
    return "the expanded tensor has other readers";
  if (!c.expand.isPointwise() || !c.depthwise.isDepthwise())
    return "it is no 1x1 and depthwise convolution any more";
  return "";
}

static void fuse(Candidate block, StringRef name) {
  Conv2DOp expand = block.expand, depthwise = block.depthwise;
  ActivationOp between = getActivationBetween(block);
  bool hasActivation = between || expand.getActivation();
  bool hasBorder =
      expand.getBias() &&
      llvm::any_of(depthwise.getPads(), [](int64_t pad) { return pad != 0; });
  OpBuilder b(depthwise);
  Location loc =
      FusedLoc::get(b.getContext(), {expand.getLoc(), depthwise.getLoc()});
  // The merged parameters go before the first reader of what they are made of.
  Value filter = ParamMergeFiltersOp::create(b, loc, expand.getFilter(),
                                             depthwise.getFilter());
  Value bias = depthwise.getBias();
  if (expand.getBias())
    bias = ParamMergeBiasesOp::create(b, loc, expand.getBias(),
                                      depthwise.getFilter(), bias);
  auto fused = Conv2DOp::create(b, loc, expand.getInput(), filter, bias,
                                depthwise.getStrides(), depthwise.getPads(),
                                depthwise.getDilations(), /*groups=*/1,
                                depthwise.getActivationAttr());
  fused->setAttr(kBlockAttrName,
                 BlockAttr::get(b.getContext(), name, BlockRole::fused));
  depthwise.replaceAllUsesWith(fused.getResult());
  depthwise.erase();
  if (between)
    between.erase();
  expand.erase();
  remark::passed(loc, remark::RemarkOpts::name("fused").category("nn-fuse-ibn"))
      << (name + ": " +
          (hasActivation ? "initialised, an activation stood between"
           : hasBorder   ? "initialised, the bias meets padding"
                         : "exact"))
             .str();
}

void FuseIbn::runOnOperation() {
  Candidates candidates = collect(getOperation());
  SmallVector<StringRef> chosen;
  for (const std::string &pattern : patterns) {
    llvm::GlobPattern glob = *llvm::GlobPattern::create(pattern);
    bool isName = pattern.find_first_of("*[") == std::string::npos;
    bool isKnown = false;
    for (const auto &[name, block] : candidates)
      if (glob.match(name)) {
        isKnown = true;
        if (!llvm::is_contained(chosen, name))
          chosen.push_back(name);
      }
    if (!isName || isKnown)
      continue;
    InFlightDiagnostic error = emitError(getOperation().getLoc())
                               << getArgument() << ": no block is named '"
                               << pattern << "'";
    if (candidates.empty())
      error << "; the network has no blocks to fuse, run nn-label-blocks first";
    else
      error << "; there are " << candidates.front().first << " to "
            << candidates.back().first;
    return signalPassFailure();
  }
  for (const auto &[name, block] : candidates) {
    if (!llvm::is_contained(chosen, name))
      continue;
    StringRef reason = whyNot(block);
    if (reason.empty()) {
      fuse(block, name);
      continue;
    }
    Conv2DOp expand = block.expand;
    remark::missed(expand.getLoc(),
                   remark::RemarkOpts::name("refused").category(getArgument()))
        << (name + ": " + reason).str();
  }
}

//===- BlockPass.h - What passes on named blocks have in common -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_TRANSFORMS_BLOCKS_BLOCKPASS_H
#define LIB_TRANSFORMS_BLOCKS_BLOCKPASS_H

#include "dialects/Interfaces/TunablePass.h"
#include "dialects/Network/IR/Network.h"
#include "lib/Transforms/NamePatterns.h"
#include "mlir/IR/BuiltinOps.h"

namespace tenon {

/// The convolutions of a labelled block that passes rewrite.
struct BlockParts {
  nn::Conv2DOp expand, depthwise, fused;
};

/// What a pass does to blocks.
struct BlockRules {
  /// The pass is about blocks with such parts.
  llvm::function_ref<bool(const BlockParts &)> isWanted;
  /// Why a block cannot be rewritten; empty if it can.
  llvm::function_ref<std::string(const BlockParts &)> whyNot;
};

/// The names of the blocks that can be rewritten.
std::vector<std::string> getRewritableBlocks(mlir::Operation *module,
                                             const BlockRules &rules);

/// Rewrites what is named, or says in a remark why it does not. Reports a name
/// that no block has; `what` is done to blocks.
mlir::LogicalResult rewriteBlocks(
    mlir::ModuleOp module, llvm::StringRef pass, llvm::StringRef what,
    const NamePatterns &patterns, const BlockRules &rules,
    llvm::function_ref<void(const BlockParts &, llvm::StringRef name)> rewrite);

/// A pass that rewrites the blocks which its option `blocks` names. `Base` is
/// what TableGen made of its definition.
template <typename Base>
class BlockPass : public Base, public TunablePassInterface {
public:
  using Base::Base;

  std::vector<std::string> domain(llvm::StringRef option,
                                  mlir::Operation *module) const override {
    auto wanted = [this](const BlockParts &block) { return isWanted(block); };
    auto refuse = [this](const BlockParts &block) { return whyNot(block); };
    return option == "blocks" ? getRewritableBlocks(module, {wanted, refuse})
                              : std::vector<std::string>();
  }
  llvm::StringRef namesMadeBy(llvm::StringRef option) const override {
    return option == "blocks" ? "nn-label-blocks" : "";
  }

protected:
  mlir::LogicalResult parseBlocks(mlir::MLIRContext *context,
                                  llvm::StringRef text) {
    return patterns.parse(context, this->getArgument(), "blocks", "blocks",
                          text);
  }
  /// Rewrites the blocks that are named; `what` is done to blocks.
  void rewriteBlocks(llvm::StringRef what) {
    auto wanted = [this](const BlockParts &block) { return isWanted(block); };
    auto refuse = [this](const BlockParts &block) { return whyNot(block); };
    auto change = [this](const BlockParts &block, llvm::StringRef name) {
      rewrite(block, name);
    };
    if (failed(tenon::rewriteBlocks(this->getOperation(), this->getArgument(),
                                    what, patterns, {wanted, refuse}, change)))
      this->signalPassFailure();
  }
  /// As in BlockRules.
  virtual bool isWanted(const BlockParts &block) const = 0;
  virtual std::string whyNot(const BlockParts &block) const = 0;
  virtual void rewrite(const BlockParts &block, llvm::StringRef name) = 0;

private:
  NamePatterns patterns;
};

/// Why a filter and a bias, which may be absent, cannot become expressions:
/// the network computes them, or they are no floating-point numbers. Empty if
/// they can.
llvm::StringRef whyNoExpression(nn::Conv2DOp conv);

/// Labels an operation with its role in a block, and pins it if one of those
/// that it stands for was pinned.
void labelRewritten(mlir::Operation *op, llvm::StringRef block,
                    nn::BlockRole role,
                    llvm::ArrayRef<mlir::Operation *> replaced);

} // namespace tenon

#endif // LIB_TRANSFORMS_BLOCKS_BLOCKPASS_H

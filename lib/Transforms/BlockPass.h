//===- BlockPass.h - What passes on named blocks have in common -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_TRANSFORMS_BLOCKPASS_H
#define LIB_TRANSFORMS_BLOCKPASS_H

#include "NamePatterns.h"
#include "dialects/Interfaces/TunablePass.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/MapVector.h"

namespace tenon {

/// The convolutions of a labelled block that passes rewrite.
struct BlockParts {
  nn::Conv2DOp expand, depthwise, fused;
};

/// A pass that rewrites the blocks which its option `blocks` names.
class BlockPass : public TunablePassInterface {
public:
  /// The blocks that can be rewritten.
  std::vector<std::string> domain(llvm::StringRef option,
                                  mlir::Operation *module) const override;
  llvm::StringRef namesMadeBy(llvm::StringRef option) const override {
    return option == "blocks" ? "nn-label-blocks" : "";
  }

protected:
  /// Parses the option `blocks`.
  mlir::LogicalResult parseBlocks(mlir::MLIRContext *context,
                                  llvm::StringRef pass, llvm::StringRef text) {
    return patterns.parse(context, pass, "blocks", "blocks", text);
  }
  /// Rewrites what is named, or says in a remark why it does not. Reports a
  /// name that no block has; `what` is done to blocks.
  mlir::LogicalResult rewriteBlocks(mlir::ModuleOp module, llvm::StringRef pass,
                                    llvm::StringRef what);

  /// The pass is about blocks with such parts.
  virtual bool isWanted(const BlockParts &block) const = 0;
  /// Why a block can not be rewritten; empty if it can.
  virtual std::string whyNot(const BlockParts &block) const = 0;
  virtual void rewrite(const BlockParts &block, llvm::StringRef name) = 0;

private:
  using BlockMap = llvm::MapVector<llvm::StringRef, BlockParts>;
  BlockMap collect(mlir::Operation *module) const;

  NamePatterns patterns;
};

/// Why a filter and a bias, which may be absent, can not become expressions:
/// the network computes them, or they are no floating-point numbers. Empty if
/// they can.
llvm::StringRef whyNoExpression(nn::Conv2DOp conv);

/// Labels an operation with its role in a block, and pins it if one of those
/// that it stands for was pinned.
void labelRewritten(mlir::Operation *op, llvm::StringRef block,
                    nn::BlockRole role,
                    llvm::ArrayRef<mlir::Operation *> replaced);

} // namespace tenon

#endif // LIB_TRANSFORMS_BLOCKPASS_H

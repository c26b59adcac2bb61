//===- BlockOption.h - An option that names blocks ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_TRANSFORMS_BLOCKOPTION_H
#define LIB_TRANSFORMS_BLOCKOPTION_H

#include "dialects/Network/IR/Network.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/MapVector.h"
#include <string>
#include <vector>

namespace tenon {

/// The convolutions of labelled blocks by name, in the order of the network.
struct BlockParts {
  nn::Conv2DOp expand, depthwise, fused;
};
using BlockMap = llvm::MapVector<llvm::StringRef, BlockParts>;
BlockMap collectBlocks(mlir::Operation *module,
                       llvm::function_ref<bool(BlockParts)> isWanted);

/// Names and patterns with `*`, separated by commas.
class BlockOption {
public:
  /// Parses the text of the option `blocks`; reports for `pass`.
  mlir::LogicalResult parse(mlir::MLIRContext *context, llvm::StringRef pass,
                            llvm::StringRef text);
  /// The blocks that are named, in the order of `blocks`. A name without a
  /// pattern that is none of them is reported; `what` is done to blocks.
  mlir::FailureOr<std::vector<std::pair<llvm::StringRef, BlockParts>>>
  choose(const BlockMap &blocks, mlir::ModuleOp module, llvm::StringRef pass,
         llvm::StringRef what) const;

private:
  llvm::SmallVector<std::string> patterns;
};

/// Remarks of what a pass did to a block, or why it did not.
void remarkPassed(mlir::Location loc, llvm::StringRef pass,
                  llvm::StringRef what, const llvm::Twine &text);
void remarkRefused(mlir::Location loc, llvm::StringRef pass,
                   const llvm::Twine &text);

} // namespace tenon

#endif // LIB_TRANSFORMS_BLOCKOPTION_H

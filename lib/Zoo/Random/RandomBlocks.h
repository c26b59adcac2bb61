//===- RandomBlocks.h - Blocks that a seed decides ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_ZOO_RANDOM_RANDOMBLOCKS_H
#define LIB_ZOO_RANDOM_RANDOMBLOCKS_H

#include "lib/Zoo/NetworkBuilder.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Compiler.h"
#include <initializer_list>

namespace tenon::zoo {

/// Decisions that a seed determines; the same on all machines, which the
/// distributions of the library are not.
class Choices {
public:
  /// Weights have a sequence of their own, so that the layers do not depend on
  /// whether there are any.
  explicit Choices(uint64_t seed) : random(~seed) {}

  /// A number from `least` to `most`.
  int64_t between(int64_t least, int64_t most) {
    return least + int64_t(random() % uint64_t(most - least + 1));
  }
  bool chance(int percent) { return between(1, 100) <= percent; }
  template <typename T>
  T pick(std::initializer_list<T> from) {
    return from.begin()[between(0, int64_t(from.size()) - 1)];
  }

private:
  std::mt19937_64 random;
};

/// Adds blocks to a network. What a block is, and which numbers it has, follows
/// from the seed and from the tensor that it reads; names are numbered.
class RandomBlocks {
public:
  RandomBlocks(NetworkBuilder &b, uint64_t seed) : choices(seed), b(b) {}

  /// A convolution of the network's input.
  mlir::Value addStem(mlir::Value image);
  /// A block of any kind.
  mlir::Value addBlock(mlir::Value x);
  /// The results of all blocks so far.
  llvm::ArrayRef<mlir::Value> getResults() const LLVM_LIFETIME_BOUND {
    return results;
  }
  /// A name that no other layer begins with.
  std::string makeName(llvm::StringRef what) {
    return (what + llvm::Twine(blocks++)).str();
  }
  /// A number of channels for a tensor of the size of `x`; often an odd one.
  int64_t pickChannels(mlir::Value x);
  /// A convolution that keeps the rows and columns: a kernel, an activation,
  /// and any normalization or bias.
  ConvSpec makeConv(int64_t channels, int64_t kernel, Activation activation);
  Activation pickActivation();

  Choices choices;

private:
  // Each kind returns null if it does not fit behind `x`.
  mlir::Value addConvolution(mlir::Value x);
  mlir::Value addTransposed(mlir::Value x);
  mlir::Value addBottleneck(mlir::Value x);
  mlir::Value addFused(mlir::Value x);
  mlir::Value addSeparable(mlir::Value x);
  mlir::Value addResidual(mlir::Value x);
  mlir::Value addPooling(mlir::Value x);
  mlir::Value addLayerNorm(mlir::Value x);
  mlir::Value addActivation(mlir::Value x);
  mlir::Value addDense(mlir::Value x);
  mlir::Value addBranches(mlir::Value x);
  mlir::Value addSplit(mlir::Value x);
  mlir::Value addShuffle(mlir::Value x);
  mlir::Value addGate(mlir::Value x);
  mlir::Value addContext(mlir::Value x);
  mlir::Value addLateral(mlir::Value x);
  mlir::Value addAttention(mlir::Value x);
  mlir::Value addFolding(mlir::Value x);
  mlir::Value addTwice(mlir::Value x);
  mlir::Value addAcross(mlir::Value x);
  mlir::Value addMixer(mlir::Value x);

  /// The depthwise convolution of a block.
  mlir::Value addDepthwise(mlir::Value x, const std::string &name,
                           Activation activation, int64_t stride);
  mlir::Value addSqueezeExcite(mlir::Value x, const std::string &name);
  /// One way through a block of several; keeps rows and columns.
  mlir::Value addBranch(mlir::Value x, const std::string &name);
  /// Reorders channels so that all groups read some of each.
  mlir::Value shuffle(mlir::Value x, const std::string &name, int64_t groups);
  /// Adds to the input of a block what it computed, if the shapes agree.
  mlir::Value addInput(mlir::Value x, mlir::Value y, const std::string &name);
  /// Queries, keys or values: `[batch, heads, ...]`.
  mlir::Value addHeads(mlir::Value x, const std::string &name, int64_t heads,
                       int64_t width, llvm::ArrayRef<int64_t> order);
  bool canHalve(mlir::Value x) const;
  int64_t pickStride(mlir::Value x) {
    return canHalve(x) && choices.chance(35) ? 2 : 1;
  }

  NetworkBuilder &b;
  int64_t blocks = 0;
  llvm::SmallVector<mlir::Value> results;
};

} // namespace tenon::zoo

#endif // LIB_ZOO_RANDOM_RANDOMBLOCKS_H

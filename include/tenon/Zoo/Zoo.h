//===- Zoo.h - Standard architectures -------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_ZOO_ZOO_H
#define TENON_ZOO_ZOO_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <string>
#include <vector>

namespace tenon {

/// What an architecture is built with.
struct ZooOptions {
  /// Rows and columns of the input image in pixels, or frames of the sound; 0
  /// takes the published ones, or those of the seed.
  int64_t input = 0;
  /// Images or utterances at once.
  int64_t batch = 1;
  /// Factor of all channels but those of the input and the classes.
  double multiplier = 1.0;
  /// Number of classes; 0 takes the published one, or that of the seed.
  int64_t classes = 0;
  /// Seed of the weights; of `random`, also of the layers.
  uint64_t seed = 1;
  /// Batch normalization stays an operation of its own (`nn.batch_norm`) after
  /// each convolution that has one; otherwise it is folded into filter and
  /// bias. Both compute the same function.
  bool batchNorm = false;
  /// Build shapes only, without weights.
  bool elideWeights = false;
};

/// An architecture and where it was published.
struct ZooEntry {
  std::string name;
  std::string description;
};

/// All architectures, sorted by name.
std::vector<ZooEntry> getZooEntries();

/// Builds an architecture with seeded weights, which keep the values of all
/// layers at a level and the outputs of different inputs different. Fails, with
/// the cure, for an unknown name or options that make no network.
llvm::Expected<mlir::OwningOpRef<mlir::ModuleOp>>
buildZooNetwork(llvm::StringRef name, mlir::MLIRContext *context,
                const ZooOptions &options);

} // namespace tenon

#endif // TENON_ZOO_ZOO_H

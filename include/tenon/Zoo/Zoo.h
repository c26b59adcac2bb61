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

/// Options for building an architecture.
struct ZooOptions {
  /// Rows and columns of the input image in pixels, or frames of the audio
  /// signal. 0 uses the published size or, for `random`, a size that depends on
  /// the seed.
  int64_t input = 0;
  /// Number of images or utterances in a batch.
  int64_t batch = 1;
  /// Factor for all channels except those of the input and the classes.
  double multiplier = 1.0;
  /// Number of classes. 0 uses the published number or, for `random`, a number
  /// that depends on the seed.
  int64_t classes = 0;
  /// Seed of the weights and, for `random`, of the layers.
  uint64_t seed = 1;
  /// Keep each batch normalization as a separate operation (`nn.batch_norm`)
  /// after its convolution. Otherwise, it is folded into the filter and the
  /// bias. Both variants compute the same function.
  bool batchNorm = false;
  /// Build only shapes, without weights.
  bool elideWeights = false;
};

/// An architecture with its description, which includes its publication.
struct ZooEntry {
  std::string name;
  std::string description;
};

/// Returns all architectures, sorted by name.
std::vector<ZooEntry> getZooEntries();

/// Builds an architecture with seeded weights. The weights keep the values of
/// all layers at a similar magnitude, and different inputs result in different
/// outputs. Fails for an unknown name and for options that do not result in a
/// valid network; the message contains a remedy.
llvm::Expected<mlir::OwningOpRef<mlir::ModuleOp>>
buildZooNetwork(llvm::StringRef name, mlir::MLIRContext *context,
                const ZooOptions &options);

} // namespace tenon

#endif // TENON_ZOO_ZOO_H

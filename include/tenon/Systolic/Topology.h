//===- Topology.h - Topology files, one line per layer ----------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SYSTOLIC_TOPOLOGY_H
#define TENON_SYSTOLIC_TOPOLOGY_H

#include "tenon/Systolic/Grid.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include <optional>
#include <string>

namespace tenon::systolic {

/// One line of a topology file: a dense convolution without padding, or a
/// matrix product. Sizes are in elements.
struct TopologyLayer {
  std::string name;
  /// Line number in the file, starting at 1.
  unsigned line = 0;
  /// True for a line with M, N and K. The sizes below are then those of a 1x1
  /// convolution over a row of M pixels.
  bool isProduct = false;
  int64_t inHeight = 1, inWidth = 1, channels = 1, filters = 1;
  int64_t filterHeight = 1, filterWidth = 1;
  int64_t strideHeight = 1, strideWidth = 1, dilation = 1;
  /// Output sizes from the file or, if it has none, derived from the input; see
  /// docs/Systolic.md.
  int64_t outHeight = 1, outWidth = 1;
  /// Returns the layer as a matrix product.
  Product getProduct() const {
    return {outHeight * outWidth, filterHeight * filterWidth * channels,
            filters};
  }
};

/// A callback for errors. Its arguments are the line and the column of the
/// error, both starting at 1, and a message.
using TopologyReport =
    llvm::function_ref<void(unsigned, unsigned, const llvm::Twine &)>;

/// Parses the lines of a topology file. The first line contains the names of
/// the columns, in any order. Columns that do not describe a layer are ignored;
/// other unknown columns are errors. Reports the first error and returns
/// nullopt if there is one.
std::optional<std::vector<TopologyLayer>> parseTopology(llvm::StringRef text,
                                                        TopologyReport report);

} // namespace tenon::systolic

#endif // TENON_SYSTOLIC_TOPOLOGY_H

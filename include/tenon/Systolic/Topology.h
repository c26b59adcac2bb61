//===- Topology.h - Layers in lines of a file -------------------*- C++ -*-===//
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

/// One line: a dense convolution without padding, or a product of matrices.
/// Sizes are in elements.
struct TopologyLayer {
  std::string name;
  /// Its line in the file, from 1 on.
  unsigned line = 0;
  /// True for a line with M, N and K; the sizes below are then those of a 1x1
  /// convolution over a row of M pixels.
  bool isProduct = false;
  int64_t inHeight = 1, inWidth = 1, channels = 1, filters = 1;
  int64_t filterHeight = 1, filterWidth = 1;
  int64_t strideHeight = 1, strideWidth = 1, dilation = 1;
  /// As the file says, or else what fits the input; see docs/Systolic.md.
  int64_t outHeight = 1, outWidth = 1;
  /// The layer as a product of matrices.
  Product getProduct() const {
    return {outHeight * outWidth, filterHeight * filterWidth * channels,
            filters};
  }
};

/// Takes the line and the column of a mistake, both from 1 on, and what was
/// expected.
using TopologyReport =
    llvm::function_ref<void(unsigned, unsigned, const llvm::Twine &)>;

/// Reads the lines of a topology file. The first line names the columns, in
/// any order; columns that say nothing of a layer are passed over, others
/// are mistakes. Reports the
/// first mistake and returns nothing then.
std::optional<std::vector<TopologyLayer>> parseTopology(llvm::StringRef text,
                                                        TopologyReport report);

} // namespace tenon::systolic

#endif // TENON_SYSTOLIC_TOPOLOGY_H

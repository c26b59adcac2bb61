//===- Ablation.h - What each pass of a space brings by itself ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TOOLS_TENON_NAS_ABLATION_H
#define TOOLS_TENON_NAS_ABLATION_H

#include "tenon/Tooling/NetworkEvaluator.h"
#include <functional>

namespace tenon {

/// A space in which only one pass of the original keeps its holes.
struct SubSpace {
  /// The argument of the pass.
  std::string pass;
  /// Pipeline text: the holes of other passes are filled so that they leave
  /// the network as it is.
  std::string text;
  /// What fills each hole of the original; none for those that are kept.
  std::vector<std::optional<std::string>> values;
};

/// Prints `option=value` of every hole of the original space for a point of the
/// subspace.
std::string describe(const Space &original, const SubSpace &sub,
                     const Space &subSpace, const Point &point);

/// Finds for each pass with holes a filling that changes nothing, by trying,
/// and makes the subspaces of the passes whose neighbours all have one.
std::vector<SubSpace> findSubSpaces(const NetworkEvaluator &evaluator,
                                    const PreparedSpace &space);

} // namespace tenon

#endif // TOOLS_TENON_NAS_ABLATION_H

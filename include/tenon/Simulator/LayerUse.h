//===- LayerUse.h - Resources that layers use -------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SIMULATOR_LAYERUSE_H
#define TENON_SIMULATOR_LAYERUSE_H

#include "dialects/Engine/IR/Engine.h"
#include "tenon/Simulator/Program.h"

namespace tenon {

/// The resources that a layer uses, independently of when its commands run.
struct LayerUse {
  /// Number of cycles that the products of the layer take if every lane of the
  /// array computes a product in each step.
  double laneCycles = 0;
  /// Number of bytes of SRAM that the commands of the layer access.
  int64_t sramBytes = 0;
};

/// Returns the resources of each layer of `decoded`, the decoded form of
/// `program`.
std::vector<LayerUse> getLayerUses(engine::ProgramOp program,
                                   const DecodedProgram &decoded);

} // namespace tenon

#endif // TENON_SIMULATOR_LAYERUSE_H

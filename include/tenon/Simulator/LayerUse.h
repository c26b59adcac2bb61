//===- LayerUse.h - What layers use of a machine ----------------*- C++ -*-===//
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

/// What a layer uses, whenever its commands run.
struct LayerUse {
  /// Cycles that its products take if every lane of the array has one in each
  /// step.
  double laneCycles = 0;
  /// Bytes of SRAM that its commands name.
  int64_t sramBytes = 0;
};

/// The use of each layer of `decoded`, which `program` was decoded to.
std::vector<LayerUse> getLayerUses(engine::ProgramOp program,
                                   const DecodedProgram &decoded);

} // namespace tenon

#endif // TENON_SIMULATOR_LAYERUSE_H

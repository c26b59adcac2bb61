//===- TargetQueries.cpp - Derived properties of machines -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Engine/IR/Engine.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::engine;

LogicalResult SystolicAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                   StringRef name, int64_t rows,
                                   int64_t columns) {
  for (auto [key, number] : {std::pair("rows", rows), {"columns", columns}})
    if (number < 1 || number > 1024)
      return emitError() << "expected '" << key
                         << "' to be from 1 to 1024, but got " << number;
  return success();
}

std::optional<int64_t> TargetAttr::getFunctionCycles(StringRef function) const {
  if (auto cycles = getFunctions().getAs<IntegerAttr>(function))
    return cycles.getInt();
  return std::nullopt;
}

std::optional<EnergyTable> TargetAttr::getEnergyTable() const {
  if (getEnergy().empty())
    return std::nullopt;
  EnergyTable table;
#define TENON_ENERGY_FIELD(key, member, unit)                                  \
  table.member = getEnergy().getAs<IntegerAttr>(#key).getInt();
#include "dialects/Engine/IR/EnergyFields.inc"
  return table;
}

int64_t TargetAttr::getGranularity(const Workload &workload,
                                   LoopDim dim) const {
  if (workload.kind != WorkloadKind::Convolution &&
      workload.kind != WorkloadKind::Matmul)
    return 1;
  const Machine &machine = getMachine();
  if (workload.isDepthwise() && machine.hasDepthwise())
    return dim == LoopDim::Pixels ? machine.depthwiseP : machine.depthwiseC;
  switch (dim) {
  case LoopDim::OutChannels:
    return machine.standardK;
  case LoopDim::InChannels:
    return machine.standardC;
  case LoopDim::Pixels:
    return machine.standardP;
  }
  return 1;
}

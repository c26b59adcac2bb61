//===- LayerUse.cpp - Resources that layers use ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Simulator/LayerUse.h"
#include "Accesses.h"
#include "llvm/ADT/STLExtras.h"

using namespace tenon;
using engine::ArrayOp;

/// Returns the number of products of a command, including padding.
static double getProducts(ArrayOp op) {
  double products = op.getMode() == engine::ArrayMode::Depthwise
                        ? 1.0
                        : double(op.getInputSizes()[2]);
  for (int64_t size : op.getOutputSizes())
    products *= double(size);
  for (int64_t size : op.getKernel())
    products *= double(size);
  return products;
}

/// Returns the number of bytes in the union of ranges.
static int64_t getUnion(std::vector<std::pair<int64_t, int64_t>> &ranges) {
  llvm::sort(ranges);
  int64_t bytes = 0, end = 0;
  for (auto [first, last] : ranges) {
    bytes += std::max<int64_t>(0, last - std::max(first, end));
    end = std::max(end, last);
  }
  return bytes;
}

std::vector<LayerUse> tenon::getLayerUses(engine::ProgramOp program,
                                          const DecodedProgram &decoded) {
  const engine::Machine &machine = decoded.machine;
  std::vector<LayerUse> uses(decoded.layers.size());
  std::vector<std::vector<std::pair<int64_t, int64_t>>> ranges(uses.size());
  double lanes = std::max(double(machine.standardK) * machine.standardC *
                              machine.standardP,
                          double(machine.depthwiseC) * machine.depthwiseP);
  for (auto [command, accesses] :
       llvm::zip_equal(decoded.commands, getAccesses(program))) {
    for (const SramBox &box : accesses.boxes) {
      int64_t bytes = box.sizes[3];
      for (int d : {0, 1, 2})
        bytes += (box.sizes[d] - 1) * box.strides[d];
      ranges[command.layer].push_back({box.address, box.address + bytes});
    }
    if (auto array = llvm::dyn_cast<ArrayOp>(accesses.op))
      uses[command.layer].laneCycles +=
          getProducts(array) / lanes *
          machine.getStepCycles(engine::getElementKind(array.getType()));
  }
  for (auto [use, list] : llvm::zip_equal(uses, ranges))
    use.sramBytes = getUnion(list);
  return uses;
}

//===- Picks.cpp - Loads from computed addresses --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Picks.h"
#include "dialects/Network/IR/Network.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::values;

Picks::Picks(Machine &machine, ArrayRef<Operation *> commands)
    : machine(machine) {
  for (const MappedPick &pick : machine.map.picks) {
    SmallVector<Operation *> loads, stores;
    for (auto [op, command] : llvm::zip_equal(commands, machine.map.commands)) {
      if (command.node != pick.node)
        continue;
      if (isa<engine::LoadOp>(op))
        loads.push_back(op);
      else if (isa<engine::StoreOp>(op))
        stores.push_back(op);
    }
    // Each tile has one load and one store, and both units keep their order.
    for (auto [load, store] : llvm::zip_equal(loads, stores))
      tiles[load] = {&pick, (cast<engine::StoreOp>(store).getDramAddress() -
                             pick.result.dram) /
                                pick.result.bytes};
  }
}

/// Returns the address of element `i` of a tensor in DRAM.
static int64_t getAddress(const OutsideTensor &tensor, int64_t i) {
  return tensor.dram +
         (i / tensor.channels * tensor.pixelStride + i % tensor.channels) *
             tensor.bytes;
}

FailureOr<HostTensor> Picks::getIndices(const MappedPick &pick, Operation *op) {
  auto type = cast<RankedTensorType>(pick.indices.value.getType());
  HostTensor indices =
      HostTensor::zeros(type.getElementType(), type.getShape());
  if (!readTensor(machine.dram, indices, pick.indices))
    return reportUnwritten(op, "DRAM", pick.indices.dram);
  return indices;
}

LogicalResult Picks::run(engine::LoadOp load) {
  const Tile &tile = tiles.find(load)->second;
  const MappedPick &pick = *tile.pick;
  auto gather = cast<nn::GatherOp>(machine.map.nodes[pick.node].op);
  FailureOr<HostTensor> indices = getIndices(pick, load);
  if (failed(indices))
    return failure();
  OutsideTensor input = pick.input;
  for (const ParameterImage &image : machine.map.images)
    if (input.dram < 0 && image.node == pick.node) {
      input.dram = image.dram;
      input.bytes = image.bytes;
    }
  ArrayRef<int64_t> shape = gather.getInput().getType().getShape();
  int64_t size = shape[gather.getAxis()], inner = 1, elements = 1;
  for (int64_t extent : shape.drop_front(gather.getAxis() + 1))
    inner *= extent;
  int64_t count = indices->getNumElements(), bytes = pick.result.bytes;
  for (int64_t extent : load.getSizes())
    elements *= extent;
  elements /= bytes;
  for (int64_t e = 0; e != elements; ++e) {
    int64_t to = tile.first + e, row = to / inner;
    int64_t index = indices->getInt(row % count);
    if (index < -size || index >= size)
      return emitError(gather.getLoc())
             << "expected indices below " << size << ", but got " << index;
    index += index < 0 ? size : 0;
    int64_t from = (row / count * size + index) * inner + to % inner;
    machine.sram.copy(load.getSramAddress() + e * bytes, machine.dram,
                      getAddress(input, from), bytes);
  }
  return success();
}

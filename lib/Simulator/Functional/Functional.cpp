//===- Functional.cpp - Execution of programs on data ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Simulator/Functional/Functional.h"
#include "Commands.h"
#include "Images.h"
#include "Picks.h"
#include <cmath>

using namespace mlir;
using namespace tenon;
using namespace tenon::values;

const Stages &Machine::getStages(int32_t node) {
  if (!stages[node])
    stages[node] = values::getStages(map.nodes[node].op);
  return *stages[node];
}

LogicalResult values::reportUnwritten(Operation *op, StringRef memory,
                                      int64_t address) {
  return op->emitOpError("expected a value at ")
         << address << " of " << memory << ", but nothing has written one";
}

std::vector<uint32_t> tenon::getEndOrder(engine::ProgramOp program,
                                         const Trace &trace) {
  std::vector<uint32_t> order;
  uint32_t index = 0;
  for (Operation &op : *program.getBody().begin()) {
    if (isa<engine::LayerOp>(op))
      continue;
    if (!isa<engine::BarrierOp>(op))
      order.push_back(index);
    ++index;
  }
  llvm::sort(order, [&](uint32_t a, uint32_t b) {
    return std::pair(trace.commands[a].ended, a) <
           std::pair(trace.commands[b].ended, b);
  });
  return order;
}

/// Copies the box of a load or store.
template <typename OpT>
static void runMove(OpT op, Memory &to, const Memory &from, bool isLoad) {
  ArrayRef<int64_t> sizes = op.getSizes();
  auto move = [&](auto &self, size_t dim, int64_t dram, int64_t sram) -> void {
    if (dim + 1 == sizes.size())
      return isLoad ? to.copy(sram, from, dram, sizes[dim])
                    : to.copy(dram, from, sram, sizes[dim]);
    for (int64_t i = 0; i != sizes[dim]; ++i)
      self(self, dim + 1, dram + i * op.getDramStrides()[dim],
           sram + i * op.getSramStrides()[dim]);
  };
  move(move, 0, op.getDramAddress(), op.getSramAddress());
}

static LogicalResult runCommand(Operation *op, const MappedCommand &command,
                                Machine &machine, Picks &picks) {
  if (picks.isPick(op))
    return picks.run(cast<engine::LoadOp>(op));
  if (auto load = dyn_cast<engine::LoadOp>(op))
    runMove(load, machine.sram, machine.dram, /*isLoad=*/true);
  else if (auto store = dyn_cast<engine::StoreOp>(op))
    runMove(store, machine.dram, machine.sram, /*isLoad=*/false);
  else if (auto array = dyn_cast<engine::ArrayOp>(op))
    return runArray(array, command, machine);
  else if (auto vector = dyn_cast<engine::VectorOp>(op))
    return runVector(vector, command, machine);
  return success();
}

bool TensorSum::isNear(const TensorSum &other, double tolerance) const {
  double scale = std::max(magnitude, other.magnitude);
  auto isNear = [&](double a, double b) {
    // An infinite tolerance would accept any value.
    if (std::isfinite(a) && std::isfinite(b) && std::isfinite(scale))
      return std::abs(a - b) <= tolerance * scale;
    return a == b || (std::isnan(a) && std::isnan(b));
  };
  return isNear(sum, other.sum) && isNear(magnitude, other.magnitude);
}

FailureOr<ValueRun> tenon::runValues(engine::ProgramOp program,
                                     const ProgramMap &map,
                                     ArrayRef<uint32_t> order,
                                     ArrayRef<HostTensor> inputs,
                                     ConstantSource constants) {
  engine::TargetAttr target = engine::getTarget(program);
  // Memory uses eight bytes for each address at which an element may start.
  constexpr int64_t mostBytes = int64_t(1) << 31;
  int64_t sramBytes = target.getMachine().sramBytes;
  for (auto [bytes, memory] :
       {std::pair(map.dramBytes, "DRAM"), std::pair(sramBytes, "SRAM")})
    if (bytes > mostBytes)
      return program.emitOpError("expected at most ")
             << mostBytes << " bytes of " << memory
             << " to run values, but got " << bytes;
  Machine machine(map, sramBytes, constants);
  if (!machine.dram.isAllocated() || !machine.sram.isAllocated())
    return program.emitOpError("expected ")
           << (map.dramBytes + sramBytes) * int64_t(sizeof(uint64_t))
           << " bytes of memory on the host to run values, which it does not "
              "have; a machine with less SRAM needs less";
  writeImages(machine);
  for (auto [input, place] : llvm::zip_equal(inputs, map.inputs))
    writeTensor(machine.dram, input, place);
  std::vector<Operation *> commands;
  for (Operation &op : *program.getBody().begin())
    if (!isa<engine::LayerOp>(op))
      commands.push_back(&op);
  Picks picks(machine, commands);
  for (uint32_t index : order)
    if (failed(
            runCommand(commands[index], map.commands[index], machine, picks)))
      return failure();
  ValueRun run;
  run.sums = std::move(machine.sums);
  SmallVector<HostTensor> &results = run.results;
  for (const OutsideTensor &place : map.results) {
    auto type = cast<RankedTensorType>(place.value.getType());
    if (place.dram < 0) {
      results.push_back(constants(place.value));
      continue;
    }
    results.push_back(
        HostTensor::zeros(type.getElementType(), type.getShape()));
    if (!readTensor(machine.dram, results.back(), place))
      return program.emitOpError("expected all elements of result ")
             << results.size() - 1 << " in DRAM, but got some that nothing "
             << "has written";
  }
  return run;
}

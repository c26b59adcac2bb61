//===- ProgramMap.cpp - Construction of program maps ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ProgramWriter.h"

using namespace tenon;
using namespace tenon::compiler;

static OutsideTensor getOutside(mlir::Value value, int32_t index,
                                const Graph &graph,
                                const TileProgram &program) {
  OutsideTensor outside;
  outside.value = value;
  if (index < 0) {
    outside.dram = -1;
    return outside;
  }
  const Tensor &tensor = graph.tensors[index];
  outside.dram =
      program.rootAddresses[tensor.root] + tensor.offset * tensor.elementBytes;
  outside.channels = tensor.channels;
  outside.pixelStride = tensor.pixelStride;
  outside.bytes = tensor.elementBytes;
  return outside;
}

ProgramMap compiler::makeMap(const Graph &graph, TileProgram &program,
                             const TileSchedule &schedule) {
  ProgramMap map;
  for (const Node &node : graph.nodes)
    map.nodes.push_back(node.mapped);
  for (int32_t index : schedule.order) {
    const TileCommand &command = program.commands[index];
    MappedCommand mapped;
    mapped.node = command.node;
    if (command.unit == TileUnit::Array)
      mapped.outChannel = program.shapes[command.work].outChannel;
    if (command.unit == TileUnit::Vector) {
      mapped.sweep = map.sweeps.size();
      map.sweeps.push_back(std::move(program.vectors[command.work].map));
    }
    map.commands.push_back(mapped);
  }
  map.images = std::move(program.images);
  for (auto [value, tensor] : graph.inputs)
    map.inputs.push_back(getOutside(value, tensor, graph, program));
  for (auto [value, tensor] : graph.results)
    map.results.push_back(getOutside(value, tensor, graph, program));
  for (auto [index, node] : llvm::enumerate(graph.nodes)) {
    int32_t operand = node.getPickOperand();
    if (operand < 0)
      continue;
    auto get = [&](mlir::Value value, int32_t tensor) {
      return getOutside(value, tensor, graph, program);
    };
    mlir::Operation *op = node.mapped.op;
    map.picks.push_back({int32_t(index), get(op->getOperand(0), node.inputs[0]),
                         get(op->getOperand(operand), node.inputs[operand]),
                         get(op->getResult(0), node.outputs[0])});
  }
  map.dramBytes = program.dramEnd;
  return map;
}

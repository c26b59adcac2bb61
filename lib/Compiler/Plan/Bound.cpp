//===- Bound.cpp - Lower bounds of the cycles of networks -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Compiler/Plan/Bound.h"
#include "Tiling.h"
#include "lib/Compiler/Emit/Emitter.h"
#include "llvm/ADT/DenseSet.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::compiler;

/// Adds the least cycles of one node to `bound`.
static void addNode(NetworkBound &bound, const Node &node,
                    engine::TargetAttr target, engine::ElementKind type) {
  const engine::Machine &machine = target.getMachine();
  const Workload &workload = node.workload;
  for (const VectorSweep &sweep : workload.sweeps)
    bound.vectorCycles += getSweepCycles(sweep, target);
  if (!isArrayWork(workload))
    return;
  for (const ArrayProblem &problem :
       getArrayProblems(workload, machine, engine::getElementBytes(type))) {
    StageCycles least = getStageCycles(problem, false, machine, type);
    if (problem.isDepthwise) {
      StageCycles other = getStageCycles(problem, true, machine, type);
      least.loads = std::min(least.loads, other.loads);
      least.steps = std::min(least.steps, other.steps);
    }
    bound.loaderCycles += least.loads;
    bound.stepperCycles += least.steps;
    bound.drainCycles += least.drains;
  }
}

/// Returns the tensors with memory that operations read or write. Other
/// tensors, such as an input that is also a result, move no bytes.
static llvm::DenseSet<int32_t> getUsedRoots(const Graph &graph) {
  llvm::DenseSet<int32_t> roots;
  auto add = [&](int32_t tensor) {
    if (tensor >= 0)
      roots.insert(graph.tensors[tensor].root);
  };
  for (const Node &node : graph.nodes) {
    llvm::for_each(node.inputs, add);
    llvm::for_each(node.outputs, add);
    add(node.residual);
  }
  return roots;
}

/// Returns the least cycles in which so many bytes cross the bus, which others
/// use in part (dram_r8) and refreshes interrupt (dram_r6).
static double getDramCycles(int64_t bytes, const engine::Machine &machine) {
  double cycles =
      double(bytes) / double(machine.dramChannels * machine.dramBytesPerCycle);
  cycles = cycles * 100 / double(machine.dramShare);
  double refreshes = std::floor(cycles / double(machine.tRefi - machine.tRfc));
  return cycles + std::max(refreshes - 1, 0.0) * double(machine.tRfc);
}

int64_t NetworkBound::getCycles() const {
  return int64_t(std::max(
      {loaderCycles, stepperCycles, drainCycles, vectorCycles, dramCycles}));
}

NetworkBound tenon::getNetworkBound(FunctionOpInterface function,
                                    engine::TargetAttr target,
                                    engine::ElementKind type) {
  const engine::Machine &machine = target.getMachine();
  Graph graph = buildGraph(function, machine, type);
  NetworkBound bound;
  // Weights of several operations must be loaded once.
  llvm::DenseSet<Value> counted;
  for (const Node &node : graph.nodes) {
    addNode(bound, node, target, type);
    bool isArray = isArrayWork(node.workload);
    for (auto [index, region] : llvm::enumerate(node.workload.reads))
      if (region.isParameter && (index != 1 || !node.mapped.weights ||
                                 counted.insert(node.mapped.weights).second))
        bound.dramBytes +=
            region.getNumElements() * (isArray && index == 2
                                           ? engine::accumulatorBytes
                                           : engine::getElementBytes(type));
  }
  llvm::DenseSet<int32_t> used = getUsedRoots(graph);
  for (auto [index, root] : llvm::enumerate(graph.roots)) {
    const Tensor &tensor = graph.tensors[index];
    if (root.isOutside && used.contains(int32_t(index)))
      bound.dramBytes += tensor.getElements() * tensor.elementBytes;
  }
  bound.dramCycles = getDramCycles(bound.dramBytes, machine);
  return bound;
}

//===- Bound.cpp - Lower bound of the cycles of a network -----------------===//
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

/// Returns the minimum cycles of one node.
static double getCycles(const Node &node, engine::TargetAttr target,
                        engine::ElementKind type) {
  const engine::Machine &machine = target.getMachine();
  const Workload &workload = node.workload;
  double cycles = 0;
  if (isArrayWork(workload))
    for (const ArrayProblem &problem :
         getArrayProblems(workload, machine, engine::getElementBytes(type)))
      cycles += getArrayBound(problem, machine, type);
  for (const VectorSweep &sweep : workload.sweeps)
    cycles += getSweepCycles(sweep, target);
  return cycles;
}

/// Returns the roots that operations read or write. Other roots, such as an
/// input that is returned unchanged, cause no transfers.
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

NetworkBound tenon::getNetworkBound(FunctionOpInterface function,
                                    engine::TargetAttr target,
                                    engine::ElementKind type) {
  const engine::Machine &machine = target.getMachine();
  Graph graph = buildGraph(function, machine, type);
  NetworkBound bound;
  double compute = 0;
  // Weights that several operations share must be loaded only once.
  llvm::DenseSet<Value> counted;
  for (const Node &node : graph.nodes) {
    compute += getCycles(node, target, type);
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
  bound.computeCycles = compute;
  bound.dramCycles = ceilDiv(bound.dramBytes,
                             machine.dramChannels * machine.dramBytesPerCycle);
  return bound;
}

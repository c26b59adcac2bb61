//===- Cascade.cpp - Operations that can run stripe by stripe -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Cascade.h"
#include "Tiling.h"
#include "llvm/ADT/STLExtras.h"

using namespace tenon;
using namespace tenon::compiler;

const StripeTensor *Cascade::find(int32_t tensor) const {
  auto it = llvm::find_if(
      tensors, [&](const StripeTensor &t) { return t.tensor == tensor; });
  return it == tensors.end() ? nullptr : &*it;
}

static bool isImage(const Graph &graph, int32_t tensor) {
  return tensor >= 0 && graph.tensors[tensor].shape.size() == 4 &&
         graph.tensors[tensor].shape[0] == 1;
}

/// Returns true if each sweep depends on no result other than that of the
/// previous sweep, so that all results can be in the same place.
static bool isChain(const Workload &workload) {
  for (auto [index, sweep] : llvm::enumerate(workload.sweeps))
    for (int32_t input : sweep.inputs)
      if (input < 0 && input != getSweepResult(int32_t(index) - 1))
        return false;
  return true;
}

/// Returns true if each result depends on one element of each operand.
static bool isElementwise(const Graph &graph, const Node &node) {
  if (node.workload.cut != VectorCut::Pixels)
    return false;
  for (const VectorSweep &sweep : node.workload.sweeps)
    if (sweep.taps != 1 || sweep.acrossLanes ||
        sweep.pixels * sweep.channels !=
            graph.tensors[node.outputs[0]].getElements())
      return false;
  return llvm::all_of(node.inputs, [&](int32_t input) {
    return isImage(graph, input) && (graph.tensors[input].shape ==
                                         graph.tensors[node.outputs[0]].shape ||
                                     graph.tensors[input].pixels == 1);
  });
}

bool compiler::canCascade(const Graph &graph, const engine::Machine &machine,
                          int32_t index) {
  const Node &node = graph.nodes[index];
  const Workload &w = node.workload;
  if (node.outputs.size() != 1 || !isImage(graph, node.outputs[0]) ||
      graph.tensors[node.outputs[0]].shape[1] < 2 || node.inputs.empty() ||
      !isImage(graph, node.inputs[0]))
    return false;
  if (w.kind == WorkloadKind::Convolution)
    return (w.groups == 1 || (w.isDepthwise() && machine.hasDepthwise())) &&
           node.inputs.size() > 1 && node.inputs[1] < 0 &&
           (node.residual < 0 || isImage(graph, node.residual));
  if (w.kind != WorkloadKind::Vector || !isChain(w))
    return false;
  bool isPool = w.outHeight > 1 && node.inputs.size() == 1 && w.rowMargin < 0;
  return isPool || (w.outHeight == 1 && isElementwise(graph, node));
}

SmallVector<CascadeOperand, 3> compiler::getCascadeOperands(const Graph &graph,
                                                            const Node &node) {
  SmallVector<CascadeOperand, 3> operands;
  if (node.workload.outHeight > 1)
    operands.push_back({node.inputs[0], OperandRows::Window});
  else
    for (int32_t input : node.inputs)
      operands.push_back({input, graph.tensors[input].pixels == 1
                                     ? OperandRows::Whole
                                     : OperandRows::Same});
  if (node.residual >= 0)
    operands.push_back({node.residual, OperandRows::Same});
  return operands;
}

int64_t compiler::getCascadeWeightBytes(const Workload &w,
                                        int64_t elementBytes) {
  return getWeightBytes(w.outChannels,
                        w.reads[1].getNumElements() / w.outChannels, 1,
                        elementBytes);
}

double compiler::getLeastCost(const CascadeBound &sum, int64_t size,
                              const engine::Machine &machine) {
  // There are at least two stripes.
  return std::max(sum.array, sum.vector) +
         2 * double(size) * double(machine.pipeline);
}

//===- GraphDrains.cpp - Operations in drains -----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "GraphBuilder.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::compiler;

/// Returns the array node whose drain can process `value` further, or -1.
int32_t GraphBuilder::findDrain(Value value) const {
  int32_t tensor = findTensor(value);
  if (tensor < 0 || !value.hasOneUse() || graph.tensors[tensor].root != tensor)
    return -1;
  int32_t node = producers[tensor];
  if (node < 0 || graph.nodes[node].outputs.front() != tensor)
    return -1;
  return isArrayWork(graph.nodes[node].workload) ? node : -1;
}

/// Moves element-wise work on one tensor and parameters, or a sum of two
/// tensors, to the drain of the preceding array command. The drain applies
/// scales and offsets, then a residual, then a function.
bool GraphBuilder::fuse(Operation *op, const Workload &workload) {
  if (workload.kind != WorkloadKind::Vector || workload.writes.size() != 1 ||
      workload.reads.empty() || op->getNumResults() != 1)
    return false;
  if (workload.cut != VectorCut::Pixels)
    return false;
  for (const VectorSweep &sweep : workload.sweeps)
    if (sweep.taps != 1 || sweep.acrossLanes ||
        sweep.pixels * sweep.channels !=
            workload.writes.front().getNumElements())
      return false;
  auto isSame = [&](const TensorRegion &region) {
    return region.sizes == workload.writes.front().sizes;
  };
  if (workload.reads.size() == 2 && !workload.reads[0].isParameter &&
      !workload.reads[1].isParameter)
    return isSame(workload.reads[0]) && isSame(workload.reads[1]) &&
           fuseResidual(op, workload);
  if (getDeployedBytes(workload.writes.front().elementType, type) !=
      getDeployedBytes(workload.reads.front().elementType, type))
    return false;
  size_t activations = llvm::count_if(
      workload.reads, [](auto &region) { return !region.isParameter; });
  if (activations != 1 || workload.reads.front().isParameter ||
      !isSame(workload.reads.front()))
    return false;
  // The drain scales and adds with one number per channel.
  bool isFunction = workload.reads.size() == 1;
  for (const VectorSweep &sweep : workload.sweeps)
    if (!isFunction && sweep.function != "mul" && sweep.function != "add")
      return false;
  int64_t channels = workload.writes.front().sizes.empty()
                         ? 1
                         : workload.writes.front().sizes.back();
  for (const TensorRegion &region : ArrayRef(workload.reads).drop_front()) {
    int64_t last = region.sizes.empty() ? 1 : region.sizes.back();
    if (region.getNumElements() != last || last > channels)
      return false;
  }
  int32_t node = findDrain(op->getOperand(0));
  if (node < 0 || isActivated[node] ||
      (!isFunction && graph.nodes[node].residual >= 0))
    return false;
  isActivated[node] = isFunction;
  graph.nodes[node].mapped.drained.push_back(op);
  tensorOf[op->getResult(0)] = graph.nodes[node].outputs.front();
  return true;
}

bool GraphBuilder::fuseResidual(Operation *op, const Workload &workload) {
  if (workload.sweeps.size() != 1 || workload.sweeps[0].function != "add")
    return false;
  int32_t first = findDrain(op->getOperand(0));
  int32_t second = findDrain(op->getOperand(1));
  // The later node adds the result of the earlier one.
  bool isSecond = second > first;
  int32_t node = std::max(first, second);
  if (node < 0 || isActivated[node] || graph.nodes[node].residual >= 0 ||
      graph.nodes[node].workload.kind == WorkloadKind::TransposedConvolution)
    return false;
  int32_t residual = findTensor(op->getOperand(isSecond ? 0 : 1));
  if (residual < 0 || producers[residual] >= node)
    return false;
  const Tensor &added = graph.tensors[residual];
  const Tensor &output = graph.tensors[graph.nodes[node].outputs.front()];
  if (added.elementBytes != output.elementBytes)
    return false;
  graph.nodes[node].residual = residual;
  graph.nodes[node].mapped.drained.push_back(op);
  graph.nodes[node].mapped.residual = op->getOperand(isSecond ? 0 : 1);
  tensorOf[op->getResult(0)] = graph.nodes[node].outputs.front();
  return true;
}

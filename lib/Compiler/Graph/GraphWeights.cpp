//===- GraphWeights.cpp - Operations with the same weights ----------------===//
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

using Key = std::vector<uintptr_t>;

static void addTo(Key &key, const void *pointer) {
  key.push_back(reinterpret_cast<uintptr_t>(pointer));
}

static Type getElementType(Value value) {
  return cast<ShapedType>(value.getType()).getElementType();
}

/// Returns a key of everything that determines the bytes of the weights of
/// `node`: the constant, its layout in memory, and the contents of the channel
/// records (array_r11), which are biases, scales and offsets, including those
/// of quantized types.
Key GraphBuilder::getWeightKey(const Node &node) const {
  const Workload &w = node.workload;
  Operation *op = node.mapped.op;
  Key key = {uintptr_t(w.kind), uintptr_t(w.hasWeightRows),
             uintptr_t(w.groups)};
  if (w.kind == WorkloadKind::TransposedConvolution) // The phases.
    for (int64_t number : {w.strideHeight, w.strideWidth, w.padTop, w.padLeft})
      key.push_back(uintptr_t(number));
  Type current = getElementType(op->getResult(0));
  addTo(key, getElementType(op->getOperand(0)).getAsOpaquePointer());
  addTo(key, current.getAsOpaquePointer());
  for (Value operand : op->getOperands().drop_front())
    addTo(key, operand.getAsOpaquePointer());
  for (Operation *drained : node.mapped.drained) {
    Type next = getElementType(drained->getResult(0));
    if (next != std::exchange(current, next))
      addTo(key, next.getAsOpaquePointer());
    size_t constants = 0;
    for (Value operand : drained->getOperands())
      if (findTensor(operand) < 0 && ++constants)
        addTo(key, operand.getAsOpaquePointer());
    if (constants == 0)
      continue;
    addTo(key, drained->getName().getAsOpaquePointer());
    addTo(key, drained->getAttrDictionary().getAsOpaquePointer());
  }
  return key;
}

void GraphBuilder::numberWeights() {
  // In most cases, the constants alone distinguish the operations.
  llvm::SmallDenseMap<Value, SmallVector<int32_t, 1>, 64> readers;
  for (auto [index, node] : llvm::enumerate(graph.nodes))
    if (node.mapped.weights)
      readers[node.mapped.weights].push_back(index);
  int32_t count = 0;
  for (Node &node : graph.nodes) {
    if (!node.mapped.weights)
      continue;
    ArrayRef<int32_t> others = readers[node.mapped.weights];
    for (int32_t other : others) {
      if (&graph.nodes[other] == &node) {
        node.weightSet = count++;
        break;
      }
      if (getWeightKey(graph.nodes[other]) == getWeightKey(node)) {
        node.weightSet = graph.nodes[other].weightSet;
        break;
      }
    }
  }
}

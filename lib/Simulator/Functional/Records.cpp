//===- Records.cpp - Records of channels ----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Commands.h"
#include "llvm/ADT/Hashing.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::values;

static llvm::hash_code hashElement(const HostTensor &tensor, int64_t i) {
  unsigned bytes = HostTensor::getElementBytes(tensor.getElementType());
  return llvm::hash_value(getBits(tensor, i % tensor.getNumElements(), bytes));
}

static const void *getElementType(Value value) {
  return cast<ShapedType>(value.getType())
      .getElementType()
      .getAsOpaquePointer();
}

/// Returns one record for each channel. It represents all data of the drain for
/// this channel: its number and a hash of its bias, its scales and offsets, and
/// the types between which it converts.
static std::vector<uint64_t> makeRecords(const MappedNode &node,
                                         ConstantSource constants) {
  auto channels =
      cast<ShapedType>(node.op->getResult(0).getType()).getShape().back();
  std::vector<llvm::hash_code> hashes(
      channels, llvm::hash_combine(getElementType(node.op->getOperand(0)),
                                   getElementType(node.op->getResult(0))));
  auto add = [&](const HostTensor &tensor) {
    for (int64_t k = 0; k != channels; ++k)
      hashes[k] = llvm::hash_combine(hashes[k], hashElement(tensor, k));
  };
  if (Value bias = getProductBias(node.op))
    add(constants(bias));
  Value current = node.op->getResult(0);
  const void *type = getElementType(current);
  for (Operation *op : node.drained) {
    const void *next = getElementType(op->getResult(0));
    for (llvm::hash_code &hash : hashes)
      hash = next == type ? hash : llvm::hash_combine(hash, next);
    type = next;
    for (Value operand : op->getOperands())
      if (operand != current && operand != node.residual)
        add(constants(operand));
    current = op->getResult(0);
  }
  std::vector<uint64_t> records;
  for (int64_t k = 0; k != channels; ++k)
    records.push_back(uint64_t(size_t(hashes[k])) << 32 | uint64_t(k));
  return records;
}

ArrayRef<uint64_t> Machine::getRecords(int32_t node) {
  if (records[node].empty())
    records[node] = makeRecords(map.nodes[node], constants);
  return records[node];
}

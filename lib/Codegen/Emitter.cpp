//===- Emitter.cpp - Writes commands --------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Emitter.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::codegen;

int64_t Emitter::getBytes(Type elementType) const {
  if (!elementType || !elementType.isIntOrIndex())
    return engine::getElementBytes(type);
  return elementType.isIndex()
             ? 8
             : ceilDiv(elementType.getIntOrFloatBitWidth(), 8);
}

/// Merges dimensions that are contiguous on both sides, so that what is left
/// has the fewest dimensions and the longest runs.
static SmallVector<BoxDim> mergeDims(ArrayRef<BoxDim> dims, int64_t &bytes) {
  SmallVector<BoxDim> sorted(dims);
  llvm::erase_if(sorted, [](const BoxDim &dim) { return dim.size == 1; });
  llvm::sort(sorted, [](const BoxDim &a, const BoxDim &b) {
    return std::tie(b.dramStride, b.size) < std::tie(a.dramStride, a.size);
  });
  SmallVector<BoxDim> merged;
  while (!sorted.empty()) {
    BoxDim dim = sorted.pop_back_val();
    if (merged.empty() && dim.dramStride == bytes && dim.sramStride == bytes)
      bytes *= dim.size;
    else if (!merged.empty() &&
             dim.dramStride == merged.back().dramStride * merged.back().size &&
             dim.sramStride == merged.back().sramStride * merged.back().size)
      merged.back().size *= dim.size;
    else
      merged.push_back(dim);
  }
  std::reverse(merged.begin(), merged.end());
  return merged;
}

Value Emitter::move(bool isStore, int64_t dram, int64_t sram,
                    ArrayRef<BoxDim> dims, int64_t elementBytes,
                    ValueRange after) {
  int64_t bytes = elementBytes;
  SmallVector<BoxDim> merged = mergeDims(dims, bytes);
  if (merged.size() > 3) { // dma_r2: four dimensions with the bytes
    BoxDim outer = merged.front();
    Value last;
    for (int64_t i = 0; i != outer.size; ++i)
      last = move(isStore, dram + i * outer.dramStride,
                  sram + i * outer.sramStride,
                  ArrayRef<BoxDim>(merged).drop_front(), bytes, after);
    return last;
  }
  SmallVector<int64_t, 4> sizes, dramStrides, sramStrides;
  for (const BoxDim &dim : merged) {
    sizes.push_back(dim.size);
    dramStrides.push_back(dim.dramStride);
    sramStrides.push_back(dim.sramStride);
  }
  sizes.push_back(bytes);
  if (isStore)
    return engine::StoreOp::create(builder, loc, tokenType, after, dram,
                                   dramStrides, sram, sramStrides, sizes);
  return engine::LoadOp::create(builder, loc, tokenType, after, dram,
                                dramStrides, sram, sramStrides, sizes);
}

BufferPool::Slot &BufferPool::get(int64_t id, bool &isHit) {
  for (Slot &slot : slots)
    if (slot.content == id) {
      isHit = true;
      return slot;
    }
  isHit = false;
  Slot &slot = slots[nextSlot];
  nextSlot = (nextSlot + 1) % slots.size();
  slot.content = id;
  return slot;
}

LogicalResult codegen::failToPlace(std::string &error, int64_t needed,
                                   int64_t there) {
  error = "expected the smallest tile to fit the " + std::to_string(there) +
          " bytes of SRAM, but got " + std::to_string(needed) + " bytes";
  return failure();
}

//===- EmitCopy.cpp - Data movement ---------------------------------------===//
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

namespace {
/// One dimension of a copy; strides in elements.
struct CopyDim {
  int64_t size, from, to;
};

/// Emits the moves of one workload.
class CopyEmitter {
public:
  CopyEmitter(Emitter &emitter, const Workload &workload)
      : emitter(emitter), workload(workload) {}
  LogicalResult emit(std::string &error);

private:
  void emitFill(const TensorRegion &region, int64_t bytes);
  void emitTiles(ArrayRef<CopyDim> dims, size_t depth, int64_t from, int64_t to,
                 int64_t bytes, BufferPool &buffers);

  Emitter &emitter;
  const Workload &workload;
  int64_t toDram = 0, budget = 0, tileId = 0;
  /// The command that filled the buffer, if the copy has no source.
  Value filled;
  bool isFill = false;
};
} // namespace

static bool isDense(const TensorRegion &region) {
  int64_t stride = 1;
  for (size_t i = region.sizes.size(); i-- > 0;) {
    if (region.sizes[i] != 1 && region.strides[i] != stride)
      return false;
    stride *= region.sizes[i];
  }
  return true;
}

/// Elements from the start of the tensor to behind the last one of a region.
static int64_t getExtent(const TensorRegion &region) {
  int64_t extent = region.offset + 1;
  for (auto [size, stride] : llvm::zip(region.sizes, region.strides))
    extent += (size - 1) * stride;
  return extent;
}

/// The dimensions of a copy, outermost of the destination first. A dense side
/// takes on the shape of the other one; nullopt if neither is dense.
static std::optional<SmallVector<CopyDim>> getDims(const RegionCopy &copy) {
  SmallVector<int64_t, 4> sizes = copy.to.sizes;
  SmallVector<int64_t, 4> from = copy.from.strides, to = copy.to.strides;
  if (copy.from.sizes != copy.to.sizes) {
    auto getDense = [](ArrayRef<int64_t> shape) {
      TensorRegion region = TensorRegion::dense(shape, Type());
      return region.strides;
    };
    if (isDense(copy.from)) {
      from = getDense(copy.to.sizes);
    } else if (isDense(copy.to)) {
      sizes = copy.from.sizes;
      to = getDense(sizes);
    } else {
      return std::nullopt;
    }
  }
  SmallVector<CopyDim> dims;
  for (size_t i = 0; i != sizes.size(); ++i) {
    CopyDim dim = {sizes[i], from[i], to[i]};
    if (dim.size == 1)
      continue;
    if (!dims.empty() && dims.back().from == dim.from * dim.size &&
        dims.back().to == dim.to * dim.size)
      dims.back() = {dims.back().size * dim.size, dim.from, dim.to};
    else
      dims.push_back(dim);
  }
  llvm::sort(dims, [](const CopyDim &a, const CopyDim &b) {
    return std::tie(b.to, b.size) < std::tie(a.to, a.size);
  });
  return dims;
}

/// Loops over the outer dimensions until what is left fits the budget.
void CopyEmitter::emitTiles(ArrayRef<CopyDim> dims, size_t depth, int64_t from,
                            int64_t to, int64_t bytes, BufferPool &buffers) {
  int64_t inner = bytes;
  for (const CopyDim &dim : dims.drop_front(std::min(depth + 1, dims.size())))
    inner *= dim.size;
  int64_t step = depth < dims.size()
                     ? std::clamp<int64_t>(budget / inner, 1, dims[depth].size)
                     : 1;
  if (depth < dims.size() && inner > budget) {
    for (int64_t i = 0; i != dims[depth].size; ++i)
      emitTiles(dims, depth + 1, from + i * dims[depth].from * bytes,
                to + i * dims[depth].to * bytes, bytes, buffers);
    return;
  }
  int64_t count = depth < dims.size() ? dims[depth].size : 1;
  for (int64_t i = 0; i < count; i += step) {
    SmallVector<CopyDim> tile(dims.drop_front(std::min(depth, dims.size())));
    int64_t fromAddress = from, toAddress = to;
    if (!tile.empty()) {
      fromAddress += i * tile.front().from * bytes;
      toAddress += i * tile.front().to * bytes;
      tile.front().size = std::min(step, count - i);
    }
    // In SRAM a tile lies densely in the order of the destination.
    SmallVector<BoxDim> load(tile.size()), store(tile.size());
    int64_t extent = bytes;
    for (size_t d = tile.size(); d-- > 0;) {
      load[d] = {tile[d].size, tile[d].from * bytes, extent};
      store[d] = {tile[d].size, tile[d].to * bytes, extent};
      extent *= tile[d].size;
    }
    bool isHit;
    BufferPool::Slot &slot = buffers.get(isFill ? 0 : tileId++, isHit);
    Value ready = filled;
    if (!isFill)
      ready = emitter.load(fromAddress, slot.address, load, bytes,
                           present({slot.lastUse}));
    slot.lastUse =
        emitter.store(toAddress, slot.address, store, bytes, present({ready}));
  }
}

void CopyEmitter::emitFill(const TensorRegion &region, int64_t bytes) {
  int64_t total = std::min(budget, region.getNumElements() * bytes);
  isFill = true;
  BufferPool buffers(emitter, 1, total);
  bool isHit;
  BufferPool::Slot &slot = buffers.get(0, isHit);
  filled = engine::VectorOp::create(
      emitter.builder, emitter.loc, emitter.tokenType, ValueRange(), "fill",
      emitter.getCommandType(), ceilDiv(total, bytes), 1, 1, false,
      ArrayRef<int64_t>(), ArrayRef<int64_t>(), slot.address, total);
  RegionCopy copy{region, region};
  emitTiles(*getDims(copy), 0, 0, toDram + region.offset * bytes, bytes,
            buffers);
  isFill = false;
  filled = Value();
}

LogicalResult CopyEmitter::emit(std::string &error) {
  int64_t extent = 0, largest = 0;
  bool hasFill = false;
  for (const RegionCopy &copy : workload.copies) {
    int64_t bytes = emitter.getBytes(copy.to.elementType);
    extent = std::max(extent, getExtent(copy.to) * bytes);
    largest = std::max(largest, copy.to.getNumElements() * bytes);
    hasFill |= copy.from.sizes.empty();
    if (!copy.from.sizes.empty() && !getDims(copy)) {
      error = "expected a copy with one dense side or equal sizes";
      return failure();
    }
  }
  if (hasFill && !emitter.target.getFunctionCycles("fill")) {
    error = ("expected a function of '" + emitter.target.getName() +
             "', but got 'fill'")
                .str();
    return failure();
  }
  budget =
      std::clamp<int64_t>(largest / 4, 4096, emitter.machine.sramBytes / 4) /
      bufferAlignment * bufferAlignment;
  if (emitter.machine.sramBytes < 4 * bufferAlignment)
    return failToPlace(error, 4 * bufferAlignment, emitter.machine.sramBytes);
  budget = std::max(budget, bufferAlignment);
  toDram = emitter.allocateDram(extent);
  std::optional<BufferPool> buffers;
  for (const RegionCopy &copy : workload.copies) {
    int64_t bytes = emitter.getBytes(copy.to.elementType);
    if (copy.from.sizes.empty()) {
      emitFill(copy.to, bytes);
      continue;
    }
    if (!buffers)
      buffers.emplace(emitter, 2, budget);
    int64_t fromDram = emitter.allocateDram(getExtent(copy.from) * bytes);
    emitTiles(*getDims(copy), 0, fromDram + copy.from.offset * bytes,
              toDram + copy.to.offset * bytes, bytes, *buffers);
  }
  return success();
}

LogicalResult codegen::emitCopy(Emitter &emitter, const Workload &workload,
                                std::string &error) {
  return CopyEmitter(emitter, workload).emit(error);
}

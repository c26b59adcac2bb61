//===- EmitCopy.cpp - Emission of data movement ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Emitter.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::compiler;

namespace {
/// One dimension of a copy. Strides are in elements.
struct CopyDim {
  int64_t size, from, to;
};

/// Emits the moves of one workload, from DRAM to DRAM.
class CopyEmitter {
public:
  CopyEmitter(Emitter &emitter, int64_t budget)
      : emitter(emitter), workload(emitter.getNode().workload), budget(budget) {
  }
  void emit();

private:
  int64_t getParameter(const RegionCopy &copy, int64_t bytes);
  void findPicks();
  void emitFill(const TensorRegion &region, int64_t bytes);
  void emitTiles(ArrayRef<CopyDim> dims, size_t depth, int64_t from, int64_t to,
                 int64_t bytes);

  Emitter &emitter;
  const Workload &workload;
  int64_t budget, toDram = 0;
  llvm::SmallDenseMap<int32_t, int64_t> parameters;
  /// The buffer of a constant that fills regions, or -1.
  int32_t filled = -1;
  /// True if the elements of another operand select the source addresses, which
  /// lie in `pickRanges`. The copies in the workload move as much data, from
  /// other addresses.
  bool picks = false;
  SmallVector<DramRange, 2> pickRanges;
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

/// Returns the dimensions of a copy, outermost of the destination first. A
/// dense side takes on the shape of the other side. Returns nullopt if neither
/// is dense.
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

/// Loops over the outer dimensions until the remaining ones fit the budget.
void CopyEmitter::emitTiles(ArrayRef<CopyDim> dims, size_t depth, int64_t from,
                            int64_t to, int64_t bytes) {
  int64_t inner = bytes;
  for (const CopyDim &dim : dims.drop_front(std::min(depth + 1, dims.size())))
    inner *= dim.size;
  int64_t step = depth < dims.size()
                     ? std::clamp<int64_t>(budget / inner, 1, dims[depth].size)
                     : 1;
  // A region has four dimensions, including the bytes of an element (dma_r2).
  bool isDeep = dims.size() > depth + 3;
  if (depth < dims.size() && (inner > budget || isDeep)) {
    for (int64_t i = 0; i != dims[depth].size; ++i)
      emitTiles(dims, depth + 1, from + i * dims[depth].from * bytes,
                to + i * dims[depth].to * bytes, bytes);
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
    // In SRAM, a tile is dense, in the order of the destination.
    SmallVector<BoxDim> load(tile.size()), store(tile.size());
    int64_t extent = bytes;
    for (size_t d = tile.size(); d-- > 0;) {
      load[d] = {tile[d].size, tile[d].from * bytes, extent};
      store[d] = {tile[d].size, tile[d].to * bytes, extent};
      extent *= tile[d].size;
    }
    int32_t buffer = filled;
    if (buffer < 0) {
      buffer = emitter.addBuffer(extent);
      size_t first = emitter.getNumMoves();
      emitter.load(fromAddress, buffer, load, bytes);
      if (picks)
        emitter.setPicks(first, pickRanges);
    }
    emitter.store(toAddress, buffer, store, bytes);
  }
}

void CopyEmitter::emitFill(const TensorRegion &region, int64_t bytes) {
  int64_t total = std::min(budget, region.getNumElements() * bytes);
  filled = emitter.addBuffer(total);
  VectorStep &step = emitter.addVector();
  step.function = "fill";
  step.pixels = ceilDiv(total, bytes);
  step.output = {filled, 0, total};
  step.map.kind = SweepMap::Fill;
  step.map.output.count = step.map.output.rowStride = step.pixels;
  step.map.output.bytes = step.map.output.pitch = bytes;
  RegionCopy copy{region, region};
  emitTiles(*getDims(copy), 0, 0, toDram + region.offset * bytes, bytes);
  filled = -1;
}

/// Returns the number of elements from the start of a tensor to the end of a
/// region, which may have negative strides.
static int64_t getExtent(const TensorRegion &region) {
  int64_t extent = region.offset + 1;
  for (auto [size, stride] : llvm::zip(region.sizes, region.strides))
    extent += (size - 1) * std::max<int64_t>(stride, 0);
  return extent;
}

/// Returns the address of a constant operand. Copies of the same operand share
/// it.
int64_t CopyEmitter::getParameter(const RegionCopy &copy, int64_t bytes) {
  int64_t &address = parameters.try_emplace(copy.operand, -1).first->second;
  if (address >= 0)
    return address;
  int64_t extent = 0;
  for (const RegionCopy &other : workload.copies)
    if (other.operand == copy.operand)
      extent = std::max(extent, getExtent(other.from));
  if (picks) {
    Value operand = emitter.getNode().mapped.op->getOperand(copy.operand);
    extent = cast<ShapedType>(operand.getType()).getNumElements();
  }
  return address = emitter.addParameter(copy.operand, extent, bytes);
}

void CopyEmitter::findPicks() {
  const Node &node = emitter.getNode();
  picks = node.getPickOperand() >= 0;
  if (!picks)
    return;
  for (int32_t input : node.inputs)
    if (input >= 0) {
      int64_t begin = emitter.getDramAddress(input);
      const Tensor &tensor = emitter.graph.tensors[input];
      pickRanges.push_back(
          {begin, begin + tensor.pixels * emitter.getDramPitch(input)});
    }
}

void CopyEmitter::emit() {
  findPicks();
  const Node &node = emitter.getNode();
  toDram = emitter.getDramAddress(node.outputs.front());
  for (const RegionCopy &copy : workload.copies) {
    int64_t bytes = emitter.getBytes(copy.to.elementType);
    if (copy.from.sizes.empty()) {
      emitFill(copy.to, bytes);
      continue;
    }
    int32_t tensor = node.inputs[copy.operand];
    int64_t from = tensor >= 0 ? emitter.getDramAddress(tensor)
                               : getParameter(copy, bytes);
    emitTiles(*getDims(copy), 0, from + copy.from.offset * bytes,
              toDram + copy.to.offset * bytes, bytes);
  }
}

std::pair<CopyRun, CopyRun> compiler::getCopyRuns(const RegionCopy &copy) {
  auto dims = getDims(copy);
  // A transfer accesses DRAM in the order of addresses.
  auto getRun = [&](int64_t CopyDim::*stride) {
    llvm::sort(*dims, [&](const CopyDim &a, const CopyDim &b) {
      return std::pair(std::abs(a.*stride), a.size) <
             std::pair(std::abs(b.*stride), b.size);
    });
    CopyRun run;
    for (const CopyDim &dim : *dims) {
      if (dim.*stride == 0) // The same elements are read repeatedly.
        continue;
      // Runs with a negative stride never merge, even if they are adjacent.
      if (dim.*stride < 0)
        return CopyRun{run.length,
                       std::max(std::abs(dim.*stride), 2 * run.length)};
      if (dim.*stride != run.length)
        return CopyRun{run.length, dim.*stride};
      run.length *= dim.size;
    }
    return CopyRun{run.length, run.length};
  };
  return {getRun(&CopyDim::from), getRun(&CopyDim::to)};
}

bool compiler::isCopyOfBoxes(const RegionCopy &copy) {
  return getDims(copy).has_value();
}

int64_t compiler::getCopyBudget(const Emitter &emitter) {
  int64_t largest = 0;
  for (const RegionCopy &copy : emitter.getNode().workload.copies)
    largest = std::max(largest, copy.to.getNumElements() *
                                    emitter.getBytes(copy.to.elementType));
  return std::max(
      bufferAlignment,
      std::clamp<int64_t>(largest / 4, 4096, emitter.machine.sramBytes / 4) /
          bufferAlignment * bufferAlignment);
}

void compiler::emitCopy(Emitter &emitter, int64_t budget) {
  CopyEmitter(emitter, budget).emit();
}

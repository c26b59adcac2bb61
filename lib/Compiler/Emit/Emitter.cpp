//===- Emitter.cpp - Emission of commands ---------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Emitter.h"
#include "lib/Compiler/Plan/Tiling.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>

using namespace mlir;
using namespace tenon;
using namespace tenon::compiler;

int64_t Emitter::getBytes(Type elementType) const {
  if (!elementType || !elementType.isIntOrIndex())
    return engine::getElementBytes(type);
  return elementType.isIndex()
             ? 8
             : ceilDiv(elementType.getIntOrFloatBitWidth(), 8);
}

/// Merges dimensions that are contiguous on both sides, so that the result has
/// the minimum number of dimensions and the longest runs, of `bytes` bytes.
static void mergeDims(SmallVectorImpl<BoxDim> &dims, int64_t &bytes) {
  // Dimensions with stride 0 become outermost, which keeps runs long.
  if (dims.size() > 1)
    llvm::sort(dims, [](const BoxDim &a, const BoxDim &b) {
      auto getKey = [](const BoxDim &dim) {
        return std::tuple(dim.dramStride != 0, -std::abs(dim.dramStride),
                          -dim.size);
      };
      return getKey(a) < getKey(b);
    });
  // The merged dimensions start at `first`.
  size_t first = dims.size();
  for (size_t i = dims.size(); i-- > 0;) {
    const BoxDim dim = dims[i];
    bool isInnermost = first == dims.size();
    if (isInnermost && dim.dramStride == bytes && dim.sramStride == bytes)
      bytes *= dim.size;
    else if (!isInnermost &&
             dim.dramStride == dims[first].dramStride * dims[first].size &&
             dim.sramStride == dims[first].sramStride * dims[first].size)
      dims[first].size *= dim.size;
    else
      dims[--first] = dim;
  }
  dims.erase(dims.begin(), dims.begin() + first);
}

ParameterImage Emitter::getWeightImage(const ArrayProblem &problem,
                                       int64_t dram) const {
  ParameterImage image;
  image.kind = ParameterImage::Weights;
  image.node = node;
  image.dram = dram;
  image.operand = 1;
  image.bytes = problem.bytes;
  image.groupOutputs = problem.outChannels;
  image.groupInputs = problem.inChannels;
  image.isDepthwise = problem.isDepthwise;
  image.taps[0] = problem.kernelHeight;
  image.taps[1] = problem.kernelWidth;
  for (int i : {0, 1}) {
    image.firstTap[i] = problem.firstTap[i];
    image.tapStep[i] = problem.tapStep[i];
  }
  return image;
}

int32_t &Emitter::getSharedBuffer(const ParameterImage &image) {
  std::array<int64_t, 16> part = {
      image.group,        image.groups,      image.outChannel,
      image.outChannels,  image.inChannel,   image.inChannels,
      image.batch,        image.isDepthwise, image.groupInputs,
      image.groupOutputs, image.taps[0],     image.taps[1],
      image.firstTap[0],  image.firstTap[1], image.tapStep[0],
      image.tapStep[1]};
  return shared.try_emplace({getNode().weightSet, part}, -1).first->second;
}

Span Emitter::getSpan(int32_t tensor, int64_t pixel, int64_t channel,
                      int64_t bytes) const {
  const Tensor &t = graph.tensors[tensor];
  return {places.buffers[t.root],
          (t.sramPixel + pixel) * getSramPitch(tensor) +
              (t.sramChannel + channel) * t.elementBytes,
          bytes};
}

void Emitter::move(TileUnit unit, int64_t dram, Span sram,
                   ArrayRef<BoxDim> dims, int64_t elementBytes,
                   bool isParameter) {
  // Merging dimensions does not change the accessed bytes.
  if (detail == EmitDetail::Memory && dims.size() <= 3) {
    program.commands.push_back({unit, node, int32_t(program.moves.size())});
    Move &result = program.moves.emplace_back();
    result.dram = dram;
    result.dims.assign(dims);
    result.bytes = elementBytes;
    DramRange box = result.getBox();
    result.dims.assign({});
    result.dram = box.begin;
    result.bytes = box.end - box.begin;
    result.isParameter = isParameter;
    result.sram.buffer = sram.buffer;
    return;
  }
  SmallVector<BoxDim, 8> merged;
  for (const BoxDim &dim : dims)
    if (dim.size != 1)
      merged.push_back(dim);
  int64_t bytes = elementBytes;
  mergeDims(merged, bytes);
  if (merged.size() > 3) { // dma_r2: four dimensions with the bytes
    BoxDim outer = merged.front();
    for (int64_t i = 0; i != outer.size; ++i) {
      Span part = sram;
      part.offset += i * outer.sramStride;
      move(unit, dram + i * outer.dramStride, part,
           ArrayRef<BoxDim>(merged).drop_front(), bytes, isParameter);
    }
    return;
  }
  program.commands.push_back({unit, node, int32_t(program.moves.size())});
  Move &result = program.moves.emplace_back();
  result.dram = dram;
  result.dims.assign(merged);
  result.bytes = bytes;
  result.isParameter = isParameter;
  int64_t span = bytes;
  for (const BoxDim &dim : merged)
    span += (dim.size - 1) * dim.sramStride;
  result.sram = {sram.buffer, sram.offset, span};
}

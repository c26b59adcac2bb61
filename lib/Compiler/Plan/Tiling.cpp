//===- Tiling.cpp - Problems of the array ---------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Tiling.h"

using namespace tenon;
using namespace tenon::compiler;
using namespace tenon::engine;

ArrayProblem compiler::getArrayProblem(const Workload &workload,
                                       const Machine &machine, int64_t bytes) {
  ArrayProblem p;
  p.bytes = bytes;
  p.batch = workload.batch;
  p.outHeight = workload.outHeight;
  p.outWidth = workload.outWidth;
  p.isDepthwise = workload.isDepthwise() && machine.hasDepthwise();
  p.groups = p.isDepthwise ? 1 : workload.groups;
  p.outChannels = workload.outChannels / p.groups;
  p.inChannels = workload.inChannels / p.groups;
  if (workload.kind == WorkloadKind::Matmul) {
    const TensorRegion &weights = workload.reads[1];
    p.weightBatches = std::max<int64_t>(1, weights.getNumElements() /
                                               (p.inChannels * p.outChannels));
    p.hasOwnWeights = !weights.isParameter || p.weightBatches > 1;
    p.hasWeightRows = workload.hasWeightRows;
    p.sharesInput = p.batch > 1 && workload.reads[0].getNumElements() ==
                                       workload.inWidth * p.inChannels;
    p.inHeight = p.outHeight;
    p.inWidth = p.outWidth;
  } else {
    p.inHeight = workload.inHeight;
    p.inWidth = workload.inWidth;
    p.kernelHeight = workload.kernelHeight;
    p.kernelWidth = workload.kernelWidth;
    p.strideHeight = workload.strideHeight;
    p.strideWidth = workload.strideWidth;
    p.dilationHeight = workload.dilationHeight;
    p.dilationWidth = workload.dilationWidth;
    p.padTop = workload.padTop;
    p.padLeft = workload.padLeft;
  }
  // Pixels of a 1x1 convolution may share steps across rows and images.
  bool isPointwise = p.getTaps() == 1 && p.strideHeight == 1 &&
                     p.strideWidth == 1 && p.padTop == 0 && p.padLeft == 0 &&
                     p.inHeight == p.outHeight && p.inWidth == p.outWidth;
  if (isPointwise) {
    p.outWidth *= p.outHeight;
    p.outHeight = 1;
    if (!p.hasOwnWeights && !p.sharesInput) {
      p.outWidth *= p.batch;
      p.batch = 1;
    }
    p.inHeight = 1;
    p.inWidth = p.outWidth;
  }
  p.tensorHeight = p.outHeight;
  p.tensorWidth = p.outWidth;
  return p;
}

/// One phase of a transposed convolution in one dimension. The results `first`,
/// `first + stride`... are convolutions of the input with `taps` taps.
struct Phase {
  int64_t first = 0, count = 0, taps = 1, pad = 0;
  /// Index in the kernel of the first tap of the phase.
  int64_t firstTap = 0;
};

/// Returns the phase of remainder `r`. Tap k of input i contributes to result y
/// if y = stride i - pad + k. Results with (y + pad) mod stride = r have the
/// taps r, r + stride...; taps outside the kernel are zero.
static Phase getPhase(int64_t r, int64_t size, int64_t kernel, int64_t stride,
                      int64_t pad) {
  Phase phase;
  phase.taps = kernel > r ? ceilDiv(kernel - r, stride) : 1;
  int64_t index = pad > r ? ceilDiv(pad - r, stride) : 0;
  phase.first = index * stride + r - pad;
  phase.count = phase.first < size ? ceilDiv(size - phase.first, stride) : 0;
  phase.pad = phase.taps - 1 - index;
  phase.firstTap = r + (phase.taps - 1) * stride;
  return phase;
}

SmallVector<ArrayProblem, 1> compiler::getArrayProblems(const Workload &w,
                                                        const Machine &machine,
                                                        int64_t bytes) {
  if (w.kind != WorkloadKind::TransposedConvolution)
    return {getArrayProblem(w, machine, bytes)};
  SmallVector<ArrayProblem, 1> phases;
  for (int64_t i = 0; i != w.strideHeight; ++i)
    for (int64_t j = 0; j != w.strideWidth; ++j) {
      Phase rows =
          getPhase(i, w.outHeight, w.kernelHeight, w.strideHeight, w.padTop);
      Phase columns =
          getPhase(j, w.outWidth, w.kernelWidth, w.strideWidth, w.padLeft);
      if (rows.count == 0 || columns.count == 0)
        continue;
      Workload part = w;
      part.kind = WorkloadKind::Convolution;
      part.outHeight = rows.count;
      part.outWidth = columns.count;
      part.kernelHeight = rows.taps;
      part.kernelWidth = columns.taps;
      part.strideHeight = part.strideWidth = 1;
      // The pad is negative if the result is cropped by more than the kernel
      // extends over the input.
      part.padTop = rows.pad;
      part.padLeft = columns.pad;
      ArrayProblem p = getArrayProblem(part, machine, bytes);
      bool isFlat = p.outWidth != part.outWidth || p.batch != w.batch;
      if (isFlat) {
        // Rows of results are not adjacent, so they cannot share steps.
        p.batch = w.batch;
        p.outHeight = p.inHeight = part.outHeight;
        p.outWidth = p.inWidth = part.outWidth;
      }
      p.rowStep = w.strideHeight;
      p.columnStep = w.strideWidth;
      p.firstTap[0] = rows.firstTap;
      p.firstTap[1] = columns.firstTap;
      p.tapStep[0] = -w.strideHeight;
      p.tapStep[1] = -w.strideWidth;
      p.firstRow = rows.first;
      p.firstColumn = columns.first;
      p.tensorHeight = w.outHeight;
      p.tensorWidth = w.outWidth;
      phases.push_back(p);
    }
  return phases;
}

int64_t compiler::getBlockChannels(const ArrayProblem &p, int64_t outChannels,
                                   int64_t inChannels, const Machine &machine) {
  if (p.isDepthwise || p.hasOwnWeights || p.groups != 1 ||
      machine.loadsWholeInput)
    return outChannels;
  // Shorter loads are inefficient.
  constexpr int64_t leastBytes = 8192;
  int64_t bytes = outChannels * inChannels * p.getTaps() * p.bytes;
  int64_t blocks = std::max<int64_t>(bytes / leastBytes, 1);
  int64_t unit = alignUp(machine.standardK, sramAlignment);
  return std::min(outChannels, alignUp(ceilDiv(outChannels, blocks), unit));
}

//===- Workload.h - The loop nest of one operation --------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a machine must know of an operation to run it, and no more. The engine
// mapping, the operation counts and the cost features read this and nothing
// else, so networks and machines need not know each other.
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_INTERFACES_WORKLOAD_H
#define DIALECTS_INTERFACES_WORKLOAD_H

#include "mlir/IR/Types.h"
#include "llvm/ADT/SmallVector.h"
#include <cstdint>
#include <string>

namespace tenon {

/// What kind of work an operation is.
enum class WorkloadKind {
  /// Nothing is computed and nothing moves: parameters, returns, reshapes that
  /// keep the order in memory.
  View,
  /// A dense, grouped or depthwise 2-D convolution.
  Convolution,
  /// A 2-D transposed convolution.
  TransposedConvolution,
  /// A recurrent cell over a sequence: `outHeight` steps of `outWidth`
  /// sequences, `inChannels` of input and state, `outChannels` of all gates.
  Recurrent,
  /// A product of matrices; the second one may be a parameter.
  Matmul,
  /// Work of the vector unit: element-wise, pooling, reductions, softmax.
  Vector,
  /// Data movement only: concat, slice, pad, transpose.
  Copy,
  /// Work that machines have no commands for.
  Host,
};

/// A strided box of elements in a dense, row-major tensor. Strides and the
/// offset count elements; `sizes` and `strides` have one entry a dimension,
/// outermost first.
struct TensorRegion {
  llvm::SmallVector<int64_t, 4> sizes;
  llvm::SmallVector<int64_t, 4> strides;
  int64_t offset = 0;
  mlir::Type elementType;
  /// The data is a parameter of the network (a weight), not an activation.
  bool isParameter = false;

  /// The number of elements in the region.
  int64_t getNumElements() const;
  /// The whole of a dense tensor of this shape.
  static TensorRegion dense(llvm::ArrayRef<int64_t> shape,
                            mlir::Type elementType, bool isParameter = false);
};

/// One copy of a `Copy` workload: as many elements are read as are written.
/// A `from` without sizes fills `to` with a constant.
struct RegionCopy {
  TensorRegion from;
  TensorRegion to;
  /// The operand of the operation that `from` is a region of.
  int32_t operand = 0;
};

/// One sweep of the vector unit: `pixels * taps` visits of `channels` elements
/// each, as in a window of `taps` elements around each pixel.
struct VectorSweep {
  /// Name of the elementary function in the machine's cost table: `add`,
  /// `mul`, `max`, `lut`, `div`, `exp`.
  std::string function;
  int64_t pixels = 1;
  int64_t taps = 1;
  int64_t channels = 1;
  /// The lanes are summed up (or maximized) at the end of each pixel.
  bool acrossLanes = false;
  /// What it reads: `i` is tensor i of Workload::reads, `-1 - i` is the result
  /// of sweep i.
  llvm::SmallVector<int32_t, 3> inputs;

  /// Elements that it gives.
  int64_t getResultElements() const {
    return pixels * (acrossLanes ? 1 : channels);
  }
};

/// How VectorSweep::inputs names the result of sweep `index`.
inline int32_t getSweepResult(int32_t index) { return -1 - index; }

/// Along which dimension the work of the vector unit falls into parts that do
/// not need each other.
enum class VectorCut {
  /// Pixels: a part of the result needs the same part of operands that have as
  /// many pixels, and all of smaller ones.
  Pixels,
  /// Channels: pixels are combined, channels are not.
  Channels,
  /// None.
  None,
};

/// The loop nest of one operation. Sizes are in elements; `inChannels` and
/// `outChannels` count all groups together; convolutions have NHWC
/// activations. A matmul of `[batch, rows, inChannels]` has its rows in
/// `outWidth`, with `outHeight` 1.
struct Workload {
  WorkloadKind kind = WorkloadKind::View;
  int64_t batch = 1;
  int64_t outHeight = 1, outWidth = 1;
  int64_t inHeight = 1, inWidth = 1;
  int64_t outChannels = 1, inChannels = 1;
  int64_t groups = 1;
  int64_t kernelHeight = 1, kernelWidth = 1;
  int64_t strideHeight = 1, strideWidth = 1;
  int64_t dilationHeight = 1, dilationWidth = 1;
  int64_t padTop = 0, padBottom = 0, padLeft = 0, padRight = 0;
  /// Elementary function of an activation fused behind a convolution or
  /// matmul, as in VectorSweep; empty if there is none.
  std::string activation;
  /// Tensors read. Convolution and matmul: input, filter and, if there is one,
  /// bias. Empty for copies.
  llvm::SmallVector<TensorRegion, 3> reads;
  /// Tensors written. Empty for copies.
  llvm::SmallVector<TensorRegion, 1> writes;
  /// The work of a `Vector` workload, done one after the other on a tile.
  llvm::SmallVector<VectorSweep, 2> sweeps;
  VectorCut cut = VectorCut::Pixels;
  /// Of a resize: rows that a row of the result needs above and below its own
  /// place in the input; -1 for other work.
  int64_t rowMargin = -1;
  /// The second factor of a product is `[outChannels, inChannels]`, not
  /// `[.., inChannels, outChannels]`.
  bool hasWeightRows = false;
  /// The moves of a `Copy` workload.
  llvm::SmallVector<RegionCopy, 2> copies;

  /// Groups equal the input channels, and every group has one input channel.
  bool isDepthwise() const;
  /// Multiply-accumulates of a convolution or matmul, padding included, as
  /// published counts do; 0 for other kinds.
  int64_t getMultiplyAccumulates() const;
  /// Elements of all parameters read.
  int64_t getParameterElements() const;
  /// A text that is equal for equal workloads and differs for different ones.
  /// It holds no name and no location, so it is stable across runs.
  std::string getKey() const;
};

/// A dimension of a workload that an array may unroll.
enum class LoopDim { OutChannels, InChannels, Pixels };

} // namespace tenon

#endif // DIALECTS_INTERFACES_WORKLOAD_H

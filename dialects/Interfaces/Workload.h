//===- Workload.h - The loop nest of one operation --------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The workload of an operation contains exactly the information that a machine
// needs to run it. Code generation, operation counts and cost features use only
// the workload, so networks and machines do not depend on each other.
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_INTERFACES_WORKLOAD_H
#define DIALECTS_INTERFACES_WORKLOAD_H

#include "mlir/IR/Types.h"
#include "llvm/ADT/SmallVector.h"
#include <cstdint>
#include <string>

namespace tenon {

/// The kind of work that an operation performs.
enum class WorkloadKind {
  /// No computation and no data movement: parameters, returns, reshapes that
  /// preserve the order in memory.
  View,
  /// A dense, grouped or depthwise 2-D convolution.
  Convolution,
  /// A 2-D transposed convolution.
  TransposedConvolution,
  /// A recurrent cell over a sequence: `outHeight` steps of `outWidth`
  /// sequences. `inChannels` counts input and state together, and `outChannels`
  /// counts all gates together.
  Recurrent,
  /// A matrix product; the second factor may be a parameter.
  Matmul,
  /// Work of the vector unit: element-wise operations, pooling, reductions,
  /// softmax.
  Vector,
  /// Data movement only: concat, slice, pad, transpose.
  Copy,
  /// Work for which machines have no commands.
  Host,
};

/// A strided region of a dense, row-major tensor. Strides and the offset are in
/// elements. `sizes` and `strides` have one entry per dimension, outermost
/// first.
struct TensorRegion {
  llvm::SmallVector<int64_t, 4> sizes;
  llvm::SmallVector<int64_t, 4> strides;
  int64_t offset = 0;
  mlir::Type elementType;
  /// True if the data is a parameter of the network (a weight), not an
  /// activation.
  bool isParameter = false;

  /// Returns the number of elements in the region.
  int64_t getNumElements() const;
  /// Returns the region that covers a whole dense tensor of this shape.
  static TensorRegion dense(llvm::ArrayRef<int64_t> shape,
                            mlir::Type elementType, bool isParameter = false);
};

/// One copy of a `Copy` workload. It reads and writes the same number of
/// elements. If `from` has no sizes, the copy fills `to` with a constant.
struct RegionCopy {
  TensorRegion from;
  TensorRegion to;
  /// Index of the operand of which `from` is a region.
  int32_t operand = 0;
};

/// One sweep of the vector unit. It visits `channels` elements for each of the
/// `pixels * taps` positions, as in a window of `taps` elements around each
/// pixel.
struct VectorSweep {
  /// Name of the elementary function in the machine's cost table: `add`,
  /// `mul`, `max`, `lut`, `div`, `exp`.
  std::string function;
  int64_t pixels = 1;
  int64_t taps = 1;
  int64_t channels = 1;
  /// True if the sweep reduces across the lanes (by a sum or a maximum) at the
  /// end of each pixel.
  bool acrossLanes = false;
  /// The inputs: `i` is tensor i of Workload::reads, and `-1 - i` is the result
  /// of sweep i.
  llvm::SmallVector<int32_t, 3> inputs;

  /// Returns the number of elements of the result.
  int64_t getResultElements() const {
    return pixels * (acrossLanes ? 1 : channels);
  }
};

/// Returns the value by which VectorSweep::inputs refers to the result of sweep
/// `index`.
inline int32_t getSweepResult(int32_t index) { return -1 - index; }

/// The dimension along which the work of the vector unit can be split into
/// independent parts.
enum class VectorCut {
  /// Pixels. Each part of the result depends on the same part of operands with
  /// the same number of pixels, and on all of smaller operands.
  Pixels,
  /// Channels. The work combines pixels, but not channels.
  Channels,
  /// The work cannot be split.
  None,
};

/// The loop nest of one operation. Sizes are in elements. `inChannels` and
/// `outChannels` count all groups together. Activations of convolutions have
/// the layout NHWC. For a matmul of `[batch, rows, inChannels]`, `outWidth` is
/// the number of rows and `outHeight` is 1.
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
  /// Elementary function of the activation that is fused into a convolution or
  /// matmul, as in VectorSweep; empty if there is none.
  std::string activation;
  /// Tensors that are read. For convolution and matmul: input, filter and, if
  /// present, bias. Empty for copies.
  llvm::SmallVector<TensorRegion, 3> reads;
  /// Tensors that are written. Empty for copies.
  llvm::SmallVector<TensorRegion, 1> writes;
  /// The sweeps of a `Vector` workload, which run in sequence on a tile.
  llvm::SmallVector<VectorSweep, 2> sweeps;
  VectorCut cut = VectorCut::Pixels;
  /// For a resize: number of rows that a row of the result needs above and
  /// below its position in the input. -1 for other workloads.
  int64_t rowMargin = -1;
  /// True if the second factor of a product is `[outChannels, inChannels]`
  /// instead of `[.., inChannels, outChannels]`.
  bool hasWeightRows = false;
  /// The copies of a `Copy` workload.
  llvm::SmallVector<RegionCopy, 2> copies;

  /// Returns true for a convolution of several groups with one input channel
  /// each.
  bool isDepthwise() const;
  /// Returns the number of multiply-accumulates of a convolution or matmul,
  /// including padding, as in published counts; 0 for other kinds.
  int64_t getMultiplyAccumulates() const;
  /// Returns the number of elements of all parameters that are read.
  int64_t getParameterElements() const;
  /// Returns a text that is equal for two workloads if and only if they are
  /// equal. It contains no names and no locations, so it is stable across runs.
  std::string getKey() const;
};

/// A dimension of a workload that an array can unroll.
enum class LoopDim { OutChannels, InChannels, Pixels };

} // namespace tenon

#endif // DIALECTS_INTERFACES_WORKLOAD_H

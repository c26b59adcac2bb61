//===- ProgramMap.h - Meaning of the commands of a program ------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A program determines which bytes its commands read and write and how long the
// commands take. The program map describes the meaning of these bytes: the
// operation of each command, the elements of tensors on which it works, and the
// layout of the constants of the network in DRAM. Program and map together make
// it possible to run a program on data.
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_PROGRAM_PROGRAMMAP_H
#define TENON_COMPILER_PROGRAM_PROGRAMMAP_H

#include "mlir/IR/Value.h"
#include "llvm/ADT/SmallVector.h"
#include <cstdint>
#include <vector>

namespace tenon {

/// Elements of a tensor in memory. In the tensor, they are `rows` runs of
/// `count` elements, which start `rowStride` elements apart; the first run
/// starts at `first`. In memory, they are consecutive, with `channels` elements
/// in each pixel of `pitch` bytes.
struct ElementSlice {
  int64_t first = 0, rows = 1, count = 0, rowStride = 0;
  int64_t channels = 1, pitch = 1;
  /// Size of an element in bytes.
  int64_t bytes = 1;

  /// Return the index in the tensor of the element at `position` in memory, and
  /// its offset in bytes from the start of the slice.
  int64_t getElement(int64_t position) const {
    return first + position / count * rowStride + position % count;
  }
  int64_t getOffset(int64_t position) const {
    return position / channels * pitch + position % channels * bytes;
  }
  int64_t getNumElements() const { return rows * count; }
};

/// The effect of a command of the vector unit on values.
struct SweepMap {
  enum Kind : uint8_t { Sweep, Copy, Fill };
  Kind kind = Sweep;
  /// For a sweep: its index among the sweeps of the operation.
  int32_t sweep = 0;
  /// The slices of its inputs and of its result.
  llvm::SmallVector<ElementSlice, 2> inputs;
  ElementSlice output;
};

/// The constants of an operation in DRAM.
struct ParameterImage {
  enum Kind : uint8_t {
    /// The unchanged operand `operand`, in row-major order.
    Dense,
    /// A tile of weights, followed by the records of its channels.
    Weights,
  };
  Kind kind = Dense;
  int32_t node = 0;
  int64_t dram = 0;
  int32_t operand = 0;
  /// Size of an element in bytes.
  int64_t bytes = 1;

  /// For weights: `groups` groups, starting at `group`. Each group has
  /// `outChannels` results, starting at `outChannel`, of `inChannels` inputs,
  /// starting at `inChannel`; both are counted within the group. `batch` is the
  /// part of the second factor of a product.
  int64_t group = 0, groups = 1, outChannel = 0, outChannels = 1;
  int64_t inChannel = 0, inChannels = 1, batch = 0;
  bool isDepthwise = false;
  /// Number of channels of the results and the inputs of a whole group.
  int64_t groupOutputs = 1, groupInputs = 1;
  /// Number, first index and step of the taps of the tile, for rows and
  /// columns. Tap r of the tile is index `firstTap + r * tapStep` of the
  /// filter, or zero if this index is outside the filter.
  int64_t taps[2] = {1, 1}, firstTap[2] = {0, 0}, tapStep[2] = {1, 1};
};

/// An input or result of a network with its DRAM address, which is -1 for
/// results that are constants.
struct OutsideTensor {
  mlir::Value value;
  int64_t dram = 0;
  /// The tensor consists of pixels of `channels` elements, which start
  /// `pixelStride` elements apart.
  int64_t channels = 1, pixelStride = 1, bytes = 1;
};

/// An operation of the network, together with the operations in its drain.
struct MappedNode {
  mlir::Operation *op = nullptr;
  /// The operations in the drain, in their order.
  llvm::SmallVector<mlir::Operation *, 2> drained;
  /// The tensor that the drain adds.
  mlir::Value residual;
  /// For work of the array: the constant that provides the weights; null if the
  /// weights are computed.
  mlir::Value weights;
};

/// The meaning of one command.
struct MappedCommand {
  int32_t node = 0;
  /// For a command of the array: its first channel in the result.
  int64_t outChannel = 0;
  /// For a command of the vector unit: its index in `sweeps`.
  int32_t sweep = -1;
};

/// A copy whose load addresses depend on the elements of a tensor. The struct
/// holds the tensor that is read, the tensor of indices, and the tensor that is
/// written. The loads in the program use other addresses, which have the same
/// cost.
struct MappedPick {
  int32_t node = 0;
  /// The address is -1 if the input is a constant, which is then in `images`.
  OutsideTensor input;
  OutsideTensor indices, result;
};

/// The meaning of the commands of a program.
struct ProgramMap {
  std::vector<MappedNode> nodes;
  /// One entry for each command of the units, in the order of the program.
  std::vector<MappedCommand> commands;
  std::vector<SweepMap> sweeps;
  std::vector<ParameterImage> images;
  std::vector<OutsideTensor> inputs, results;
  std::vector<MappedPick> picks;
  /// Number of bytes of DRAM in use.
  int64_t dramBytes = 0;
};

} // namespace tenon

#endif // TENON_COMPILER_PROGRAM_PROGRAMMAP_H

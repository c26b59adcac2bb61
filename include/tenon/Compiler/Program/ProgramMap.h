//===- ProgramMap.h - What the commands of a program stand for --*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A program says which bytes its commands read and write and how long they
// take. The map beside it says what the bytes are: which operation a command
// works on, which elements of its tensors, and how the constants of the network
// lie in DRAM. With both, data can be run through a program.
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_PROGRAM_PROGRAMMAP_H
#define TENON_COMPILER_PROGRAM_PROGRAMMAP_H

#include "mlir/IR/Value.h"
#include "llvm/ADT/SmallVector.h"
#include <cstdint>
#include <vector>

namespace tenon {

/// Elements of a tensor in memory. In the tensor they are `rows` runs of
/// `count` elements, `rowStride` elements apart, the first one at `first`. In
/// memory they follow each other, `channels` of them in a pixel of `pitch`
/// bytes.
struct ElementSlice {
  int64_t first = 0, rows = 1, count = 0, rowStride = 0;
  int64_t channels = 1, pitch = 1;
  /// Bytes of an element.
  int64_t bytes = 1;

  /// The element of the tensor that stands at `position` in memory, and the
  /// bytes from the begin of the slice to it.
  int64_t getElement(int64_t position) const {
    return first + position / count * rowStride + position % count;
  }
  int64_t getOffset(int64_t position) const {
    return position / channels * pitch + position % channels * bytes;
  }
  int64_t getNumElements() const { return rows * count; }
};

/// What a command of the vector unit does with values.
struct SweepMap {
  enum Kind : uint8_t { Sweep, Copy, Fill };
  Kind kind = Sweep;
  /// Of a sweep: which one of its operation.
  int32_t sweep = 0;
  /// The slices of its inputs and of its result.
  llvm::SmallVector<ElementSlice, 2> inputs;
  ElementSlice output;
};

/// Constants of an operation in DRAM.
struct ParameterImage {
  enum Kind : uint8_t {
    /// Operand `operand` as it is, row by row.
    Dense,
    /// A tile of weights with the records of its channels.
    Weights,
  };
  Kind kind = Dense;
  int32_t node = 0;
  int64_t dram = 0;
  int32_t operand = 0;
  /// Bytes of an element.
  int64_t bytes = 1;

  /// Weights: `groups` groups from `group` on, each with `outChannels` results
  /// of `inChannels` inputs from these on, counted within the group; and the
  /// part of a product's second factor.
  int64_t group = 0, groups = 1, outChannel = 0, outChannels = 1;
  int64_t inChannel = 0, inChannels = 1, batch = 0;
  bool isDepthwise = false;
  /// Channels of the results and inputs of a whole group.
  int64_t groupOutputs = 1, groupInputs = 1;
  /// Tap r of the tile is row `firstRow + r * rowStep` of the filter, or zero
  /// if that is outside; columns alike.
  int64_t taps[2] = {1, 1}, firstTap[2] = {0, 0}, tapStep[2] = {1, 1};
};

/// Where an input or result of a network is in DRAM; -1 for results that are
/// constants.
struct OutsideTensor {
  mlir::Value value;
  int64_t dram = 0;
  /// Pixels of `channels` elements, `pixelStride` elements apart.
  int64_t channels = 1, pixelStride = 1, bytes = 1;
};

/// An operation of the network, with those that its drain does on the way.
struct MappedNode {
  mlir::Operation *op = nullptr;
  /// In their order.
  llvm::SmallVector<mlir::Operation *, 2> drained;
  /// The tensor that the drain adds.
  mlir::Value residual;
  /// Of work of the array: the constant that its weights are; null if they are
  /// computed.
  mlir::Value weights;
};

/// What one command stands for.
struct MappedCommand {
  int32_t node = 0;
  /// Of a command of the array: the channel of the result that is its first.
  int64_t outChannel = 0;
  /// Of a command of the vector unit: its entry in `sweeps`.
  int32_t sweep = -1;
};

/// A copy whose loads read where elements of a tensor say: what they read,
/// those elements, and what it writes. The loads of the program name other
/// addresses, which cost as much.
struct MappedPick {
  int32_t node = 0;
  /// -1 as address if it is a constant, which `images` has.
  OutsideTensor input;
  OutsideTensor indices, result;
};

/// What the commands of a program stand for.
struct ProgramMap {
  std::vector<MappedNode> nodes;
  /// One for each command of the units, in the order of the program.
  std::vector<MappedCommand> commands;
  std::vector<SweepMap> sweeps;
  std::vector<ParameterImage> images;
  std::vector<OutsideTensor> inputs, results;
  std::vector<MappedPick> picks;
  /// Bytes of DRAM in use.
  int64_t dramBytes = 0;
};

} // namespace tenon

#endif // TENON_COMPILER_PROGRAM_PROGRAMMAP_H

//===- TileProgram.h - Commands without addresses ---------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_COMPILER_PROGRAM_TILEPROGRAM_H
#define LIB_COMPILER_PROGRAM_TILEPROGRAM_H

#include "dialects/Engine/IR/Engine.h"
#include "tenon/Compiler/Program/ProgramMap.h"
#include "tenon/Support/Assert.h"
#include "llvm/ADT/STLExtras.h"
#include <string>
#include <vector>

namespace tenon::compiler {

using engine::alignUp;
using engine::ceilDiv;
using llvm::ArrayRef;
using llvm::SmallVector;

/// Alignment of buffers in bytes, which is also that of tensors in DRAM and of
/// tiles of weights.
inline constexpr int64_t bufferAlignment = 64;

/// Ratio of the expected cycles of transfers to those at the peak rate of the
/// DRAM. One tenth is for refreshes, misses and turnarounds.
inline constexpr double dramDerate = 1.1;

/// One dimension of a box that moves between DRAM and SRAM. Strides are in
/// bytes.
struct BoxDim {
  int64_t size, dramStride, sramStride;
};

/// The dimensions of a box, outermost first. There are at most three because
/// regions have four, including the bytes (dma_r2).
class BoxDims {
public:
  void assign(ArrayRef<BoxDim> dims) {
    TENON_ASSERT(dims.size() <= 3, "a region has four dimensions");
    llvm::copy(dims, list);
    count = dims.size();
  }
  size_t size() const { return count; }
  const BoxDim *begin() const { return list; }
  const BoxDim *end() const { return list + count; }

private:
  size_t count = 0;
  BoxDim list[3];
};

/// A part of SRAM for a tile or for a resident tensor.
struct TileBuffer {
  int64_t bytes = 0;
  /// True for a resident tensor, which several operations write and read.
  bool isTensor = false;
};

/// A range of bytes of a buffer.
struct Span {
  int32_t buffer = -1;
  int64_t offset = 0, bytes = 0;
};

/// A range of bytes of DRAM.
struct DramRange {
  int64_t begin, end;
};

/// A load or store of a box.
struct Move {
  int64_t dram = 0;
  /// The outer dimensions, outermost first. The innermost dimension has `bytes`
  /// bytes.
  BoxDims dims;
  int64_t bytes = 0;
  Span sram;
  /// True if the DRAM side holds parameters, which no command writes.
  bool isParameter = false;
  /// For a load whose address depends on a tensor: the ranges of the tensor
  /// that it reads and of the tensor of addresses.
  SmallVector<DramRange, 0> picks;

  /// Returns the accessed range of DRAM. Strides may be negative.
  DramRange getBox() const {
    DramRange box = {dram, dram + bytes};
    for (const BoxDim &dim : dims)
      (dim.dramStride < 0 ? box.begin : box.end) +=
          (dim.size - 1) * dim.dramStride;
    return box;
  }
  /// Calls `body` with the ranges of DRAM on which the move depends.
  template <typename Body>
  void visitDram(Body body) const {
    if (picks.empty())
      return body(getBox());
    for (const DramRange &range : picks)
      body(range);
  }
};

/// The memory accesses of an `engine.array`. Scheduling needs no other fields.
struct ArraySpans {
  Span output, input, weights, partials, residual;
  engine::SumPart sums = engine::SumPart::Whole;
};

/// The other fields of `engine.array`.
struct ArrayShape {
  engine::ArrayMode mode = engine::ArrayMode::Standard;
  engine::WeightLayout weightLayout = engine::WeightLayout::Constant;
  std::array<int64_t, 3> outputSizes, inputSizes;
  std::array<int64_t, 2> outputPitch, inputPitch, kernel, strides, dilations,
      pads;
  std::array<int64_t, 2> residualPitch = {0, 0};
  /// The index of its first channel in the result of the operation.
  int64_t outChannel = 0;
};

/// The fields of `engine.vector`.
struct VectorStep {
  llvm::StringRef function;
  int64_t pixels = 1, taps = 1, channels = 1;
  bool acrossLanes = false;
  SmallVector<Span, 2> inputs;
  Span output;
  /// Its effect on values.
  SweepMap map;
};

enum class TileUnit : uint8_t { Load, Store, Array, Vector };

/// One command.
struct TileCommand {
  TileUnit unit;
  /// Its operation, and the index of its work in `moves`, `spans` and `shapes`,
  /// or `vectors`.
  int32_t node, work;
};

/// Commands in an order in which they can run. A load fills its own buffer and
/// precedes the commands that read the buffer.
struct TileProgram {
  std::vector<TileBuffer> buffers;
  std::vector<TileCommand> commands;
  std::vector<Move> moves;
  std::vector<ArraySpans> spans;
  /// One for each of the spans; empty if only memory accesses are needed.
  std::vector<ArrayShape> shapes;
  std::vector<VectorStep> vectors;
  /// The layout of the parameters in DRAM.
  std::vector<ParameterImage> images;
  /// DRAM addresses of the roots of the graph.
  std::vector<int64_t> rootAddresses;
  /// Number of allocated bytes of DRAM.
  int64_t dramEnd = 0;

  /// Removes all contents but keeps the allocated memory, since a program may
  /// be written many times.
  void clear();
  /// Calls `visit(span, isWrite)` for each range of SRAM that a command
  /// accesses.
  template <typename F>
  void visitSpans(const TileCommand &command, F &&visit) const;
};

inline void TileProgram::clear() {
  buffers.clear();
  commands.clear();
  moves.clear();
  spans.clear();
  shapes.clear();
  vectors.clear();
  images.clear();
  rootAddresses.clear();
  dramEnd = 0;
}

template <typename F>
void TileProgram::visitSpans(const TileCommand &command, F &&visit) const {
  auto read = [&](const Span &span) {
    if (span.buffer >= 0)
      visit(span, false);
  };
  switch (command.unit) {
  case TileUnit::Load:
    return visit(moves[command.work].sram, true);
  case TileUnit::Store:
    return read(moves[command.work].sram);
  case TileUnit::Array: {
    const ArraySpans &step = spans[command.work];
    read(step.input);
    read(step.weights);
    read(step.residual);
    // Drains run in order, so parts of a sum need no tokens among themselves
    // (array_r8). No part counts as a read.
    if (step.sums != engine::SumPart::Whole)
      visit(step.partials, true);
    if (step.sums == engine::SumPart::Whole ||
        step.sums == engine::SumPart::Last)
      visit(step.output, true);
    return;
  }
  case TileUnit::Vector:
    for (const Span &span : vectors[command.work].inputs)
      read(span);
    return visit(vectors[command.work].output, true);
  }
}

/// The addresses of buffers, and the order of commands.
struct TileSchedule {
  /// Address of each buffer.
  std::vector<int64_t> addresses;
  /// The commands of the program in their final order.
  std::vector<int32_t> order;
  /// For resident tensors: their number, the end of the highest one, and the
  /// maximum number of bytes that are live at once.
  int64_t tensors = 0, tensorBytes = 0, tensorBound = 0;
  /// For each operation, the number of bytes of tiles that are loaded late:
  /// their memory becomes free only when the preceding command ends, which
  /// belongs to the same operation. Operations after the last late one are
  /// omitted.
  std::vector<int64_t> lateBytes;
};

} // namespace tenon::compiler

#endif // LIB_COMPILER_PROGRAM_TILEPROGRAM_H

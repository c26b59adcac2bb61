//===- TileProgram.h - Commands whose memory is not placed yet --*- C++ -*-===//
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

/// Buffers start at multiples of this many bytes, which is also what tensors in
/// DRAM and tiles of weights are aligned to.
inline constexpr int64_t bufferAlignment = 64;

/// Expected cycles of transfers are so many times those at the peak rate of the
/// DRAM: a tenth goes to refreshes, misses and turn-arounds.
inline constexpr double dramDerate = 1.1;

/// One dimension of a box that moves between DRAM and SRAM; strides in bytes.
struct BoxDim {
  int64_t size, dramStride, sramStride;
};

/// The dimensions of a box, outermost first. Not more than three, as regions
/// have four with their bytes (dma_r2).
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

/// A piece of SRAM: a tile, or a tensor that stays.
struct TileBuffer {
  int64_t bytes = 0;
  /// A tensor that stays: it is written and read by several operations.
  bool isTensor = false;
};

/// Bytes of a buffer.
struct Span {
  int32_t buffer = -1;
  int64_t offset = 0, bytes = 0;
};

/// Bytes of DRAM.
struct DramRange {
  int64_t begin, end;
};

/// A load or store of a box.
struct Move {
  int64_t dram = 0;
  /// Outermost first; the innermost dimension is `bytes` bytes.
  BoxDims dims;
  int64_t bytes = 0;
  Span sram;
  /// The DRAM side holds parameters, which no command writes.
  bool isParameter = false;
  /// Of a load that reads somewhere in a tensor: that tensor, and the one whose
  /// elements say where.
  SmallVector<DramRange, 0> picks;

  /// What it touches in DRAM; strides may be below zero.
  DramRange getBox() const {
    DramRange box = {dram, dram + bytes};
    for (const BoxDim &dim : dims)
      (dim.dramStride < 0 ? box.begin : box.end) +=
          (dim.size - 1) * dim.dramStride;
    return box;
  }
  /// Calls back with what it must come behind.
  template <typename Body>
  void visitDram(Body body) const {
    if (picks.empty())
      return body(getBox());
    for (const DramRange &range : picks)
      body(range);
  }
};

/// The memory of an `engine.array`, which is all that scheduling reads.
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
  /// The channel of the operation's result that is its first one.
  int64_t outChannel = 0;
};

/// The fields of `engine.vector`.
struct VectorStep {
  llvm::StringRef function;
  int64_t pixels = 1, taps = 1, channels = 1;
  bool acrossLanes = false;
  SmallVector<Span, 2> inputs;
  Span output;
  /// What it does with values.
  SweepMap map;
};

enum class TileUnit : uint8_t { Load, Store, Array, Vector };

/// One command.
struct TileCommand {
  TileUnit unit;
  /// Its operation, and its work in `moves`, `spans` and `shapes`, or
  /// `vectors`.
  int32_t node, work;
};

/// Commands in an order in which they can run. A load fills a buffer of its
/// own, and stands in front of what reads it.
struct TileProgram {
  std::vector<TileBuffer> buffers;
  std::vector<TileCommand> commands;
  std::vector<Move> moves;
  std::vector<ArraySpans> spans;
  /// One for each of the spans; none if only memory is of interest.
  std::vector<ArrayShape> shapes;
  std::vector<VectorStep> vectors;
  /// The parameters that loads find in DRAM.
  std::vector<ParameterImage> images;
  /// Where the roots of the graph are in DRAM.
  std::vector<int64_t> rootAddresses;
  /// Bytes of DRAM given away.
  int64_t dramEnd = 0;

  /// Removes all, but not the memory for it: a program may be written again and
  /// again.
  void clear();
  /// Calls `visit(span, isWrite)` for all of SRAM that a command touches.
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
    // Drains are in order, so parts of a sum need no tokens among each other
    // (array_r8): none of them counts as a read.
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

/// Where everything lies and which loads come when.
struct TileSchedule {
  /// Address of each buffer.
  std::vector<int64_t> addresses;
  /// The commands of the program in their final order.
  std::vector<int32_t> order;
  /// Tensors that stay: how many, up to which byte they reach, and how many
  /// bytes of them are alive at once at least.
  int64_t tensors = 0, tensorBytes = 0, tensorBound = 0;
  /// Of each operation, the bytes of tiles that are loaded late: their memory
  /// is free only when the command before the one that needs them ends, which
  /// is of the same operation. Operations behind the last such are left out.
  std::vector<int64_t> lateBytes;
};

} // namespace tenon::compiler

#endif // LIB_COMPILER_PROGRAM_TILEPROGRAM_H

//===- Emitter.h - Writes the commands of operations ------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_COMPILER_EMIT_EMITTER_H
#define LIB_COMPILER_EMIT_EMITTER_H

#include "lib/Compiler/Graph/Graph.h"
#include "lib/Compiler/Program/TileProgram.h"
#include <map>
#include <optional>

namespace tenon::compiler {

struct ArrayProblem;
struct Tiling;

/// Where the roots of a graph are.
struct Places {
  /// The buffer of each root that stays in SRAM, or -1.
  std::vector<int32_t> buffers;
  /// The address in DRAM of each root that does not.
  std::vector<int64_t> addresses;
  /// Of each node: its weights stay in SRAM for others that have the same.
  std::vector<bool> sharesWeights;
};

/// What is written of a program: the memory that commands touch, all of them,
/// or the parameters as loads find them, too.
enum class EmitDetail { Memory, Commands, Images };

/// Appends the commands of operations to a program.
class Emitter {
public:
  Emitter(TileProgram &program, const Graph &graph, const Places &places,
          engine::TargetAttr target, engine::ElementKind type,
          EmitDetail detail = EmitDetail::Images)
      : program(program), graph(graph), places(places), target(target),
        machine(target.getMachine()), type(type), detail(detail) {}

  void beginNode(int32_t index) { node = index; }
  /// True if the weights of the node stay in SRAM for other nodes.
  bool sharesWeights() const { return places.sharesWeights[node]; }
  /// The buffer of a tile of weights that nodes share, which `image` describes
  /// but for its address; -1 if none of them has loaded it yet.
  int32_t &getSharedBuffer(const ParameterImage &image);
  const Node &getNode() const { return graph.nodes[node]; }

  /// Bytes of an element in SRAM and DRAM: floats are stored as the deployed
  /// type, integers as they are.
  int64_t getBytes(mlir::Type elementType) const;

  /// True if `tensor` stays in SRAM.
  bool isResident(int32_t tensor) const {
    return tensor >= 0 && places.buffers[graph.tensors[tensor].root] >= 0;
  }
  /// The buffer of a tensor that stays in SRAM.
  int32_t getBuffer(int32_t tensor) const {
    return places.buffers[graph.tensors[tensor].root];
  }
  /// Bytes of SRAM of a tensor that stays there: from `channel` of `pixel` on.
  Span getSpan(int32_t tensor, int64_t pixel, int64_t channel,
               int64_t bytes) const;
  /// Bytes from pixel to pixel.
  int64_t getSramPitch(int32_t tensor) const {
    return graph.getRoot(tensor).sramPitch;
  }
  int64_t getDramPitch(int32_t tensor) const {
    const Tensor &t = graph.tensors[tensor];
    return t.pixelStride * t.elementBytes;
  }
  /// The address in DRAM of a tensor that does not stay in SRAM.
  int64_t getDramAddress(int32_t tensor) const {
    const Tensor &t = graph.tensors[tensor];
    return places.addresses[t.root] + t.offset * t.elementBytes;
  }
  /// Gives `bytes` a place in DRAM. Places are multiples of the period of the
  /// DRAM, so timing does not depend on the order.
  int64_t allocateDram(int64_t bytes) {
    int64_t address = program.dramEnd;
    program.dramEnd +=
        alignUp(std::max<int64_t>(bytes, 1), machine.getDramPeriod());
    return address;
  }
  /// Gives operand `operand` of the node, a constant, a place in DRAM.
  int64_t addParameter(int32_t operand, int64_t elements, int64_t bytes) {
    ParameterImage image;
    image.node = node;
    image.operand = operand;
    image.dram = allocateDram(elements * bytes);
    image.bytes = bytes;
    addImage(image);
    return image.dram;
  }
  /// Says what parameters in DRAM are.
  void addImage(const ParameterImage &image) {
    if (detail == EmitDetail::Images)
      program.images.push_back(image);
  }
  /// An image at `dram` of weights of the node, which `problem` is or is a
  /// phase of: all but which ones.
  ParameterImage getWeightImage(const ArrayProblem &problem,
                                int64_t dram) const;
  /// A new piece of SRAM.
  int32_t addBuffer(int64_t bytes) {
    program.buffers.push_back({alignUp(bytes, bufferAlignment), false});
    return program.buffers.size() - 1;
  }
  Span getWhole(int32_t buffer) const {
    return {buffer, 0, program.buffers[buffer].bytes};
  }

  /// The moves so far; those behind them read somewhere in these bytes.
  size_t getNumMoves() const { return program.moves.size(); }
  void setPicks(size_t first, ArrayRef<DramRange> picks) {
    for (size_t i = first; i != program.moves.size(); ++i)
      program.moves[i].picks.assign(picks.begin(), picks.end());
  }

  /// Moves a box of elements of `elementBytes`; more than one command if it has
  /// too many dimensions.
  void load(int64_t dram, Span sram, ArrayRef<BoxDim> dims,
            int64_t elementBytes, bool isParameter = false) {
    move(TileUnit::Load, dram, sram, dims, elementBytes, isParameter);
  }
  void load(int64_t dram, int32_t buffer, ArrayRef<BoxDim> dims,
            int64_t elementBytes, bool isParameter = false) {
    load(dram, getWhole(buffer), dims, elementBytes, isParameter);
  }
  void store(int64_t dram, Span sram, ArrayRef<BoxDim> dims,
             int64_t elementBytes) {
    move(TileUnit::Store, dram, sram, dims, elementBytes, false);
  }
  void store(int64_t dram, int32_t buffer, ArrayRef<BoxDim> dims,
             int64_t elementBytes) {
    store(dram, getWhole(buffer), dims, elementBytes);
  }
  /// Appends a command of the array.
  ArraySpans &addArray() {
    program.commands.push_back(
        {TileUnit::Array, node, int32_t(program.spans.size())});
    return program.spans.emplace_back();
  }
  /// True if each command of the array has a shape.
  bool needsShapes() const { return detail != EmitDetail::Memory; }
  /// Appends a command of the vector unit.
  VectorStep &addVector() {
    program.commands.push_back(
        {TileUnit::Vector, node, int32_t(program.vectors.size())});
    return program.vectors.emplace_back();
  }

  TileProgram &program;
  const Graph &graph;
  const Places &places;
  engine::TargetAttr target;
  engine::Machine machine;
  engine::ElementKind type;
  EmitDetail detail;

private:
  void move(TileUnit unit, int64_t dram, Span sram, ArrayRef<BoxDim> dims,
            int64_t elementBytes, bool isParameter);
  int32_t node = 0;
  /// By Node::weightSet and the part of the weights.
  std::map<std::pair<int32_t, std::array<int64_t, 16>>, int32_t> shared;
};

/// Buffers of one kind, of which the last `count` tiles are kept. Tiles have
/// numbers from 0 on.
class TileCache {
public:
  explicit TileCache(int64_t count) : count(count) {}
  /// The buffer of tile `id`, or -1 if it is not there any more.
  int32_t find(int64_t id) const {
    if (count == 1)
      return id == last.id ? last.buffer : -1;
    if (id >= int64_t(slots.size()) || slots[id].number + count < inserted)
      return -1;
    return slots[id].buffer;
  }
  /// Keeps tile `id`, which is not there.
  void insert(int64_t id, int32_t buffer) {
    last = {id, buffer};
    if (count == 1)
      return;
    if (id >= int64_t(slots.size()))
      slots.resize(id + 1);
    slots[id] = {inserted++, buffer};
  }

private:
  struct Tile {
    int64_t id = -1;
    int32_t buffer = -1;
  };
  /// What became of a tile: how many were inserted before it.
  struct Slot {
    int64_t number = 0;
    int32_t buffer = -1;
  };
  int64_t count, inserted = 0;
  Tile last;
  /// By tile.
  SmallVector<Slot, 16> slots;
};

/// Cycles of a sweep on the vector unit of `target` (vec_r1, vec_r2).
double getSweepCycles(const VectorSweep &sweep, engine::TargetAttr target);

/// How the vector unit goes through an operation: in how many parts.
struct VectorPlan {
  int64_t parts = 1;
  /// Expected cycles of the unit and of the DMA.
  double work = 0, dma = 0;
  /// SRAM that the parts need, tensors that stay aside.
  int64_t bytes = 0;
};

/// Each appends the commands of the node that the emitter is at.
void emitArray(Emitter &emitter, ArrayRef<Tiling> tilings);
void emitVector(Emitter &emitter, const VectorPlan &plan);
void emitCopy(Emitter &emitter, int64_t budget);

/// About as many commands of the array as `emitArray` appends for `node`.
int64_t countSteps(const Emitter &emitter, const Node &node,
                   ArrayRef<Tiling> tilings);

/// True if a copy is one of boxes: one side is dense or both have equal sizes.
bool isCopyOfBoxes(const RegionCopy &copy);

/// Elements of one side of a copy of boxes that follow each other, and from the
/// begin of those to that of the next ones.
struct CopyRun {
  int64_t length = 1, stride = 1;
};
/// The runs that are read, and those that are written.
std::pair<CopyRun, CopyRun> getCopyRuns(const RegionCopy &copy);

/// Bytes of a tile of a copy; two of them are there at once.
int64_t getCopyBudget(const Emitter &emitter);

/// The best way to do the vector work of the node in `budget` bytes; nullopt,
/// with the bytes needed at least, if there is none.
std::optional<VectorPlan> planVector(Emitter &emitter, int64_t budget,
                                     int64_t &needed);

} // namespace tenon::compiler

#endif // LIB_COMPILER_EMIT_EMITTER_H

//===- Emitter.h - Emission of the commands of operations -------*- C++ -*-===//
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

/// The places of the roots of a graph.
struct Places {
  /// For each root, the buffer if it stays in SRAM, else -1.
  std::vector<int32_t> buffers;
  /// For each root that does not stay in SRAM, the address in DRAM.
  std::vector<int64_t> addresses;
  /// For each node, true if its weights stay in SRAM for other nodes with the
  /// same weights.
  std::vector<bool> sharesWeights;
};

/// The emitted parts of a program: only the memory accesses of commands, all
/// fields of commands, or also the layout of parameters in DRAM.
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
  /// Returns true if the weights of the node stay in SRAM for other nodes.
  bool sharesWeights() const { return places.sharesWeights[node]; }
  /// Returns the buffer of a tile of weights that nodes share, or -1 if no node
  /// has loaded it yet. `image` describes the tile; its address is ignored.
  int32_t &getSharedBuffer(const ParameterImage &image);
  const Node &getNode() const { return graph.nodes[node]; }

  /// Returns the size of an element in SRAM and DRAM: floats are stored as the
  /// deployed type, and integers unchanged.
  int64_t getBytes(mlir::Type elementType) const;

  /// Returns true if `tensor` stays in SRAM.
  bool isResident(int32_t tensor) const {
    return tensor >= 0 && places.buffers[graph.tensors[tensor].root] >= 0;
  }
  /// Returns the buffer of a tensor that stays in SRAM.
  int32_t getBuffer(int32_t tensor) const {
    return places.buffers[graph.tensors[tensor].root];
  }
  /// Returns `bytes` bytes of a tensor that stays in SRAM, starting at
  /// `channel` of `pixel`.
  Span getSpan(int32_t tensor, int64_t pixel, int64_t channel,
               int64_t bytes) const;
  /// Return the number of bytes between pixels.
  int64_t getSramPitch(int32_t tensor) const {
    return graph.getRoot(tensor).sramPitch;
  }
  int64_t getDramPitch(int32_t tensor) const {
    const Tensor &t = graph.tensors[tensor];
    return t.pixelStride * t.elementBytes;
  }
  /// Returns the DRAM address of a tensor that does not stay in SRAM.
  int64_t getDramAddress(int32_t tensor) const {
    const Tensor &t = graph.tensors[tensor];
    return places.addresses[t.root] + t.offset * t.elementBytes;
  }
  /// Allocates `bytes` bytes of DRAM. Addresses are multiples of the period of
  /// the DRAM, so that timing does not depend on the order.
  int64_t allocateDram(int64_t bytes) {
    int64_t address = program.dramEnd;
    program.dramEnd +=
        alignUp(std::max<int64_t>(bytes, 1), machine.getDramPeriod());
    return address;
  }
  /// Allocates DRAM for operand `operand` of the node, a constant.
  int64_t addParameter(int32_t operand, int64_t elements, int64_t bytes) {
    ParameterImage image;
    image.node = node;
    image.operand = operand;
    image.dram = allocateDram(elements * bytes);
    image.bytes = bytes;
    addImage(image);
    return image.dram;
  }
  /// Adds the description of parameters in DRAM.
  void addImage(const ParameterImage &image) {
    if (detail == EmitDetail::Images)
      program.images.push_back(image);
  }
  /// Returns an image at `dram` of weights of the node, without the position
  /// and size of the tile. `problem` is the node or one of its phases.
  ParameterImage getWeightImage(const ArrayProblem &problem,
                                int64_t dram) const;
  /// Creates a new buffer in SRAM.
  int32_t addBuffer(int64_t bytes) {
    program.buffers.push_back({alignUp(bytes, bufferAlignment), false});
    return program.buffers.size() - 1;
  }
  Span getWhole(int32_t buffer) const {
    return {buffer, 0, program.buffers[buffer].bytes};
  }

  /// Return the number of moves, and set the byte ranges in which all moves
  /// from `first` on may read.
  size_t getNumMoves() const { return program.moves.size(); }
  void setPicks(size_t first, ArrayRef<DramRange> picks) {
    for (size_t i = first; i != program.moves.size(); ++i)
      program.moves[i].picks.assign(picks.begin(), picks.end());
  }

  /// Load or store a box of elements of `elementBytes` bytes. Emit more than
  /// one command if the box has too many dimensions.
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
  /// Returns true if each command of the array has a shape.
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
  /// Buffers by Node::weightSet and the part of the weights.
  std::map<std::pair<int32_t, std::array<int64_t, 16>>, int32_t> shared;
};

/// Buffers of one kind. Keeps the last `count` tiles. Tile numbers start at 0.
class TileCache {
public:
  explicit TileCache(int64_t count) : count(count) {}
  /// Returns the buffer of tile `id`, or -1 if it is no longer kept.
  int32_t find(int64_t id) const {
    if (count == 1)
      return id == last.id ? last.buffer : -1;
    if (id >= int64_t(slots.size()) || slots[id].number + count < inserted)
      return -1;
    return slots[id].buffer;
  }
  /// Adds tile `id`, which must not be present.
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
  /// The buffer of a tile, and the number of tiles that were inserted before
  /// it.
  struct Slot {
    int64_t number = 0;
    int32_t buffer = -1;
  };
  int64_t count, inserted = 0;
  Tile last;
  /// The slots by tile.
  SmallVector<Slot, 16> slots;
};

/// Returns the cycles of a sweep on the vector unit of `target` (vec_r1,
/// vec_r2).
double getSweepCycles(const VectorSweep &sweep, engine::TargetAttr target);

/// The partition of an operation on the vector unit.
struct VectorPlan {
  int64_t parts = 1;
  /// Expected cycles of the unit and of the DMA.
  double work = 0, dma = 0;
  /// SRAM that the parts need in addition to resident tensors.
  int64_t bytes = 0;
};

/// Append the commands of the current node of the emitter.
void emitArray(Emitter &emitter, ArrayRef<Tiling> tilings);
void emitVector(Emitter &emitter, const VectorPlan &plan);
void emitCopy(Emitter &emitter, int64_t budget);

/// Returns the approximate number of array commands that `emitArray` appends
/// for `node`.
int64_t countSteps(const Emitter &emitter, const Node &node,
                   ArrayRef<Tiling> tilings);

/// Returns true if one side of a copy is dense or both sides have equal sizes,
/// so that it copies boxes.
bool isCopyOfBoxes(const RegionCopy &copy);

/// Length of a run of consecutive elements on one side of a copy of boxes, and
/// the distance between the starts of two runs.
struct CopyRun {
  int64_t length = 1, stride = 1;
};
/// Returns the runs that are read and the runs that are written.
std::pair<CopyRun, CopyRun> getCopyRuns(const RegionCopy &copy);

/// Returns the number of bytes of a tile of a copy. Two tiles are in SRAM at
/// once.
int64_t getCopyBudget(const Emitter &emitter);

/// Returns the best plan for the vector work of the node in `budget` bytes. If
/// there is none, returns nullopt and sets `needed` to the minimum number of
/// bytes.
std::optional<VectorPlan> planVector(Emitter &emitter, int64_t budget,
                                     int64_t &needed);

} // namespace tenon::compiler

#endif // LIB_COMPILER_EMIT_EMITTER_H

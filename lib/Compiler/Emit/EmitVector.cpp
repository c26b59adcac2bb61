//===- EmitVector.cpp - Emission of work of the vector unit ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Emitter.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"
#include <numeric>

using namespace mlir;
using namespace tenon;
using namespace tenon::compiler;

namespace {
/// The cut of one tensor: along its columns, in proportion to the dimension
/// that is cut, or none. A tensor that is cut along pixels is one row.
struct Piece {
  bool isWhole = true;
  /// The tensor, or -1 for a parameter.
  int32_t tensor = -1;
  int64_t elements = 0, rows = 1, bytes = 1, total = 1;
  /// DRAM address, if the tensor does not stay in SRAM.
  int64_t dram = 0;

  int64_t getColumns() const { return elements / rows; }
  /// Returns the first column of unit `first`.
  int64_t getBegin(int64_t first) const {
    return isWhole ? 0 : first * getColumns() / total;
  }
  /// Returns the number of columns of `units` units, starting at `first`.
  int64_t getCount(int64_t first, int64_t units) const {
    if (isWhole)
      return getColumns();
    return ceilDiv((first + units) * getColumns(), total) - getBegin(first);
  }
  /// Returns the maximum number of elements that `units` units cover.
  int64_t getElements(int64_t units) const {
    if (isWhole || units >= total)
      return elements;
    return rows * (ceilDiv(units * getColumns(), total) +
                   (getColumns() % total ? 1 : 0));
  }
};

/// Cuts a vector workload along its pixels, or along its channels if it has
/// only one pixel, and emits the parts.
class VectorEmitter {
public:
  explicit VectorEmitter(Emitter &emitter)
      : emitter(emitter), workload(emitter.getNode().workload) {
    prepare();
  }
  std::optional<VectorPlan> plan(int64_t budget, int64_t &needed);
  void emit(const VectorPlan &plan);

private:
  void prepare();
  void chooseCut();
  Piece getPiece(const TensorRegion &region, int32_t tensor) const;
  int64_t getTileBytes(int64_t units) const;
  void placeResults();
  int64_t getBytesBetween(size_t sweep, int64_t first, int64_t units) const;
  ElementSlice getSlice(const Piece &piece, int64_t first, int64_t units) const;
  int64_t getInUnits(int64_t first, int64_t units, int64_t &begin) const;
  int64_t getMostInUnits(int64_t units) const;
  int64_t getUnit() const;
  Span getPlace(const Piece &piece, int64_t first, int64_t units) const;
  Span load(Piece &piece, int32_t &kept, int64_t first, int64_t units);
  struct Box {
    int64_t dram;
    BoxDim dim;
    int64_t bytes;
  };
  /// A piece in SRAM.
  struct Operand {
    Span span;
    ElementSlice slice;
  };
  Box getBox(const Piece &piece, int64_t first, int64_t units) const;
  void emitTile(int64_t first, int64_t units);
  void emitSweeps(int64_t first, int64_t units, ArrayRef<Operand> loaded,
                  const Operand &output);
  bool staysInSram(const Piece &piece) const {
    return emitter.isResident(piece.tensor);
  }
  double getVectorCycles() const;
  double getTransferCycles(int64_t units) const;

  Emitter &emitter;
  const Workload &workload;
  /// Number of units that are cut into parts: pixels, channels, or rows of a
  /// pooling window.
  int64_t total = 1;
  bool alongChannels = false, hasRowsOfInput = false;
  SmallVector<Piece, 4> inputs, outputs;
  /// The results of sweeps, and whether they may use the memory of the output.
  SmallVector<Piece, 4> results;
  SmallVector<bool, 4> isInOutput;
  /// The buffers of inputs that are kept whole, after they are loaded.
  SmallVector<int32_t, 4> kept;
};
} // namespace

double compiler::getSweepCycles(const VectorSweep &sweep,
                                engine::TargetAttr target) {
  int64_t lanes = target.getMachine().vectorLanes;
  double cost = target.getFunctionCycles(sweep.function).value_or(1);
  if (sweep.taps == 1 && !sweep.acrossLanes)
    return cost * ceilDiv(sweep.pixels * sweep.channels, lanes);
  double perPixel = double(sweep.taps) * ceilDiv(sweep.channels, lanes) * cost;
  return sweep.pixels *
         (perPixel + (sweep.acrossLanes ? llvm::Log2_64_Ceil(lanes) : 0));
}

/// Cuts windows and resizes of one image along rows, with the input rows that
/// they need, and those of several images between images.
void VectorEmitter::chooseCut() {
  if (workload.sweeps.empty())
    return;
  bool hasRows = workload.outHeight > 1 && workload.reads.size() == 1;
  hasRowsOfInput = hasRows && workload.batch == 1;
  if (hasRows) {
    total = workload.batch == 1 ? workload.outHeight : workload.batch;
    return;
  }
  int64_t pixels = INT64_MAX, channels = INT64_MAX;
  bool isAcross = false;
  for (const VectorSweep &sweep : workload.sweeps) {
    pixels = std::min(pixels, sweep.pixels);
    channels = std::min(channels, sweep.channels);
    isAcross |= sweep.acrossLanes;
  }
  for (const TensorRegion &region : workload.writes)
    if (!region.sizes.empty())
      pixels = std::min(pixels, region.getNumElements() / region.sizes.back());
  if (workload.cut == VectorCut::None)
    return;
  alongChannels =
      workload.cut == VectorCut::Channels || (pixels == 1 && !isAcross);
  total = alongChannels ? channels : pixels;
}

/// Returns the cut of a tensor. Along pixels, tensors that have as many pixels
/// as the result, or a multiple of that, are cut with it; along channels, those
/// with as many channels. Each part needs all other tensors as a whole.
Piece VectorEmitter::getPiece(const TensorRegion &region,
                              int32_t tensor) const {
  Piece piece;
  piece.tensor = tensor;
  piece.elements = region.getNumElements();
  piece.bytes = emitter.getBytes(region.elementType);
  piece.total = total;
  if (total <= 1)
    return piece;
  int64_t channels = region.sizes.empty() ? 1 : region.sizes.back();
  if (alongChannels) {
    piece.isWhole = channels != total;
    piece.rows = piece.isWhole ? 1 : piece.elements / total;
    return piece;
  }
  piece.isWhole = piece.elements / channels % total != 0;
  return piece;
}

void VectorEmitter::prepare() {
  chooseCut();
  const Node &node = emitter.getNode();
  for (auto [region, tensor] : llvm::zip(workload.reads, node.inputs)) {
    inputs.push_back(getPiece(region, tensor));
    if (hasRowsOfInput) {
      inputs.back().isWhole = false;
      inputs.back().total = workload.inHeight;
    }
  }
  for (auto [region, tensor] : llvm::zip(workload.writes, node.outputs))
    outputs.push_back(getPiece(region, tensor));
  kept.assign(inputs.size(), -1);
  placeResults();
}

/// Places the result of a sweep in the output if it has the size of the output
/// and does not overwrite data that a later sweep reads. The last result is the
/// output.
void VectorEmitter::placeResults() {
  auto isReadBehind = [&](size_t result, size_t sweep) {
    for (const VectorSweep &later : ArrayRef(workload.sweeps).drop_front(sweep))
      if (llvm::is_contained(later.inputs, getSweepResult(result)))
        return true;
    return false;
  };
  for (auto [index, sweep] : llvm::enumerate(workload.sweeps)) {
    Piece piece;
    piece.elements = sweep.getResultElements();
    piece.bytes = outputs.front().bytes;
    piece.total = total;
    piece.isWhole = total <= 1;
    if (alongChannels && !piece.isWhole)
      piece.rows = piece.elements / total;
    bool isFree = true;
    for (size_t i = 0; i != index; ++i)
      isFree &= !isInOutput[i] || !isReadBehind(i, index + 1);
    isInOutput.push_back(
        index + 1 == workload.sweeps.size() ||
        (isFree && piece.elements == outputs.front().elements));
    results.push_back(piece);
  }
}

/// Returns the number of input rows under `units` rows of output, which start
/// at row `begin`.
int64_t VectorEmitter::getInUnits(int64_t first, int64_t units,
                                  int64_t &begin) const {
  int64_t top, bottom;
  if (int64_t margin = workload.rowMargin; margin >= 0) {
    top = first * workload.inHeight / workload.outHeight - margin;
    bottom = ceilDiv((first + units) * workload.inHeight, workload.outHeight) +
             margin;
  } else {
    top = first * workload.strideHeight - workload.padTop;
    bottom = top + (units - 1) * workload.strideHeight +
             (workload.kernelHeight - 1) * workload.dilationHeight + 1;
  }
  begin = std::clamp<int64_t>(top, 0, workload.inHeight - 1);
  return std::max<int64_t>(std::min(bottom, workload.inHeight) - begin, 1);
}

/// Returns the maximum number of input rows under `units` rows of output.
int64_t VectorEmitter::getMostInUnits(int64_t units) const {
  if (!hasRowsOfInput)
    return units;
  int64_t most = 0, begin;
  for (int64_t first = 0; first < total; first += units)
    most = std::max(most,
                    getInUnits(first, std::min(units, total - first), begin));
  return most;
}

/// Returns the unit of cuts. Parts of the channels of resident tensors start at
/// aligned addresses.
int64_t VectorEmitter::getUnit() const {
  auto stays = [&](const Piece &piece) { return staysInSram(piece); };
  bool isAddressed =
      llvm::any_of(inputs, stays) || llvm::any_of(outputs, stays);
  return alongChannels && isAddressed ? engine::sramAlignment : 1;
}

int64_t VectorEmitter::getTileBytes(int64_t units) const {
  int64_t inUnits = getMostInUnits(units);
  int64_t copies = units < total ? 2 : 1, bytes = 0;
  for (const Piece &piece : inputs)
    if (!staysInSram(piece))
      bytes +=
          alignUp(piece.getElements(inUnits) * piece.bytes, bufferAlignment) *
          (piece.isWhole ? 1 : copies);
  for (const Piece &piece : outputs)
    if (!staysInSram(piece))
      bytes +=
          alignUp(piece.getElements(units) * piece.bytes, bufferAlignment) *
          copies;
  for (size_t i = 0; i != results.size(); ++i)
    bytes += alignUp(getBytesBetween(i, 0, units), bufferAlignment);
  return bytes;
}

/// Returns the number of bytes of the result of a sweep, if it needs its own
/// memory.
int64_t VectorEmitter::getBytesBetween(size_t sweep, int64_t first,
                                       int64_t units) const {
  const Piece &piece = results[sweep];
  return isInOutput[sweep]
             ? 0
             : piece.rows * piece.getCount(first, units) * piece.bytes;
}

double VectorEmitter::getVectorCycles() const {
  double cycles = 0;
  for (const VectorSweep &sweep : workload.sweeps)
    cycles += getSweepCycles(sweep, emitter.target);
  return cycles;
}

/// Returns the expected cycles of all loads and stores if each part has `units`
/// units. Parts of the channels of many pixels are short runs with partly used
/// bursts (dma_r3).
double VectorEmitter::getTransferCycles(int64_t units) const {
  const engine::Machine &machine = emitter.machine;
  double bytes = 0;
  auto add = [&](const Piece &piece) {
    if (staysInSram(piece))
      return;
    bytes += double(piece.elements) * piece.bytes;
    if (piece.rows == 1 || units >= total)
      return;
    int64_t run = std::max<int64_t>(piece.getCount(0, units) * piece.bytes, 1);
    int64_t pitch = piece.getColumns() * piece.bytes;
    // Runs start at multiples of this number within a burst, with equal
    // probability.
    int64_t granule = std::gcd(std::gcd(run, pitch), machine.dramBurst);
    double runs = double(piece.rows) * ceilDiv(total, units);
    bytes += runs * double(machine.dramBurst - granule);
  };
  llvm::for_each(inputs, add);
  llvm::for_each(outputs, add);
  return bytes / (machine.dramChannels * machine.dramBytesPerCycle) *
         dramDerate;
}

std::optional<VectorPlan> VectorEmitter::plan(int64_t budget, int64_t &needed) {
  const engine::Machine &machine = emitter.machine;
  VectorPlan best;
  double bestCost = -1, work = getVectorCycles();
  // Parts transfer at least as much as the whole, and each needs a setup.
  double leastDma = getTransferCycles(total);
  double setup = leastDma > 0 ? machine.dmaSetup : machine.issue;
  int64_t unit = getUnit();
  needed = INT64_MAX;
  for (int64_t n = 1; n <= total; n = n < 8 ? n + 1 : n + n / 4) {
    // More parts cannot be cheaper.
    if (bestCost >= 0 &&
        std::max(leastDma, work) + double(n) * setup >= bestCost)
      break;
    int64_t units = std::min(total, alignUp(ceilDiv(total, n), unit));
    int64_t tile = getTileBytes(units);
    needed = std::min(needed, tile);
    if (tile > budget)
      continue;
    double dma = getTransferCycles(units);
    // The first load and the last store are not hidden.
    double cost =
        std::max(dma, work) + std::min(dma, work) / n + double(n) * setup;
    if (bestCost < 0 || cost < bestCost) {
      bestCost = cost;
      best = {n, work, dma, tile};
    }
  }
  if (bestCost >= 0)
    return best;
  int64_t units = std::min(total, getUnit()), tile = getTileBytes(units);
  needed = std::min(needed, tile);
  if (tile > budget)
    return std::nullopt;
  return VectorPlan{total, work, getTransferCycles(units), tile};
}

/// Returns the place of a piece of a tensor that stays in SRAM.
Span VectorEmitter::getPlace(const Piece &piece, int64_t first,
                             int64_t units) const {
  const Tensor &tensor = emitter.graph.tensors[piece.tensor];
  int64_t pitch = emitter.getSramPitch(piece.tensor);
  if (piece.isWhole || alongChannels) {
    int64_t begin = piece.isWhole ? 0 : piece.getBegin(first);
    int64_t count =
        piece.isWhole ? tensor.channels : piece.getCount(first, units);
    return emitter.getSpan(piece.tensor, 0, begin,
                           (tensor.pixels - 1) * pitch + count * piece.bytes);
  }
  int64_t begin = piece.getBegin(first) / tensor.channels;
  int64_t end = ceilDiv(piece.getBegin(first) + piece.getCount(first, units),
                        tensor.channels);
  return emitter.getSpan(piece.tensor, begin, 0,
                         (end - begin - 1) * pitch +
                             tensor.channels * piece.bytes);
}

/// Returns the rows of a tile, whose columns are contiguous in SRAM. If the
/// tensor consists of some channels of another one, returns them pixel by
/// pixel.
VectorEmitter::Box VectorEmitter::getBox(const Piece &piece, int64_t first,
                                         int64_t units) const {
  int64_t begin = piece.getBegin(first), count = piece.getCount(first, units);
  int64_t bytes = count * piece.bytes, pitch = piece.getColumns() * piece.bytes;
  int64_t dram = piece.dram + begin * piece.bytes;
  if (piece.tensor < 0)
    return {dram, {piece.rows, pitch, bytes}, bytes};
  const Tensor &tensor = emitter.graph.tensors[piece.tensor];
  if (tensor.pixelStride == tensor.channels)
    return {dram, {piece.rows, pitch, bytes}, bytes};
  pitch = emitter.getDramPitch(piece.tensor);
  if (alongChannels && !piece.isWhole)
    return {dram, {piece.rows, pitch, bytes}, bytes};
  bytes = tensor.channels * piece.bytes;
  return {piece.dram + begin / tensor.channels * pitch,
          {ceilDiv(count, tensor.channels), pitch, bytes},
          bytes};
}

Span VectorEmitter::load(Piece &piece, int32_t &buffer, int64_t first,
                         int64_t units) {
  if (staysInSram(piece))
    return getPlace(piece, first, units);
  int64_t count = piece.getCount(first, units);
  if (!piece.isWhole || buffer < 0) {
    buffer = emitter.addBuffer(piece.rows * count * piece.bytes);
    Box box = getBox(piece, first, units);
    emitter.load(box.dram, buffer, box.dim, box.bytes, piece.tensor < 0);
  }
  return {buffer, 0, piece.rows * count * piece.bytes};
}

/// Returns the elements of a piece that `load` or `getPlace` has placed in
/// SRAM.
ElementSlice VectorEmitter::getSlice(const Piece &piece, int64_t first,
                                     int64_t units) const {
  ElementSlice slice;
  slice.first = piece.getBegin(first);
  slice.count = piece.getCount(first, units);
  slice.rows = piece.rows;
  slice.rowStride = piece.getColumns();
  slice.bytes = slice.pitch = piece.bytes;
  if (!staysInSram(piece))
    return slice;
  const Tensor &tensor = emitter.graph.tensors[piece.tensor];
  slice.pitch = emitter.getSramPitch(piece.tensor);
  slice.channels = tensor.channels;
  if (alongChannels && !piece.isWhole)
    slice.channels = slice.count;
  return slice;
}

void VectorEmitter::emitSweeps(int64_t first, int64_t units,
                               ArrayRef<Operand> loaded,
                               const Operand &output) {
  SmallVector<Operand, 4> done;
  for (auto [index, sweep] : llvm::enumerate(workload.sweeps)) {
    Operand result = output;
    if (!isInOutput[index]) {
      int64_t bytes = getBytesBetween(index, first, units);
      result = {Span{emitter.addBuffer(bytes), 0, bytes},
                getSlice(results[index], first, units)};
    }
    VectorStep &step = emitter.addVector();
    step.function = sweep.function;
    step.taps = sweep.taps;
    step.acrossLanes = sweep.acrossLanes;
    // The part of the sweep for these units.
    step.pixels =
        alongChannels ? sweep.pixels : ceilDiv(sweep.pixels * units, total);
    step.channels =
        alongChannels ? ceilDiv(sweep.channels * units, total) : sweep.channels;
    step.map.sweep = index;
    for (int32_t input : sweep.inputs) {
      const Operand &operand = input >= 0 ? loaded[input] : done[-1 - input];
      step.inputs.push_back(operand.span);
      step.map.inputs.push_back(operand.slice);
    }
    step.output = result.span;
    step.map.output = result.slice;
    done.push_back(result);
  }
}

void VectorEmitter::emitTile(int64_t first, int64_t units) {
  SmallVector<Operand, 4> loaded;
  for (auto [piece, buffer] : llvm::zip(inputs, kept)) {
    int64_t begin = first, count = units;
    if (hasRowsOfInput)
      count = getInUnits(first, units, begin);
    Span span = load(piece, buffer, begin, count);
    loaded.push_back({span, getSlice(piece, begin, count)});
  }
  Piece &piece = outputs.front();
  int64_t bytes = piece.rows * piece.getCount(first, units) * piece.bytes;
  Span output = staysInSram(piece) ? getPlace(piece, first, units)
                                   : emitter.getWhole(emitter.addBuffer(bytes));
  emitSweeps(first, units, loaded, {output, getSlice(piece, first, units)});
  if (staysInSram(piece))
    return;
  Box box = getBox(piece, first, units);
  emitter.store(box.dram, output.buffer, box.dim, box.bytes);
}

void VectorEmitter::emit(const VectorPlan &plan) {
  for (auto [index, piece] : llvm::enumerate(inputs))
    if (piece.tensor < 0)
      piece.dram = emitter.addParameter(index, piece.elements, piece.bytes);
    else if (!staysInSram(piece))
      piece.dram = emitter.getDramAddress(piece.tensor);
  for (Piece &piece : outputs)
    if (!staysInSram(piece))
      piece.dram = emitter.getDramAddress(piece.tensor);
  int64_t size =
      std::min(total, alignUp(ceilDiv(total, plan.parts), getUnit()));
  for (int64_t first = 0; first < total; first += size)
    emitTile(first, std::min(size, total - first));
}

std::optional<VectorPlan> compiler::planVector(Emitter &emitter, int64_t budget,
                                               int64_t &needed) {
  return VectorEmitter(emitter).plan(budget, needed);
}

void compiler::emitVector(Emitter &emitter, const VectorPlan &plan) {
  VectorEmitter(emitter).emit(plan);
}

//===- EmitVector.cpp - Work of the vector unit ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Emitter.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::codegen;

namespace {
/// How one tensor is cut: along its columns, in proportion to the dimension
/// that is cut, or not at all. A tensor that is cut by pixels is one row.
struct Piece {
  bool isWhole = true;
  int64_t elements = 0, rows = 1, bytes = 1, total = 1;
  int64_t dram = 0;

  int64_t getColumns() const { return elements / rows; }
  /// The first column of unit `first`.
  int64_t getBegin(int64_t first) const {
    return isWhole ? 0 : first * getColumns() / total;
  }
  /// Columns of `units` from `first` on.
  int64_t getCount(int64_t first, int64_t units) const {
    if (isWhole)
      return getColumns();
    return ceilDiv((first + units) * getColumns(), total) - getBegin(first);
  }
  /// The most elements that `units` cover, wherever they start.
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
  VectorEmitter(Emitter &emitter, const Workload &workload)
      : emitter(emitter), workload(workload) {}
  LogicalResult emit(std::string &error);

private:
  LogicalResult checkFunctions(std::string &error) const;
  void chooseCut();
  Piece getPiece(const TensorRegion &region) const;
  void setWindow();
  int64_t getTileBytes(int64_t units) const;
  LogicalResult chooseParts(std::string &error);
  VectorSweep getSweep(const VectorSweep &sweep, int64_t units) const;
  int64_t getInUnits(int64_t first, int64_t units, int64_t &begin) const;
  void emitTile(int64_t first, int64_t units);
  Value emitSweeps(int64_t units, ArrayRef<Value> loaded, Value outputFree);
  double getVectorCycles() const;

  Emitter &emitter;
  const Workload &workload;
  /// Units to cut into parts: pixels, channels, or rows of a pooling window.
  int64_t total = 1, parts = 1;
  bool alongChannels = false, isWindow = false;
  SmallVector<Piece, 4> inputs, outputs;
  SmallVector<BufferPool, 4> inputPools, outputPools;
  int64_t tileId = 0;
};
} // namespace

LogicalResult VectorEmitter::checkFunctions(std::string &error) const {
  for (const VectorSweep &sweep : workload.sweeps)
    if (!emitter.target.getFunctionCycles(sweep.function)) {
      llvm::raw_string_ostream os(error);
      os << "expected a function of '" << emitter.target.getName() << "' (";
      llvm::interleaveComma(
          emitter.target.getFunctions(), os,
          [&](NamedAttribute entry) { os << entry.getName().getValue(); });
      os << "), but got '" << sweep.function << "'";
      return failure();
    }
  return success();
}

/// Pooling windows overlap, so rows are cut with their neighbours.
void VectorEmitter::setWindow() {
  isWindow = workload.kernelHeight > 1 && workload.outHeight > 1 &&
             workload.batch == 1 && workload.reads.size() == 1 &&
             workload.sweeps.size() == 1;
}

void VectorEmitter::chooseCut() {
  setWindow();
  if (isWindow) {
    total = workload.outHeight;
    return;
  }
  int64_t pixels = INT64_MAX, channels = INT64_MAX;
  bool isAcross = false;
  for (const VectorSweep &sweep : workload.sweeps) {
    pixels = std::min(pixels, sweep.pixels);
    channels = std::min(channels, sweep.channels);
    isAcross |= sweep.acrossLanes;
  }
  if (workload.sweeps.empty())
    return;
  alongChannels = pixels == 1 && !isAcross;
  total = alongChannels ? channels : pixels;
}

/// Inputs that the output is smaller than are cut with it; smaller ones are
/// broadcast, unless they have as many pixels.
Piece VectorEmitter::getPiece(const TensorRegion &region) const {
  Piece piece;
  piece.elements = region.getNumElements();
  piece.bytes = emitter.getBytes(region.elementType);
  piece.total = total;
  int64_t results = workload.writes.front().getNumElements();
  bool isDivisible = piece.elements % total == 0;
  if (total <= 1 ||
      (piece.elements < results && (!isDivisible || region.isParameter)))
    return piece;
  if (alongChannels && !isDivisible)
    return piece;
  piece.isWhole = false;
  if (alongChannels)
    piece.rows = piece.elements / total;
  return piece;
}

/// Rows of input under `units` rows of output, from row `begin` on.
int64_t VectorEmitter::getInUnits(int64_t first, int64_t units,
                                  int64_t &begin) const {
  int64_t top = first * workload.strideHeight - workload.padTop;
  int64_t bottom = top + (units - 1) * workload.strideHeight +
                   (workload.kernelHeight - 1) * workload.dilationHeight + 1;
  begin = std::clamp<int64_t>(top, 0, workload.inHeight - 1);
  return std::max<int64_t>(std::min(bottom, workload.inHeight) - begin, 1);
}

int64_t VectorEmitter::getTileBytes(int64_t units) const {
  int64_t inUnits = units;
  if (isWindow)
    inUnits =
        std::min(workload.inHeight,
                 (units - 1) * workload.strideHeight +
                     (workload.kernelHeight - 1) * workload.dilationHeight + 1);
  int64_t copies = units < total ? 2 : 1, bytes = 0;
  for (const Piece &piece : inputs)
    bytes +=
        alignUp(piece.getElements(inUnits) * piece.bytes, bufferAlignment) *
        (piece.isWhole ? 1 : copies);
  for (const Piece &piece : outputs)
    bytes += alignUp(piece.getElements(units) * piece.bytes, bufferAlignment) *
             copies;
  return bytes;
}

double VectorEmitter::getVectorCycles() const {
  double cycles = 0;
  for (const VectorSweep &sweep : workload.sweeps)
    cycles += double(sweep.pixels) * sweep.taps *
              ceilDiv(sweep.channels, emitter.machine.vectorLanes) *
              *emitter.target.getFunctionCycles(sweep.function);
  return cycles;
}

LogicalResult VectorEmitter::chooseParts(std::string &error) {
  const engine::Machine &machine = emitter.machine;
  double bytes = 0;
  for (ArrayRef<Piece> pieces : {ArrayRef(inputs), ArrayRef(outputs)})
    for (const Piece &piece : pieces)
      bytes += double(piece.elements) * piece.bytes;
  double dma = bytes / (machine.dramChannels * machine.dramBytesPerCycle);
  double work = getVectorCycles(), best = -1;
  for (int64_t n = 1; n <= total; n = n < 8 ? n + 1 : n + n / 4) {
    if (getTileBytes(ceilDiv(total, n)) > machine.sramBytes)
      continue;
    // The first load and the last store show; each part costs set-ups.
    double cost =
        std::max(dma, work) + (dma + work) / n + double(n) * machine.dmaSetup;
    if (best < 0 || cost < best) {
      best = cost;
      parts = n;
    }
  }
  if (best >= 0)
    return success();
  if (getTileBytes(1) <= machine.sramBytes) {
    parts = total;
    return success();
  }
  return failToPlace(error, getTileBytes(1), machine.sramBytes);
}

/// The share of a sweep that falls on `units`.
VectorSweep VectorEmitter::getSweep(const VectorSweep &sweep,
                                    int64_t units) const {
  VectorSweep part = sweep;
  if (alongChannels)
    part.channels = ceilDiv(sweep.channels * units, total);
  else
    part.pixels = ceilDiv(sweep.pixels * units, total);
  return part;
}

Value VectorEmitter::emitSweeps(int64_t units, ArrayRef<Value> loaded,
                                Value outputFree) {
  Value last;
  bool isHit;
  BufferPool::Slot &output = outputPools.front().get(tileId, isHit);
  int64_t outputBytes =
      outputs.front().getElements(units) * outputs.front().bytes;
  size_t nextInput = 0;
  for (const VectorSweep &sweep : workload.sweeps) {
    VectorSweep part = getSweep(sweep, units);
    SmallVector<int64_t, 2> addresses, bytes;
    SmallVector<Value, 4> after = present({last});
    if (last) {
      addresses.push_back(output.address);
      bytes.push_back(outputBytes);
    } else if (outputFree) {
      after.push_back(outputFree);
    }
    // The first sweep takes up to two inputs, each later one at most one more.
    while (nextInput < inputs.size() && addresses.size() < 2) {
      BufferPool::Slot &slot = inputPools[nextInput].get(
          inputs[nextInput].isWhole ? 0 : tileId, isHit);
      addresses.push_back(slot.address);
      bytes.push_back(inputs[nextInput].getElements(units) *
                      inputs[nextInput].bytes);
      if (loaded[nextInput])
        after.push_back(loaded[nextInput]);
      ++nextInput;
    }
    last = engine::VectorOp::create(
        emitter.builder, emitter.loc, emitter.tokenType, after, part.function,
        emitter.getCommandType(), part.pixels, part.taps, part.channels,
        part.acrossLanes, addresses, bytes, output.address, outputBytes);
  }
  return last;
}

/// The rows of a tile; its columns are contiguous.
static SmallVector<BoxDim, 1> getDims(const Piece &piece, int64_t first,
                                      int64_t units) {
  return {{piece.rows, piece.getColumns() * piece.bytes,
           piece.getCount(first, units) * piece.bytes}};
}

void VectorEmitter::emitTile(int64_t first, int64_t units) {
  SmallVector<Value, 4> loaded;
  for (auto [piece, pool] : llvm::zip(inputs, inputPools)) {
    int64_t begin = first, count = units;
    if (isWindow)
      count = getInUnits(first, units, begin);
    bool isHit;
    BufferPool::Slot &slot = pool.get(piece.isWhole ? 0 : tileId, isHit);
    if (!isHit)
      slot.filled = emitter.load(
          piece.dram + piece.getBegin(begin) * piece.bytes, slot.address,
          getDims(piece, begin, count),
          piece.getCount(begin, count) * piece.bytes, present({slot.lastUse}));
    loaded.push_back(slot.filled);
  }
  bool isHit;
  BufferPool::Slot &output = outputPools.front().get(tileId, isHit);
  Value computed = emitSweeps(units, loaded, output.lastUse);
  for (auto [piece, pool] : llvm::zip(inputs, inputPools))
    pool.get(piece.isWhole ? 0 : tileId, isHit).lastUse =
        computed ? computed : loaded.back();
  for (auto [piece, pool] : llvm::zip(outputs, outputPools)) {
    BufferPool::Slot &slot = pool.get(tileId, isHit);
    SmallVector<Value, 4> after = present({computed});
    if (!computed)
      llvm::append_range(after, loaded);
    slot.lastUse =
        emitter.store(piece.dram + piece.getBegin(first) * piece.bytes,
                      slot.address, getDims(piece, first, units),
                      piece.getCount(first, units) * piece.bytes, after);
  }
  ++tileId;
}

LogicalResult VectorEmitter::emit(std::string &error) {
  if (failed(checkFunctions(error)))
    return failure();
  if (workload.writes.empty()) {
    error = "expected vector work to write a tensor";
    return failure();
  }
  chooseCut();
  for (const TensorRegion &region : workload.reads) {
    Piece piece = getPiece(region);
    if (isWindow) {
      piece.isWhole = false;
      piece.total = workload.inHeight;
    }
    inputs.push_back(piece);
  }
  for (const TensorRegion &region : workload.writes)
    outputs.push_back(getPiece(region));
  if (failed(chooseParts(error)))
    return failure();
  int64_t size = ceilDiv(total, parts);
  int64_t copies = size < total ? 2 : 1, unused;
  int64_t inUnits = isWindow ? 0 : size;
  for (int64_t first = 0; isWindow && first < total; first += size)
    inUnits = std::max(
        inUnits, getInUnits(first, std::min(size, total - first), unused));
  for (Piece &piece : inputs) {
    piece.dram = emitter.allocateDram(piece.elements * piece.bytes);
    inputPools.emplace_back(emitter, piece.isWhole ? 1 : copies,
                            piece.getElements(inUnits) * piece.bytes);
  }
  for (Piece &piece : outputs) {
    piece.dram = emitter.allocateDram(piece.elements * piece.bytes);
    outputPools.emplace_back(emitter, copies,
                             piece.getElements(size) * piece.bytes);
  }
  for (int64_t first = 0; first < total; first += size)
    emitTile(first, std::min(size, total - first));
  return success();
}

LogicalResult codegen::emitVector(Emitter &emitter, const Workload &workload,
                                  std::string &error) {
  return VectorEmitter(emitter, workload).emit(error);
}

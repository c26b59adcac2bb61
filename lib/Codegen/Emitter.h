//===- Emitter.h - Writes commands ------------------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_CODEGEN_EMITTER_H
#define LIB_CODEGEN_EMITTER_H

#include "dialects/Engine/IR/Engine.h"
#include "dialects/Interfaces/Workload.h"
#include "mlir/IR/Builders.h"
#include <string>

namespace tenon::codegen {

using engine::alignUp;
using engine::ceilDiv;
using llvm::ArrayRef;
using llvm::SmallVector;

/// Buffers start at multiples of this many bytes, which is also what tensors in
/// DRAM and tiles of weights are aligned to.
inline constexpr int64_t bufferAlignment = 64;

/// One dimension of a box that moves between DRAM and SRAM; strides in bytes.
struct BoxDim {
  int64_t size, dramStride, sramStride;
};

/// Writes the commands of one operation. Bytes of SRAM and DRAM are handed out
/// from address 0 on, since every operation has the machine for itself.
class Emitter {
public:
  Emitter(mlir::OpBuilder &builder, mlir::Location loc,
          engine::TargetAttr target, engine::ElementKind type)
      : builder(builder), loc(loc), target(target),
        machine(target.getMachine()), type(type),
        tokenType(engine::TokenType::get(builder.getContext())) {}

  /// Bytes of an element in SRAM and DRAM: floats are stored as the deployed
  /// type, integers as they are.
  int64_t getBytes(mlir::Type elementType) const;
  engine::CommandType getCommandType() const {
    return static_cast<engine::CommandType>(type);
  }

  /// Sets `bytes` of SRAM aside and returns the address.
  int64_t allocateSram(int64_t bytes) {
    int64_t address = sramEnd;
    sramEnd += alignUp(bytes, bufferAlignment);
    return address;
  }
  /// Gives a tensor of `bytes` a place in DRAM. Places are multiples of the
  /// period of the DRAM, so timing does not depend on the order.
  int64_t allocateDram(int64_t bytes) {
    int64_t address = dramEnd;
    dramEnd += alignUp(std::max<int64_t>(bytes, 1), machine.getDramPeriod());
    return address;
  }

  /// Moves a box of elements of `elementBytes`; more than one command if it has
  /// too many dimensions. Returns the token of the last one.
  mlir::Value load(int64_t dram, int64_t sram, ArrayRef<BoxDim> dims,
                   int64_t elementBytes, mlir::ValueRange after) {
    return move(false, dram, sram, dims, elementBytes, after);
  }
  mlir::Value store(int64_t dram, int64_t sram, ArrayRef<BoxDim> dims,
                    int64_t elementBytes, mlir::ValueRange after) {
    return move(true, dram, sram, dims, elementBytes, after);
  }
  /// Moves contiguous bytes.
  mlir::Value loadBytes(int64_t dram, int64_t sram, int64_t bytes,
                        mlir::ValueRange after) {
    return move(false, dram, sram, {}, bytes, after);
  }
  mlir::Value storeBytes(int64_t dram, int64_t sram, int64_t bytes,
                         mlir::ValueRange after) {
    return move(true, dram, sram, {}, bytes, after);
  }
  void barrier(llvm::StringRef layer) {
    engine::BarrierOp::create(builder, loc, layer);
  }

  mlir::OpBuilder &builder;
  mlir::Location loc;
  engine::TargetAttr target;
  engine::Machine machine;
  engine::ElementKind type;
  mlir::Type tokenType;

private:
  mlir::Value move(bool isStore, int64_t dram, int64_t sram,
                   ArrayRef<BoxDim> dims, int64_t elementBytes,
                   mlir::ValueRange after);
  int64_t sramEnd = 0, dramEnd = 0;
};

/// Buffers of one kind that take turns. A tile that is still there is not
/// loaded again.
class BufferPool {
public:
  BufferPool(Emitter &emitter, int64_t count, int64_t bytes) : slots(count) {
    for (Slot &slot : slots)
      slot.address = emitter.allocateSram(bytes);
  }
  struct Slot {
    int64_t address = 0, content = -1;
    /// The load that filled the slot, and the last command that read it.
    mlir::Value filled, lastUse;
  };
  /// The slot of tile `id`; `isHit` says whether it is there already. A slot
  /// that is not must be filled after `lastUse`.
  Slot &get(int64_t id, bool &isHit);

private:
  llvm::SmallVector<Slot, 4> slots;
  size_t nextSlot = 0;
};

/// The non-null values of `values`.
inline SmallVector<mlir::Value, 4>
present(std::initializer_list<mlir::Value> values) {
  SmallVector<mlir::Value, 4> result;
  for (mlir::Value value : values)
    if (value)
      result.push_back(value);
  return result;
}

/// Each emits the commands of one kind of workload, or fails with `error` set
/// and nothing emitted.
mlir::LogicalResult emitArray(Emitter &emitter, const Workload &workload,
                              std::string &error);
mlir::LogicalResult emitVector(Emitter &emitter, const Workload &workload,
                               std::string &error);
mlir::LogicalResult emitCopy(Emitter &emitter, const Workload &workload,
                             std::string &error);

/// Fails with the bytes that the smallest tile needs and those there are.
mlir::LogicalResult failToPlace(std::string &error, int64_t needed,
                                int64_t there);

} // namespace tenon::codegen

#endif // LIB_CODEGEN_EMITTER_H

//===- Memory.h - Elements in SRAM and DRAM ---------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_SIMULATOR_FUNCTIONAL_MEMORY_H
#define LIB_SIMULATOR_FUNCTIONAL_MEMORY_H

#include "tenon/Compiler/Program/ProgramMap.h"
#include "tenon/Support/HostTensor.h"
#include "llvm/ADT/STLExtras.h"
#include <cstdlib>
#include <cstring>
#include <memory>

namespace tenon::values {

/// Memory that holds a whole element, up to 64 bits, at the address where it
/// begins, however few bytes it is deployed in. What nothing has written is
/// known as such.
class Memory {
public:
  explicit Memory(int64_t bytes)
      : size(bytes),
        slots(static_cast<uint64_t *>(std::calloc(bytes + 1, sizeof(uint64_t))),
              &std::free) {}

  /// False if the host has no room for it.
  bool isAllocated() const { return slots != nullptr; }
  /// True if an element begins at `address`.
  bool isWritten(int64_t address) const {
    return address >= 0 && address < size && slots.get()[address] != 0;
  }
  uint64_t get(int64_t address) const { return slots.get()[address] ^ mark; }
  void set(int64_t address, uint64_t bits) {
    slots.get()[address] = bits ^ mark;
  }
  /// Copies all that begins in `bytes` bytes.
  void copy(int64_t address, const Memory &from, int64_t fromAddress,
            int64_t bytes) {
    std::memmove(slots.get() + address, from.slots.get() + fromAddress,
                 bytes * sizeof(uint64_t));
  }
  int64_t getSize() const { return size; }

private:
  /// Untouched memory is zero, and zero is no value that anybody writes.
  static constexpr uint64_t mark = 0x9e3779b97f4a7c15;
  int64_t size;
  std::unique_ptr<uint64_t, decltype(&std::free)> slots;
};

/// The bits of element `i` of a tensor, and back.
inline uint64_t getBits(const HostTensor &tensor, int64_t i, unsigned bytes) {
  uint64_t bits = 0;
  std::memcpy(&bits, tensor.getBytes().data() + i * bytes, bytes);
  return bits;
}
inline void setBits(HostTensor &tensor, int64_t i, unsigned bytes,
                    uint64_t bits) {
  std::memcpy(tensor.getMutableBytes() + i * bytes, &bits, bytes);
}

/// Reads the bits of elements of one type as numbers.
class Decoder {
public:
  explicit Decoder(mlir::Type type);
  /// The number; quantized ones as they are stored.
  double decode(uint64_t bits) const;

private:
  enum class Kind { F32, F64, OtherFloat, Signed, Unsigned };
  Kind kind;
  unsigned width;
  mlir::Type type;
};

/// Puts all elements of `tensor` into memory, `bytes` bytes each, in pixels of
/// `channels` elements that are `pixelStride` elements apart.
void writeTensor(Memory &memory, const HostTensor &tensor,
                 const OutsideTensor &place);
/// Reads such a tensor into `tensor`; false if an element is not there.
bool readTensor(const Memory &memory, HostTensor &tensor,
                const OutsideTensor &place);

} // namespace tenon::values

#endif // LIB_SIMULATOR_FUNCTIONAL_MEMORY_H

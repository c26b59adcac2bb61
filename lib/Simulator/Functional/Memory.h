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

/// A memory that stores a whole element of up to 64 bits at its first address,
/// regardless of its deployed size. It distinguishes addresses that were never
/// written.
class Memory {
public:
  explicit Memory(int64_t bytes)
      : size(bytes),
        slots(static_cast<uint64_t *>(std::calloc(bytes + 1, sizeof(uint64_t))),
              &std::free) {}

  /// Returns false if the allocation failed.
  bool isAllocated() const { return slots != nullptr; }
  /// Returns true if an element starts at `address`.
  bool isWritten(int64_t address) const {
    return address >= 0 && address < size && slots.get()[address] != 0;
  }
  uint64_t get(int64_t address) const { return slots.get()[address] ^ mark; }
  void set(int64_t address, uint64_t bits) {
    slots.get()[address] = bits ^ mark;
  }
  /// Copies all elements that start within `bytes` bytes.
  void copy(int64_t address, const Memory &from, int64_t fromAddress,
            int64_t bytes) {
    std::memmove(slots.get() + address, from.slots.get() + fromAddress,
                 bytes * sizeof(uint64_t));
  }
  int64_t getSize() const { return size; }

private:
  /// Unwritten slots are zero. XOR with this number makes it practically
  /// impossible that a written slot is zero.
  static constexpr uint64_t mark = 0x9e3779b97f4a7c15;
  int64_t size;
  std::unique_ptr<uint64_t, decltype(&std::free)> slots;
};

/// Get and set the bits of element `i` of a tensor.
inline uint64_t getBits(const HostTensor &tensor, int64_t i, unsigned bytes) {
  uint64_t bits = 0;
  std::memcpy(&bits, tensor.getBytes().data() + i * bytes, bytes);
  return bits;
}
inline void setBits(HostTensor &tensor, int64_t i, unsigned bytes,
                    uint64_t bits) {
  std::memcpy(tensor.getMutableBytes() + i * bytes, &bits, bytes);
}

/// Converts the bits of elements of one type to numbers.
class Decoder {
public:
  explicit Decoder(mlir::Type type);
  /// Returns the number. Quantized numbers are returned in their stored form.
  double decode(uint64_t bits) const;

private:
  enum class Kind { F32, F64, OtherFloat, Signed, Unsigned };
  Kind kind;
  unsigned width;
  mlir::Type type;
};

/// Writes all elements of `tensor` to memory at `place`.
void writeTensor(Memory &memory, const HostTensor &tensor,
                 const OutsideTensor &place);
/// Reads the elements at `place` into `tensor`. Returns false if an element was
/// not written.
bool readTensor(const Memory &memory, HostTensor &tensor,
                const OutsideTensor &place);

} // namespace tenon::values

#endif // LIB_SIMULATOR_FUNCTIONAL_MEMORY_H

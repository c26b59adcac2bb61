//===- Memory.cpp - Elements in SRAM and DRAM -----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Memory.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::values;

Decoder::Decoder(Type elementType)
    : type(HostTensor::getStorageType(elementType)) {
  width = type.getIntOrFloatBitWidth();
  if (type.isF32())
    kind = Kind::F32;
  else if (type.isF64())
    kind = Kind::F64;
  else if (isa<FloatType>(type))
    kind = Kind::OtherFloat;
  else
    kind =
        type.isUnsignedInteger() || width == 1 ? Kind::Unsigned : Kind::Signed;
}

double Decoder::decode(uint64_t bits) const {
  switch (kind) {
  case Kind::F32:
    return llvm::bit_cast<float>(uint32_t(bits));
  case Kind::F64:
    return llvm::bit_cast<double>(bits);
  case Kind::OtherFloat:
    return llvm::APFloat(cast<FloatType>(type).getFloatSemantics(),
                         llvm::APInt(width, bits))
        .convertToDouble();
  case Kind::Signed:
    return double(llvm::SignExtend64(bits, width));
  case Kind::Unsigned:
    return double(bits);
  }
  llvm_unreachable("all kinds are listed");
}

void values::writeTensor(Memory &memory, const HostTensor &tensor,
                         const OutsideTensor &place) {
  unsigned stored = HostTensor::getElementBytes(tensor.getElementType());
  for (int64_t i = 0, e = tensor.getNumElements(); i != e; ++i)
    memory.set(place.dram + (i / place.channels * place.pixelStride +
                             i % place.channels) *
                                place.bytes,
               getBits(tensor, i, stored));
}

bool values::readTensor(const Memory &memory, HostTensor &tensor,
                        const OutsideTensor &place) {
  unsigned stored = HostTensor::getElementBytes(tensor.getElementType());
  for (int64_t i = 0, e = tensor.getNumElements(); i != e; ++i) {
    int64_t address = place.dram + (i / place.channels * place.pixelStride +
                                    i % place.channels) *
                                       place.bytes;
    if (!memory.isWritten(address))
      return false;
    setBits(tensor, i, stored, memory.get(address));
  }
  return true;
}

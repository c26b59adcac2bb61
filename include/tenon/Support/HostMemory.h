//===- HostMemory.h - How much memory there is ------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SUPPORT_HOSTMEMORY_H
#define TENON_SUPPORT_HOSTMEMORY_H

#include "mlir/IR/Types.h"
#include <cstdint>
#include <string>

namespace tenon {

/// The bytes of memory that this process can have: those of the host, or fewer
/// if a limit is set on the process or its group.
int64_t getHostMemory();

/// The bytes that the values of a type take as a HostTensor; 0 if it is none of
/// numbers with a static shape. At most 2^48, which no host has: sums of
/// thousands can be held.
int64_t getTensorBytes(mlir::Type type);

/// True if the host has room for so many bytes of values.
bool fitsHost(int64_t bytes);

/// `expected N bytes of memory on the host WHAT, but got M`.
std::string describeMissingMemory(int64_t bytes, llvm::StringRef what);

} // namespace tenon

#endif // TENON_SUPPORT_HOSTMEMORY_H

//===- HostMemory.h - Memory of the host ------------------------*- C++ -*-===//
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

/// Returns the number of bytes of memory that this process can use: the memory
/// of the host, or less if the process or its group has a limit.
int64_t getHostMemory();

/// Returns the number of bytes of the values of a type as a HostTensor, or 0 if
/// the type is not a tensor of numbers with a static shape. The result is at
/// most 2^48, which exceeds the memory of any host, so that sums of thousands
/// of sizes do not overflow.
int64_t getTensorBytes(mlir::Type type);

/// Returns true if values of this size fit into the memory of the host.
bool fitsHost(int64_t bytes);

/// Returns `expected N bytes of memory on the host WHAT, but got M`.
std::string describeMissingMemory(int64_t bytes, llvm::StringRef what);

} // namespace tenon

#endif // TENON_SUPPORT_HOSTMEMORY_H

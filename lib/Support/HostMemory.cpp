//===- HostMemory.cpp - Size of host memory -------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Support/HostMemory.h"
#include "mlir/IR/BuiltinTypes.h"
#include "tenon/Support/HostTensor.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include <sys/resource.h>
#include <unistd.h>

using namespace tenon;

/// Returns the limit of the control group, or INT64_MAX if there is none.
static int64_t getGroupLimit() {
  auto file = llvm::MemoryBuffer::getFileAsStream("/sys/fs/cgroup/memory.max");
  int64_t limit;
  if (!file || (*file)->getBuffer().trim().getAsInteger(10, limit))
    return INT64_MAX;
  return limit;
}

static int64_t getProcessLimit() {
  rlimit limit;
  if (getrlimit(RLIMIT_AS, &limit) || limit.rlim_cur == RLIM_INFINITY)
    return INT64_MAX;
  return int64_t(std::min<rlim_t>(limit.rlim_cur, INT64_MAX));
}

int64_t tenon::getHostMemory() {
  int64_t pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
  int64_t physical = pages > 0 && size > 0 ? pages * size : INT64_MAX;
  return std::min({physical, getGroupLimit(), getProcessLimit()});
}

int64_t tenon::getTensorBytes(mlir::Type type) {
  auto tensor = llvm::dyn_cast<mlir::RankedTensorType>(type);
  if (!tensor || !tensor.hasStaticShape() ||
      !HostTensor::getStorageType(tensor.getElementType()).isIntOrFloat())
    return 0;
  constexpr int64_t most = int64_t(1) << 48;
  int64_t bytes = HostTensor::getElementBytes(tensor.getElementType());
  for (int64_t size : tensor.getShape())
    if (llvm::MulOverflow(bytes, size, bytes))
      return most;
  return std::min(bytes, most);
}

bool tenon::fitsHost(int64_t bytes) { return bytes <= getHostMemory(); }

std::string tenon::describeMissingMemory(int64_t bytes, llvm::StringRef what) {
  return ("expected " + llvm::Twine(bytes) + " bytes of memory on the host " +
          what + ", but got " + llvm::Twine(getHostMemory()))
      .str();
}

//===- FastDecode.h - Closed forms of commands ------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Computes the work of commands without loops. The tick simulator counts the
// same numbers one by one (TickDecode.h) and does not use this file.
//
//===----------------------------------------------------------------------===//

#ifndef LIB_SIMULATOR_FAST_FASTDECODE_H
#define LIB_SIMULATOR_FAST_FASTDECODE_H

#include "tenon/Simulator/Program.h"

namespace tenon::fast {

/// The runs of a load or store (dma_r2), merged so that `strides[i] != sizes[i
/// + 1] * strides[i + 1]`.
struct Transfer {
  int64_t address = 0;
  /// Sizes, outermost first. The last one is a number of bytes, with stride 1.
  /// Unused leading sizes are 1.
  std::array<int64_t, 4> sizes = {1, 1, 1, 1};
  std::array<int64_t, 4> strides = {0, 0, 0, 1};
};

/// The work of a command of the array (array_r1..array_r10), in cycles.
struct ArrayWork {
  /// Number of steps of one row of pixels, and of rows: `ceil(W / P_p)` and H.
  int64_t stepsPerRow = 1, rows = 1;
  int64_t width = 1, pixelsPerStep = 1;
  /// Number of output channels, and of the channels of a block.
  int64_t outChannels = 1, channelsPerBlock = 1;
  /// Number of weight blocks of one output block: `R S ceil(C / P_c)`, or R S.
  int64_t weightBlocks = 1;
  int64_t loadCycles = 1, stepCycles = 1;
  /// Bytes of SRAM that the drain requests in each cycle.
  int64_t drainPort = 0;
};

/// Cycles of a vector command, and the bytes of SRAM that it requests in each.
struct VectorWork {
  int64_t cycles = 1;
  int64_t port = 0;
};

Transfer decodeTransfer(const TransferShape &shape);
ArrayWork decodeArray(const engine::Machine &machine, const ArrayShape &shape);
VectorWork decodeVector(const engine::Machine &machine,
                        const VectorShape &shape);

} // namespace tenon::fast

#endif // LIB_SIMULATOR_FAST_FASTDECODE_H

//===- TickVector.h - The vector unit of the tick simulator -----*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_SIMULATOR_TICK_TICKVECTOR_H
#define LIB_SIMULATOR_TICK_TICKVECTOR_H

#include "tenon/Simulator/Program.h"

namespace tenon::tick {

/// The vector unit, which steps through the loops of a sweep (vec_r1..vec_r5).
class VectorUnit {
public:
  explicit VectorUnit(const DecodedProgram &program) : program(program) {}
  bool isBusy() const { return command != UINT32_MAX; }
  /// Returns the time from which the unit can take a command.
  int64_t getFreeAt() const { return freeAt; }
  /// Returns the current command, or UINT32_MAX.
  uint32_t getCommand() const { return command; }
  /// Returns the bytes of SRAM that the unit requests in each cycle (vec_r5).
  int64_t getPort() const { return port; }
  void start(uint32_t index);
  /// Performs one cycle with a granted port. Returns true if the command ends.
  bool work(int64_t cycle);

private:
  bool finishPixel(int64_t cycle);

  const DecodedProgram &program;
  uint32_t command = UINT32_MAX;
  VectorShape shape;
  int64_t port = 0, freeAt = 0;
  /// The position in the loops: the pixel, the tap, the first channel of a
  /// lane, and the cycle of its function.
  int64_t pixel = 0, tap = 0, channel = 0, functionCycle = 0;
  /// Number of lanes with partial results that remain to be combined; 0 while
  /// there are channels to visit.
  int64_t foldLanes = 0;
};

} // namespace tenon::tick

#endif // LIB_SIMULATOR_TICK_TICKVECTOR_H

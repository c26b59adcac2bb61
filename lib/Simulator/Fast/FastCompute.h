//===- FastCompute.h - The array and the vector unit ------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_SIMULATOR_FAST_FASTCOMPUTE_H
#define LIB_SIMULATOR_FAST_FASTCOMPUTE_H

#include "FastArray.h"
#include "tenon/Simulator/Simulator.h"

namespace tenon::fast {

/// The units that share the ports of the SRAM: the array and the vector unit.
class Compute {
public:
  /// `trace` is null, or records the spans of the array.
  Compute(const DecodedProgram &program, SimulationResult &result,
          std::vector<int64_t> &doneAt, Trace *trace)
      : program(program), machine(program.machine), result(result),
        doneAt(doneAt), array(program, trace) {}

  bool canTakeArray() const { return array.canTake(); }
  bool canTakeVector() const { return vectorLeft == 0; } // vec_r4
  /// Take a command. `start` starts a command of the array.
  void takeArray(uint32_t command) { array.take(command); }
  void takeVector(uint32_t command);
  /// Starts the stages of the array that can start at `now`.
  void start(int64_t now) { array.start(now); }
  bool isIdle() const { return array.isIdle() && vectorLeft == 0; }

  /// Returns a time after `now`. Until then, no command or drain starts or
  /// ends, and the loader cannot take a command; `never` if no unit works.
  int64_t getQuietTime(int64_t now) const;
  /// Works from `now` to `until`, between which there is no event, and updates
  /// the counters of the layers. Idle cycles have the cause `idle` and belong
  /// to `idleLayer`.
  void work(int64_t now, int64_t until, CycleCause idle, uint32_t idleLayer);

private:
  /// The units whose ports are granted (sram_r2).
  struct Grants {
    bool drain = false, steps = false, load = false, vector = false;
    bool any() const { return drain || steps || load || vector; }
  };
  Grants getGrants() const;
  CycleCause getCause(const Grants &grants, CycleCause idle) const;
  uint32_t getLayer(uint32_t idleLayer) const;
  void pass(int64_t cycles, int64_t end, const Grants &grants);

  const DecodedProgram &program;
  const engine::Machine &machine;
  SimulationResult &result;
  std::vector<int64_t> &doneAt;
  Array array;
  uint32_t vectorCommand = noCommand;
  int64_t vectorLeft = 0, vectorPort = 0;
};

} // namespace tenon::fast

#endif // LIB_SIMULATOR_FAST_FASTCOMPUTE_H

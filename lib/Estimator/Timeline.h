//===- Timeline.h - Timeline of subgraphs and tiles -------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_ESTIMATOR_TIMELINE_H
#define LIB_ESTIMATOR_TIMELINE_H

#include "tenon/Compiler/Plan/NetworkPlan.h"
#include <vector>

namespace tenon::estimator {

/// Models the units of a machine. Each unit processes the tiles of all steps in
/// order and takes as long as the plan expects. Loads run ahead while there is
/// free memory. Bursts, banks, tokens and addresses are not modelled.
class Timeline {
public:
  explicit Timeline(const engine::Machine &machine) : machine(machine) {}
  /// Adds a step. Returns by how many cycles it delays the end of the work.
  double add(const PlannedStep &step);
  /// Returns the number of cycles by which the DMA was ahead of the work at the
  /// end of the last step; negative if the work waited for it.
  double getSlack() const { return slack; }

private:
  class LoopRun;
  /// Times at which the first and the last tile of a step are done, in SRAM and
  /// in DRAM.
  struct Done {
    double first = 0, last = 0, firstStored = 0, stored = 0;
    /// Cycles of all stores.
    double stores = 0;
    /// True if tiles end with all channels of their pixels.
    bool byPixels = true;
  };

  void runCascade(const PlannedStep &step);
  void changeResident(int64_t bytes);
  void take(int64_t bytes);
  void free(int64_t bytes, double time);
  double getIssue() const;
  double load(double cycles, int64_t bytes, double ready, double least = 0);
  double getBus(const PlannedStep &step, double share, double loads) const;
  void store(double cycles, double ready);
  double work(const PlannedLoop &loop, double start);
  double getReady(const PlannedStep &step, double share, bool ofLoads) const;

  const engine::Machine machine;
  /// Times at which the units become free.
  double loads = 0, stores = 0, array = 0, vector = 0;
  /// Time at which the DRAM could have finished all transfers so far.
  double dram = 0;
  /// End of the work so far.
  double last = 0, slack = 0;
  /// Start of each command of the array or the vector unit, and, for each load,
  /// the command that needs it.
  std::vector<double> starts;
  std::vector<size_t> uses;
  /// Bytes of SRAM in use, those of resident tensors, and the maximum; future
  /// frees in the order of use; and the time at which the memory that was
  /// waited for became free.
  int64_t used = 0, resident = 0, room = 0;
  std::vector<std::pair<double, int64_t>> frees;
  size_t nextFree = 0;
  double memory = 0;
  std::vector<Done> done;
};

} // namespace tenon::estimator

#endif // LIB_ESTIMATOR_TIMELINE_H

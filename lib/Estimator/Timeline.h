//===- Timeline.h - When subgraphs end, tile by tile ------------*- C++ -*-===//
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

/// The units of a machine, each doing what the tiles of all steps need in
/// their order, for as long as the plan expects. Loads run ahead as long as
/// there is memory for them. Bursts, banks, tokens and addresses are left out.
class Timeline {
public:
  explicit Timeline(const engine::Machine &machine) : machine(machine) {}
  /// Adds a step; returns how much later the work ends with it, in cycles.
  double add(const PlannedStep &step);
  /// How far the DMA was ahead of the work at the end of the last step, in
  /// cycles; negative if the work waited for it.
  double getSlack() const { return slack; }

private:
  class LoopRun;
  /// When the first and the last tile of a step are done, in SRAM and in DRAM.
  struct Done {
    double first = 0, last = 0, firstStored = 0, stored = 0;
    /// Cycles of all stores.
    double stores = 0;
    /// Tiles end with all channels of their pixels.
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
  /// When each unit is free.
  double loads = 0, stores = 0, array = 0, vector = 0;
  /// When the DRAM could have moved all so far.
  double dram = 0;
  /// When the work so far ends.
  double last = 0, slack = 0;
  /// When each command of the array or the vector unit started, and of each
  /// load the command that needs it.
  std::vector<double> starts;
  std::vector<size_t> uses;
  /// Bytes of SRAM in use, those of tensors that stay, and how many may be;
  /// what is freed when, in the order of use; and when memory that was waited
  /// for became free.
  int64_t used = 0, resident = 0, room = 0;
  std::vector<std::pair<double, int64_t>> frees;
  size_t nextFree = 0;
  double memory = 0;
  std::vector<Done> done;
};

} // namespace tenon::estimator

#endif // LIB_ESTIMATOR_TIMELINE_H

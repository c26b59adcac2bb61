//===- Timeline.h - When subgraphs end, tile by tile ------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_ESTIMATOR_TIMELINE_H
#define LIB_ESTIMATOR_TIMELINE_H

#include "tenon/Codegen/NetworkPlan.h"
#include <deque>
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
  /// What a command needs before it can start.
  struct Needs {
    double start = 0;
    /// Bytes in SRAM that are free when it ends.
    int64_t bytes = 0;
  };
  void runLoop(const PlannedStep &step, const PlannedLoop &loop);
  void runCascade(const PlannedStep &step);
  double load(double cycles, int64_t bytes, double ready);
  double getIssue() const;
  void store(double cycles, double ready);
  double work(const PlannedLoop &loop, double start);
  double getReady(const PlannedStep &step, double share, bool ofLoads) const;
  void take(int64_t bytes);
  void free(int64_t bytes, double time);

  const engine::Machine machine;
  /// When each command of the array or the vector unit started, and of each
  /// load the command that needs it.
  std::vector<double> starts;
  std::vector<size_t> uses;
  /// When each unit is free.
  double loads = 0, stores = 0, array = 0, vector = 0;
  /// When the DRAM could have moved all so far.
  double dram = 0;
  double slack = 0, last = 0;
  /// Memory in use by tiles, and what is freed when; in the order of use.
  int64_t used = 0, resident = 0;
  std::deque<std::pair<double, int64_t>> frees;
  /// When memory that was waited for became free.
  double memory = 0;
  /// Of each step: when it is done up to a share of its pixels, for results in
  /// SRAM and in DRAM.
  struct Done {
    double first = 0, last = 0, stored = 0, firstStored = 0;
    bool byPixels = true;
  };
  std::vector<Done> done;
};

} // namespace tenon::estimator

#endif // LIB_ESTIMATOR_TIMELINE_H

//===- Report.h - Simulation results as tables and JSON ---------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TOOLS_TENON_SIM_REPORT_H
#define TOOLS_TENON_SIM_REPORT_H

#include "tenon/Simulator/CriticalPath.h"
#include "tenon/Simulator/Energy.h"
#include "tenon/Simulator/LayerUse.h"
#include "llvm/Support/raw_ostream.h"

namespace tenon {

/// How results are printed.
enum class ReportKind { Table, Csv, Json };

/// How far a result of a program is from that of the network.
struct ValueDifference {
  std::string name;
  /// The largest difference, and that relative to the largest expected value.
  double absolute = 0, relative = 0;
  bool isNear = true;
  /// If it is not, the first layer that gives something else than in the
  /// network, where that is known.
  std::string layer = "";
};

/// What a report is about.
struct ReportInput {
  std::string program;
  engine::TargetAttr target;
  /// Deployed type of float tensors; none of a program, whose commands have
  /// theirs.
  std::optional<engine::ElementKind> type;
  SimulationResult result;
  /// Cycles that no program for this network can beat; 0 if it is not known.
  int64_t lowerBound = 0;
  /// Energy of each layer; empty if the machine does not say what events cost.
  std::vector<Energy> energies = {};
  /// Inferences a day for which power is reported; 0 reports none.
  int64_t perDay = 0;
  /// The liveness arena of the network, and the least SRAM that it compiles
  /// for, in bytes; 0 if they are not known.
  std::optional<int64_t> arenaBytes;
  int64_t smallestSram = 0;
  /// What each layer uses.
  std::vector<LayerUse> uses = {};
  /// Of each command its layer and unit, and the critical path, if asked for.
  std::vector<std::pair<uint32_t, Unit>> commands = {};
  std::vector<PathSegment> path = {};
  /// Of each result, if values were run.
  std::vector<ValueDifference> values = {};
};

/// One step on the host, and what goes over the link for it.
struct HostStep {
  std::string name, operatorName, reason;
  int64_t readBytes = 0, writeBytes = 0;
  double milliseconds = 0;
};

/// One line a layer and one for the total, with units in the heading.
void printTable(llvm::raw_ostream &os, const ReportInput &input);

/// A line a layer, below the names of the columns; no totals. Steps on the host
/// are lines of the program `host`, which have no cycles.
void printCsv(llvm::raw_ostream &os, llvm::ArrayRef<ReportInput> inputs,
              llvm::ArrayRef<HostStep> steps = {});

/// One object a program, and behind them one a step on the host; keys and their
/// order are stable.
void printJson(llvm::raw_ostream &os, llvm::ArrayRef<ReportInput> inputs,
               llvm::ArrayRef<HostStep> steps = {});

} // namespace tenon

#endif // TOOLS_TENON_SIM_REPORT_H

//===- Options.h - What the command line says -------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TOOLS_TENON_SIM_OPTIONS_H
#define TOOLS_TENON_SIM_OPTIONS_H

#include "HostSteps.h"
#include "Report.h"
#include "mlir/Support/Timing.h"
#include "tenon/Systolic/Grid.h"
#include "tenon/Tooling/NetworkOptions.h"
#include "llvm/Support/CommandLine.h"

namespace tenon {

/// Which simulator runs programs.
enum class SimulationMode { Fast, Tick };
/// Which hazards stop a run.
enum class HazardCheck { None, Races, All };

/// What the command line says.
struct Options {
  llvm::cl::OptionCategory category{"tenon-sim options"};
  llvm::cl::opt<std::string> input{
      llvm::cl::Positional,
      llvm::cl::desc("<model.onnx, network or program.mlir, or ->"),
      llvm::cl::init("-"), llvm::cl::cat(category)};
  llvm::cl::opt<std::string> engine{
      "engine",
      llvm::cl::desc(
          "Machine: a preset or a .mlir file that holds one. Default: "
          "the target of the module"),
      llvm::cl::value_desc("preset|file.mlir"), llvm::cl::cat(category)};
  NetworkOptions network{category};
  llvm::cl::opt<double> hostBandwidth{
      "host-bandwidth",
      llvm::cl::desc("Of the link to the host, in MB/s, for steps on the host. "
                     "Default: 1000"),
      llvm::cl::value_desc("MB/s"), llvm::cl::init(1000),
      llvm::cl::cat(category)};
  llvm::cl::opt<double> hostStart{
      "host-start",
      llvm::cl::desc(
          "What each step on the host takes beside its transfers, in "
          "microseconds. Default: 20"),
      llvm::cl::value_desc("us"), llvm::cl::init(20), llvm::cl::cat(category)};
  HostPrice getHostPrice() const { return {hostBandwidth, hostStart}; }
  llvm::cl::opt<ReportKind> report{
      "report", llvm::cl::desc("What to print:"),
      llvm::cl::values(
          clEnumValN(ReportKind::Table, "table", "a table of layers"),
          clEnumValN(ReportKind::Csv, "csv", "a line a layer"),
          clEnumValN(ReportKind::Json, "json", "JSON")),
      llvm::cl::init(ReportKind::Table), llvm::cl::cat(category)};
  llvm::cl::opt<std::string> output{
      "o", llvm::cl::desc("Where to print it"), llvm::cl::value_desc("file"),
      llvm::cl::init("-"), llvm::cl::cat(category)};
  llvm::cl::opt<SimulationMode> mode{
      "mode", llvm::cl::desc("How to simulate:"),
      llvm::cl::values(
          clEnumValN(SimulationMode::Fast, "fast", "from event to event"),
          clEnumValN(SimulationMode::Tick, "tick",
                     "cycle by cycle, with the same result")),
      llvm::cl::init(SimulationMode::Fast), llvm::cl::cat(category)};
  llvm::cl::opt<std::string> topology{
      "topology",
      llvm::cl::desc("Run the layers of a topology file instead of a network"),
      llvm::cl::value_desc("layers.csv"), llvm::cl::cat(category)};
  llvm::cl::opt<systolic::Dataflow> dataflow{
      "dataflow",
      llvm::cl::desc("What stays in the elements of a systolic array:"),
      llvm::cl::values(
          clEnumValN(systolic::Dataflow::OutputStationary, "os", "results"),
          clEnumValN(systolic::Dataflow::WeightStationary, "ws", "weights")),
      llvm::cl::init(systolic::Dataflow::OutputStationary),
      llvm::cl::cat(category)};
  llvm::cl::opt<std::string> sweep{
      "sweep",
      llvm::cl::desc(
          "Run on machines with other numbers, all combinations, and print "
          "a line for each: 'array.standard_k=16,32;sram.bytes=1MiB'"),
      llvm::cl::value_desc("section.key=values;..."), llvm::cl::cat(category)};
  llvm::cl::opt<std::string> compare{
      "compare",
      llvm::cl::desc("Run another network, too, and print both side by side"),
      llvm::cl::value_desc("model.onnx|network.mlir"), llvm::cl::cat(category)};
  llvm::cl::opt<std::string> trace{
      "trace",
      llvm::cl::desc(
          "Write when each command did what, for Perfetto (the trace "
          "event format of Chrome)"),
      llvm::cl::value_desc("file.json"), llvm::cl::cat(category)};
  llvm::cl::opt<HazardCheck> hazards{
      "check-hazards",
      llvm::cl::desc(
          "Commands that get in each other's way in SRAM, which stop the "
          "run. Default: all with --values, else races for "
          "programs and none for networks"),
      llvm::cl::values(
          clEnumValN(HazardCheck::None, "none", "are not looked for"),
          clEnumValN(HazardCheck::Races, "races", "reads and writes that meet"),
          clEnumValN(HazardCheck::All, "all",
                     "and reads of what nothing has written")),
      llvm::cl::init(HazardCheck::None), llvm::cl::cat(category)};
  llvm::cl::opt<bool> criticalPath{
      "critical-path",
      llvm::cl::desc("Print what the end of the run waited for, cycle by cycle "
                     "(path_r1)"),
      llvm::cl::cat(category)};
  llvm::cl::opt<bool> smallestSram{
      "smallest-sram",
      llvm::cl::desc(
          "Find the least SRAM with which the network compiles, to 1 KiB"),
      llvm::cl::cat(category)};
  llvm::cl::opt<bool> values{
      "values",
      llvm::cl::desc("Run data through the program of a network, too, and "
                     "compare its results with those of the network; exit "
                     "code 1 beyond the tolerance"),
      llvm::cl::cat(category)};
  llvm::cl::opt<uint64_t> random{
      "random",
      llvm::cl::desc("Seed of the inputs of --values that have no file, and of "
                     "weights that the model lacks. Default: 0"),
      llvm::cl::value_desc("seed"), llvm::cl::init(0), llvm::cl::cat(category)};
  llvm::cl::list<std::string> inputs{
      "input",
      llvm::cl::desc("Values of an input for --values, .npy or TensorProto"),
      llvm::cl::value_desc("name=file"), llvm::cl::cat(category)};
  llvm::cl::list<std::string> outputs{
      "output", llvm::cl::desc("Where --values writes an output, .npy or .pb"),
      llvm::cl::value_desc("name=file"), llvm::cl::cat(category)};
  llvm::cl::opt<double> tolerance{
      "tolerance",
      llvm::cl::desc("Largest difference of --values, relative to the output's "
                     "largest value. Default: 1e-4"),
      llvm::cl::init(1e-4), llvm::cl::cat(category)};
  llvm::cl::opt<unsigned> power{
      "power",
      llvm::cl::desc("Print what a million devices use in a year at so many "
                     "inferences a day"),
      llvm::cl::value_desc("inferences a day"), llvm::cl::init(0),
      llvm::cl::cat(category)};
  llvm::cl::opt<bool> listEngines{
      "list-engines", llvm::cl::desc("List the machines that come with Tenon"),
      llvm::cl::cat(category)};
  llvm::cl::opt<bool> byLayer{
      "by-layer",
      llvm::cl::desc("Compile each operation by itself, from DRAM to DRAM"),
      llvm::cl::cat(category)};
  llvm::cl::opt<bool> cascades{
      "cascades",
      llvm::cl::desc(
          "Run convolutions together, stripe by stripe, where that is "
          "cheaper. Default: true"),
      llvm::cl::init(true), llvm::cl::cat(category)};
  /// What is measured with --mlir-timing.
  mutable mlir::TimingScope timing = {};
  llvm::cl::opt<std::string> type{
      "type",
      llvm::cl::desc("Deployed type of float tensors: i8, i16 or f16. "
                     "Default: that of the machine"),
      llvm::cl::cat(category)};
};

} // namespace tenon

#endif // TOOLS_TENON_SIM_OPTIONS_H

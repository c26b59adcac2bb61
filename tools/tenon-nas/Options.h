//===- Options.h - What the command line says -------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TOOLS_TENON_NAS_OPTIONS_H
#define TOOLS_TENON_NAS_OPTIONS_H

#include "tenon/Tooling/NetworkOptions.h"
#include "llvm/Support/CommandLine.h"

namespace tenon {

/// What prices networks.
enum class CostKind { Simulate, Estimate };

/// What the command line says.
struct Options {
  llvm::cl::OptionCategory category{"tenon-nas options"};
  llvm::cl::opt<std::string> input{
      llvm::cl::Positional,
      llvm::cl::desc("<model.onnx or network.mlir, - for stdin>"),
      llvm::cl::init("-"), llvm::cl::cat(category)};
  llvm::cl::opt<std::string> space{
      "space",
      llvm::cl::desc(
          "The search space: pipeline text with holes, or @NAME for a "
          "pipeline that ships with Tenon, or @FILE"),
      llvm::cl::value_desc("pipeline"), llvm::cl::init("@fit"),
      llvm::cl::cat(category)};
  llvm::cl::opt<std::string> output{
      "o",
      llvm::cl::desc(
          "Folder for best.mlir, best.onnx, best.pipeline, trials.csv"),
      llvm::cl::value_desc("folder"), llvm::cl::init("out"),
      llvm::cl::cat(category)};
  llvm::cl::opt<bool> force{
      "force",
      llvm::cl::desc("Overwrite what an earlier search left in the folder"),
      llvm::cl::cat(category)};
  llvm::cl::opt<uint64_t> trials{"trials",
                                 llvm::cl::desc("Networks to evaluate"),
                                 llvm::cl::init(300), llvm::cl::cat(category)};
  llvm::cl::opt<uint64_t> seed{"seed", llvm::cl::desc("Seed of the search"),
                               llvm::cl::init(1), llvm::cl::cat(category)};
  llvm::cl::opt<std::string> strategy{
      "strategy", llvm::cl::desc("evolution, random or exhaustive"),
      llvm::cl::init("evolution"), llvm::cl::cat(category)};
  llvm::cl::opt<std::string> minimize{
      "minimize", llvm::cl::desc("Metric to make small (default: latency)"),
      llvm::cl::value_desc("metric"), llvm::cl::cat(category)};
  llvm::cl::opt<std::string> maximize{
      "maximize", llvm::cl::desc("Metric to make large"),
      llvm::cl::value_desc("metric"), llvm::cl::cat(category)};
  llvm::cl::list<std::string> keep{
      "keep",
      llvm::cl::desc(
          "Fraction of the baseline to keep (default, if nothing is kept "
          "or limited: expressiveness:0.95)"),
      llvm::cl::value_desc("metric:fraction"), llvm::cl::cat(category)};
  llvm::cl::list<std::string> limit{
      "limit", llvm::cl::desc("Value not to exceed"),
      llvm::cl::value_desc("metric:value"), llvm::cl::cat(category)};
  llvm::cl::opt<std::string> engine{
      "engine",
      llvm::cl::desc(
          "Machine to attach before the pipeline: a preset or a .mlir "
          "file"),
      llvm::cl::value_desc("preset|file"), llvm::cl::cat(category)};
  llvm::cl::opt<std::string> type{
      "type",
      llvm::cl::desc("What floats are deployed as: i8, i16, f16 (default: the "
                     "machine's)"),
      llvm::cl::cat(category)};
  llvm::cl::opt<bool> byLayer{
      "by-layer",
      llvm::cl::desc(
          "Price each operation by itself, from DRAM to DRAM, and add up: "
          "rougher, and fast enough to enumerate large spaces"),
      llvm::cl::cat(category)};
  llvm::cl::opt<CostKind> cost{
      "cost", llvm::cl::init(CostKind::Simulate),
      llvm::cl::desc("What prices networks:"),
      llvm::cl::values(
          clEnumValN(CostKind::Simulate, "simulate", "The simulator (default)"),
          clEnumValN(CostKind::Estimate, "estimate",
                     "The estimator in --estimator; the simulator "
                     "confirms the best ten")),
      llvm::cl::cat(category)};
  llvm::cl::opt<std::string> estimator{
      "estimator", llvm::cl::value_desc("file.json"),
      llvm::cl::desc("Of --cost=estimate: what tenon-estimate --train wrote"),
      llvm::cl::cat(category)};
  NetworkOptions network{category};
  llvm::cl::opt<bool> bestOnly{
      "no-ablation", llvm::cl::desc("Do not search with each pass alone"),
      llvm::cl::cat(category)};
  llvm::cl::opt<bool> listMetrics{"list-metrics",
                                  llvm::cl::desc("List the metrics"),
                                  llvm::cl::cat(category)};
  llvm::cl::opt<bool> listEngines{"list-engines",
                                  llvm::cl::desc("List the presets"),
                                  llvm::cl::cat(category)};
};

} // namespace tenon

#endif // TOOLS_TENON_NAS_OPTIONS_H

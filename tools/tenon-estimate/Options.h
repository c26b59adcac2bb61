//===- Options.h - The command line of tenon-estimate -----------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TOOLS_TENON_ESTIMATE_OPTIONS_H
#define TOOLS_TENON_ESTIMATE_OPTIONS_H

#include "tenon/Estimator/Model.h"
#include "tenon/Tooling/NetworkOptions.h"
#include "llvm/Support/CommandLine.h"
#include <string>

namespace tenon {

enum class ReportKind { Table, Json, Csv };

/// What the command line says.
struct EstimateOptions {
  llvm::cl::OptionCategory category{"tenon-estimate options"};
  llvm::cl::opt<std::string> input{
      llvm::cl::Positional, llvm::cl::desc("<network.onnx|network.mlir|->"),
      llvm::cl::cat(category)};
  llvm::cl::opt<std::string> estimator{
      "estimator", llvm::cl::value_desc("file.json"),
      llvm::cl::desc("A trained estimator"), llvm::cl::cat(category)};
  llvm::cl::opt<bool> train{
      "train", llvm::cl::desc("Train an estimator on --db or --csv"),
      llvm::cl::cat(category)};
  llvm::cl::opt<std::string> database{
      "db", llvm::cl::value_desc("file.sqlite"),
      llvm::cl::desc("Measurements of tenon-measure"), llvm::cl::cat(category)};
  llvm::cl::opt<std::string> csv{
      "csv", llvm::cl::value_desc("measured.csv"),
      llvm::cl::desc("Networks that were measured on a device; "
                     "docs/Estimator.md names the columns"),
      llvm::cl::cat(category)};
  llvm::cl::opt<std::string> judge{
      "judge", llvm::cl::value_desc("others.csv"),
      llvm::cl::desc("Say how near the estimator is to measurements that it "
                     "was not trained on"),
      llvm::cl::cat(category)};
  llvm::cl::opt<bool> byFamily{
      "by-family",
      llvm::cl::desc("Leave each family of --db out in turn, train on the "
                     "others, and say how near that comes"),
      llvm::cl::cat(category)};
  llvm::cl::opt<unsigned> limit{
      "limit", llvm::cl::value_desc("rows"),
      llvm::cl::desc("Train on so many rows of --csv only. Default: all"),
      llvm::cl::cat(category)};
  llvm::cl::opt<uint64_t> seed{
      "seed", llvm::cl::init(0),
      llvm::cl::desc("Draws the rows of --limit, and those that a tree sees"),
      llvm::cl::cat(category)};
  llvm::cl::opt<std::string> engine{
      "engine", llvm::cl::value_desc("preset|file.mlir"),
      llvm::cl::desc("Machine: a preset or a .mlir file that holds one. "
                     "Default: that of --db, and for --csv the preset that "
                     "explains the measurements best"),
      llvm::cl::cat(category)};
  llvm::cl::opt<std::string> type{
      "type", llvm::cl::value_desc("i8|i16|f16"),
      llvm::cl::desc("Deployed type of float tensors. Default: that of --db, "
                     "or of the machine"),
      llvm::cl::cat(category)};
  llvm::cl::opt<std::string> output{
      "o", llvm::cl::init("-"), llvm::cl::value_desc("file"),
      llvm::cl::desc("Where the estimator or the report goes. Default: -, for "
                     "reports"),
      llvm::cl::cat(category)};
  llvm::cl::opt<ReportKind> report{
      "report", llvm::cl::init(ReportKind::Table),
      llvm::cl::desc("How a network is reported:"),
      llvm::cl::values(clEnumValN(ReportKind::Table, "table",
                                  "A table for people (default)"),
                       clEnumValN(ReportKind::Json, "json", "JSON"),
                       clEnumValN(ReportKind::Csv, "csv", "A line a subgraph")),
      llvm::cl::cat(category)};
  llvm::cl::opt<bool> benchmark{
      "benchmark",
      llvm::cl::desc(
          "Say how many networks such as this one, or those of --db, "
          "are estimated a second: with nothing remembered, and "
          "seen before"),
      llvm::cl::cat(category)};
  NetworkOptions network{category};
};

/// Prints an error of the tool.
mlir::LogicalResult fail(const llvm::Twine &message);

/// `--train` and `--by-family`.
mlir::LogicalResult runTraining(const EstimateOptions &options,
                                mlir::MLIRContext *context);
/// `--judge`.
mlir::LogicalResult runJudgement(const EstimateOptions &options,
                                 mlir::MLIRContext *context);
/// A network.
mlir::LogicalResult runEstimate(const EstimateOptions &options,
                                mlir::MLIRContext *context);

/// `--benchmark` of a network.
mlir::LogicalResult runBenchmark(const estimator::Model &model,
                                 mlir::FunctionOpInterface function);
/// `--benchmark` of the networks of --db.
mlir::LogicalResult runBenchmark(const EstimateOptions &options,
                                 const estimator::Model &model);

/// Reads the file of --estimator.
mlir::FailureOr<estimator::Model> readModel(const EstimateOptions &options,
                                            mlir::MLIRContext *context);

} // namespace tenon

#endif // TOOLS_TENON_ESTIMATE_OPTIONS_H

//===- tenon-estimate.cpp - Estimates what networks take ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Options.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "tenon/Tooling/Diagnostics.h"
#include "tenon/Tooling/InitTool.h"
#include "tenon/Tooling/OptionModes.h"
#include "tenon/Tooling/OutputFiles.h"

using namespace mlir;
using namespace tenon;
namespace cl = llvm::cl;

LogicalResult tenon::fail(const Twine &message) {
  printError("tenon-estimate", message);
  return failure();
}

FailureOr<estimator::Model> tenon::readModel(const EstimateOptions &options,
                                             MLIRContext *context) {
  auto file = llvm::MemoryBuffer::getFileOrSTDIN(options.estimator);
  if (!file)
    return fail("--estimator: '" + options.estimator +
                "': " + file.getError().message());
  auto model = estimator::parseModel((*file)->getBuffer(), context);
  if (!model)
    return fail("--estimator: '" + options.estimator +
                "': " + llvm::toString(model.takeError()));
  return std::move(*model);
}

/// What is asked for.
static LogicalResult checkMode(const EstimateOptions &options) {
  bool ofStore = options.benchmark && !options.database.empty();
  int modes = options.train + options.byFamily + !options.judge.empty() +
              !options.input.empty() + ofStore;
  if (modes != 1)
    return fail("expected a network, --train, --by-family, --judge or "
                "--benchmark with --db, but got " +
                Twine(modes) + " of them");
  bool trains = options.train || options.byFamily;
  if (trains && options.database.empty() == options.csv.empty())
    return fail("expected measurements in --db or in --csv, but got " +
                Twine(options.database.empty() ? "neither" : "both"));
  if (!trains && !ofStore && !options.database.empty())
    return fail("expected --train, --by-family or --benchmark with --db");
  if (!trains && !options.csv.empty())
    return fail("expected --train with --csv");
  if (trains != options.estimator.empty())
    return fail(trains ? "expected no --estimator with --train and --by-family"
                       : "expected a trained estimator in --estimator");
  if (options.byFamily && options.database.empty())
    return fail("expected --db with --by-family");
  return success();
}

/// Options that do nothing for what is asked for.
static llvm::Error checkUnusedOptions(const EstimateOptions &o) {
  auto withNetwork = [&](std::initializer_list<const cl::Option *> others) {
    SmallVector<const cl::Option *> used = o.network.getOptions();
    llvm::append_range(used, others);
    return used;
  };
  if (o.train)
    return tenon::checkMode(
        o.category, "--train",
        withNetwork({&o.train, &o.database, &o.csv, &o.limit, &o.seed,
                     &o.engine, &o.type, &o.output}));
  if (o.byFamily)
    return tenon::checkMode(o.category, "--by-family",
                            {&o.byFamily, &o.database, &o.seed, &o.engine,
                             &o.type, &o.output, &o.report});
  if (!o.judge.empty())
    return tenon::checkMode(o.category, "--judge",
                            withNetwork({&o.judge, &o.estimator, &o.output}));
  if (o.input.empty())
    return tenon::checkMode(o.category, "--benchmark of --db",
                            {&o.benchmark, &o.database, &o.estimator});
  if (o.benchmark)
    return tenon::checkMode(
        o.category, "--benchmark",
        withNetwork({&o.benchmark, &o.estimator, &o.engine, &o.type}));
  return tenon::checkMode(
      o.category, "a network",
      withNetwork({&o.estimator, &o.engine, &o.type, &o.output, &o.report}));
}

static LogicalResult checkOptions(const EstimateOptions &options) {
  if (failed(checkMode(options)))
    return failure();
  if (options.train && options.output == "-")
    return fail("expected a file for the estimator in -o");
  if (options.limit.getNumOccurrences() && options.csv.empty())
    return fail("expected --csv with --limit");
  if (options.limit.getNumOccurrences() && options.limit < 2)
    return fail("--limit: expected at least 2, but got " +
                Twine(options.limit));
  if (!options.judge.empty() &&
      (!options.engine.empty() || !options.type.empty()))
    return fail("expected no --engine and --type with --judge: the estimator "
                "says which");
  if (options.input.empty() && !options.byFamily &&
      options.report.getNumOccurrences())
    return fail("expected a network or --by-family with --report");
  if (options.byFamily && options.report == ReportKind::Json)
    return fail(
        "expected --report=table or csv with --by-family, but got json");
  if (options.benchmark && options.input.empty() && options.database.empty())
    return fail("expected a network or --db with --benchmark");
  if (options.benchmark && (options.output.getNumOccurrences() ||
                            options.report.getNumOccurrences()))
    return fail("expected no -o and --report with --benchmark: times are no "
                "report");
  if (llvm::Error error = checkUnusedOptions(options))
    return fail(llvm::toString(std::move(error)));
  std::vector<NamedFile> read = {
      {"the network", options.input}, {"--estimator", options.estimator},
      {"--db", options.database},     {"--csv", options.csv},
      {"--judge", options.judge},     {"--engine", options.engine}};
  llvm::append_range(read, options.network.getFiles());
  if (llvm::Error error = checkOutputFiles({{"-o", options.output}}, read))
    return fail(llvm::toString(std::move(error)));
  return success();
}

static LogicalResult run(const EstimateOptions &options) {
  if (failed(checkOptions(options)))
    return failure();
  DialectRegistry registry;
  registry.insert<func::FuncDialect, nn::NNDialect>();
  registerEngineDialects(registry);
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  context.loadAllAvailableDialects();
  DiagnosticPrinter printer(&context, llvm::errs());
  if (options.train || options.byFamily)
    return runTraining(options, &context);
  if (!options.judge.empty())
    return runJudgement(options, &context);
  if (options.input.empty()) {
    FailureOr<estimator::Model> model = readModel(options, &context);
    return failed(model) ? failure() : runBenchmark(options, *model);
  }
  return runEstimate(options, &context);
}

int main(int argc, char **argv) {
  InitTool init(argc, argv);
  EstimateOptions options;
  cl::HideUnrelatedOptions(options.category);
  cl::ParseCommandLineOptions(
      argc, argv, "Estimates what networks take on a machine or device\n");
  LogicalResult result = run(options);
  if (llvm::Error error = flushOutput())
    result = fail(llvm::toString(std::move(error)));
  return succeeded(result) ? 0 : 1;
}

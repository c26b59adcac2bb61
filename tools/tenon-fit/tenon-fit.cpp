//===- tenon-fit.cpp - Fits machines to measurements, and judges them -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Support/FileUtilities.h"
#include "tenon/Calibration/Fit.h"
#include "tenon/Report/Format.h"
#include "tenon/Report/Table.h"
#include "tenon/Report/Text.h"
#include "tenon/Tooling/Diagnostics.h"
#include "tenon/Tooling/Files.h"
#include "tenon/Tooling/InitTool.h"
#include "tenon/Tooling/OptionModes.h"
#include "tenon/Tooling/OutputFiles.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace tenon;
namespace cl = llvm::cl;

namespace {
/// What the command line says.
struct Options {
  cl::OptionCategory category{"tenon-fit options"};
  cl::opt<std::string> csv{
      "csv", cl::Required, cl::value_desc("measured.csv"),
      cl::desc(
          "Measured networks or layers; docs/Silicon.md names the columns"),
      cl::cat(category)};
  cl::opt<std::string> engine{
      "engine", cl::Required, cl::value_desc("preset|file.mlir"),
      cl::desc("Machine to start at: a preset or a .mlir file that holds one"),
      cl::cat(category)};
  cl::list<std::string> free{
      "free", cl::CommaSeparated, cl::value_desc("field[=low..high]"),
      cl::desc("Numbers of the machine to fit, at most six. Default range: a "
               "quarter of the machine's number to four times that"),
      cl::cat(category)};
  cl::opt<bool> judge{
      "judge",
      cl::desc("Leave the machine as it is: fit the scale and the offset only"),
      cl::cat(category)};
  cl::opt<unsigned> limit{
      "limit", cl::value_desc("rows"),
      cl::desc("Rows to fit on; the rest judges. Default: 100 networks, or all "
               "layers"),
      cl::cat(category)};
  cl::opt<uint64_t> seed{"seed",
                         cl::desc("Draws the rows, and random machines"),
                         cl::init(0), cl::cat(category)};
  cl::opt<unsigned> restarts{
      "restarts", cl::init(2),
      cl::desc("Searches that start at the best of ten random machines each. "
               "Default: 2"),
      cl::cat(category)};
  cl::opt<bool> rows{"rows", cl::desc("Print a line a row, as CSV, instead"),
                     cl::cat(category)};
  cl::opt<std::string> output{"o", cl::value_desc("machine.mlir"),
                              cl::desc("Write the machine that was found"),
                              cl::cat(category)};
};
} // namespace

static LogicalResult fail(const llvm::Twine &message) {
  printError("tenon-fit", message);
  return failure();
}

static LogicalResult checkOptions(const Options &options) {
  if (options.judge && !options.free.empty())
    return fail("expected --free or --judge, but got both");
  if (!options.judge && options.free.empty())
    return fail("expected the fields to fit in --free, or --judge, but got "
                "neither");
  if (options.free.size() > calibration::maxFreeFields)
    return fail("--free: expected at most " +
                llvm::Twine(calibration::maxFreeFields) + " fields, but got " +
                llvm::Twine(options.free.size()));
  if (options.limit.getNumOccurrences() && options.limit == 0)
    return fail("--limit: expected at least 1, but got 0");
  if (options.judge)
    if (llvm::Error error = checkUnused("--judge", {&options.restarts}))
      return fail(llvm::toString(std::move(error)));
  if (options.restarts > 100)
    return fail("--restarts: expected at most 100, but got " +
                llvm::Twine(options.restarts));
  if (llvm::Error error = checkOutputFiles(
          {{"-o", options.output}},
          {{"--csv", options.csv}, {"--engine", options.engine}}))
    return fail(llvm::toString(std::move(error)));
  return success();
}

static std::optional<calibration::Measurements>
readCsv(MLIRContext *context, const Options &options) {
  std::string error;
  std::unique_ptr<llvm::MemoryBuffer> file = openInputFile(options.csv, &error);
  if (!file) {
    (void)fail(error);
    return std::nullopt;
  }
  return calibration::readMeasurements(
      context, file->getBuffer(),
      [&](unsigned line, unsigned column, const llvm::Twine &message) {
        emitError(FileLineColLoc::get(context, options.csv, line, column))
            << message;
      });
}

static FailureOr<std::vector<calibration::FreeField>>
readFields(const Options &options, engine::TargetAttr target) {
  std::vector<calibration::FreeField> fields;
  for (const std::string &text : options.free) {
    llvm::Expected<calibration::FreeField> field =
        calibration::parseFreeField(text, target.getMachine());
    if (!field)
      return fail("--free: " + llvm::toString(field.takeError()));
    for (const calibration::FreeField &other : fields)
      if (other.name == field->name)
        return fail("--free: expected each field once, but got '" +
                    field->name + "' twice");
    fields.push_back(std::move(*field));
  }
  return fields;
}

/// A row of the table of accuracies.
static void addJudgement(Table &table, StringRef title,
                         ArrayRef<calibration::Pair> pairs) {
  if (pairs.empty())
    return;
  calibration::Judgement judgement = calibration::judge(pairs);
  table.addRow(
      {title.str(), formatCount(judgement.rows),
       judgement.rows < 2 ? "-" : formatNumber(judgement.rankCorrelation, 4),
       formatNumber(100 * judgement.meanError, 2),
       formatNumber(100 * judgement.largestError, 2),
       formatNumber(100 * judgement.within5, 1),
       formatNumber(100 * judgement.within10, 1)});
}

/// Judges the rows that were not fitted on, or all if there are none.
static void printJudgement(raw_ostream &os,
                           const calibration::Measurements &measurements,
                           const calibration::FitResult &result) {
  bool hasRest = llvm::is_contained(result.isFitted, false);
  std::vector<calibration::Pair> all, plain;
  for (auto [index, row] : llvm::enumerate(measurements.rows)) {
    if (hasRest && result.isFitted[index])
      continue;
    all.push_back(result.pairs[index]);
    if (!row.hasSqueezeExcite)
      plain.push_back(result.pairs[index]);
  }
  Table table;
  table.addColumn(hasRest ? "other rows" : "the same rows");
  for (StringRef title : {"rows", "rank correlation", "mean error %",
                          "largest %", "within 5 %", "within 10 %"})
    table.addColumn(title, Table::Align::Right);
  if (measurements.kind == calibration::MeasurementKind::Networks)
    addJudgement(table, "without squeeze-excite", plain);
  addJudgement(table, "all", all);
  table.print(os);
}

static void printLine(raw_ostream &os, const calibration::Line &line) {
  os << "milliseconds = " << llvm::format("%.4f", line.scale) << " x simulated "
     << (line.offset < 0 ? "- " : "+ ")
     << llvm::format("%.4f", std::abs(line.offset));
}

static void printReport(raw_ostream &os, const Options &options,
                        const calibration::Measurements &measurements,
                        ArrayRef<calibration::FreeField> fields,
                        const calibration::FitResult &result) {
  bool isNetworks = measurements.kind == calibration::MeasurementKind::Networks;
  os << escapeText(llvm::sys::path::filename(options.csv)) << ": "
     << formatCount(measurements.rows.size())
     << (isNetworks ? " networks, " : " layers, ")
     << formatCount(measurements.layers.size()) << " distinct layers, on "
     << escapeText(result.target.getName()) << '\n';
  size_t count = llvm::count(result.isFitted, true);
  if (!fields.empty()) {
    os << "fitted on " << formatCount(count) << " rows of seed " << options.seed
       << ", " << formatCount(result.numTried) << " machines tried\n";
    for (auto [field, value] : llvm::zip_equal(fields, result.values))
      os << "  " << field.name << " = " << value << '\n';
  }
  if (isNetworks) {
    os << "  ";
    printLine(os, result.line);
    os << ", of " << formatCount(count) << " rows\n";
  }
  printJudgement(os, measurements, result);
}

static void printRows(raw_ostream &os,
                      const calibration::Measurements &measurements,
                      const calibration::FitResult &result) {
  os << "line,fitted,squeeze_excite,measured,predicted,error_percent\n";
  for (auto [row, pair, isFitted] :
       llvm::zip_equal(measurements.rows, result.pairs, result.isFitted))
    os << row.line << ',' << int(isFitted) << ',' << int(row.hasSqueezeExcite)
       << ',' << llvm::format("%.6f", pair.measured) << ','
       << llvm::format("%.6f", pair.predicted) << ','
       << llvm::format("%.3f", 100 * pair.getError()) << '\n';
}

/// A module that holds the machine, which `--engine` reads.
static LogicalResult writeMachine(const Options &options,
                                  const calibration::Measurements &measurements,
                                  const calibration::FitResult &result) {
  MLIRContext *context = result.target.getContext();
  OwningOpRef<ModuleOp> module = ModuleOp::create(UnknownLoc::get(context));
  (*module)->setAttr(engine::EngineDialect::getTargetAttrName(), result.target);
  llvm::Error error = writeFile(options.output, [&](llvm::raw_ostream &os) {
    if (measurements.kind == calibration::MeasurementKind::Networks) {
      os << "// ";
      printLine(os, result.line);
      os << '\n';
    }
    module->print(os);
    os << '\n';
  });
  return error ? fail(llvm::toString(std::move(error))) : success();
}

static LogicalResult run(const Options &options) {
  if (failed(checkOptions(options)))
    return failure();
  MLIRContext context(MLIRContext::Threading::DISABLED);
  DiagnosticPrinter printer(&context, llvm::errs());
  std::string error;
  engine::TargetAttr target =
      engine::findTarget(&context, options.engine, error);
  if (!target)
    return fail(error);
  FailureOr<std::vector<calibration::FreeField>> fields =
      readFields(options, target);
  if (failed(fields))
    return failure();
  std::optional<calibration::Measurements> measurements =
      readCsv(&context, options);
  if (!measurements)
    return failure();
  if (measurements->kind == calibration::MeasurementKind::Models)
    return emitError(FileLineColLoc::get(&context, options.csv, 1, 1))
           << "expected networks as lists of layers, or layers, but got files "
              "of networks; tenon-estimate reads them";
  bool isTerminal = llvm::errs().is_displayed();
  auto progress = [&](size_t tried, double cost) {
    if (isTerminal)
      llvm::errs() << "\r" << tried << " machines tried, least error "
                   << llvm::format("%.2f", 100 * cost) << " % ";
  };
  calibration::FitOptions search;
  search.limit = measurements->kind == calibration::MeasurementKind::Networks
                     ? 100
                     : measurements->rows.size();
  if (options.limit.getNumOccurrences())
    search.limit = options.limit;
  search.seed = options.seed;
  search.restarts = options.restarts;
  search.progress = progress;
  llvm::Expected<calibration::FitResult> result =
      calibration::fitMachine(*measurements, target, *fields, search);
  if (isTerminal)
    llvm::errs() << '\n';
  if (!result)
    return fail(options.csv + ": " + llvm::toString(result.takeError()));
  if (!options.output.empty() &&
      failed(writeMachine(options, *measurements, *result)))
    return failure();
  if (options.rows)
    printRows(llvm::outs(), *measurements, *result);
  else
    printReport(llvm::outs(), options, *measurements, *fields, *result);
  if (llvm::Error error = flushOutput())
    return fail(llvm::toString(std::move(error)));
  return success();
}

int main(int argc, char **argv) {
  InitTool init(argc, argv);
  Options options;
  cl::HideUnrelatedOptions(options.category);
  cl::ParseCommandLineOptions(
      argc, argv,
      "Fits numbers of a machine to measured latencies, and judges it\n");
  return succeeded(run(options)) ? 0 : 1;
}

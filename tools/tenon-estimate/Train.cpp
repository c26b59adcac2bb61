//===- Train.cpp - Trains and judges estimators ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Examples.h"
#include "mlir/AsmParser/AsmParser.h"
#include "tenon/Calibration/Judge.h"
#include "tenon/Estimator/Training.h"
#include "tenon/Report/Format.h"
#include "tenon/Report/Table.h"
#include "tenon/Report/Text.h"
#include "tenon/Tooling/Files.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::estimator;

static std::string formatPercent(double share, unsigned decimals = 2) {
  return formatNumber(100 * share, decimals);
}

static void addTitles(Table &table, StringRef first) {
  table.addColumn(first);
  for (StringRef title : {"rows", "rank correlation", "mean error %",
                          "largest %", "within 5 %", "within 10 %"})
    table.addColumn(title, Table::Align::Right);
}

static void addJudgement(Table &table, StringRef title,
                         ArrayRef<calibration::Pair> pairs) {
  if (pairs.empty())
    return;
  calibration::Judgement j = calibration::judge(pairs);
  table.addRow({title.str(), formatCount(j.rows),
                j.rows < 2 ? "-" : formatNumber(j.rankCorrelation, 4),
                formatPercent(j.meanError), formatPercent(j.largestError),
                formatPercent(j.within5, 1), formatPercent(j.within10, 1)});
}

/// A table of pairs by groups, and of all of them.
static void printJudgements(raw_ostream &os, StringRef title,
                            ArrayRef<StringRef> families,
                            ArrayRef<calibration::Pair> pairs) {
  std::map<StringRef, std::vector<calibration::Pair>> groups;
  for (auto [family, pair] : llvm::zip_equal(families, pairs))
    groups[family].push_back(pair);
  Table table;
  addTitles(table, title);
  for (auto &[name, list] : groups)
    addJudgement(table, name, list);
  table.addRule();
  addJudgement(table, "all", pairs);
  table.print(os);
}

static void printHeldOut(raw_ostream &os, StringRef title,
                         const std::map<std::string, HeldOut> &list) {
  Table table;
  table.addColumn(title);
  for (StringRef column : {"count", "mean error %", "bias %"})
    table.addColumn(column, Table::Align::Right);
  for (const auto &[name, heldOut] : list)
    table.addRow({name, formatCount(heldOut.count),
                  formatPercent(heldOut.meanError),
                  formatPercent(heldOut.bias)});
  table.print(os);
}

static void printTraining(raw_ostream &os, const EstimateOptions &options,
                          const Model &model) {
  os << escapeText(options.output) << ": " << formatCount(model.numNetworks)
     << " networks of " << formatCount(model.numSubgraphs) << " subgraphs on "
     << escapeText(model.target.getName()) << " with floats as "
     << engine::stringifyElementKind(model.type) << ", in "
     << (model.unit == Unit::Cycles ? "cycles" : "milliseconds") << '\n';
  printHeldOut(os, "networks, held out", model.families);
  if (!model.kinds.empty())
    printHeldOut(os, "subgraphs, held out", model.kinds);
}

/// Progress on a terminal.
static std::function<void(StringRef)> getProgress() {
  if (!llvm::errs().is_displayed())
    return nullptr;
  return [](StringRef text) { llvm::errs() << "\r\033[Ktraining: " << text; };
}

/// Trains on measured networks; the preset that explains them best is the
/// machine if none is given.
static LogicalResult trainOnCsv(const EstimateOptions &options,
                                MLIRContext *context, Model &best,
                                const TrainingOptions &training) {
  auto measurements = readCsv(options.csv, options.output, context);
  if (!measurements)
    return failure();
  chooseRows(*measurements, options);
  auto targets = getCandidates(options, context);
  if (failed(targets))
    return failure();
  double least = HUGE_VAL;
  std::string error;
  for (engine::TargetAttr target : *targets) {
    Model model;
    model.target = target;
    model.unit = Unit::Milliseconds;
    model.byLayer =
        measurements->kind == calibration::MeasurementKind::Networks;
    auto type = getType(options, target);
    if (failed(type))
      return failure();
    model.type = *type;
    auto examples = getExamples(*measurements, target, *type,
                                getLoader(options, context, model.byLayer));
    llvm::Error failed =
        examples ? train(model, *examples, training) : examples.takeError();
    if (failed) {
      error = llvm::toString(std::move(failed));
      continue;
    }
    double sum = 0;
    for (const auto &[name, heldOut] : model.families)
      sum += heldOut.meanError * double(heldOut.count);
    if (targets->size() > 1)
      llvm::outs() << "as " << escapeText(target.getName())
                   << ": held out, mean error "
                   << formatPercent(sum / double(model.numNetworks)) << " %\n";
    if (sum < least) {
      least = sum;
      best = std::move(model);
    }
  }
  return least == HUGE_VAL ? fail(options.csv + ": " + error) : success();
}

static LogicalResult trainOnStore(const EstimateOptions &options,
                                  MLIRContext *context, Model &model,
                                  const TrainingOptions &training,
                                  std::vector<Example> &examples) {
  if (failed(readStore(options, context, model, examples)))
    return failure();
  if (options.byFamily)
    return success();
  if (llvm::Error error = train(model, examples, training))
    return fail("--db: " + llvm::toString(std::move(error)));
  return success();
}

/// Interval, energy and memory of the networks of each family, by what was
/// trained without it.
static void printMore(raw_ostream &os, ArrayRef<Example> examples,
                      ArrayRef<NetworkEstimate> estimates) {
  struct Group {
    double count = 0, inside = 0, withArena = 0, exact = 0;
    std::vector<calibration::Pair> energies;
  };
  std::map<std::string, Group> groups;
  for (auto [example, e] : llvm::zip_equal(examples, estimates))
    for (StringRef name : {StringRef(example.family), StringRef("~")}) {
      Group &group = groups[name.str()];
      ++group.count;
      group.withArena += example.arenaBytes.has_value();
      group.exact += example.arenaBytes == e.arenaBytes;
      group.inside +=
          example.latency >= e.lowest && example.latency <= e.highest;
      if (example.picojoules > 0)
        group.energies.push_back({e.picojoules, example.picojoules});
    }
  Table table;
  table.addColumn("family left out");
  for (StringRef title : {"in the 90 % interval %", "memory exact %",
                          "energy mean error %", "energy within 3 %"})
    table.addColumn(title, Table::Align::Right);
  for (auto &[name, group] : groups) {
    double within =
        llvm::count_if(group.energies, [](const calibration::Pair &pair) {
          return std::abs(pair.getError()) <= 0.03;
        });
    if (name == "~")
      table.addRule();
    bool hasEnergy = !group.energies.empty();
    table.addRow(
        {name == "~" ? "all" : name,
         formatPercent(group.inside / group.count, 1),
         group.withArena ? formatPercent(group.exact / group.withArena, 1)
                         : "-",
         hasEnergy ? formatPercent(calibration::judge(group.energies).meanError)
                   : "-",
         hasEnergy ? formatPercent(within / double(group.energies.size()), 1)
                   : "-"});
  }
  table.print(os);
}

static LogicalResult judgeByFamily(const EstimateOptions &options,
                                   const Model &model,
                                   ArrayRef<Example> examples,
                                   const TrainingOptions &training) {
  auto estimates = predictByFamily(model, examples, training);
  if (!estimates)
    return fail("--by-family: " + llvm::toString(estimates.takeError()));
  std::vector<calibration::Pair> pairs;
  std::vector<StringRef> families;
  for (auto [example, estimate] : llvm::zip_equal(examples, *estimates)) {
    pairs.push_back({estimate.latency, example.latency});
    families.push_back(example.family);
  }
  llvm::Error error = writeFile(options.output, [&](raw_ostream &os) {
    if (options.report == ReportKind::Csv) {
      os << "family,network,cycles,estimate,lowest,highest,picojoules,"
            "picojoules_estimate,arena_bytes,arena_bytes_estimate\n";
      for (auto [example, e] : llvm::zip_equal(examples, *estimates))
        os << quoteCsv(example.family) << ',' << quoteCsv(example.name) << ','
           << llvm::format("%.0f,%.0f,%.0f,%.0f,", example.latency, e.latency,
                           e.lowest, e.highest)
           << llvm::format("%.0f,%.0f,", example.picojoules, e.picojoules)
           << (example.arenaBytes ? std::to_string(*example.arenaBytes) : "")
           << ',' << e.arenaBytes << '\n';
      return;
    }
    printJudgements(os, "family left out", families, pairs);
    printMore(os, examples, *estimates);
  });
  return error ? fail(llvm::toString(std::move(error))) : success();
}

LogicalResult tenon::runTraining(const EstimateOptions &options,
                                 MLIRContext *context) {
  Model model;
  TrainingOptions training;
  training.trees.seed = options.seed;
  training.progress = getProgress();
  std::vector<Example> examples;
  if (failed(options.csv.empty()
                 ? trainOnStore(options, context, model, training, examples)
                 : trainOnCsv(options, context, model, training)))
    return failure();
  if (options.byFamily)
    return judgeByFamily(options, model, examples, training);
  if (training.progress)
    llvm::errs() << "\r\033[K";
  llvm::Expected<std::string> text = printModel(model);
  if (!text)
    return fail(llvm::toString(text.takeError()));
  if (llvm::Error error = writeFile(options.output, *text))
    return fail(llvm::toString(std::move(error)));
  printTraining(llvm::outs(), options, model);
  return success();
}

LogicalResult tenon::runJudgement(const EstimateOptions &options,
                                  MLIRContext *context) {
  FailureOr<Model> model = readModel(options, context);
  if (failed(model))
    return failure();
  auto measurements = readCsv(options.judge, options.output, context);
  if (!measurements)
    return failure();
  auto isKnown = [&](const calibration::Measurement &row) {
    return llvm::binary_search(model->names, row.name);
  };
  size_t all = measurements->rows.size();
  llvm::erase_if(measurements->rows, isKnown);
  if (measurements->rows.empty())
    return fail("--judge: expected rows that the estimator was not trained on, "
                "but got none");
  auto latencies = estimateRows(*model, *measurements,
                                getLoader(options, context, model->byLayer));
  if (!latencies)
    return fail(options.judge + ": " + llvm::toString(latencies.takeError()));
  std::vector<calibration::Pair> pairs;
  std::vector<StringRef> families;
  double unit = model->unit == Unit::Milliseconds
                    ? 1
                    : double(model->target.getMachine().clockMhz) * 1000;
  for (auto [row, latency] : llvm::zip_equal(measurements->rows, *latencies)) {
    pairs.push_back({latency / unit, row.measured});
    families.push_back(getFamily(*measurements, row));
  }
  llvm::Error error = writeFile(options.output, [&](raw_ostream &os) {
    os << escapeText(options.judge) << ": " << formatCount(all) << " rows, "
       << formatCount(all - measurements->rows.size())
       << " of them trained on and left out\n";
    printJudgements(os, "other rows", families, pairs);
  });
  return error ? fail(llvm::toString(std::move(error))) : success();
}

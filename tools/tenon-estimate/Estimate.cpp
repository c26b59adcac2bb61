//===- Estimate.cpp - Reports what a network is expected to take ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Examples.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "tenon/Report/Format.h"
#include "tenon/Report/Json.h"
#include "tenon/Report/Table.h"
#include "tenon/Report/Text.h"
#include "tenon/Tooling/Diagnostics.h"
#include "tenon/Tooling/Files.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::estimator;

namespace {
/// A network with what it is expected to take.
struct Report {
  const Model &model;
  const Network &network;
  const NetworkEstimate &estimate;

  bool inCycles() const { return model.unit == Unit::Cycles; }
  double getMilliseconds(double latency) const {
    return inCycles()
               ? latency / (double(model.target.getMachine().clockMhz) * 1000)
               : latency;
  }
};
} // namespace

/// The name of the first operation, and how many follow it.
static std::string getName(const Subgraph &subgraph) {
  std::string name = getLayerName(subgraph.operations.front());
  if (subgraph.operations.size() > 1)
    name += " (+" + std::to_string(subgraph.operations.size() - 1) + ")";
  return name;
}

static void printTable(llvm::raw_ostream &os, const Report &r) {
  const NetworkEstimate &e = r.estimate;
  Table table;
  table.addColumn("subgraph");
  table.addColumn("kind");
  auto addNumber = [&](StringRef title) {
    table.addColumn(title, Table::Align::Right);
  };
  if (r.inCycles())
    addNumber("cycles");
  addNumber("ms");
  addNumber("share %");
  if (r.model.hasEnergy)
    addNumber("energy uJ");
  auto addRow = [&](std::string name, std::string kind, double latency,
                    double picojoules) {
    std::vector<std::string> cells = {std::move(name), std::move(kind)};
    if (r.inCycles())
      cells.push_back(formatNumber(latency, 0));
    cells.push_back(formatNumber(r.getMilliseconds(latency), 4));
    cells.push_back(formatNumber(100 * latency / e.latency, 1));
    if (r.model.hasEnergy)
      cells.push_back(formatNumber(picojoules / 1e6, 3));
    table.addRow(std::move(cells));
  };
  for (auto [s, part] : llvm::zip_equal(r.network.subgraphs, e.subgraphs))
    addRow(getName(s), getKindName(s), part.latency, part.picojoules);
  table.addRule();
  addRow("total", "", e.latency, e.picojoules);
  os << "estimate for " << escapeText(r.model.target.getName())
     << ", floats as " << engine::stringifyElementKind(r.model.type) << '\n';
  table.print(os);
  os << "latency: " << formatNumber(r.getMilliseconds(e.latency), 4)
     << " ms, 90 % interval " << formatNumber(r.getMilliseconds(e.lowest), 4)
     << " to " << formatNumber(r.getMilliseconds(e.highest), 4) << " ms\n"
     << "peak memory (liveness arena): " << formatCount(e.arenaBytes) << " B\n";
}

static void printCsv(llvm::raw_ostream &os, const Report &r) {
  os << "subgraph,kind,operations,";
  if (r.inCycles())
    os << "cycles,";
  os << "ms" << (r.model.hasEnergy ? ",energy_uj" : "") << '\n';
  for (auto [s, e] :
       llvm::zip_equal(r.network.subgraphs, r.estimate.subgraphs)) {
    os << quoteCsv(getLayerName(s.operations.front())) << ',' << getKindName(s)
       << ',' << s.operations.size() << ',';
    if (r.inCycles())
      os << llvm::format("%.0f,", e.latency);
    os << llvm::format("%.6f", r.getMilliseconds(e.latency));
    if (r.model.hasEnergy)
      os << llvm::format(",%.6f", e.picojoules / 1e6);
    os << '\n';
  }
}

static void printJson(llvm::raw_ostream &os, const Report &r) {
  const NetworkEstimate &e = r.estimate;
  JsonWriter json(os, 2);
  auto addLatency = [&](double latency) {
    if (r.inCycles())
      json.attribute("cycles", std::round(latency));
    json.attribute("ms", r.getMilliseconds(latency));
  };
  json.object([&] {
    json.attribute("machine", r.model.target.getName());
    json.attribute("type", engine::stringifyElementKind(r.model.type));
    addLatency(e.latency);
    json.attributeArray("interval_ms", [&] {
      json.value(r.getMilliseconds(e.lowest));
      json.value(r.getMilliseconds(e.highest));
    });
    if (r.model.hasEnergy)
      json.attribute("energy_uj", e.picojoules / 1e6);
    json.attribute("arena_bytes", e.arenaBytes);
    json.attribute("outside", e.numOutside);
    json.attributeArray("subgraphs", [&] {
      for (auto [s, part] : llvm::zip_equal(r.network.subgraphs, e.subgraphs))
        json.object([&, &s = s, &part = part] {
          json.attributeArray("operations", [&] {
            for (Operation *op : s.operations)
              json.value(getLayerName(op));
          });
          json.attribute("kind", getKindName(s));
          if (s.isCascade)
            json.attribute("cascaded", s.size);
          addLatency(part.latency);
          if (r.model.hasEnergy)
            json.attribute("energy_uj", part.picojoules / 1e6);
        });
    });
  });
  os << '\n';
}

/// Says if the network is unlike all that the estimator was trained on.
static void warn(const Report &r) {
  const NetworkEstimate &e = r.estimate;
  if (e.numOutside == 0)
    return;
  size_t feature = size_t(e.outsideFeature);
  const Subgraph &s = r.network.subgraphs[e.outside];
  printWarning(
      "tenon-estimate",
      Twine(e.numOutside) + " of " + Twine(e.subgraphs.size()) +
          " subgraphs are unlike those that the estimator was trained on; the "
          "first one is '" +
          getName(s) + "', whose '" + getFeatureNames()[feature] + "' is " +
          formatNumber(s.features[feature], 2) + " where " +
          formatNumber(r.model.least[feature], 2) + " to " +
          formatNumber(r.model.greatest[feature], 2) +
          " were seen; the interval may be too narrow");
}

/// The machine and type that are asked for, or that the network names, have to
/// be those of the estimator.
static LogicalResult checkMachine(const EstimateOptions &options,
                                  const Model &model, ModuleOp module) {
  engine::TargetAttr target = engine::getTarget(module);
  if (!options.engine.empty()) {
    std::string error;
    target = engine::findTarget(module.getContext(), options.engine, error);
    if (!target)
      return fail(error);
  }
  if (!target)
    target = model.target;
  engine::ElementKind type = model.type;
  if (!options.type.empty()) {
    auto asked = getType(options, target);
    if (failed(asked))
      return failure();
    type = *asked;
  }
  if (llvm::Error wrong = checkTarget(model, target, type))
    return fail("--estimator: " + llvm::toString(std::move(wrong)));
  return success();
}

LogicalResult tenon::runEstimate(const EstimateOptions &options,
                                 MLIRContext *context) {
  FailureOr<Model> model = readModel(options, context);
  if (failed(model))
    return failure();
  OwningOpRef<ModuleOp> module = loadPrepared(options.input, options, context);
  if (!module || failed(checkMachine(options, *model, *module)))
    return failure();
  auto main = *module->getOps<func::FuncOp>().begin();
  if (options.benchmark)
    return runBenchmark(*model, main);
  CompileFailure reason{main.getLoc(), "", "", ""};
  NetworkPlanner planner(model->target, model->type);
  FailureOr<Network> planned = planNetwork(planner, main, model->byLayer,
                                           model->target, model->type, reason);
  if (failed(planned))
    return emitError(reason.loc)
           << "'" << reason.op << "' op cannot run on '"
           << model->target.getName() << "': " << reason.message;
  const Network &network = *planned;
  NetworkEstimate result = estimate(*model, network);
  Report report{*model, network, result};
  warn(report);
  llvm::Error error = writeFile(options.output, [&](llvm::raw_ostream &os) {
    if (options.report == ReportKind::Json)
      printJson(os, report);
    else if (options.report == ReportKind::Csv)
      printCsv(os, report);
    else
      printTable(os, report);
  });
  return error ? fail(llvm::toString(std::move(error))) : success();
}

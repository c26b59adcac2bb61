//===- Topology.cpp - Runs the layers of a topology file ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Topology.h"
#include "mlir/Support/FileUtilities.h"
#include "tenon/Compiler/Compile.h"
#include "tenon/Report/Format.h"
#include "tenon/Report/Json.h"
#include "tenon/Report/Table.h"
#include "tenon/Report/Text.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace tenon;
using systolic::TopologyLayer;

FailureOr<Topology> tenon::readTopology(MLIRContext *context, StringRef path) {
  std::string error;
  std::unique_ptr<llvm::MemoryBuffer> file = openInputFile(path, &error);
  if (!file)
    return emitError(UnknownLoc::get(context)) << error;
  auto layers = systolic::parseTopology(
      file->getBuffer(),
      [&](unsigned line, unsigned column, const Twine &message) {
        emitError(FileLineColLoc::get(context, path, line, column)) << message;
      });
  if (!layers)
    return failure();
  return Topology{llvm::sys::path::stem(path).str(), std::move(*layers)};
}

/// The padding of one direction: what the output needs beyond the input, as
/// much before as after it or one less.
static std::pair<int64_t, int64_t> getPadding(int64_t in, int64_t out,
                                              int64_t filter, int64_t stride,
                                              int64_t dilation) {
  int64_t reach = (out - 1) * stride + (filter - 1) * dilation + 1;
  int64_t rest = std::max<int64_t>(reach - in, 0);
  return {rest / 2, rest - rest / 2};
}

static Workload makeWorkload(MLIRContext *context, const TopologyLayer &layer) {
  Type type = Float32Type::get(context);
  Workload work;
  work.kind =
      layer.isProduct ? WorkloadKind::Matmul : WorkloadKind::Convolution;
  work.inHeight = layer.inHeight;
  work.inWidth = layer.inWidth;
  work.outHeight = layer.outHeight;
  work.outWidth = layer.outWidth;
  work.inChannels = layer.channels;
  work.outChannels = layer.filters;
  work.kernelHeight = layer.filterHeight;
  work.kernelWidth = layer.filterWidth;
  work.strideHeight = layer.strideHeight;
  work.strideWidth = layer.strideWidth;
  work.dilationHeight = work.dilationWidth = layer.dilation;
  std::tie(work.padTop, work.padBottom) =
      getPadding(layer.inHeight, layer.outHeight, layer.filterHeight,
                 layer.strideHeight, layer.dilation);
  std::tie(work.padLeft, work.padRight) =
      getPadding(layer.inWidth, layer.outWidth, layer.filterWidth,
                 layer.strideWidth, layer.dilation);
  if (layer.isProduct) {
    work.reads = {
        TensorRegion::dense({layer.inWidth, layer.channels}, type),
        TensorRegion::dense({layer.filters, layer.channels}, type, true)};
    work.writes = {TensorRegion::dense({layer.inWidth, layer.filters}, type)};
    return work;
  }
  work.reads = {TensorRegion::dense(
                    {1, layer.inHeight, layer.inWidth, layer.channels}, type),
                TensorRegion::dense({layer.filters, layer.filterHeight,
                                     layer.filterWidth, layer.channels},
                                    type, true)};
  work.writes = {TensorRegion::dense(
      {1, layer.outHeight, layer.outWidth, layer.filters}, type)};
  return work;
}

OwningOpRef<ModuleOp> tenon::compileTopology(const Topology &topology,
                                             StringRef path,
                                             engine::TargetAttr target,
                                             engine::ElementKind type) {
  MLIRContext *context = target.getContext();
  OwningOpRef<ModuleOp> module = ModuleOp::create(UnknownLoc::get(context));
  OpBuilder builder(module->getBodyRegion());
  auto program = engine::ProgramOp::create(
      builder, UnknownLoc::get(context),
      topology.name.empty() ? StringRef("topology") : topology.name);
  builder.setInsertionPointToStart(&program.getBody().emplaceBlock());
  // Layers of one name would be one (layer_r1).
  llvm::StringMap<unsigned> counts;
  for (const TopologyLayer &layer : topology.layers) {
    Location loc = FileLineColLoc::get(context, path, layer.line, 1);
    unsigned count = ++counts[layer.name];
    std::string name = count == 1
                           ? layer.name
                           : layer.name + " (" + llvm::Twine(count).str() + ")";
    std::string error;
    if (failed(compileWorkload(builder, loc, makeWorkload(context, layer),
                               target, type, name, error))) {
      emitError(loc) << error;
      return nullptr;
    }
  }
  return module;
}

namespace {
/// One layer on a systolic array, and how full the array was.
struct SystolicRow {
  std::string name;
  systolic::RunCounts outcome;
  double utilization;
  /// As SCALE-Sim reports them: the number of the last cycle, the first one
  /// being 0.
  int64_t getCycles() const { return outcome.cycles - 1; }
};
} // namespace

static StringRef stringify(systolic::Dataflow dataflow) {
  return dataflow == systolic::Dataflow::OutputStationary ? "os" : "ws";
}

static void printSystolicTable(raw_ostream &os, ArrayRef<SystolicRow> rows) {
  Table table;
  table.addColumn("layer");
  for (StringRef title :
       {"cycles", "folds", "multiply-accumulates", "utilization"})
    table.addColumn(title, Table::Align::Right);
  int64_t cycles = 0, folds = 0, operations = 0;
  for (const SystolicRow &row : rows) {
    table.addRow({row.name, formatCount(row.getCycles()),
                  formatCount(row.outcome.folds),
                  formatCount(row.outcome.multiplyAccumulates),
                  formatNumber(row.utilization, 4)});
    cycles += row.getCycles();
    folds += row.outcome.folds;
    operations += row.outcome.multiplyAccumulates;
  }
  table.addRule();
  table.addRow({"total", formatCount(cycles), formatCount(folds),
                formatCount(operations)});
  table.print(os);
}

static void printSystolicCsv(raw_ostream &os, ArrayRef<SystolicRow> rows) {
  os << "layer,cycles,folds,multiply_accumulates,utilization\n";
  for (const SystolicRow &row : rows)
    os << quoteCsv(row.name) << ',' << row.getCycles() << ','
       << row.outcome.folds << ',' << row.outcome.multiplyAccumulates << ','
       << llvm::format("%.6f", row.utilization) << '\n';
}

static void printSystolicJson(raw_ostream &os, const Topology &topology,
                              engine::SystolicAttr machine,
                              systolic::Dataflow dataflow,
                              ArrayRef<SystolicRow> rows) {
  JsonWriter json(os, /*IndentSize=*/2);
  auto writeRow = [&](const SystolicRow &row) {
    json.attribute("name", row.name);
    json.attribute("cycles", row.getCycles());
    json.attribute("folds", row.outcome.folds);
    json.attribute("multiply_accumulates", row.outcome.multiplyAccumulates);
    json.attribute("utilization", row.utilization);
  };
  json.object([&] {
    json.attribute("topology", topology.name);
    json.attribute("engine", machine.getName());
    json.attribute("rows", machine.getRows());
    json.attribute("columns", machine.getColumns());
    json.attribute("dataflow", stringify(dataflow));
    json.attributeArray("layers", [&] {
      for (const SystolicRow &row : rows)
        json.object([&] { writeRow(row); });
    });
  });
  os << '\n';
}

void tenon::runSystolic(raw_ostream &os, const Topology &topology,
                        engine::SystolicAttr machine,
                        systolic::Dataflow dataflow, ReportKind kind) {
  systolic::GridSize size{machine.getRows(), machine.getColumns()};
  std::vector<SystolicRow> rows;
  for (const TopologyLayer &layer : topology.layers) {
    systolic::RunCounts outcome =
        systolic::runProduct(size, dataflow, layer.getProduct());
    double slots = double(outcome.cycles) * size.rows * size.columns;
    rows.push_back({layer.name, outcome, outcome.multiplyAccumulates / slots});
  }
  if (kind == ReportKind::Csv)
    return printSystolicCsv(os, rows);
  if (kind == ReportKind::Json)
    return printSystolicJson(os, topology, machine, dataflow, rows);
  os << "topology " << escapeText(topology.name) << " on "
     << escapeText(machine.getName()) << ", " << size.rows << " x "
     << size.columns << " elements, "
     << (dataflow == systolic::Dataflow::OutputStationary ? "output" : "weight")
     << "-stationary\n";
  printSystolicTable(os, rows);
}

//===- Sweep.cpp - One network on many machines ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Sweep.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/OwningOpRef.h"
#include "tenon/Report/Format.h"
#include "tenon/Report/Table.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/JSON.h"

using namespace mlir;
using namespace tenon;

namespace {
/// A number of the machine and the values that it takes, as they were written.
struct Axis {
  std::string field;
  std::vector<std::string> values;
};

/// One machine, and what came of it.
struct SweepPoint {
  /// A value of each axis.
  std::vector<StringRef> values;
  double milliseconds = 0;
  LayerResult total;
  /// Why it can not run; empty if it does.
  std::string error;
};

/// More of them would not be read.
constexpr size_t maxPoints = 10000;
} // namespace

/// Reads `64`, `0.5`, `256KiB` or `1MiB`.
static std::optional<double> parseValue(StringRef text) {
  double scale = 1, number;
  if (text.consume_back("KiB"))
    scale = 1024;
  else if (text.consume_back("MiB"))
    scale = 1024 * 1024;
  if (text.getAsDouble(number) || number < 0 || number * scale > 1e12)
    return std::nullopt;
  return number * scale;
}

static FailureOr<std::vector<Axis>> parseAxes(StringRef text) {
  std::vector<Axis> axes;
  std::vector<std::string> names = engine::getFieldNames();
  size_t points = 1;
  for (StringRef part : llvm::split(text, ';')) {
    auto [name, list] = part.split('=');
    Axis axis;
    axis.field = name.trim().str();
    if (!llvm::is_contained(names, axis.field))
      return fail("--sweep: expected one of " + llvm::join(names, ", ") +
                  ", but got '" + axis.field + "'");
    if (llvm::any_of(axes,
                     [&](const Axis &a) { return a.field == axis.field; }))
      return fail("--sweep: expected each number once, but got '" + axis.field +
                  "' twice");
    for (StringRef value : llvm::split(list, ',')) {
      value = value.trim();
      std::optional<double> number = parseValue(value);
      bool isWhole = number && *number == double(int64_t(*number));
      if (!number || (!isWhole && axis.field != "dram.share"))
        return fail("--sweep: expected a number, or one with KiB or MiB, as "
                    "value of '" +
                    axis.field + "', but got '" + value + "'");
      axis.values.push_back(value.str());
    }
    points *= axis.values.size();
    if (points > maxPoints)
      return fail("--sweep: expected at most " + Twine(maxPoints) +
                  " machines, but got more");
    axes.push_back(std::move(axis));
  }
  return axes;
}

/// Runs one machine; what fails goes to `point.error`.
static void runPoint(ModuleOp module, engine::TargetAttr target,
                     ArrayRef<Axis> axes, const Options &options,
                     SweepPoint &point) {
  MLIRContext *context = module.getContext();
  ScopedDiagnosticHandler handler(context, [&](Diagnostic &diagnostic) {
    if (point.error.empty() &&
        diagnostic.getSeverity() == DiagnosticSeverity::Error)
      point.error = diagnostic.str();
    return success();
  });
  engine::Machine machine = target.getMachine();
  for (auto [axis, value] : llvm::zip(axes, point.values))
    engine::setField(machine, axis.field, *parseValue(value));
  auto changed = engine::TargetAttr::getChecked(
      [&] { return emitError(UnknownLoc::get(context)); }, context,
      target.getName(), machine, target.getFunctions(), target.getEnergy());
  if (!changed)
    return;
  OwningOpRef<ModuleOp> copy = module.clone();
  std::vector<ReportInput> inputs;
  std::vector<TraceInput> traces;
  if (failed(simulate(*copy, changed, options, inputs, traces))) {
    if (point.error.empty())
      point.error = "no run";
    return;
  }
  for (const ReportInput &input : inputs)
    point.total += input.result.total;
  point.milliseconds = point.total.cycles / (machine.clockMhz * 1000.0);
}

static void printSweepTable(raw_ostream &os, ArrayRef<Axis> axes,
                            ArrayRef<SweepPoint> points) {
  Table table;
  for (const Axis &axis : axes)
    table.addColumn(axis.field, Table::Align::Right);
  for (StringRef title : {"cycles", "ms", "DRAM bytes"})
    table.addColumn(title, Table::Align::Right);
  table.addColumn("");
  for (const SweepPoint &point : points) {
    std::vector<std::string> cells;
    for (StringRef value : point.values)
      cells.push_back(value.str());
    if (point.error.empty()) {
      cells.push_back(formatCount(point.total.cycles));
      cells.push_back(formatNumber(point.milliseconds, 4));
      cells.push_back(
          formatCount(point.total.dramReadBytes + point.total.dramWriteBytes));
    } else {
      cells.insert(cells.end(), {"-", "-", "-", point.error});
    }
    table.addRow(std::move(cells));
  }
  table.print(os);
}

static void printSweepCsv(raw_ostream &os, ArrayRef<Axis> axes,
                          ArrayRef<SweepPoint> points) {
  for (const Axis &axis : axes)
    os << axis.field << ',';
  os << "cycles,milliseconds,dram_bytes,error\n";
  for (const SweepPoint &point : points) {
    for (StringRef value : point.values)
      os << value << ',';
    if (point.error.empty())
      os << point.total.cycles << ','
         << llvm::format("%.6f", point.milliseconds) << ','
         << point.total.dramReadBytes + point.total.dramWriteBytes << ",\n";
    else
      os << ",,," << quoteCsv(point.error) << '\n';
  }
}

static void printSweepJson(raw_ostream &os, ArrayRef<Axis> axes,
                           ArrayRef<SweepPoint> points) {
  llvm::json::OStream json(os, /*IndentSize=*/2);
  json.array([&] {
    for (const SweepPoint &point : points)
      json.object([&] {
        json.attributeObject("machine", [&] {
          for (auto [axis, value] : llvm::zip(axes, point.values))
            json.attribute(axis.field, *parseValue(value));
        });
        if (!point.error.empty())
          return json.attribute("error", point.error);
        json.attribute("cycles", point.total.cycles);
        json.attribute("milliseconds", point.milliseconds);
        json.attribute("dram_bytes",
                       point.total.dramReadBytes + point.total.dramWriteBytes);
      });
  });
  os << '\n';
}

LogicalResult tenon::runSweep(ModuleOp module, engine::TargetAttr target,
                              const Options &options) {
  FailureOr<std::vector<Axis>> axes = parseAxes(options.sweep);
  if (failed(axes))
    return failure();
  // The last axis turns fastest.
  std::vector<SweepPoint> points(1);
  for (const Axis &axis : *axes) {
    std::vector<SweepPoint> longer;
    for (const SweepPoint &point : points)
      for (StringRef value : axis.values) {
        longer.push_back(point);
        longer.back().values.push_back(value);
      }
    points = std::move(longer);
  }
  for (SweepPoint &point : points)
    runPoint(module, target, *axes, options, point);
  if (llvm::all_of(
          points, [](const SweepPoint &point) { return !point.error.empty(); }))
    return fail("--sweep: expected a machine that runs the network, but got "
                "none; the first one: " +
                points.front().error);
  return print(options, [&](raw_ostream &os) {
    if (options.report == ReportKind::Json)
      return printSweepJson(os, *axes, points);
    if (options.report == ReportKind::Csv)
      return printSweepCsv(os, *axes, points);
    printSweepTable(os, *axes, points);
  });
}

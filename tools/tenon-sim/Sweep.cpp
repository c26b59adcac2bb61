//===- Sweep.cpp - One network on many machines ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Sweep.h"
#include "FieldNames.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "tenon/Report/Format.h"
#include "tenon/Report/Json.h"
#include "tenon/Report/Table.h"
#include "tenon/Report/Text.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/Support/Format.h"
#include <cmath>

using namespace mlir;
using namespace tenon;

namespace {
/// A value as it was written, and the number.
struct AxisValue {
  std::string text;
  double number;
};

/// A number of the machine and the values that it takes.
struct Axis {
  std::string field;
  std::vector<AxisValue> values;
};

/// One machine, and what came of it.
struct SweepPoint {
  /// A value of each axis.
  std::vector<const AxisValue *> values;
  double milliseconds = 0;
  LayerResult total;
  /// Why it cannot run; empty if it does.
  std::string error;
};

/// What all machines of a sweep have in common.
struct SweepHead {
  StringRef engine, type;
};

/// More of them would not be read.
constexpr size_t maxPoints = 10000;
} // namespace

/// Reads `64`, `0.5` or, of a number of bytes, `256KiB`, `1MiB` or `1GiB`.
static std::optional<double> parseValue(StringRef text, bool isBytes) {
  double scale = 1, number;
  for (auto [unit, bytes] : {std::pair("KiB", int64_t(1) << 10),
                             {"MiB", int64_t(1) << 20},
                             {"GiB", int64_t(1) << 30}})
    if (isBytes && text.consume_back(unit)) {
      scale = bytes;
      break;
    }
  if (text.getAsDouble(number) || !(number >= 0) || number * scale > 1e12)
    return std::nullopt;
  return number * scale;
}

/// Reads `name=value,value,...`.
static FailureOr<Axis> parseAxis(StringRef text) {
  auto [name, list] = text.split('=');
  name = name.trim();
  if (name.empty() || !text.contains('='))
    return fail("--sweep: expected 'name=value,value,...', but got '" +
                text.trim() + "'");
  llvm::Expected<std::string> field = findFieldName(name);
  if (!field)
    return fail("--sweep: " + llvm::toString(field.takeError()));
  Axis axis;
  axis.field = *field;
  bool isShare = axis.field == "dram.share", isBytes = isByteField(axis.field);
  SmallVector<StringRef> values;
  list.split(values, ',');
  for (StringRef value : values) {
    value = value.trim();
    std::optional<double> number = parseValue(value, isBytes);
    if (!number || (!isShare && *number != std::floor(*number)))
      return fail("--sweep: expected " +
                  Twine(isShare   ? "a fraction"
                        : isBytes ? "a whole number, or one with KiB, MiB or "
                                    "GiB,"
                                  : "a whole number") +
                  " as value of '" + axis.field + "', but got '" + value + "'");
    axis.values.push_back({value.str(), *number});
  }
  return axis;
}

static FailureOr<std::vector<Axis>> parseAxes(StringRef text) {
  std::vector<Axis> axes;
  size_t points = 1;
  SmallVector<StringRef> parts;
  text.split(parts, ';');
  for (StringRef part : parts) {
    FailureOr<Axis> axis = parseAxis(part);
    if (failed(axis))
      return failure();
    if (llvm::any_of(axes,
                     [&](const Axis &a) { return a.field == axis->field; }))
      return fail("--sweep: expected each number once, but got '" +
                  axis->field + "' twice");
    points *= axis->values.size();
    if (points > maxPoints)
      return fail("--sweep: expected at most " + Twine(maxPoints) +
                  " machines, but got more");
    axes.push_back(std::move(*axis));
  }
  return axes;
}

/// All combinations of the values; the last axis turns fastest.
static std::vector<SweepPoint> combine(ArrayRef<Axis> axes) {
  std::vector<SweepPoint> points(1);
  for (const Axis &axis : axes) {
    std::vector<SweepPoint> longer;
    for (const SweepPoint &point : points)
      for (const AxisValue &value : axis.values) {
        longer.push_back(point);
        longer.back().values.push_back(&value);
      }
    points = std::move(longer);
  }
  return points;
}

namespace {
/// Runs the points of a sweep, equal machines once.
class Runner {
public:
  Runner(ModuleOp module, engine::TargetAttr target, ArrayRef<Axis> axes,
         const Options &options)
      : module(module), target(target), axes(axes), options(options) {}
  /// What fails goes to `point.error`.
  void run(SweepPoint &point);

private:
  void simulate(engine::TargetAttr machine, SweepPoint &point);

  ModuleOp module;
  engine::TargetAttr target;
  ArrayRef<Axis> axes;
  const Options &options;
  /// Points that have run.
  llvm::DenseMap<Attribute, const SweepPoint *> done;
};
} // namespace

void Runner::simulate(engine::TargetAttr machine, SweepPoint &point) {
  OwningOpRef<ModuleOp> copy = module.clone();
  std::vector<ReportInput> inputs;
  std::vector<TraceInput> traces;
  if (failed(tenon::simulate(*copy, machine, options, inputs, traces))) {
    if (point.error.empty())
      point.error = "no run";
    return;
  }
  for (const ReportInput &input : inputs)
    point.total += input.result.total;
  point.milliseconds =
      point.total.cycles / (machine.getMachine().clockMhz * 1000.0);
}

void Runner::run(SweepPoint &point) {
  MLIRContext *context = module.getContext();
  ScopedDiagnosticHandler handler(context, [&](Diagnostic &diagnostic) {
    if (point.error.empty() &&
        diagnostic.getSeverity() == DiagnosticSeverity::Error) {
      std::string layer = nn::getLocName(diagnostic.getLocation());
      point.error = (layer.empty() ? "" : layer + ": ") + diagnostic.str();
    }
    return success();
  });
  engine::Machine machine = target.getMachine();
  for (auto [axis, value] : llvm::zip(axes, point.values))
    engine::setField(machine, axis.field, value->number);
  auto changed = engine::TargetAttr::getChecked(
      [&] { return emitError(UnknownLoc::get(context)); }, context,
      target.getName(), machine, target.getFunctions(), target.getEnergy());
  if (!changed)
    return;
  auto [it, isNew] = done.try_emplace(changed, &point);
  if (isNew)
    return simulate(changed, point);
  std::vector<const AxisValue *> values = std::move(point.values);
  point = *it->second;
  point.values = std::move(values);
}

static void printSweepTable(raw_ostream &os, const SweepHead &head,
                            ArrayRef<Axis> axes, ArrayRef<SweepPoint> points) {
  os << "machines like " << escapeText(head.engine) << ", floats as "
     << head.type << '\n';
  Table table;
  for (const Axis &axis : axes)
    table.addColumn(axis.field, Table::Align::Right);
  for (StringRef title : {"cycles", "ms", "DRAM bytes"})
    table.addColumn(title, Table::Align::Right);
  table.addColumn("");
  for (const SweepPoint &point : points) {
    std::vector<std::string> cells;
    for (const AxisValue *value : point.values)
      cells.push_back(value->text);
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

/// A plain number, as the fields of machines are.
static std::string formatValue(const AxisValue &value) {
  std::string text;
  llvm::raw_string_ostream os(text);
  if (value.number == std::floor(value.number))
    os << int64_t(value.number);
  else
    os << llvm::format("%g", value.number);
  return text;
}

static void printSweepCsv(raw_ostream &os, const SweepHead &head,
                          ArrayRef<Axis> axes, ArrayRef<SweepPoint> points) {
  os << "engine,type,";
  for (const Axis &axis : axes)
    os << axis.field << ',';
  os << "cycles,milliseconds,dram_bytes,error\n";
  for (const SweepPoint &point : points) {
    os << quoteCsv(head.engine) << ',' << head.type << ',';
    for (const AxisValue *value : point.values)
      os << formatValue(*value) << ',';
    if (point.error.empty())
      os << point.total.cycles << ','
         << llvm::format("%.6f", point.milliseconds) << ','
         << point.total.dramReadBytes + point.total.dramWriteBytes << ",\n";
    else
      os << ",,," << quoteCsv(point.error) << '\n';
  }
}

static void printSweepJson(raw_ostream &os, const SweepHead &head,
                           ArrayRef<Axis> axes, ArrayRef<SweepPoint> points) {
  JsonWriter json(os, /*IndentSize=*/2);
  json.array([&] {
    for (const SweepPoint &point : points)
      json.object([&] {
        json.attribute("engine", head.engine);
        json.attribute("type", head.type);
        json.attributeObject("machine", [&] {
          for (auto [axis, value] : llvm::zip(axes, point.values))
            json.attribute(axis.field, value->number);
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
  // What is wrong for all machines is said once.
  FailureOr<engine::ElementKind> type = getType(options, target);
  if (failed(axes) || failed(type))
    return failure();
  if (failed(checkModule(module, options)))
    return failure();
  std::vector<SweepPoint> points = combine(*axes);
  Runner runner(module, target, *axes, options);
  for (SweepPoint &point : points)
    runner.run(point);
  if (llvm::all_of(
          points, [](const SweepPoint &point) { return !point.error.empty(); }))
    return fail("--sweep: expected a machine that runs the network, but got "
                "none; the first one: " +
                points.front().error);
  SweepHead head{target.getName(), engine::stringifyElementKind(*type)};
  return print(options, [&](raw_ostream &os) {
    if (options.report == ReportKind::Json)
      return printSweepJson(os, head, *axes, points);
    if (options.report == ReportKind::Csv)
      return printSweepCsv(os, head, *axes, points);
    printSweepTable(os, head, *axes, points);
  });
}

//===- Report.cpp - Simulation results as tables and JSON -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report.h"
#include "tenon/Report/Format.h"
#include "tenon/Report/Json.h"
#include "tenon/Report/Text.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"

using namespace tenon;

/// Share of `part` in `whole`, in percent.
static double getPercent(int64_t part, int64_t whole) {
  return whole ? 100.0 * part / whole : 0;
}

static double getMilliseconds(const ReportInput &input, int64_t cycles) {
  return cycles / (input.target.getMachine().clockMhz * 1000.0);
}

static llvm::StringRef getName(const LayerResult &layer) {
  return layer.name.empty() ? "(unnamed)" : llvm::StringRef(layer.name);
}

/// The energy of all layers.
static Energy getTotal(const ReportInput &input) {
  Energy total;
  for (const Energy &energy : input.energies)
    total += energy;
  return total;
}

/// Where most of the cycles of a layer went: what bounds it.
static llvm::StringRef getBoundName(const LayerResult &layer) {
  const auto *most = llvm::max_element(layer.causes);
  return layer.cycles ? stringifyCycleCause(static_cast<CycleCause>(
                            most - layer.causes.begin()))
                      : "-";
}

/// Percent of the products that the lanes could have done.
static double getLanePercent(const LayerResult &layer, const LayerUse &use) {
  return layer.cycles ? 100 * use.laneCycles / layer.cycles : 0;
}

static void printRow(llvm::raw_ostream &os, const ReportInput &input,
                     llvm::StringRef name, size_t width,
                     const LayerResult &layer, const LayerUse &use,
                     const Energy *energy) {
  std::string shown = escapeText(name);
  os << shown;
  os.indent(width - getDisplayWidth(shown));
  os << llvm::format(
      " %11lld %9.4f %6.1f %6.1f %9lld %11lld %11lld", (long long)layer.cycles,
      getMilliseconds(input, layer.cycles),
      getPercent(layer.arrayCycles, layer.cycles), getLanePercent(layer, use),
      (long long)use.sramBytes, (long long)layer.dramReadBytes,
      (long long)layer.dramWriteBytes);
  for (unsigned i = 1; i != numCycleCauses; ++i)
    os << llvm::format(" %7.1f", getPercent(layer.causes[i], layer.cycles));
  if (energy)
    os << llvm::format(" %10.3f", energy->getTotal() / 1e6);
  os << "  " << getBoundName(layer) << '\n';
}

/// The use of all layers.
static LayerUse getTotalUse(const ReportInput &input) {
  LayerUse total;
  for (const LayerUse &use : input.uses)
    total.laneCycles += use.laneCycles;
  total.sramBytes = input.result.sramBytes;
  return total;
}

/// kWh that a million devices use in a year, from picojoules an inference.
static double getYearlyEnergy(double picojoules, int64_t perDay) {
  double joules = picojoules * 1e-12 * perDay * 365 * 1e6;
  return joules / 3.6e6;
}

namespace {
/// A part of the critical path: of one unit and layer, or of the sequencer.
struct PathPart {
  llvm::StringRef layer, unit;
  int64_t begin, end;
};
} // namespace

static llvm::StringRef getUnitName(Unit unit) {
  switch (unit) {
  case Unit::Load:
    return "load";
  case Unit::Store:
    return "store";
  case Unit::Array:
    return "array";
  case Unit::Vector:
    return "vector";
  case Unit::Barrier:
    return "barrier";
  }
  llvm_unreachable("all units are listed");
}

/// The critical path, neighbours of one unit and layer together.
static std::vector<PathPart> getPathParts(const ReportInput &input) {
  std::vector<PathPart> parts;
  for (const PathSegment &segment : input.path) {
    auto [layer, unit] = input.commands[segment.command];
    PathPart part = {getName(input.result.layers[layer]),
                     segment.isIssue ? "issue" : getUnitName(unit),
                     segment.begin, segment.end};
    if (!parts.empty() && parts.back().layer == part.layer &&
        parts.back().unit == part.unit)
      parts.back().end = part.end;
    else
      parts.push_back(part);
  }
  return parts;
}

static void printPath(llvm::raw_ostream &os, const ReportInput &input) {
  std::vector<PathPart> parts = getPathParts(input);
  os << "critical path:";
  llvm::StringRef separator = " ";
  for (llvm::StringRef unit :
       {"array", "vector", "load", "store", "barrier", "issue"}) {
    int64_t cycles = 0;
    for (const PathPart &part : parts)
      if (part.unit == unit)
        cycles += part.end - part.begin;
    os << separator << unit
       << llvm::format(" %.1f%%",
                       getPercent(cycles, input.result.total.cycles));
    separator = ", ";
  }
  os << "\n      from cycle  cycles  unit     layer\n";
  for (const PathPart &part : parts)
    os << llvm::format("%16lld %7lld  ", (long long)part.begin,
                       (long long)(part.end - part.begin))
       << part.unit << std::string(9 - part.unit.size(), ' ')
       << escapeText(part.layer) << '\n';
}

static void printEnergy(llvm::raw_ostream &os, const ReportInput &input) {
  Energy total = getTotal(input);
  os << llvm::format("energy: %.4f mJ an inference (relative, not validated):",
                     total.getTotal() / 1e9);
  for (unsigned i = 0; i != numEnergyCauses; ++i)
    os << (i ? ", " : " ") << stringifyEnergyCause(static_cast<EnergyCause>(i))
       << llvm::format(" %.1f%%", 100 * total.causes[i] /
                                      std::max(total.getTotal(), 1e-30));
  os << '\n';
  if (input.perDay > 0)
    os << llvm::format("power: %.1f kWh a year for a million devices at ",
                       getYearlyEnergy(total.getTotal(), input.perDay))
       << input.perDay << " inferences a day\n";
}

void tenon::printTable(llvm::raw_ostream &os, const ReportInput &input) {
  const SimulationResult &result = input.result;
  os << "program " << escapeText(input.program) << " on "
     << escapeText(input.target.getName()) << " at "
     << input.target.getMachine().clockMhz << " MHz";
  if (input.type)
    os << ", floats as " << engine::stringifyElementKind(*input.type);
  os << '\n';
  size_t width = 5;
  for (const LayerResult &layer : result.layers)
    width = std::max(width, getDisplayWidth(escapeText(getName(layer))));
  os << "layer";
  os.indent(width - 5);
  os << "      cycles        ms array% lanes%    SRAM B   DRAM rd B   DRAM wr "
        "B";
  for (unsigned i = 1; i != numCycleCauses; ++i)
    os << llvm::format(" %6s%%",
                       stringifyCycleCause(static_cast<CycleCause>(i)).data());
  bool hasEnergy = !input.energies.empty();
  os << (hasEnergy ? "  energy uJ" : "") << "  bound by\n";
  for (auto [index, layer] : llvm::enumerate(result.layers))
    printRow(os, input, getName(layer), width, layer, input.uses[index],
             hasEnergy ? &input.energies[index] : nullptr);
  Energy total = getTotal(input);
  printRow(os, input, "total", width, result.total, getTotalUse(input),
           hasEnergy ? &total : nullptr);
  os << "SRAM used: " << result.sramBytes << " of "
     << input.target.getMachine().sramBytes << " bytes\n";
  if (input.arenaBytes)
    os << "liveness arena: " << *input.arenaBytes << " bytes\n";
  if (input.smallestSram > 0)
    os << "smallest SRAM: " << input.smallestSram << " bytes\n";
  if (input.lowerBound > 0)
    os << "lower bound: " << input.lowerBound << " cycles; this is "
       << llvm::format("%.3f", double(result.total.cycles) / input.lowerBound)
       << " times as many\n";
  if (hasEnergy)
    printEnergy(os, input);
  if (!input.path.empty())
    printPath(os, input);
  for (const ValueDifference &value : input.values)
    os << "values of " << escapeText(value.name)
       << llvm::format(": absolute %.3g, relative %.3g", value.absolute,
                       value.relative)
       << (value.isNear ? "" : ", beyond the tolerance")
       << (value.layer.empty() ? "" : "; the first layer that differs: ")
       << escapeText(value.layer) << '\n';
}

void tenon::printCsv(llvm::raw_ostream &os, llvm::ArrayRef<ReportInput> inputs,
                     llvm::ArrayRef<HostStep> steps) {
  os << "program,layer,cycles,milliseconds,array_cycles,vector_cycles,"
        "lane_percent,sram_bytes,bound_by,dram_read_bytes,dram_write_bytes,"
        "dram_row_misses,commands,"
        "energy_picojoules";
  for (unsigned i = 0; i != numCycleCauses; ++i)
    os << ",cycles_" << stringifyCycleCause(static_cast<CycleCause>(i));
  os << '\n';
  for (const ReportInput &input : inputs)
    for (auto [index, layer] : llvm::enumerate(input.result.layers)) {
      os << quoteCsv(input.program) << ',' << quoteCsv(layer.name) << ','
         << layer.cycles << ','
         << llvm::format("%.6f", getMilliseconds(input, layer.cycles)) << ','
         << layer.arrayCycles << ',' << layer.vectorCycles << ','
         << llvm::format("%.3f", getLanePercent(layer, input.uses[index]))
         << ',' << input.uses[index].sramBytes << ',' << getBoundName(layer)
         << ',' << layer.dramReadBytes << ',' << layer.dramWriteBytes << ','
         << layer.dramRowMisses << ',' << layer.commands << ',';
      if (!input.energies.empty())
        os << llvm::format("%.3f", input.energies[index].getTotal());
      for (int64_t cycles : layer.causes)
        os << ',' << cycles;
      os << '\n';
    }
  for (const HostStep &step : steps) {
    os << "host," << quoteCsv(step.name) << ",,"
       << llvm::format("%.6f", step.milliseconds) << ",,,,," << "host link,"
       << step.writeBytes << ',' << step.readBytes << ",,,";
    for (unsigned i = 0; i != numCycleCauses; ++i)
      os << ',';
    os << '\n';
  }
}

static void writeEnergy(JsonWriter &json, const Energy &energy) {
  json.attribute("energy_picojoules", energy.getTotal());
  json.attributeObject("energy_by_cause", [&] {
    for (unsigned i = 0; i != numEnergyCauses; ++i)
      json.attribute(stringifyEnergyCause(static_cast<EnergyCause>(i)),
                     energy.causes[i]);
  });
}

static void writeLayer(JsonWriter &json, const ReportInput &input,
                       const LayerResult &layer, const LayerUse &use,
                       const Energy *energy) {
  json.attribute("cycles", layer.cycles);
  json.attribute("milliseconds", getMilliseconds(input, layer.cycles));
  json.attribute("array_cycles", layer.arrayCycles);
  json.attribute("vector_cycles", layer.vectorCycles);
  json.attribute("lane_percent", getLanePercent(layer, use));
  json.attribute("sram_bytes", use.sramBytes);
  json.attribute("bound_by", getBoundName(layer));
  json.attribute("dram_read_bytes", layer.dramReadBytes);
  json.attribute("dram_write_bytes", layer.dramWriteBytes);
  json.attribute("dram_row_misses", layer.dramRowMisses);
  json.attribute("commands", layer.commands);
  json.attributeObject("cycles_by_cause", [&] {
    for (unsigned i = 0; i != numCycleCauses; ++i)
      json.attribute(stringifyCycleCause(static_cast<CycleCause>(i)),
                     layer.causes[i]);
  });
  if (energy)
    writeEnergy(json, *energy);
}

static void writePath(JsonWriter &json, const ReportInput &input) {
  json.attributeArray("critical_path", [&] {
    for (const PathPart &part : getPathParts(input))
      json.object([&] {
        json.attribute("begin", part.begin);
        json.attribute("end", part.end);
        json.attribute("unit", part.unit);
        json.attribute("layer", part.layer);
      });
  });
}

static void writeStep(JsonWriter &json, const HostStep &step) {
  json.attribute("host_step", step.name);
  json.attribute("operator", step.operatorName);
  json.attribute("reason", step.reason);
  json.attribute("read_bytes", step.readBytes);
  json.attribute("write_bytes", step.writeBytes);
  json.attribute("milliseconds", step.milliseconds);
}

void tenon::printJson(llvm::raw_ostream &os, llvm::ArrayRef<ReportInput> inputs,
                      llvm::ArrayRef<HostStep> steps) {
  JsonWriter json(os, /*IndentSize=*/2);
  json.array([&] {
    for (const ReportInput &input : inputs)
      json.object([&] {
        json.attribute("program", input.program);
        json.attribute("engine", input.target.getName());
        json.attribute("clock_mhz", input.target.getMachine().clockMhz);
        if (input.type)
          json.attribute("type", engine::stringifyElementKind(*input.type));
        json.attribute("sram_bytes", input.result.sramBytes);
        json.attribute("lower_bound_cycles", input.lowerBound);
        if (input.arenaBytes)
          json.attribute("arena_bytes", *input.arenaBytes);
        if (input.smallestSram > 0)
          json.attribute("smallest_sram_bytes", input.smallestSram);
        if (!input.path.empty())
          writePath(json, input);
        bool hasEnergy = !input.energies.empty();
        Energy total = getTotal(input);
        if (hasEnergy && input.perDay > 0) {
          json.attribute("inferences_a_day", input.perDay);
          json.attribute("kwh_a_year_of_a_million",
                         getYearlyEnergy(total.getTotal(), input.perDay));
        }
        if (!input.values.empty())
          json.attributeArray("values", [&] {
            for (const ValueDifference &value : input.values)
              json.object([&] {
                json.attribute("output", value.name);
                json.attribute("absolute", value.absolute);
                json.attribute("relative", value.relative);
                json.attribute("is_near", value.isNear);
                if (!value.layer.empty())
                  json.attribute("first_layer_that_differs", value.layer);
              });
          });
        json.attributeObject("total", [&] {
          writeLayer(json, input, input.result.total, getTotalUse(input),
                     hasEnergy ? &total : nullptr);
        });
        json.attributeArray("layers", [&] {
          for (auto [index, layer] : llvm::enumerate(input.result.layers))
            json.object([&, index = index, &layer = layer] {
              json.attribute("name", layer.name);
              writeLayer(json, input, layer, input.uses[index],
                         hasEnergy ? &input.energies[index] : nullptr);
            });
        });
      });
    for (const HostStep &step : steps)
      json.object([&] { writeStep(json, step); });
  });
  os << '\n';
}

//===- Report.cpp - Simulation results as tables and JSON -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report.h"
#include "tenon/Report/Format.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/JSON.h"

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

static void printRow(llvm::raw_ostream &os, const ReportInput &input,
                     llvm::StringRef name, size_t width,
                     const LayerResult &layer, const Energy *energy) {
  os << name;
  os.indent(width - name.size());
  os << llvm::format(
      " %11lld %9.4f %6.1f %11lld %11lld", (long long)layer.cycles,
      getMilliseconds(input, layer.cycles),
      getPercent(layer.arrayCycles, layer.cycles),
      (long long)layer.dramReadBytes, (long long)layer.dramWriteBytes);
  for (unsigned i = 1; i != numCycleCauses; ++i)
    os << llvm::format(" %7.1f", getPercent(layer.causes[i], layer.cycles));
  if (energy)
    os << llvm::format(" %10.3f", energy->getTotal() / 1e6);
  os << '\n';
}

/// kWh that a million devices use in a year, from picojoules an inference.
static double getYearlyEnergy(double picojoules, int64_t perDay) {
  double joules = picojoules * 1e-12 * perDay * 365 * 1e6;
  return joules / 3.6e6;
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
  os << "program " << input.program << " on " << input.target.getName()
     << " at " << input.target.getMachine().clockMhz << " MHz, floats as "
     << engine::stringifyElementKind(input.type) << '\n';
  size_t width = 5;
  for (const LayerResult &layer : result.layers)
    width = std::max(width, getName(layer).size());
  os << "layer";
  os.indent(width - 5);
  os << "      cycles        ms array%    DRAM rd B   DRAM wr B";
  for (unsigned i = 1; i != numCycleCauses; ++i)
    os << llvm::format(" %6s%%",
                       stringifyCycleCause(static_cast<CycleCause>(i)).data());
  bool hasEnergy = !input.energies.empty();
  os << (hasEnergy ? "  energy uJ\n" : "\n");
  for (auto [index, layer] : llvm::enumerate(result.layers))
    printRow(os, input, getName(layer), width, layer,
             hasEnergy ? &input.energies[index] : nullptr);
  Energy total = getTotal(input);
  printRow(os, input, "total", width, result.total,
           hasEnergy ? &total : nullptr);
  os << "SRAM used: " << result.sramBytes << " of "
     << input.target.getMachine().sramBytes << " bytes\n";
  if (input.lowerBound > 0)
    os << "lower bound: " << input.lowerBound << " cycles, "
       << llvm::format("%.3f", double(result.total.cycles) / input.lowerBound)
       << " times that\n";
  if (hasEnergy)
    printEnergy(os, input);
  for (const ValueDifference &value : input.values)
    os << "values of " << value.name
       << llvm::format(": absolute %.3g, relative %.3g", value.absolute,
                       value.relative)
       << (value.isNear ? "" : ", beyond the tolerance")
       << (value.layer.empty() ? "" : "; the first layer that differs: ")
       << value.layer << '\n';
}

void tenon::printCsv(llvm::raw_ostream &os,
                     llvm::ArrayRef<ReportInput> inputs) {
  os << "program,layer,cycles,milliseconds,array_cycles,vector_cycles,"
        "dram_read_bytes,dram_write_bytes,dram_row_misses,commands,"
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
         << layer.dramReadBytes << ',' << layer.dramWriteBytes << ','
         << layer.dramRowMisses << ',' << layer.commands << ',';
      if (!input.energies.empty())
        os << llvm::format("%.3f", input.energies[index].getTotal());
      for (int64_t cycles : layer.causes)
        os << ',' << cycles;
      os << '\n';
    }
}

static void writeEnergy(llvm::json::OStream &json, const Energy &energy) {
  json.attribute("energy_picojoules", energy.getTotal());
  json.attributeObject("energy_by_cause", [&] {
    for (unsigned i = 0; i != numEnergyCauses; ++i)
      json.attribute(stringifyEnergyCause(static_cast<EnergyCause>(i)),
                     energy.causes[i]);
  });
}

static void writeLayer(llvm::json::OStream &json, const ReportInput &input,
                       const LayerResult &layer, const Energy *energy) {
  json.attribute("cycles", layer.cycles);
  json.attribute("milliseconds", getMilliseconds(input, layer.cycles));
  json.attribute("array_cycles", layer.arrayCycles);
  json.attribute("vector_cycles", layer.vectorCycles);
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

void tenon::printJson(llvm::raw_ostream &os,
                      llvm::ArrayRef<ReportInput> inputs) {
  llvm::json::OStream json(os, /*IndentSize=*/2);
  json.array([&] {
    for (const ReportInput &input : inputs)
      json.object([&] {
        json.attribute("program", input.program);
        json.attribute("engine", input.target.getName());
        json.attribute("clock_mhz", input.target.getMachine().clockMhz);
        json.attribute("type", engine::stringifyElementKind(input.type));
        json.attribute("sram_bytes", input.result.sramBytes);
        json.attribute("lower_bound_cycles", input.lowerBound);
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
          writeLayer(json, input, input.result.total,
                     hasEnergy ? &total : nullptr);
        });
        json.attributeArray("layers", [&] {
          for (auto [index, layer] : llvm::enumerate(input.result.layers))
            json.object([&, index = index, &layer = layer] {
              json.attribute("name", layer.name);
              writeLayer(json, input, layer,
                         hasEnergy ? &input.energies[index] : nullptr);
            });
        });
      });
  });
  os << '\n';
}

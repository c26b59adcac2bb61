//===- Pair.cpp - Two networks side by side -------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Pair.h"
#include "mlir/IR/OwningOpRef.h"
#include "tenon/Report/Format.h"
#include "tenon/Report/Json.h"
#include "tenon/Report/Table.h"
#include "llvm/ADT/StringMap.h"

using namespace mlir;
using namespace tenon;

namespace {
/// A layer of either network or of both; null where it is missing.
struct LayerPair {
  std::string name;
  const LayerResult *first = nullptr, *second = nullptr;
};
} // namespace

/// The layers of the first network in its order, each layer that only the
/// second one has behind the one it follows there. The n-th layer of a name
/// belongs to the n-th of that name.
static std::vector<LayerPair> pairLayers(const SimulationResult &first,
                                         const SimulationResult &second) {
  auto makeKey = [](llvm::StringMap<int> &counts, const LayerResult &layer) {
    return layer.name + '\0' + std::to_string(counts[layer.name]++);
  };
  llvm::StringMap<int> counts;
  std::vector<std::string> keys;
  llvm::StringMap<const LayerResult *> inFirst;
  for (const LayerResult &layer : first.layers) {
    keys.push_back(makeKey(counts, layer));
    inFirst[keys.back()] = &layer;
  }
  counts.clear();
  llvm::StringMap<const LayerResult *> partners;
  /// New layers of the second network behind each layer of the first.
  llvm::StringMap<std::vector<const LayerResult *>> following;
  std::string last;
  for (const LayerResult &layer : second.layers) {
    std::string key = makeKey(counts, layer);
    if (inFirst.contains(key)) {
      partners[key] = &layer;
      last = key;
    } else {
      following[last].push_back(&layer);
    }
  }
  std::vector<LayerPair> pairs;
  auto addNew = [&](StringRef key) {
    for (const LayerResult *layer : following[key])
      pairs.push_back({layer->name, nullptr, layer});
  };
  addNew("");
  for (auto [key, layer] : llvm::zip(keys, first.layers)) {
    pairs.push_back({layer.name, &layer, partners.lookup(key)});
    addNew(key);
  }
  return pairs;
}

static void printPairTable(raw_ostream &os, ArrayRef<LayerPair> pairs) {
  Table table;
  table.addColumn("layer");
  for (StringRef title : {"first cycles", "second", "change",
                          "first DRAM bytes", "second", "change"})
    table.addColumn(title, Table::Align::Right);
  for (const LayerPair &pair : pairs) {
    std::vector<std::string> cells{pair.name.empty() ? "(unnamed)" : pair.name};
    auto add = [&](auto get) {
      cells.push_back(pair.first ? formatCount(get(*pair.first)) : "-");
      cells.push_back(pair.second ? formatCount(get(*pair.second)) : "-");
      cells.push_back(pair.first && pair.second
                          ? formatChange(get(*pair.first), get(*pair.second))
                          : "");
    };
    add([](const LayerResult &layer) { return layer.cycles; });
    add([](const LayerResult &layer) {
      return layer.dramReadBytes + layer.dramWriteBytes;
    });
    if (&pair == &pairs.back())
      table.addRule();
    table.addRow(std::move(cells));
  }
  table.print(os);
}

static void printPairCsv(raw_ostream &os, ArrayRef<LayerPair> pairs) {
  os << "layer,first_cycles,second_cycles,first_dram_bytes,second_dram_bytes\n";
  for (const LayerPair &pair : pairs.drop_back()) {
    os << quoteCsv(pair.name);
    auto add = [&](auto get) {
      for (const LayerResult *layer : {pair.first, pair.second}) {
        os << ',';
        if (layer)
          os << get(*layer);
      }
    };
    add([](const LayerResult &layer) { return layer.cycles; });
    add([](const LayerResult &layer) {
      return layer.dramReadBytes + layer.dramWriteBytes;
    });
    os << '\n';
  }
}

static void printPairJson(raw_ostream &os, ArrayRef<LayerPair> pairs) {
  JsonWriter json(os, /*IndentSize=*/2);
  auto write = [&](const LayerPair &pair) {
    for (auto [key, layer] :
         {std::pair("first", pair.first), {"second", pair.second}})
      if (layer)
        json.attributeObject(key, [&, layer = layer] {
          json.attribute("cycles", layer->cycles);
          json.attribute("dram_bytes",
                         layer->dramReadBytes + layer->dramWriteBytes);
        });
  };
  json.object([&] {
    json.attributeObject("total", [&] { write(pairs.back()); });
    json.attributeArray("layers", [&] {
      for (const LayerPair &pair : pairs.drop_back())
        json.object([&] {
          json.attribute("name", pair.name);
          write(pair);
        });
    });
  });
  os << '\n';
}

/// All programs of a module as one result.
static FailureOr<SimulationResult>
runAll(ModuleOp module, engine::TargetAttr target, const Options &options) {
  std::vector<ReportInput> inputs;
  std::vector<TraceInput> traces;
  if (failed(simulate(module, target, options, inputs, traces)))
    return failure();
  SimulationResult all = std::move(inputs.front().result);
  for (ReportInput &input : llvm::drop_begin(inputs)) {
    llvm::append_range(all.layers, input.result.layers);
    all.total += input.result.total;
  }
  return all;
}

LogicalResult tenon::runPair(ModuleOp module, const LoadOptions &load,
                             engine::TargetAttr target,
                             const Options &options) {
  OwningOpRef<ModuleOp> other =
      loadNetwork(options.compare, module.getContext(), load);
  if (!other)
    return failure();
  engine::TargetAttr otherTarget = engine::getTarget(*other);
  if (options.engine.empty() && otherTarget && otherTarget != target)
    return fail("--compare: expected two networks for one machine, but got '" +
                target.getName() + "' in '" + options.input + "' and " +
                (otherTarget.getName() == target.getName()
                     ? "another machine of this name"
                     : "'" + otherTarget.getName().str() + "'") +
                " in '" + options.compare + "'; --engine says which to use");
  FailureOr<SimulationResult> first = runAll(module, target, options);
  if (failed(first))
    return failure();
  FailureOr<SimulationResult> second = runAll(*other, target, options);
  if (failed(second))
    return failure();
  std::vector<LayerPair> pairs = pairLayers(*first, *second);
  pairs.push_back({"total", &first->total, &second->total});
  return print(options, [&](raw_ostream &os) {
    if (options.report == ReportKind::Json)
      return printPairJson(os, pairs);
    if (options.report == ReportKind::Csv)
      return printPairCsv(os, pairs);
    printPairTable(os, pairs);
  });
}

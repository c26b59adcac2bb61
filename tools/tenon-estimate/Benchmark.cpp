//===- Benchmark.cpp - How fast networks are estimated --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Options.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Parser/Parser.h"
#include "tenon/Estimator/NetworkEstimator.h"
#include "tenon/Measure/Store.h"
#include "tenon/Report/Format.h"
#include "tenon/Report/Table.h"
#include "llvm/Support/FileSystem.h"
#include <algorithm>
#include <chrono>
#include <map>
#include <vector>

using namespace mlir;
using namespace tenon;
using namespace tenon::estimator;

namespace {
using Clock = std::chrono::steady_clock;

/// Microseconds that networks take, added up.
struct Times {
  int64_t networks = 0;
  /// Estimated with nothing remembered, after the networks before it, and seen
  /// before; compiled and simulated.
  double cold = 0, row = 0, known = 0, simulated = 0;
};
} // namespace

static double getMicroseconds(llvm::function_ref<void()> body) {
  Clock::time_point begin = Clock::now();
  body();
  return std::chrono::duration<double, std::micro>(Clock::now() - begin)
      .count();
}

/// The least microseconds of `body`, which is run for about `seconds`.
static double getLeast(double seconds, llvm::function_ref<void()> body) {
  Clock::time_point end =
      Clock::now() + std::chrono::microseconds(int64_t(seconds * 1e6));
  double least = HUGE_VAL;
  do
    least = std::min(least, getMicroseconds(body));
  while (Clock::now() < end);
  return least;
}

/// Compiles and simulates as tenon-measure does.
static void simulate(const Model &model, FunctionOpInterface function) {
  auto module = function->getParentOfType<ModuleOp>();
  llvm::consumeError(
      measureModule(module, model.target, model.type).takeError());
}

LogicalResult tenon::runBenchmark(const Model &model,
                                  FunctionOpInterface function) {
  NetworkEstimator pricer(model);
  auto first = pricer.price(function);
  if (!first)
    return fail(llvm::toString(first.takeError()));
  auto price = [&] { llvm::cantFail(pricer.price(function).takeError()); };
  double cold = getLeast(1, [&] {
    pricer.clear();
    price();
  });
  double known = getLeast(0.2, price);
  double simulated = getLeast(1, [&] { simulate(model, function); });
  auto print = [](StringRef what, double microseconds) {
    llvm::outs() << what << ": " << formatNumber(microseconds, 1) << " us, "
                 << formatNumber(1e6 / microseconds, 0)
                 << " networks a second\n";
  };
  print("estimated, nothing remembered", cold);
  print("estimated, seen before", known);
  print("compiled and simulated", simulated);
  return success();
}

static void addRow(Table &table, StringRef name, const Times &times) {
  double count = double(times.networks);
  auto rate = [&](double sum) {
    return formatCount(int64_t(count / sum * 1e6));
  };
  table.addRow({name.str(), formatCount(times.networks),
                formatNumber(times.cold / count, 0), rate(times.cold),
                rate(times.row), rate(times.known),
                formatNumber(times.simulated / times.cold, 1)});
}

static void printTimes(const std::map<std::string, Times> &families) {
  Table table;
  table.addColumn("family");
  for (StringRef title :
       {"networks", "cold us", "cold a second", "in a row a second",
        "known a second", "faster than simulation"})
    table.addColumn(title, Table::Align::Right);
  Times all;
  for (const auto &[name, times] : families) {
    addRow(table, name, times);
    all.networks += times.networks;
    all.cold += times.cold;
    all.row += times.row;
    all.known += times.known;
    all.simulated += times.simulated;
  }
  table.addRule();
  addRow(table, "all", all);
  table.print(llvm::outs());
}

namespace {
/// Networks in memory, and the times of their family.
struct Batch {
  std::vector<OwningOpRef<ModuleOp>> modules;
  std::vector<Times *> times;
};

/// Times networks batch by batch, so that what is timed is in memory.
class StoreBenchmark {
public:
  explicit StoreBenchmark(const Model &model)
      : model(model), alone(model), inRow(model) {}
  llvm::Error add(const StoredSubgraph &subgraph);
  /// Times the networks of the batch, and begins another one.
  llvm::Error runBatch();
  void print() const { printTimes(families); }

  /// Networks of a batch.
  static constexpr size_t batchSize = 64;

private:
  double time(NetworkEstimator &pricer, ModuleOp module, llvm::Error &error);

  const Model &model;
  NetworkEstimator alone, inRow;
  Batch batch;
  std::map<std::string, Times> families;
};
} // namespace

/// Microseconds to estimate the network of `module`.
double StoreBenchmark::time(NetworkEstimator &pricer, ModuleOp module,
                            llvm::Error &error) {
  auto main = *module.getOps<func::FuncOp>().begin();
  return getMicroseconds([&] {
    if (auto price = pricer.price(main); !price)
      error = llvm::joinErrors(std::move(error), price.takeError());
  });
}

llvm::Error StoreBenchmark::runBatch() {
  llvm::Error error = llvm::Error::success();
  for (auto [module, times] : llvm::zip_equal(batch.modules, batch.times))
    times->row += time(inRow, *module, error);
  for (auto [module, times] : llvm::zip_equal(batch.modules, batch.times)) {
    double cold = HUGE_VAL;
    for (int i = 0; i != 3; ++i) {
      alone.clear();
      cold = std::min(cold, time(alone, *module, error));
    }
    times->cold += cold;
    // As in a search, which has just made the network.
    for (int i = 0; i != 8; ++i)
      times->known += time(alone, *module, error) / 8;
  }
  for (auto [module, times] : llvm::zip_equal(batch.modules, batch.times)) {
    auto main = *module->getOps<func::FuncOp>().begin();
    times->simulated += getMicroseconds([&] { simulate(model, main); });
    ++times->networks;
  }
  batch = Batch();
  return error;
}

llvm::Error StoreBenchmark::add(const StoredSubgraph &subgraph) {
  OwningOpRef<ModuleOp> module =
      parseSourceString<ModuleOp>(subgraph.text, model.target.getContext());
  if (!module || module->getOps<func::FuncOp>().empty())
    return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                   "expected a network under the hash " +
                                       subgraph.hash);
  batch.modules.push_back(std::move(module));
  batch.times.push_back(&families[subgraph.family]);
  return batch.modules.size() < batchSize ? llvm::Error::success() : runBatch();
}

LogicalResult tenon::runBenchmark(const EstimateOptions &options,
                                  const Model &model) {
  if (!llvm::sys::fs::exists(options.database))
    return fail("--db: '" + options.database + "': No such file or directory");
  auto store = Store::openToRead(options.database);
  if (!store)
    return fail("--db: " + llvm::toString(store.takeError()));
  auto subgraphs =
      (*store)->getSubgraphs(getTextHash(getTargetText(model.target)),
                             engine::stringifyElementKind(model.type));
  if (!subgraphs)
    return fail("--db: " + llvm::toString(subgraphs.takeError()));
  if (subgraphs->empty())
    return fail("--db: expected measurements of the machine and type of the "
                "estimator in '" +
                options.database + "', but got none");
  StoreBenchmark benchmark(model);
  bool isTerminal = llvm::errs().is_displayed();
  for (auto [index, subgraph] : llvm::enumerate(*subgraphs)) {
    if (isTerminal && index % StoreBenchmark::batchSize == 0)
      llvm::errs() << "\r" << index << " of " << subgraphs->size()
                   << " networks timed ";
    if (llvm::Error error = benchmark.add(subgraph))
      return fail("--db: " + llvm::toString(std::move(error)));
  }
  if (llvm::Error error = benchmark.runBatch())
    return fail("--db: " + llvm::toString(std::move(error)));
  if (isTerminal)
    llvm::errs() << "\r\033[K";
  benchmark.print();
  return success();
}

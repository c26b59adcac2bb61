//===- Examples.cpp - Networks with their measured costs ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Estimator/Examples.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Parser/Parser.h"
#include "tenon/Measure/Store.h"
#include "llvm/ADT/DenseMap.h"
#include <cmath>

using namespace mlir;
using namespace tenon;
using namespace tenon::estimator;

/// Returns the position of each operation, numbered as in OperationCost.
static llvm::DenseMap<Operation *, int64_t> getPositions(func::FuncOp main) {
  llvm::DenseMap<Operation *, int64_t> positions;
  main.walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (op != main) {
      int64_t position = positions.size();
      positions[op] = position;
    }
  });
  return positions;
}

/// Adds up the costs of operations to those of subgraphs.
static void addUp(Example &example, func::FuncOp main,
                  llvm::ArrayRef<OperationCost> costs) {
  llvm::DenseMap<int64_t, const OperationCost *> byPosition;
  for (const OperationCost &cost : costs)
    byPosition[cost.position] = &cost;
  auto positions = getPositions(main);
  for (const Subgraph &subgraph : example.network.subgraphs) {
    double cycles = 0, picojoules = 0;
    for (Operation *op : subgraph.operations)
      if (const OperationCost *cost = byPosition.lookup(positions.lookup(op))) {
        cycles += double(cost->cycles);
        picojoules += cost->picojoules;
      }
    example.latencies.push_back(cycles);
    example.energies.push_back(picojoules);
  }
}

static llvm::Error makeError(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

static llvm::Expected<Example>
readExample(Store &store, const MeasurementKey &key,
            const StoredSubgraph &subgraph, NetworkPlanner &planner,
            engine::TargetAttr target, engine::ElementKind type) {
  auto measurement = store.find(key);
  if (!measurement)
    return measurement.takeError();
  auto operations = store.getOperations(key);
  if (!operations)
    return operations.takeError();
  OwningOpRef<ModuleOp> module =
      parseSourceString<ModuleOp>(subgraph.text, target.getContext());
  if (!module || module->getOps<func::FuncOp>().empty() || !*measurement)
    return makeError("the store: expected a network under the hash " +
                     subgraph.hash + " and its measurement");
  auto main = *module->getOps<func::FuncOp>().begin();
  CompileFailure reason{main.getLoc(), "", "", ""};
  FailureOr<NetworkPlan> plan = planner.plan(main, reason);
  if (failed(plan))
    return makeError("the store: " + subgraph.hash + ": " + reason.message);
  Example example;
  example.network = getNetwork(*plan, target, type);
  example.family = subgraph.family;
  example.name = subgraph.hash;
  example.latency = double((*measurement)->cycles);
  example.picojoules = (*measurement)->picojoules;
  example.arenaBytes = (*measurement)->arenaBytes;
  addUp(example, main, *operations);
  double sum = 0;
  for (double cycles : example.latencies)
    sum += cycles;
  if (!(example.latency > 0) || example.picojoules < 0 ||
      std::abs(sum - example.latency) > 0.01 * example.latency)
    return makeError("the store: expected cycles of the network " +
                     subgraph.hash +
                     " that are the sum of those of its operations, but got " +
                     llvm::Twine(int64_t(example.latency)) + " and " +
                     llvm::Twine(int64_t(sum)));
  // The operations are destroyed with the module.
  for (Subgraph &s : example.network.subgraphs)
    s.operations.clear();
  return example;
}

llvm::Expected<std::vector<Example>>
estimator::readExamples(Store &store, engine::TargetAttr target,
                        engine::ElementKind type,
                        llvm::function_ref<void(size_t, size_t)> progress) {
  MeasurementKey key;
  key.target = getTextHash(getTargetText(target));
  key.type = engine::stringifyElementKind(type).str();
  auto subgraphs = store.getSubgraphs(key.target, key.type);
  if (!subgraphs)
    return subgraphs.takeError();
  std::vector<Example> examples;
  NetworkPlanner planner(target, type);
  for (const StoredSubgraph &subgraph : *subgraphs) {
    key.subgraph = subgraph.hash;
    auto example = readExample(store, key, subgraph, planner, target, type);
    if (!example)
      return example.takeError();
    examples.push_back(std::move(*example));
    if (progress)
      progress(examples.size(), subgraphs->size());
  }
  return examples;
}

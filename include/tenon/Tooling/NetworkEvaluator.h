//===- NetworkEvaluator.h - Evaluation of pipelines on a network ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLING_NETWORKEVALUATOR_H
#define TENON_TOOLING_NETWORKEVALUATOR_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "tenon/Compiler/WorkloadPricer.h"
#include "tenon/Search/Search.h"
#include "llvm/ADT/StringMap.h"
#include <functional>
#include <memory>
#include <optional>

namespace tenon {

/// Runs a pass pipeline, given as text, on a module. Fails with the first
/// diagnostic as a message of one line.
llvm::Error runPipeline(mlir::ModuleOp module, llvm::StringRef text);

/// A search space for a network, with resolved names. The passes before the
/// first hole have already run on the network.
struct PreparedSpace {
  Space space;
  mlir::OwningOpRef<mlir::ModuleOp> network;
};

/// The method that determines the cost of a network.
enum class PriceMode {
  /// Simulate the network as one program, including the optimizations of the
  /// compiler across layers.
  Network,
  /// Simulate each operation separately. Each distinct operation is simulated
  /// once per machine, and the cost of a network is the sum (barrier_r3).
  Layers,
};

/// Measures the results of pipelines on a network.
class NetworkEvaluator {
public:
  /// Works on copies of `network`, which should have no weights. `type` is the
  /// deployed type of floating-point tensors; the default is that of the
  /// machine.
  NetworkEvaluator(mlir::ModuleOp network,
                   std::optional<engine::ElementKind> type,
                   PriceMode mode = PriceMode::Network);
  ~NetworkEvaluator();

  /// A replacement for the simulator. Returns the cost of a function on a
  /// machine.
  using CostModel = std::function<llvm::Expected<Price>(
      mlir::FunctionOpInterface, engine::TargetAttr, engine::ElementKind)>;
  /// Uses `costs` to determine the costs of networks from now on, or the
  /// simulator if it is null. Results then have a metric `estimated`, which is
  /// 1 or 0. Clears the cache of measurements.
  void setCostModel(CostModel costs);

  /// Returns the names of the metrics: `latency` (ms), `cycles`, `macs`,
  /// `parameters`, `memory` (the liveness arena, bytes), `dram` (bytes moved),
  /// `expressiveness`.
  static std::vector<std::string> getMetricNames();

  /// Parses a space, runs the passes before its first hole, and queries passes
  /// for the names of subset holes.
  llvm::Expected<PreparedSpace> prepare(llvm::StringRef text) const;
  /// Returns the metrics of a network with an attached machine.
  llvm::Expected<Metrics> measure(mlir::ModuleOp network);
  /// Returns the metrics of the given network, before any pass of the space, on
  /// the machine that the passes before its first hole attach.
  llvm::Expected<Metrics> measureBaseline(const PreparedSpace &space);
  /// Returns the metrics of a candidate, and a key that is equal for equal
  /// networks.
  llvm::Expected<Evaluation> evaluate(const PreparedSpace &space,
                                      const Point &point);
  /// Returns the network of a candidate.
  llvm::Expected<mlir::OwningOpRef<mlir::ModuleOp>>
  build(const PreparedSpace &space, const Point &point) const;
  /// Returns the number of costs of networks or operations that were simulated,
  /// and the number that were found in the cache.
  std::pair<int64_t, int64_t> getPriceCounts() const;

private:
  /// Returns the pricer of a machine. Creates it on first use.
  WorkloadPricer &getPricer(engine::TargetAttr target);
  /// Returns the largest liveness arena of the functions of a module.
  int64_t getArenaBytes(mlir::ModuleOp module);
  llvm::Expected<Price> priceModule(mlir::ModuleOp module,
                                    engine::TargetAttr target);
  llvm::Expected<Price> priceLayers(mlir::ModuleOp module,
                                    WorkloadPricer &pricer);

  mlir::ModuleOp network;
  std::optional<engine::ElementKind> type;
  PriceMode mode;
  CostModel costModel;
  bool hasEstimates = false;
  int64_t numNetworks = 0, numKnown = 0;
  /// One pricer per machine, in the order of first use.
  std::vector<std::pair<engine::TargetAttr, std::unique_ptr<WorkloadPricer>>>
      pricers;
  llvm::StringMap<Metrics> known;
};

} // namespace tenon

#endif // TENON_TOOLING_NETWORKEVALUATOR_H

//===- NetworkEvaluator.h - Runs pipelines on a network and measures it ---===//
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

/// Runs pass pipeline text on a module. Fails with the first diagnostic, as
/// one line.
llvm::Error runPipeline(mlir::ModuleOp module, llvm::StringRef text);

/// A space on a network: its names resolved, the passes before its first hole
/// already run.
struct PreparedSpace {
  Space space;
  mlir::OwningOpRef<mlir::ModuleOp> network;
};

/// How a network is priced.
enum class PriceMode {
  /// As one program, with what the compiler brings across layers.
  Network,
  /// Each operation by itself: each distinct one is simulated once per machine,
  /// and the price of a network is the sum (barrier_r3).
  Layers,
};

/// Measures what pipelines make of a network.
class NetworkEvaluator {
public:
  /// Works on copies of `network`, which should have no weights. `type` is
  /// what floating-point tensors are deployed as; none takes the machine's
  /// default.
  NetworkEvaluator(mlir::ModuleOp network,
                   std::optional<engine::ElementKind> type,
                   PriceMode mode = PriceMode::Network);
  ~NetworkEvaluator();

  /// What stands in for the simulator: the price of a function on a machine.
  using CostModel = std::function<llvm::Expected<Price>(
      mlir::FunctionOpInterface, engine::TargetAttr, engine::ElementKind)>;
  /// Lets `costs` price networks from here on, or the simulator if it is null.
  /// Numbers then have a metric `estimated`, 1 or 0. What was measured before
  /// is forgotten.
  void setCostModel(CostModel costs);

  /// The metrics by name: `latency` (ms), `cycles`, `macs`, `parameters`,
  /// `memory` (the liveness arena, bytes), `dram` (bytes moved),
  /// `expressiveness`.
  static std::vector<std::string> getMetricNames();

  /// Parses a space, runs the passes before its first hole and asks passes for
  /// the names of subset holes.
  llvm::Expected<PreparedSpace> prepare(llvm::StringRef text) const;
  /// The numbers of a network with a machine attached.
  llvm::Expected<Metrics> measure(mlir::ModuleOp network);
  /// The numbers of the network that was given, before any pass of the space,
  /// on the machine that the passes before its first hole attach.
  llvm::Expected<Metrics> measureBaseline(const PreparedSpace &space);
  /// The numbers of a candidate, and a key equal for equal networks.
  llvm::Expected<Evaluation> evaluate(const PreparedSpace &space,
                                      const Point &point);
  /// The candidate itself.
  llvm::Expected<mlir::OwningOpRef<mlir::ModuleOp>>
  build(const PreparedSpace &space, const Point &point) const;
  /// Prices of networks or operations that were simulated and remembered.
  std::pair<int64_t, int64_t> getPriceCounts() const;

private:
  /// The pricer of a machine, made when it is used first.
  WorkloadPricer &getPricer(engine::TargetAttr target);
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
  /// One pricer a machine, in the order of first use.
  std::vector<std::pair<engine::TargetAttr, std::unique_ptr<WorkloadPricer>>>
      pricers;
  llvm::StringMap<Metrics> known;
};

} // namespace tenon

#endif // TENON_TOOLING_NETWORKEVALUATOR_H

//===- Planner.h - SRAM residency and tiling of operations ------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_COMPILER_PLAN_PLANNER_H
#define LIB_COMPILER_PLAN_PLANNER_H

#include "CascadeSearch.h"
#include "NodePlanner.h"

namespace tenon::compiler {

/// Operations with the same weights, which stay in SRAM from the first
/// operation to the last.
struct SharedWeights {
  int32_t first = 0, last = 0;
  /// Upper bound of the bytes of the weights for any tiling.
  int64_t bytes = 0;
  llvm::SmallVector<int32_t> nodes;
};

/// Options of the planner.
struct PlanOptions {
  /// Keep tensors in SRAM between operations.
  bool keepTensors = true;
  /// Run operations together, stripe by stripe.
  bool cascades = true;
  /// If memory is too fragmented for tiles, place them at the lowest addresses
  /// before reducing their sizes.
  bool packsFirst = false;
  /// Place small resident tensors at the end of memory, which leaves room for
  /// large tiles between them and large tensors.
  bool smallAtEnd = false;
};

/// Decides which tensors stay in SRAM and how each operation is tiled.
class Planner {
public:
  /// `memory` must belong to the machine and type.
  Planner(const Graph &graph, engine::TargetAttr target,
          engine::ElementKind type, TilingMemory &memory);
  /// Other members refer to `places`.
  Planner(const Planner &) = delete;
  Planner &operator=(const Planner &) = delete;

  /// Plans the graph. If an operation fits with no tiling, fails and sets
  /// `error` to the reason and `failed` to the operation.
  mlir::LogicalResult plan(const PlanOptions &options, std::string &error,
                           int32_t &failed);
  /// Combines operations of a plan without cascades where this reduces the
  /// cost.
  void addCascades();
  bool hasCascades() const { return !cascades.empty(); }
  /// Returns the number of operations in cascades.
  int64_t getNumCascaded() const;
  int64_t getNumCascades() const { return cascades.size(); }
  /// Returns the number of constants that stay in SRAM for several operations.
  int64_t getNumShared() const { return shared.size(); }
  /// Returns the number of calls of `relax`.
  int64_t getNumRelaxed() const { return numRelaxed; }
  const NodePlan &getPlan(int32_t node) const { return plans[node]; }
  const std::vector<Cascade> &getCascades() const { return cascades; }
  /// Returns true if the root stays in SRAM.
  bool isResident(int32_t root) const { return places.buffers[root] >= 0; }
  /// Returns the bytes of tensors and weights that are resident while a node
  /// runs.
  int64_t getResidentBytes(int32_t node) const { return resident[node]; }
  /// Returns true if the weights of the node stay in SRAM for other operations.
  bool sharesWeights(int32_t node) const { return places.sharesWeights[node]; }
  /// For each operation, returns true if its tiles are packed.
  const std::vector<bool> &getPacked() const { return isPacked; }
  /// Writes the commands of all operations to `program` and replaces its
  /// contents. Callers that emit repeatedly should pass the same program to
  /// reuse its memory. With `end`, writes only the operations before it.
  void emit(TileProgram &program, EmitDetail detail,
            std::optional<int32_t> end = std::nullopt) const;
  /// Makes more room for the tiles of `node` after a failed placement in
  /// fragmented memory: makes the tiles smaller, then packs them, then evicts a
  /// tensor. Returns false if nothing is left to relax.
  bool relax(int32_t node, const PlanOptions &options);
  /// Returns true if operations that load tiles ahead wait for loads, given the
  /// number of late bytes of each operation (TileSchedule::lateBytes).
  bool isLate(ArrayRef<int64_t> lateBytes) const;

private:
  void reserveCommands(Emitter &emitter) const;
  void keepTensors();
  template <typename F>
  bool planBeside(int32_t first, int32_t last, int64_t bytes, F &&isChanged);
  void accept(int32_t first, int32_t last, int64_t bytes);
  bool tryResident(int32_t root);
  std::vector<SharedWeights> findSharedWeights() const;
  void shareWeights();
  bool tryShare(const SharedWeights &weights);
  bool dropShared(int32_t node);
  bool pack(int32_t node);
  void evict(int32_t root);
  int32_t findLargest(int32_t node) const;
  void replan(int32_t node);
  bool uses(const Node &node, int32_t root) const;
  int64_t getCascadeBudget(int32_t first, int32_t last) const;
  std::vector<CascadeChoice> chooseCascades(CascadeSearch &search) const;
  void findCascades();
  void addCascade(Cascade cascade);
  bool shrinkCascade(int32_t node);
  int64_t getBudget(int32_t node) const;

  const Graph &graph;
  engine::TargetAttr target;
  engine::ElementKind type;
  int64_t sramBytes;
  /// The resident roots in the form that the emitter needs. The number of the
  /// buffer is that of the root.
  Places places;
  NodePlanner nodes;
  std::vector<NodePlan> plans;
  /// Plans that may replace existing ones.
  std::vector<std::pair<int32_t, NodePlan>> changed;
  /// For each node, the bytes of resident tensors while it runs, and the share
  /// of the remaining SRAM that its tiles may use.
  std::vector<int64_t> resident;
  std::vector<double> share;
  std::vector<bool> isPacked;
  int64_t numRelaxed = 0;
  /// Resident weights.
  std::vector<SharedWeights> shared;
  /// Sorted by first operation.
  std::vector<Cascade> cascades;
};

} // namespace tenon::compiler

#endif // LIB_COMPILER_PLAN_PLANNER_H

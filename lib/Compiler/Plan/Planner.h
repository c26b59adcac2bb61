//===- Planner.h - What stays in SRAM, and how operations are cut ---------===//
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

/// Operations with the same weights, which stay in SRAM from the first to the
/// last of them.
struct SharedWeights {
  int32_t first = 0, last = 0;
  /// Bytes at most, however they are cut into tiles.
  int64_t bytes = 0;
  llvm::SmallVector<int32_t> nodes;
};

/// What the planner may do.
struct PlanOptions {
  /// Keep tensors in SRAM between operations.
  bool keepTensors = true;
  /// Run operations together, stripe by stripe.
  bool cascades = true;
  /// Where memory is too scattered for tiles, put them at the lowest addresses
  /// before making them smaller.
  bool packsFirst = false;
  /// Small tensors that stay lie at the end of memory, so that there is room
  /// for large tiles between them and large ones.
  bool smallAtEnd = false;
};

/// Decides which tensors stay in SRAM and how each operation is cut.
class Planner {
public:
  /// `memory` is that of the machine and type.
  Planner(const Graph &graph, engine::TargetAttr target,
          engine::ElementKind type, TilingMemory &memory);
  /// Its parts read its places.
  Planner(const Planner &) = delete;
  Planner &operator=(const Planner &) = delete;

  /// Fails with `error` set and the operation in `failed` if there is one that
  /// no way of cutting makes fit.
  mlir::LogicalResult plan(const PlanOptions &options, std::string &error,
                           int32_t &failed);
  /// Runs operations of a plan without cascades together where that pays.
  void addCascades();
  bool hasCascades() const { return !cascades.empty(); }
  /// Operations in cascades.
  int64_t getNumCascaded() const;
  int64_t getNumCascades() const { return cascades.size(); }
  /// Constants that stay for several operations.
  int64_t getNumShared() const { return shared.size(); }
  /// How often `relax` had to be asked.
  int64_t getNumRelaxed() const { return numRelaxed; }
  const NodePlan &getPlan(int32_t node) const { return plans[node]; }
  const std::vector<Cascade> &getCascades() const { return cascades; }
  /// True if the root stays in SRAM.
  bool isResident(int32_t root) const { return places.buffers[root] >= 0; }
  /// Bytes of the tensors and weights that stay while a node runs.
  int64_t getResidentBytes(int32_t node) const { return resident[node]; }
  /// True if its weights stay for other operations.
  bool sharesWeights(int32_t node) const { return places.sharesWeights[node]; }
  /// Of each operation, whether its tiles lie close together.
  const std::vector<bool> &getPacked() const { return isPacked; }
  /// Writes the commands of all operations to `program`, in place of what is
  /// there. Whoever asks often should give the same program, whose memory is
  /// used again. With `end`, only those of the operations before it.
  void emit(TileProgram &program, EmitDetail detail,
            std::optional<int32_t> end = std::nullopt) const;
  /// Makes more room for the tiles of `node`, whose memory was too scattered:
  /// its tiles are smaller, then packed, then a tensor less stays. Returns
  /// false if there is nothing left to give.
  bool relax(int32_t node, const PlanOptions &options);
  /// True if operations that were planned to load ahead wait for loads, as so
  /// many bytes are late (TileSchedule::lateBytes).
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
  /// Which roots stay, as the emitter wants it: buffers are the roots' own
  /// numbers here.
  Places places;
  NodePlanner nodes;
  std::vector<NodePlan> plans;
  /// Plans that may take the place of others.
  std::vector<std::pair<int32_t, NodePlan>> changed;
  /// Bytes of the tensors that stay while a node runs, and the share of the
  /// rest that its tiles may have.
  std::vector<int64_t> resident;
  std::vector<double> share;
  std::vector<bool> isPacked;
  int64_t numRelaxed = 0;
  /// Weights that stay.
  std::vector<SharedWeights> shared;
  /// In the order of their first operations.
  std::vector<Cascade> cascades;
};

} // namespace tenon::compiler

#endif // LIB_COMPILER_PLAN_PLANNER_H

//===- NodePlanner.h - Plans of single operations ---------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The planner repeatedly needs the plan of an operation with more or less SRAM,
// and networks repeat their blocks. Each plan is therefore cached with the
// range of budgets for which it is valid.
//
//===----------------------------------------------------------------------===//

#ifndef LIB_COMPILER_PLAN_NODEPLANNER_H
#define LIB_COMPILER_PLAN_NODEPLANNER_H

#include "Tiling.h"
#include "lib/Compiler/Emit/Emitter.h"
#include <unordered_map>

namespace tenon::compiler {

/// The plan of one operation.
struct NodePlan {
  /// For work of the array, one tiling for each of its problems.
  llvm::SmallVector<Tiling, 1> tilings;
  std::optional<VectorPlan> vector;
  /// Number of bytes of a tile of a copy.
  int64_t copyBytes = 0;
  /// SRAM that is needed in addition to resident tensors, and the expected
  /// cycles.
  int64_t bytes = 0;
  double cost = 0;
};

/// The choice for a set of resident tensors and a range of budgets.
template <typename T>
struct PlanChoice {
  uint64_t residents;
  int64_t leastBudget, mostBudget;
  std::optional<T> best;
  int64_t needed;
};
template <typename T>
using PlanChoices = llvm::SmallVector<PlanChoice<T>, 0>;

/// A cache of tilings of problems of the array, for one machine and type.
/// Networks have many problems in common, so several networks may share a
/// cache. It does not affect the results.
class TilingMemory {
public:
  /// Returns the number of a problem.
  int32_t getNumber(const ArrayProblem &problem);
  const ArrayProblem &getProblem(int32_t number) const {
    return problems[number].problem;
  }
  PlanChoices<Tiling> &getChoices(int32_t number) {
    return problems[number].choices;
  }
  void clear();

private:
  struct Problem {
    ArrayProblem problem;
    PlanChoices<Tiling> choices;
  };
  struct HashProblem {
    size_t operator()(const ArrayProblem &problem) const {
      return getHash(problem);
    }
  };
  std::vector<Problem> problems;
  std::unordered_map<ArrayProblem, int32_t, HashProblem> numbers;
};

/// Plans the operations of a graph one by one. Reads the set of resident
/// tensors from `places` for each plan.
class NodePlanner {
public:
  NodePlanner(const Graph &graph, const Places &places,
              engine::TargetAttr target, engine::ElementKind type,
              TilingMemory &memory);

  /// Finds the cheapest plan of `node` in `budget` bytes of SRAM. If there is
  /// none, returns false and sets `needed` to the minimum number of bytes.
  bool plan(int32_t node, int64_t budget, NodePlan &plan, int64_t &needed);

private:
  template <typename T>
  static const PlanChoice<T> *find(const PlanChoices<T> &choices,
                                   uint64_t residents, int64_t budget);
  bool planArray(int32_t node, int64_t budget, NodePlan &plan, int64_t &needed);
  bool planVector(int32_t node, int64_t budget, NodePlan &plan,
                  int64_t &needed);
  bool planCopy(int64_t budget, NodePlan &plan, int64_t &needed) const;
  ArrayRef<int32_t> getProblems(int32_t node);
  const PlanChoice<Tiling> &
  chooseTiling(int32_t problem, const Residents &residents, int64_t budget);

  TileProgram scratch;
  Emitter emitter;
  TilingMemory &memory;
  /// For each node, its problems, after the first plan, and the choices for its
  /// work of the vector unit.
  std::vector<llvm::SmallVector<int32_t, 1>> problemsOf;
  std::vector<PlanChoices<VectorPlan>> vectorChoices;
};

} // namespace tenon::compiler

#endif // LIB_COMPILER_PLAN_NODEPLANNER_H

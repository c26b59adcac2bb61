//===- NodePlanner.h - How single operations are cut ------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The planner asks again and again how an operation would be cut with some more
// or less SRAM, and networks repeat their blocks. So each answer is remembered,
// with the range of budgets for which it is the same.
//
//===----------------------------------------------------------------------===//

#ifndef LIB_COMPILER_PLAN_NODEPLANNER_H
#define LIB_COMPILER_PLAN_NODEPLANNER_H

#include "Tiling.h"
#include "lib/Compiler/Emit/Emitter.h"
#include <unordered_map>

namespace tenon::compiler {

/// How one operation is done.
struct NodePlan {
  /// Of work of the array, one for each of its problems.
  llvm::SmallVector<Tiling, 1> tilings;
  std::optional<VectorPlan> vector;
  /// Bytes of a tile of a copy.
  int64_t copyBytes = 0;
  /// SRAM needed beside tensors that stay, and the expected cycles.
  int64_t bytes = 0;
  double cost = 0;
};

/// What was chosen with the same tensors in SRAM, for a range of budgets.
template <typename T>
struct PlanChoice {
  uint64_t residents;
  int64_t leastBudget, mostBudget;
  std::optional<T> best;
  int64_t needed;
};
template <typename T>
using PlanChoices = llvm::SmallVector<PlanChoice<T>, 0>;

/// How problems of the array were cut, for one machine and type. Networks have
/// many in common, so it may serve several; what is chosen does not depend on
/// it.
class TilingMemory {
public:
  /// The number of a problem.
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

/// Plans the operations of a graph one by one. Which tensors stay is read from
/// `places` whenever it is asked.
class NodePlanner {
public:
  NodePlanner(const Graph &graph, const Places &places,
              engine::TargetAttr target, engine::ElementKind type,
              TilingMemory &memory);

  /// The cheapest way to do `node` in `budget` bytes of SRAM. Returns false if
  /// there is none, with the bytes needed at least.
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
  /// Of each node, its problems once it was planned, and what was chosen for
  /// its work of the vector unit.
  std::vector<llvm::SmallVector<int32_t, 1>> problemsOf;
  std::vector<PlanChoices<VectorPlan>> vectorChoices;
};

} // namespace tenon::compiler

#endif // LIB_COMPILER_PLAN_NODEPLANNER_H

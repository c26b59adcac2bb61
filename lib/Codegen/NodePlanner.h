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

#ifndef LIB_CODEGEN_NODEPLANNER_H
#define LIB_CODEGEN_NODEPLANNER_H

#include "Emitter.h"
#include "Tiling.h"
#include <unordered_map>

namespace tenon::codegen {

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

/// Plans the operations of a graph one by one. Which tensors stay is read from
/// `places` whenever it is asked.
class NodePlanner {
public:
  NodePlanner(const Graph &graph, const Places &places,
              engine::TargetAttr target, engine::ElementKind type);

  /// The cheapest way to do `node` in `budget` bytes of SRAM. Returns false if
  /// there is none, with the bytes needed at least.
  bool plan(int32_t node, int64_t budget, NodePlan &plan, int64_t &needed);

private:
  /// What was chosen with the same tensors in SRAM, for a range of budgets.
  template <typename T>
  struct Choice {
    uint64_t residents;
    int64_t leastBudget, mostBudget;
    std::optional<T> best;
    int64_t needed;
  };
  template <typename T>
  using Choices = llvm::SmallVector<Choice<T>, 0>;

  /// A problem of the array, which several operations may have.
  struct Problem {
    ArrayProblem problem;
    Choices<Tiling> choices;
  };
  struct HashProblem {
    size_t operator()(const ArrayProblem &problem) const {
      return hash_value(problem);
    }
  };

  template <typename T>
  static const Choice<T> *find(const Choices<T> &choices, uint64_t residents,
                               int64_t budget);
  bool planArray(int32_t node, int64_t budget, NodePlan &plan, int64_t &needed);
  bool planVector(int32_t node, int64_t budget, NodePlan &plan,
                  int64_t &needed);
  bool planCopy(int64_t budget, NodePlan &plan, int64_t &needed) const;
  ArrayRef<int32_t> getProblems(int32_t node);
  const Choice<Tiling> &
  chooseTiling(int32_t problem, const Residents &residents, int64_t budget);

  TileProgram scratch;
  Emitter emitter;
  std::vector<Problem> problems;
  std::unordered_map<ArrayProblem, int32_t, HashProblem> numbers;
  /// Of each node, its problems once it was planned, and what was chosen for
  /// its work of the vector unit.
  std::vector<llvm::SmallVector<int32_t, 1>> problemsOf;
  std::vector<Choices<VectorPlan>> vectorChoices;
};

} // namespace tenon::codegen

#endif // LIB_CODEGEN_NODEPLANNER_H

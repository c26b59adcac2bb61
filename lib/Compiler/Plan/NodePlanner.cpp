//===- NodePlanner.cpp - Plans of single operations -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "NodePlanner.h"
#include "llvm/ADT/STLExtras.h"

using namespace tenon;
using namespace tenon::compiler;

int32_t TilingMemory::getNumber(const ArrayProblem &problem) {
  auto [it, isNew] = numbers.try_emplace(problem, problems.size());
  if (isNew)
    problems.push_back({problem, {}});
  return it->second;
}

void TilingMemory::clear() {
  problems.clear();
  numbers.clear();
}

NodePlanner::NodePlanner(const Graph &graph, const Places &places,
                         engine::TargetAttr target, engine::ElementKind type,
                         TilingMemory &memory)
    : emitter(scratch, graph, places, target, type), memory(memory),
      problemsOf(graph.nodes.size()), vectorChoices(graph.nodes.size()) {}

bool NodePlanner::plan(int32_t index, int64_t budget, NodePlan &plan,
                       int64_t &needed) {
  emitter.beginNode(index);
  const Node &node = emitter.getNode();
  plan = NodePlan();
  if (isArrayWork(node.workload))
    return planArray(index, budget, plan, needed);
  if (node.workload.kind == WorkloadKind::Vector)
    return planVector(index, budget, plan, needed);
  return planCopy(budget, plan, needed);
}

template <typename T>
const PlanChoice<T> *NodePlanner::find(const PlanChoices<T> &choices,
                                       uint64_t residents, int64_t budget) {
  for (const PlanChoice<T> &choice : choices)
    if (choice.residents == residents && choice.leastBudget <= budget &&
        budget <= choice.mostBudget)
      return &choice;
  return nullptr;
}

/// Returns the numbers of the problems of a node.
ArrayRef<int32_t> NodePlanner::getProblems(int32_t node) {
  llvm::SmallVector<int32_t, 1> &list = problemsOf[node];
  if (!list.empty())
    return list;
  int64_t bytes = engine::getElementBytes(emitter.type);
  for (const ArrayProblem &problem :
       getArrayProblems(emitter.getNode().workload, emitter.machine, bytes))
    list.push_back(memory.getNumber(problem));
  return list;
}

const PlanChoice<Tiling> &NodePlanner::chooseTiling(int32_t number,
                                                    const Residents &residents,
                                                    int64_t budget) {
  uint64_t key = 0;
  for (bool bit : {residents.input, residents.output, residents.residual,
                   residents.hasResidual, residents.weights})
    key = 2 * key + bit;
  PlanChoices<Tiling> &choices = memory.getChoices(number);
  if (const PlanChoice<Tiling> *found = find(choices, key, budget))
    return *found;
  TilingChoice choice =
      compiler::chooseTiling(memory.getProblem(number), residents,
                             emitter.machine, emitter.type, budget);
  choices.push_back(
      {key, choice.leastBudget, budget, choice.best, choice.needed});
  return choices.back();
}

bool NodePlanner::planArray(int32_t index, int64_t budget, NodePlan &plan,
                            int64_t &needed) {
  const Node &node = emitter.getNode();
  Residents residents;
  residents.input = emitter.isResident(node.inputs[0]);
  residents.output = emitter.isResident(node.outputs[0]);
  residents.hasResidual = node.residual >= 0;
  residents.residual = emitter.isResident(node.residual);
  residents.weights = emitter.sharesWeights();
  for (int32_t problem : getProblems(index)) {
    const PlanChoice<Tiling> &choice = chooseTiling(problem, residents, budget);
    needed = choice.needed;
    if (!choice.best)
      return false;
    plan.bytes = std::max(plan.bytes, choice.best->bytes);
    plan.cost += choice.best->cost;
    plan.tilings.push_back(*choice.best);
  }
  return true;
}

/// Plans work of the vector unit. A cached plan is valid for budgets down to
/// its own size. If no plan fits a budget, none fits a smaller one.
bool NodePlanner::planVector(int32_t index, int64_t budget, NodePlan &plan,
                             int64_t &needed) {
  const Node &node = emitter.getNode();
  uint64_t key = 0;
  for (ArrayRef<int32_t> list : {ArrayRef(node.inputs), ArrayRef(node.outputs)})
    for (int32_t tensor : list)
      key = 2 * key + emitter.isResident(tensor);
  PlanChoices<VectorPlan> &choices = vectorChoices[index];
  // The key distinguishes at most 64 tensors.
  if (node.inputs.size() + node.outputs.size() > 64)
    choices.clear();
  const PlanChoice<VectorPlan> *choice = find(choices, key, budget);
  if (!choice) {
    std::optional<VectorPlan> best =
        compiler::planVector(emitter, budget, needed);
    choices.push_back({key, best ? best->bytes : 0, budget, best, needed});
    choice = &choices.back();
  }
  needed = choice->needed;
  if (!choice->best)
    return false;
  plan.vector = choice->best;
  plan.bytes = plan.vector->bytes;
  plan.cost =
      std::max(plan.vector->work, plan.vector->dma) + plan.vector->dma / 50;
  return true;
}

bool NodePlanner::planCopy(int64_t budget, NodePlan &plan,
                           int64_t &needed) const {
  plan.copyBytes = std::min(getCopyBudget(emitter), budget / 2);
  plan.copyBytes = plan.copyBytes / bufferAlignment * bufferAlignment;
  plan.bytes = 2 * plan.copyBytes;
  needed = 2 * bufferAlignment;
  return plan.copyBytes > 0;
}

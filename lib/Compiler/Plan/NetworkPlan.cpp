//===- NetworkPlan.cpp - Decisions of the compiler for a network ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Compiler/Plan/NetworkPlan.h"
#include "PlannedSteps.h"
#include "lib/Compiler/Schedule/PlaceProgram.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::compiler;

/// Returns true if the plan has a cascade that, together with the resident
/// tensors, may need too much memory for a placement. All cascades below this
/// threshold that were tried could be placed.
static bool isTight(const Planner &planner, const engine::Machine &machine) {
  return llvm::any_of(planner.getCascades(), [&](const Cascade &cascade) {
    int64_t bytes = 0;
    for (int32_t i = cascade.first; i <= cascade.last; ++i)
      bytes = std::max(bytes, planner.getResidentBytes(i));
    return double(bytes + cascade.bytes) > 0.6 * double(machine.sramBytes);
  });
}

//===----------------------------------------------------------------------===//
// Planning
//===----------------------------------------------------------------------===//

/// Data that is kept from network to network.
struct NetworkPlanner::Memory {
  TilingMemory tilings;
  /// Kept to reuse their memory.
  TileProgram program;
  TileSchedule schedule;
};

NetworkPlanner::NetworkPlanner(engine::TargetAttr target,
                               engine::ElementKind type)
    : target(target), type(type), memory(std::make_unique<Memory>()) {}
NetworkPlanner::~NetworkPlanner() = default;

void NetworkPlanner::clear() { memory->tilings.clear(); }

/// Takes cascades apart if the compiler would have to do so during placement.
/// Operations after the last cascade have little influence on this.
static void settleCascades(Planner &planner, const engine::Machine &machine,
                           const PlanOptions &options, TileProgram &program,
                           TileSchedule &schedule) {
  if (!isTight(planner, machine))
    return;
  (void)placeProgram(planner, machine, options, program, schedule,
                     EmitDetail::Memory, planner.getCascades().back().last + 1);
}

FailureOr<NetworkPlan> NetworkPlanner::plan(const Graph &graph,
                                            const PlanOptions &options,
                                            CompileFailure &reason) {
  Planner planner(graph, target, type, memory->tilings);
  int32_t failed = -1;
  // Cascades are added afterwards.
  PlanOptions first = options;
  first.cascades = false;
  if (mlir::failed(checkGraph(graph, target, type, reason.message, failed)) ||
      mlir::failed(planner.plan(first, reason.message, failed))) {
    const Node &node = graph.nodes[failed];
    reason.loc = node.loc;
    reason.op = node.opName.str();
    reason.layer = node.getName();
    return failure();
  }
  NetworkPlan plan;
  plan.arenaBytes = getArenaBytes(graph);
  plan.steps = buildSteps(graph, planner, target, type);
  if (!options.cascades)
    return plan;
  planner.addCascades();
  settleCascades(planner, target.getMachine(), options, memory->program,
                 memory->schedule);
  if (planner.hasCascades()) {
    plan.singles = std::move(plan.steps);
    plan.steps = buildSteps(graph, planner, target, type);
  }
  return plan;
}

FailureOr<NetworkPlan> NetworkPlanner::plan(FunctionOpInterface function,
                                            CompileFailure &reason) {
  return plan(buildGraph(function, target.getMachine(), type), PlanOptions(),
              reason);
}

FailureOr<NetworkPlan> NetworkPlanner::plan(const Workload &workload,
                                            Location loc,
                                            CompileFailure &reason) {
  if (workload.kind == WorkloadKind::View)
    return NetworkPlan();
  PlanOptions options;
  options.keepTensors = options.cascades = false;
  return plan(buildGraph(workload, "", loc, target.getMachine(), type), options,
              reason);
}

/// Returns the operation that adds a second tensor in the drain of `node`.
static WorkloadOpInterface findSum(const Node &node) {
  for (Operation *op : node.mapped.drained)
    if (llvm::is_contained(op->getOperands(), node.mapped.residual))
      return dyn_cast<WorkloadOpInterface>(op);
  return nullptr;
}

FailureOr<std::vector<NetworkPlan>>
NetworkPlanner::planLayers(FunctionOpInterface function,
                           CompileFailure &reason) {
  Graph graph = buildGraph(function, target.getMachine(), type);
  std::vector<NetworkPlan> plans;
  auto add = [&](const Workload &workload, const Node &node, Operation *op) {
    FailureOr<NetworkPlan> layer = plan(workload, node.loc, reason);
    if (failed(layer)) {
      reason.op = node.opName.str();
      reason.layer = node.getName();
      return failure();
    }
    for (PlannedStep &step : layer->steps)
      if (op)
        step.operations = {op};
    layer->arenaBytes = plans.empty() ? getArenaBytes(graph) : 0;
    plans.push_back(std::move(*layer));
    return success();
  };
  for (const Node &node : graph.nodes) {
    if (failed(add(node.workload, node, node.mapped.op)))
      return failure();
    if (node.residual < 0)
      continue;
    if (WorkloadOpInterface sum = findSum(node))
      if (failed(add(sum.getWorkload(), node, sum)))
        return failure();
  }
  return plans;
}

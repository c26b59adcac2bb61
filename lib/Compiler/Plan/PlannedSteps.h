//===- PlannedSteps.h - Planned steps of a network --------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_COMPILER_PLAN_PLANNEDSTEPS_H
#define LIB_COMPILER_PLAN_PLANNEDSTEPS_H

#include "Planner.h"
#include "tenon/Compiler/Plan/NetworkPlan.h"

namespace tenon::compiler {

/// Returns the decisions of `planner` for the operations of `graph`, in the
/// order in which they run.
std::vector<PlannedStep> buildSteps(const Graph &graph, const Planner &planner,
                                    engine::TargetAttr target,
                                    engine::ElementKind type);

} // namespace tenon::compiler

#endif // LIB_COMPILER_PLAN_PLANNEDSTEPS_H

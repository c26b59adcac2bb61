//===- HostSteps.h - What the host of a machine does ------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TOOLS_TENON_SIM_HOSTSTEPS_H
#define TOOLS_TENON_SIM_HOSTSTEPS_H

#include "Report.h"
#include "mlir/IR/BuiltinOps.h"

namespace tenon {

/// What a step on the host costs: a fixed time, and that of its operands and
/// results on the link to the machine.
struct HostPrice {
  /// 10^6 bytes a second.
  double bandwidth = 1000;
  /// In microseconds.
  double start = 20;
};

/// The steps of a network whose floats are deployed as `type`, in its order.
std::vector<HostStep> getHostSteps(mlir::ModuleOp module,
                                   engine::ElementKind type,
                                   const HostPrice &price);

/// A table of the steps, and the latency of all programs and steps one after
/// the other; nothing without steps.
void printHostTable(llvm::raw_ostream &os, llvm::ArrayRef<ReportInput> programs,
                    llvm::ArrayRef<HostStep> steps, const HostPrice &price);

} // namespace tenon

#endif // TOOLS_TENON_SIM_HOSTSTEPS_H

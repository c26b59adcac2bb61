//===- Topology.h - Runs the layers of a topology file ----------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TOOLS_TENON_SIM_TOPOLOGY_H
#define TOOLS_TENON_SIM_TOPOLOGY_H

#include "Report.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "tenon/Systolic/Topology.h"

namespace tenon {

/// The layers of a file with its name, which stands for the network.
struct Topology {
  std::string name;
  std::vector<systolic::TopologyLayer> layers;
};

/// Reads a topology file. Fails with a diagnostic at its line.
mlir::FailureOr<Topology> readTopology(mlir::MLIRContext *context,
                                       llvm::StringRef path);

/// A module with one program, in which each layer is a segment of its own.
/// Fails with a diagnostic at the line that the machine cannot run.
mlir::OwningOpRef<mlir::ModuleOp> compileTopology(const Topology &topology,
                                                  llvm::StringRef path,
                                                  engine::TargetAttr target,
                                                  engine::ElementKind type);

/// Runs each layer on a systolic array and prints what it took.
void runSystolic(llvm::raw_ostream &os, const Topology &topology,
                 engine::SystolicAttr machine, systolic::Dataflow dataflow,
                 ReportKind kind);

} // namespace tenon

#endif // TOOLS_TENON_SIM_TOPOLOGY_H

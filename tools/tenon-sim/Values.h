//===- Values.h - Values of a run against the network -----------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TOOLS_TENON_SIM_VALUES_H
#define TOOLS_TENON_SIM_VALUES_H

#include "Options.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "tenon/Simulator/Functional/Functional.h"
#include "tenon/Tooling/NetworkTensors.h"
#include "llvm/ADT/DenseMap.h"
#include <map>

namespace tenon {

/// What a network computes: the results that a program must have, and what is
/// constant.
class Reference {
public:
  /// Runs `function` on the inputs that the options name. Reports why it can
  /// not run.
  mlir::LogicalResult run(mlir::func::FuncOp function, const Options &options);

  /// Runs the data through `program`, compares the results, and writes those
  /// that the options name. Adds a difference for each result.
  mlir::LogicalResult check(engine::ProgramOp program, const ProgramMap &map,
                            const Trace &trace, const Options &options,
                            std::vector<ValueDifference> &differences) const;

private:
  /// The first operation that gives something else than in the network; empty
  /// if there is none.
  std::string findCulprit(const ProgramMap &map, const ValueRun &run,
                          double tolerance) const;

  llvm::SmallVector<HostTensor> inputs, results;
  std::vector<std::string> names;
  /// Of results that are written.
  TensorFiles files;
  llvm::DenseMap<mlir::Value, HostTensor> constants;
  /// Of all results of operations.
  llvm::DenseMap<mlir::Value, TensorSum> sums;
};

/// References by the names of the programs that the functions become.
using References = std::map<std::string, Reference>;

/// The name of the program that a function becomes.
std::string getProgramName(mlir::func::FuncOp function);

/// Gives the parameters of `module` that have no values random ones, computes
/// those that are expressions, and runs all functions. Reports what cannot
/// run.
mlir::FailureOr<References> runReferences(mlir::ModuleOp module,
                                          const Options &options);

} // namespace tenon

#endif // TOOLS_TENON_SIM_VALUES_H

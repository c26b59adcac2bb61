//===- Functional.h - Execution of programs on data -------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SIMULATOR_FUNCTIONAL_FUNCTIONAL_H
#define TENON_SIMULATOR_FUNCTIONAL_FUNCTIONAL_H

#include "dialects/Engine/IR/Engine.h"
#include "tenon/Compiler/Program/ProgramMap.h"
#include "tenon/Simulator/Trace.h"
#include "tenon/Support/HostTensor.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <cmath>

namespace tenon {

/// Returns the value of a constant of the network: a parameter, or a value that
/// is computed from parameters only.
using ConstantSource = llvm::function_ref<HostTensor(mlir::Value)>;

/// Sums over all elements of a tensor. They distinguish tensors without storing
/// them.
struct TensorSum {
  double sum = 0, magnitude = 0;

  void add(double value) {
    sum += value;
    magnitude += std::abs(value);
  }
  /// Returns true if the sums differ by at most `tolerance` times the
  /// magnitude.
  bool isNear(const TensorSum &other, double tolerance) const;
};

/// The result of running a program on data.
struct ValueRun {
  llvm::SmallVector<HostTensor> results;
  /// For each operation of the map that computes values, the sums over all
  /// results of its commands.
  std::vector<TensorSum> sums;
};

/// Returns the commands of a run in the order in which they ended, without
/// barriers.
std::vector<uint32_t> getEndOrder(engine::ProgramOp program,
                                  const Trace &trace);

/// Runs a program on data. The function writes `inputs` to DRAM, executes the
/// commands of `order`, each of which reads and writes the bytes that it names,
/// and reads the results from DRAM. Elements have the values of the network,
/// regardless of their deployed type. Sums of floats with up to 32 bits are
/// computed with 32 bits. Fails with a diagnostic at a command that reads data
/// that no command has written.
mlir::FailureOr<ValueRun> runValues(engine::ProgramOp program,
                                    const ProgramMap &map,
                                    llvm::ArrayRef<uint32_t> order,
                                    llvm::ArrayRef<HostTensor> inputs,
                                    ConstantSource constants);

} // namespace tenon

#endif // TENON_SIMULATOR_FUNCTIONAL_FUNCTIONAL_H

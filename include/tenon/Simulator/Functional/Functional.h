//===- Functional.h - Data on its way through a program -------------*- C++
//-*-===//
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

/// Gives the value of a constant of the network: of a parameter, or of what is
/// computed from parameters alone.
using ConstantSource = llvm::function_ref<HostTensor(mlir::Value)>;

/// Sums over all elements of a tensor, by which tensors can be told apart
/// without keeping them.
struct TensorSum {
  double sum = 0, magnitude = 0;

  void add(double value) {
    sum += value;
    magnitude += std::abs(value);
  }
  /// True if the sums differ by at most `tolerance` of the magnitude.
  bool isNear(const TensorSum &other, double tolerance) const;
};

/// What became of data in a program.
struct ValueRun {
  llvm::SmallVector<HostTensor> results;
  /// Of each operation of the map that computes, over all that its commands
  /// gave.
  std::vector<TensorSum> sums;
};

/// The commands of a run in the order in which they ended, barriers aside.
std::vector<uint32_t> getEndOrder(engine::ProgramOp program,
                                  const Trace &trace);

/// Runs data through a program: `inputs` are put into DRAM, each command of
/// `order` reads and writes the bytes that it names, and the results are what
/// is in DRAM then. Elements keep the values that they have in the network,
/// whatever type they are deployed as; sums of floats up to 32 bits are of 32
/// bits. Fails with a diagnostic at the command that reads what no command
/// wrote.
mlir::FailureOr<ValueRun> runValues(engine::ProgramOp program,
                                    const ProgramMap &map,
                                    llvm::ArrayRef<uint32_t> order,
                                    llvm::ArrayRef<HostTensor> inputs,
                                    ConstantSource constants);

} // namespace tenon

#endif // TENON_SIMULATOR_FUNCTIONAL_FUNCTIONAL_H

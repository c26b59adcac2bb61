//===- WorkloadPricer.h - Cycles of one workload, remembered ------------*- C++
//-*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_WORKLOADPRICER_H
#define TENON_COMPILER_WORKLOADPRICER_H

#include "dialects/Engine/IR/Engine.h"
#include "dialects/Interfaces/Workload.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"

namespace tenon {

/// What an operation, barrier included, or a network costs on a machine.
struct Price {
  int64_t cycles = 0;
  /// Cycles in which the array made a step.
  int64_t arrayCycles = 0;
  /// Bytes on the DRAM bus, whole bursts.
  int64_t dramReadBytes = 0, dramWriteBytes = 0;
  /// Bytes behind the highest SRAM address used.
  int64_t sramBytes = 0;
  int64_t commands = 0;
};

/// Prices workloads on one machine by compiling and simulating them. The time
/// between barriers is free of context (barrier_r1), so the price of a network
/// is the sum of those of its operations. Prices are remembered by
/// Workload::getKey. Not safe for concurrent use: one pricer a thread.
class WorkloadPricer {
public:
  /// Works in the context of `target`; `type` is the deployed type.
  WorkloadPricer(engine::TargetAttr target, engine::ElementKind type)
      : target(target), type(type) {}

  /// The price of `workload`; fails with one line if the machine can not run
  /// it. Failures are remembered as well.
  llvm::Expected<Price> price(const Workload &workload);

  engine::TargetAttr getTarget() const { return target; }
  engine::ElementKind getType() const { return type; }
  /// How many prices were simulated, and how many were remembered.
  int64_t getNumSimulated() const { return numSimulated; }
  int64_t getNumRemembered() const { return numRemembered; }

private:
  struct Entry {
    Price price;
    std::string error;
  };
  Entry simulate(const Workload &workload) const;

  engine::TargetAttr target;
  engine::ElementKind type;
  llvm::StringMap<Entry> entries;
  int64_t numSimulated = 0, numRemembered = 0;
};

/// What the network of `function` costs as one program, without a barrier.
/// Fails with one line that names the layer that the machine can not run.
llvm::Expected<Price> priceNetwork(mlir::FunctionOpInterface function,
                                   engine::TargetAttr target,
                                   engine::ElementKind type);

} // namespace tenon

#endif // TENON_COMPILER_WORKLOADPRICER_H

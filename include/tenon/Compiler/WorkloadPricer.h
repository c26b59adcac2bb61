//===- WorkloadPricer.h - Cached costs of workloads -------------*- C++ -*-===//
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

/// The cost of an operation, including its barrier, or of a network on a
/// machine.
struct Price {
  int64_t cycles = 0;
  /// Number of cycles in which the array made a step.
  int64_t arrayCycles = 0;
  /// Number of bytes on the DRAM bus, in whole bursts.
  int64_t dramReadBytes = 0, dramWriteBytes = 0;
  /// Number of bytes up to the end of the highest SRAM address used.
  int64_t sramBytes = 0;
  int64_t commands = 0;
};

/// Determines the costs of workloads on one machine by compiling and simulating
/// them. The time between barriers is independent of the context (barrier_r3),
/// so the cost of a network is the sum of the costs of its operations. Costs
/// are cached by Workload::getKey. Not thread-safe: use one pricer per thread.
class WorkloadPricer {
public:
  /// Uses the context of `target`; `type` is the deployed type.
  WorkloadPricer(engine::TargetAttr target, engine::ElementKind type)
      : target(target), type(type) {}

  /// Returns the cost of `workload`. Fails with a message of one line if the
  /// machine cannot run it. Failures are cached as well.
  llvm::Expected<Price> price(const Workload &workload);

  engine::TargetAttr getTarget() const { return target; }
  engine::ElementKind getType() const { return type; }
  /// Return the number of costs that were simulated, and the number that were
  /// found in the cache.
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

/// Returns the cost of the network of `function` as one program, without a
/// barrier. Fails with a message of one line that names the layer that the
/// machine cannot run.
llvm::Expected<Price> priceNetwork(mlir::FunctionOpInterface function,
                                   engine::TargetAttr target,
                                   engine::ElementKind type);

} // namespace tenon

#endif // TENON_COMPILER_WORKLOADPRICER_H

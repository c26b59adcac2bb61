//===- Measurement.h - Costs of subgraphs on a machine ----------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_MEASURE_MEASUREMENT_H
#define TENON_MEASURE_MEASUREMENT_H

#include "dialects/Engine/IR/Engine.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/Support/Error.h"
#include <optional>
#include <string>
#include <vector>

namespace tenon {

/// The cost of one operation of a measured subgraph. If the compiler implements
/// several operations together, their cost is attributed to the first of them.
struct OperationCost {
  /// Index of the operation in the function, and its name.
  int64_t position = 0;
  std::string name;
  /// Cycles, bytes on the DRAM bus, and energy in picojoules, which is 0 if the
  /// machine does not specify energies.
  int64_t cycles = 0, dramBytes = 0;
  double picojoules = 0;
};

/// The cost of a subgraph that runs as one program on a machine.
struct Measurement {
  /// Cycles of the program, and cycles in which the array made a step.
  int64_t cycles = 0, arrayCycles = 0;
  /// Number of bytes on the DRAM bus, in whole bursts.
  int64_t dramReadBytes = 0, dramWriteBytes = 0;
  /// Number of bytes up to the end of the highest SRAM address used.
  int64_t sramBytes = 0;
  /// Size of the liveness arena of the network (getArenaBytes); unknown in a
  /// store of version 1.
  std::optional<int64_t> arenaBytes;
  /// Energy (energy_r1); 0 if the machine does not specify energies.
  double picojoules = 0;
  /// Costs of operations in the order of the function, without operations that
  /// cost nothing.
  std::vector<OperationCost> operations;
};

/// Converts `module`, which must have one function, to a canonical form without
/// weights, names, locations and labels, in which equal subgraphs have equal
/// texts.
void makeCanonical(mlir::ModuleOp module);

/// Returns the text of a canonical module.
std::string getCanonicalText(mlir::ModuleOp module);
/// Returns the SHA-256 hash of a text as 64 hexadecimal digits.
std::string getTextHash(llvm::StringRef text);

/// Returns the text of a machine under which its measurements are stored.
std::string getTargetText(engine::TargetAttr target);

/// Compiles the canonical module for `target`, with floats deployed as `type`,
/// and simulates it. Fails with a message of one line that names the operation
/// that the machine cannot run.
llvm::Expected<Measurement> measureModule(mlir::ModuleOp module,
                                          engine::TargetAttr target,
                                          engine::ElementKind type);

} // namespace tenon

#endif // TENON_MEASURE_MEASUREMENT_H

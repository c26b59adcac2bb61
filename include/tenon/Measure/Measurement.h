//===- Measurement.h - What subgraphs cost on a machine ---------*- C++ -*-===//
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

/// What one operation of a measured subgraph takes. Work that the compiler does
/// for several operations at once is that of the first of them.
struct OperationCost {
  /// Its place among the operations of the function, and its name.
  int64_t position = 0;
  std::string name;
  /// Cycles, bytes on the DRAM bus, and energy in picojoules, 0 if the machine
  /// says nothing of energies.
  int64_t cycles = 0, dramBytes = 0;
  double picojoules = 0;
};

/// What a subgraph costs as one program on a machine.
struct Measurement {
  /// Cycles of the program, and those in which the array made a step.
  int64_t cycles = 0, arrayCycles = 0;
  /// Bytes on the DRAM bus, whole bursts.
  int64_t dramReadBytes = 0, dramWriteBytes = 0;
  /// Bytes up to the highest SRAM address used.
  int64_t sramBytes = 0;
  /// The liveness arena of the network (getArenaBytes); unknown if a store of
  /// version 1 has it.
  std::optional<int64_t> arenaBytes;
  /// Energy (energy_r1); 0 if the machine says nothing of energies.
  double picojoules = 0;
  /// In the order of the function; those that cost nothing are left out.
  std::vector<OperationCost> operations;
};

/// Gives `module`, which has one function, the form in which equal subgraphs
/// are equal texts: no weights, names, locations and labels.
void makeCanonical(mlir::ModuleOp module);

/// The text of a canonical module.
std::string getCanonicalText(mlir::ModuleOp module);
/// The SHA-256 of a text, 64 hexadecimal digits.
std::string getTextHash(llvm::StringRef text);

/// The text of a machine that its measurements are stored under.
std::string getTargetText(engine::TargetAttr target);

/// Compiles the canonical module for `target`, with floats deployed as `type`,
/// and simulates it. Fails with one line that names the operation that the
/// machine can not run.
llvm::Expected<Measurement> measureModule(mlir::ModuleOp module,
                                          engine::TargetAttr target,
                                          engine::ElementKind type);

} // namespace tenon

#endif // TENON_MEASURE_MEASUREMENT_H

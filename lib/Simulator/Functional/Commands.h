//===- Commands.h - Commands on data ----------------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_SIMULATOR_FUNCTIONAL_COMMANDS_H
#define LIB_SIMULATOR_FUNCTIONAL_COMMANDS_H

#include "Memory.h"
#include "Stages.h"
#include "tenon/Interpreter/Operations.h"
#include "tenon/Simulator/Functional/Functional.h"
#include "llvm/ADT/DenseMap.h"

namespace tenon::values {

/// Data that commands share: the memories, the constants, and data that is
/// created once per operation.
struct Machine {
  Machine(const ProgramMap &map, int64_t sramBytes, ConstantSource constants)
      : map(map), dram(map.dramBytes), sram(sramBytes), constants(constants),
        sums(map.nodes.size()), stages(map.nodes.size()),
        records(map.nodes.size()) {}

  /// Returns the stages of an operation of the vector unit.
  const Stages &getStages(int32_t node);
  /// Returns the records of an operation of the array (array_r11), represented
  /// by one number per channel.
  llvm::ArrayRef<uint64_t> getRecords(int32_t node);

  const ProgramMap &map;
  Memory dram, sram;
  ConstantSource constants;
  OperationRunner runner;
  TileOps tiles;
  std::vector<TensorSum> sums;

private:
  std::vector<std::optional<Stages>> stages;
  std::vector<std::vector<uint64_t>> records;
};

/// Run one command. Report an error at the command if it reads data that was
/// not written.
mlir::LogicalResult runArray(engine::ArrayOp op, const MappedCommand &command,
                             Machine &machine);
mlir::LogicalResult runVector(engine::VectorOp op, const MappedCommand &command,
                              Machine &machine);

/// Reports that a command reads `address` of a memory, which was not written.
mlir::LogicalResult reportUnwritten(mlir::Operation *op, llvm::StringRef memory,
                                    int64_t address);

} // namespace tenon::values

#endif // LIB_SIMULATOR_FUNCTIONAL_COMMANDS_H

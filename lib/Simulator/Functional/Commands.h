//===- Commands.h - What commands do with values ----------------*- C++ -*-===//
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

/// What commands share: the memories, the constants, and what is made once an
/// operation.
struct Machine {
  Machine(const ProgramMap &map, int64_t sramBytes, ConstantSource constants)
      : map(map), dram(map.dramBytes), sram(sramBytes), constants(constants),
        sums(map.nodes.size()), stages(map.nodes.size()),
        records(map.nodes.size()) {}

  /// The stages of an operation of the vector unit.
  const Stages &getStages(int32_t node);
  /// What stands for the records of an operation of the array (array_r11), a
  /// number a channel.
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

/// Each does what a command does; reports at the command if it reads what is
/// not there.
mlir::LogicalResult runArray(engine::ArrayOp op, const MappedCommand &command,
                             Machine &machine);
mlir::LogicalResult runVector(engine::VectorOp op, const MappedCommand &command,
                              Machine &machine);

/// Reports that a command reads `address` of a memory, where nothing is.
mlir::LogicalResult reportUnwritten(mlir::Operation *op, llvm::StringRef memory,
                                    int64_t address);

} // namespace tenon::values

#endif // LIB_SIMULATOR_FUNCTIONAL_COMMANDS_H

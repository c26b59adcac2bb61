//===- ProgramWriter.h - Engine programs from tile programs -----*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_COMPILER_PROGRAM_PROGRAMWRITER_H
#define LIB_COMPILER_PROGRAM_PROGRAMWRITER_H

#include "TileProgram.h"
#include "lib/Compiler/Graph/Graph.h"
#include "mlir/IR/Builders.h"

namespace tenon::compiler {

/// Inserts the commands of `program`, with the addresses and the order of
/// `schedule`, at the insertion point of `builder`. Each command waits for the
/// commands that write the data it reads, and for those that read or write the
/// memory it writes, in SRAM and in DRAM.
void writeProgram(mlir::OpBuilder &builder, const Graph &graph,
                  const TileProgram &program, const TileSchedule &schedule,
                  engine::ElementKind type);

/// Returns the map of the written program. Moves parts of the map out of
/// `program`.
ProgramMap makeMap(const Graph &graph, TileProgram &program,
                   const TileSchedule &schedule);

} // namespace tenon::compiler

#endif // LIB_COMPILER_PROGRAM_PROGRAMWRITER_H

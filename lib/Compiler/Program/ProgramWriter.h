//===- ProgramWriter.h - Tile programs as engine programs -------*- C++ -*-===//
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

/// Appends the commands of `program`, placed and ordered by `schedule`, where
/// `builder` stands. Each waits for what it has to: commands that write what it
/// reads, and that read or write what it writes, in SRAM and in DRAM.
void writeProgram(mlir::OpBuilder &builder, const Graph &graph,
                  const TileProgram &program, const TileSchedule &schedule,
                  engine::ElementKind type);

/// What the commands of the written program stand for; takes the parts of it
/// out of `program`.
ProgramMap makeMap(const Graph &graph, TileProgram &program,
                   const TileSchedule &schedule);

} // namespace tenon::compiler

#endif // LIB_COMPILER_PROGRAM_PROGRAMWRITER_H

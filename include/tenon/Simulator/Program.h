//===- Program.h - A program as plain commands ------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SIMULATOR_PROGRAM_H
#define TENON_SIMULATOR_PROGRAM_H

#include "dialects/Engine/IR/Engine.h"
#include <array>
#include <string>
#include <vector>

namespace tenon {

/// The units that commands wait in front of, and the barrier of the sequencer.
enum class Unit : uint8_t { Load, Store, Array, Vector, Barrier };

/// What the DMA needs of a load or store: the DRAM side of its region
/// (dma_r2), merged so that `strides[i] != sizes[i + 1] * strides[i + 1]`.
struct Transfer {
  int64_t address = 0;
  /// Outermost first; the last one is bytes, with stride 1. Unused leading
  /// sizes are 1.
  std::array<int64_t, 4> sizes = {1, 1, 1, 1};
  std::array<int64_t, 4> strides = {0, 0, 0, 1};
  /// Bytes that move, whole bursts not counted.
  int64_t getBytes() const { return sizes[0] * sizes[1] * sizes[2] * sizes[3]; }
};

/// What the array needs of a command (array_r1..array_r8), in cycles.
struct ArrayWork {
  /// Steps of one row of pixels, and rows: `ceil(W / P_p)` and H.
  int64_t stepsPerRow = 1, rows = 1;
  int64_t width = 1, pixelsPerStep = 1;
  /// Output channels, and how many make a block.
  int64_t outChannels = 1, channelsPerBlock = 1;
  /// Weight blocks of one output block: `R S ceil(C / P_c)`, or R S.
  int64_t weightBlocks = 1;
  int64_t loadCycles = 1, stepCycles = 1;
  /// Bytes of SRAM that the drain asks for in each cycle.
  int64_t drainPort = 0;
  /// What costs energy: its type, and the products and additions of its results
  /// as far as they exist.
  engine::ElementKind type = engine::ElementKind::I8;
  int64_t multiplyAccumulates = 0, accumulates = 0;
  /// Bytes of input that a step takes.
  int64_t inputBytes = 0;
};

/// One command, decoded.
struct Command {
  Unit unit = Unit::Barrier;
  /// Index of its work in `transfers`, `arrays` or `vectors`.
  uint32_t work = 0;
  /// Index of its layer in `layers` (layer_r1).
  uint32_t layer = 0;
  /// Its dependencies, as a range of `DecodedProgram::dependencies`.
  uint32_t firstDependency = 0, endDependency = 0;
};

/// Cycles of a vector command and the SRAM bytes it asks for in each.
struct VectorWork {
  int64_t cycles = 1;
  int64_t port = 0;
  /// Elements visited, and the same times the cost of the function.
  int64_t visits = 0, elements = 0;
};

/// A program without MLIR: flat arrays that simulators step through. The
/// machine is decoded with it, since cycles depend on it.
struct DecodedProgram {
  engine::Machine machine;
  std::vector<Command> commands;
  /// Indices of commands.
  std::vector<uint32_t> dependencies;
  std::vector<Transfer> transfers;
  std::vector<ArrayWork> arrays;
  std::vector<VectorWork> vectors;
  /// Names of the layers, in the order in which the program names them.
  std::vector<std::string> layers;
  /// Bytes behind the highest SRAM address that a command names.
  int64_t sramBytes = 0;
};

/// Decodes `program` for `target`. Fails with a diagnostic at the command if
/// the vector unit of the target lacks a function.
mlir::FailureOr<DecodedProgram> decodeProgram(engine::ProgramOp program,
                                              engine::TargetAttr target);

} // namespace tenon

#endif // TENON_SIMULATOR_PROGRAM_H

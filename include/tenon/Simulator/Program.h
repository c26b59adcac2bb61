//===- Program.h - A program as a list of commands --------------*- C++ -*-===//
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

/// The units with a queue of commands, and the barrier of the sequencer.
enum class Unit : uint8_t { Load, Store, Array, Vector, Barrier };

/// The DRAM side of a load or store, as specified in the command. SRAM strides
/// do not affect timing (dma_r2).
struct TransferShape {
  int64_t address = 0;
  /// Sizes, outermost first; the last one is a number of contiguous bytes.
  /// Unused dimensions come first and have size 1.
  std::array<int64_t, 4> sizes = {1, 1, 1, 1};
  /// Strides in bytes, for all dimensions except the last.
  std::array<int64_t, 3> strides = {0, 0, 0};
  /// Returns the number of transferred bytes, without rounding to whole bursts.
  int64_t getBytes() const { return sizes[0] * sizes[1] * sizes[2] * sizes[3]; }
};

/// The work of a command of the array (array_r1). Sizes are in elements.
struct ArrayShape {
  engine::ArrayMode mode = engine::ArrayMode::Standard;
  engine::ElementKind type = engine::ElementKind::I8;
  /// H, W and K of the output.
  int64_t rows = 1, width = 1, outChannels = 1;
  int64_t inChannels = 1;
  int64_t kernelRows = 1, kernelColumns = 1;
  engine::SumPart sums = engine::SumPart::Whole;
  bool hasResidual = false;
};

/// The work of a command of the vector unit (vec_r1).
struct VectorShape {
  engine::ElementKind type = engine::ElementKind::I8;
  int64_t pixels = 1, taps = 1, channels = 1;
  bool isAcrossLanes = false;
  /// Number of tensors that the command reads.
  int64_t inputs = 1;
  /// Cost of the function on the target, in cycles.
  int64_t cost = 1;
};

/// A decoded command.
struct Command {
  Unit unit = Unit::Barrier;
  /// Index of its shape in `transfers`, `arrays` or `vectors`.
  uint32_t work = 0;
  /// Index of its layer in `layers` (layer_r1).
  uint32_t layer = 0;
  /// Its dependencies, as a range of `DecodedProgram::dependencies`.
  uint32_t firstDependency = 0, endDependency = 0;
};

/// A program in a form that is independent of MLIR: flat arrays of commands
/// with their fields, and the machine. It contains no timing information. Each
/// simulator derives the numbers of bursts, blocks, steps and cycles
/// separately.
struct DecodedProgram {
  engine::Machine machine;
  std::vector<Command> commands;
  /// Indices of commands.
  std::vector<uint32_t> dependencies;
  std::vector<TransferShape> transfers;
  std::vector<ArrayShape> arrays;
  std::vector<VectorShape> vectors;
  /// Names of the layers, in the order of their first appearance.
  std::vector<std::string> layers;
  /// Number of bytes up to the end of the highest SRAM address that a command
  /// accesses.
  int64_t sramBytes = 0;
};

/// Decodes `program` for `target`. Fails with a diagnostic at the command if
/// the vector unit of the target does not support its function.
mlir::FailureOr<DecodedProgram> decodeProgram(engine::ProgramOp program,
                                              engine::TargetAttr target);

} // namespace tenon

#endif // TENON_SIMULATOR_PROGRAM_H

//===- Machine.h - The numbers that describe a machine ----------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef DIALECTS_ENGINE_IR_MACHINE_H
#define DIALECTS_ENGINE_IR_MACHINE_H

#include "llvm/ADT/Hashing.h"
#include <algorithm>
#include <cstdint>

namespace tenon::engine {

/// Element types on which a machine can compute.
enum class ElementKind : uint32_t { I8 = 0, I16 = 1, F16 = 2 };

/// Returns the size of one element in bytes: 1 for i8, 2 for i16 and f16.
inline int64_t getElementBytes(ElementKind kind) {
  return kind == ElementKind::I8 ? 1 : 2;
}

/// Rounds `value` up to a multiple of `unit`; both are positive.
inline int64_t alignUp(int64_t value, int64_t unit) {
  return (value + unit - 1) / unit * unit;
}

/// Returns `a / b`, rounded up; `a` is not negative and `b` is positive.
inline int64_t ceilDiv(int64_t a, int64_t b) { return (a + b - 1) / b; }

/// Alignment in bytes of SRAM addresses and of the channels of a pixel in SRAM
/// (sram_r3).
inline constexpr int64_t sramAlignment = 16;

/// Size of a partial sum or a bias in bytes.
inline constexpr int64_t accumulatorBytes = 4;

/// Number of consecutive bytes in the same DRAM channel (dram_r1).
inline constexpr int64_t channelInterleave = 256;

/// How a number of a machine is written.
enum class FieldKind {
  /// A whole number.
  Number,
  /// A percentage, written as a fraction with two digits. It is printed only if
  /// it differs from its value in MachineFields.inc.
  Percent
};

/// The numbers of a machine, as defined in `docs/Engine.md`. MachineFields.inc
/// lists their units, minimum values and default values. The struct is
/// deliberately trivially copyable, because attributes store it in their
/// context.
struct Machine {
#define TENON_MACHINE_FIELD(section, key, member, kind, minimum, value, unit)  \
  int64_t member = minimum;
#include "dialects/Engine/IR/MachineFields.inc"
  /// True if an operation on the array starts when its whole input is loaded,
  /// as described in docs/Engine.md. Targets print it as `loads = whole_input`.
  bool loadsWholeInput = false;
  /// The deployed type of float tensors if the user does not specify one.
  ElementKind defaultType = ElementKind::I8;

  /// Returns the cycles of one array step of this type, without feeds
  /// (array_r6).
  int64_t getStepCycles(ElementKind kind) const {
    return kind == ElementKind::I8    ? stepI8
           : kind == ElementKind::I16 ? stepI16
                                      : stepF16;
  }
  /// Returns true if the array has a depthwise mode.
  bool hasDepthwise() const { return depthwiseC > 0 && depthwiseP > 0; }
  /// Returns the bytes per cycle of the widest SRAM port with any type
  /// (sram_r2), as a multiple of the alignment.
  int64_t getWidestPort() const {
    return alignUp(
        std::max({inputFeed, weightFeed, drainLanes * 2 * accumulatorBytes,
                  vectorLanes * 3 * 2}),
        sramAlignment);
  }
  /// Returns a number of nanoseconds in cycles of the clock, rounded up.
  int64_t getCycles(int64_t nanoseconds) const {
    return ceilDiv(nanoseconds * clockMhz, 1000);
  }
  /// Returns the number of bytes after which the sequence of DRAM channels,
  /// banks and columns repeats. Moving a tensor by a multiple of this number
  /// does not change its timing.
  int64_t getDramPeriod() const {
    return dramChannels * dramRowBytes * dramBanks * dramBanks;
  }

  bool operator==(const Machine &other) const;
  bool operator!=(const Machine &other) const { return !(*this == other); }
};

/// The energies of the events of a machine. EnergyFields.inc lists their units.
struct EnergyTable {
#define TENON_ENERGY_FIELD(key, member, unit) int64_t member = 0;
#include "dialects/Engine/IR/EnergyFields.inc"

  /// Returns the energy of one multiply-accumulate of this type in fJ.
  int64_t getMultiplyAccumulate(ElementKind kind) const {
    return kind == ElementKind::I8    ? macI8
           : kind == ElementKind::I16 ? macI16
                                      : macF16;
  }
};

/// Returns a hash of all numbers of `machine`.
llvm::hash_code hash_value(const Machine &machine);

} // namespace tenon::engine

#endif // DIALECTS_ENGINE_IR_MACHINE_H

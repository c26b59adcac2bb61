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

/// Element types that a machine computes with.
enum class ElementKind : uint32_t { I8 = 0, I16 = 1, F16 = 2 };

/// Bytes of one element: 1 for i8, 2 for i16 and f16.
inline int64_t getElementBytes(ElementKind kind) {
  return kind == ElementKind::I8 ? 1 : 2;
}

/// Rounds `value` up to a multiple of `unit`; both are positive.
inline int64_t alignUp(int64_t value, int64_t unit) {
  return (value + unit - 1) / unit * unit;
}

/// `a / b`, rounded up; `a` is not negative and `b` is positive.
inline int64_t ceilDiv(int64_t a, int64_t b) { return (a + b - 1) / b; }

/// SRAM addresses, and the channels of a pixel in SRAM, are aligned to this
/// many bytes (sram_r3).
inline constexpr int64_t sramAlignment = 16;

/// Bytes of a partial sum or a bias.
inline constexpr int64_t accumulatorBytes = 4;

/// Addresses change the DRAM channel every so many bytes (dram_r1).
inline constexpr int64_t channelInterleave = 256;

/// How a number of a machine is written.
enum class FieldKind {
  /// A whole number.
  Number,
  /// Percent, written as a fraction with two digits, and only if it differs
  /// from its value in MachineFields.inc.
  Percent
};

/// The numbers of a machine, as `docs/Engine.md` defines them. Units and least
/// values are in MachineFields.inc. Trivially copyable on purpose: attributes
/// store it in their context.
struct Machine {
#define TENON_MACHINE_FIELD(section, key, member, kind, minimum, value, unit)  \
  int64_t member = minimum;
#include "dialects/Engine/IR/MachineFields.inc"
  /// An operation of the array starts when its whole input is there, as
  /// docs/Engine.md says; targets print it as `loads = whole_input`.
  bool loadsWholeInput = false;
  /// The type that float tensors are deployed as unless the user says so.
  ElementKind defaultType = ElementKind::I8;

  /// Cycles of one array step of this type, feeds aside (array_r6).
  int64_t getStepCycles(ElementKind kind) const {
    return kind == ElementKind::I8    ? stepI8
           : kind == ElementKind::I16 ? stepI16
                                      : stepF16;
  }
  /// True if the array has a depthwise mode.
  bool hasDepthwise() const { return depthwiseC > 0 && depthwiseP > 0; }
  /// Bytes per cycle of the widest port of the SRAM with any type (sram_r2), a
  /// multiple of the alignment.
  int64_t getWidestPort() const {
    return alignUp(
        std::max({inputFeed, weightFeed, drainLanes * 2 * accumulatorBytes,
                  vectorLanes * 3 * 2}),
        sramAlignment);
  }
  /// Cycles of the clock in so many nanoseconds, rounded up.
  int64_t getCycles(int64_t nanoseconds) const {
    return ceilDiv(nanoseconds * clockMhz, 1000);
  }
  /// Bytes after which DRAM addresses meet the same channel, bank and column
  /// again: tensors may move by multiples of it without a change of timing.
  int64_t getDramPeriod() const {
    return dramChannels * dramRowBytes * dramBanks * dramBanks;
  }

  bool operator==(const Machine &other) const;
  bool operator!=(const Machine &other) const { return !(*this == other); }
};

/// What the events of a machine cost; units are in EnergyFields.inc.
struct EnergyTable {
#define TENON_ENERGY_FIELD(key, member, unit) int64_t member = 0;
#include "dialects/Engine/IR/EnergyFields.inc"

  /// fJ of one multiply-accumulate of this type.
  int64_t getMultiplyAccumulate(ElementKind kind) const {
    return kind == ElementKind::I8    ? macI8
           : kind == ElementKind::I16 ? macI16
                                      : macF16;
  }
};

/// Hashes all numbers of `machine`.
llvm::hash_code hash_value(const Machine &machine);

} // namespace tenon::engine

#endif // DIALECTS_ENGINE_IR_MACHINE_H

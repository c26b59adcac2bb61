//===- Measurements.h - Measurements of layers and networks on silicon ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CALIBRATION_MEASUREMENTS_H
#define TENON_CALIBRATION_MEASUREMENTS_H

#include "dialects/Interfaces/Workload.h"
#include "mlir/IR/MLIRContext.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include <optional>
#include <vector>

namespace tenon::calibration {

/// The kind of measurements in a file.
enum class MeasurementKind {
  /// Networks, with their latency in milliseconds.
  Networks,
  /// Single layers, with their cycles.
  Layers,
  /// Files with one network each, with the latency of the network in
  /// milliseconds.
  Models,
};

/// One measured line.
struct Measurement {
  /// Line number in the file, starting at 1.
  unsigned line = 0;
  /// The measured network or layer: the cells that describe it, or the path of
  /// a file.
  std::string name;
  /// Layers of the network, as indices into Measurements::groups, with
  /// repetitions.
  std::vector<uint32_t> groups;
  /// Milliseconds for a network, cycles for a layer.
  double measured = 0;
  bool hasSqueezeExcite = false;
};

/// The lines of a file, and the distinct layers of which they consist. A file
/// can have millions of lines, but has few layers in few groups.
struct Measurements {
  MeasurementKind kind = MeasurementKind::Networks;
  std::vector<Workload> layers;
  /// Sequences of layers, as indices into `layers`.
  std::vector<std::vector<uint32_t>> groups;
  std::vector<Measurement> rows;
};

/// A callback for errors. Its arguments are the line and the column of the
/// error, both starting at 1, and a message.
using MeasurementReport =
    llvm::function_ref<void(unsigned, unsigned, const llvm::Twine &)>;

/// Reads a file of comma-separated values. The first line contains the names of
/// the columns, in any order; docs/Silicon.md lists them. Columns that do not
/// describe a layer are ignored; other unknown columns are errors. Reports the
/// first error and returns nullopt if there is one.
std::optional<Measurements> readMeasurements(mlir::MLIRContext *context,
                                             llvm::StringRef text,
                                             MeasurementReport report);

} // namespace tenon::calibration

#endif // TENON_CALIBRATION_MEASUREMENTS_H

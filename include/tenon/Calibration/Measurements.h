//===- Measurements.h - What silicon took for layers and networks ---------===//
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

/// What a file has in its lines.
enum class MeasurementKind {
  /// Networks, with their latency in milliseconds.
  Networks,
  /// Single layers, with their cycles.
  Layers,
  /// Files with a network each, with its latency in milliseconds.
  Models,
};

/// One measured line.
struct Measurement {
  /// Its line in the file, from 1 on.
  unsigned line = 0;
  /// What it is of: the cells that say so, or the path of a file.
  std::string name;
  /// Its layers, as positions in Measurements::groups, each as often as it has
  /// it.
  std::vector<uint32_t> groups;
  /// Milliseconds of a network, cycles of a layer.
  double measured = 0;
  bool hasSqueezeExcite = false;
};

/// The lines of a file, and the distinct layers that they are made of. A file
/// may have millions of lines and has few layers, in few groups.
struct Measurements {
  MeasurementKind kind = MeasurementKind::Networks;
  std::vector<Workload> layers;
  /// Layers in their order, as positions in `layers`.
  std::vector<std::vector<uint32_t>> groups;
  std::vector<Measurement> rows;
};

/// Takes the line and the column of a mistake, both from 1 on, and what was
/// expected.
using MeasurementReport =
    llvm::function_ref<void(unsigned, unsigned, const llvm::Twine &)>;

/// Reads a file of comma-separated values, whose first line names the columns,
/// in any order; docs/Silicon.md says which. Columns that say nothing of a
/// layer are passed over, others are mistakes. Reports the first mistake and
/// returns nothing then.
std::optional<Measurements> readMeasurements(mlir::MLIRContext *context,
                                             llvm::StringRef text,
                                             MeasurementReport report);

} // namespace tenon::calibration

#endif // TENON_CALIBRATION_MEASUREMENTS_H

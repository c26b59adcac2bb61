//===- Examples.h - Networks with their measured costs ----------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_ESTIMATOR_EXAMPLES_H
#define TENON_ESTIMATOR_EXAMPLES_H

#include "tenon/Estimator/Features.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Error.h"

namespace tenon {
class Store;
} // namespace tenon
namespace tenon::calibration {
struct Measurement;
struct Measurements;
} // namespace tenon::calibration

namespace tenon::estimator {
struct Model;

/// A network with its measured latency and energy: cycles and picojoules on a
/// machine, or a latency in the unit in which it was measured.
struct Example {
  Network network;
  /// The origin of the example, and its name: the hash of a subgraph, or the
  /// line of a file.
  std::string family, name;
  double latency = 0, picojoules = 0;
  /// Latency and energy of each subgraph; empty if only the total is known.
  std::vector<double> latencies, energies;
  /// The liveness arena, if the store has it.
  std::optional<int64_t> arenaBytes;
};

/// Reads the measurements of `store` for a machine and type, in the order of
/// their hashes. Calls `progress`, if present, with the number of measurements
/// that have been read and their total number.
llvm::Expected<std::vector<Example>>
readExamples(Store &store, engine::TargetAttr target, engine::ElementKind type,
             llvm::function_ref<void(size_t, size_t)> progress = nullptr);

/// Builds the network of a file to which a measurement refers.
using NetworkLoader = llvm::function_ref<llvm::Expected<Network>(
    llvm::StringRef, engine::TargetAttr, engine::ElementKind)>;

/// Returns networks that were measured on silicon, planned for `target`. A
/// network that is a list of layers becomes a sequence of networks with one
/// operation each. `loader` loads the networks of files. Fails with a message
/// of one line that refers to the line of the measurement.
llvm::Expected<std::vector<Example>>
getExamples(const calibration::Measurements &measurements,
            engine::TargetAttr target, engine::ElementKind type,
            NetworkLoader loader);

/// Returns the family with which a measured row is evaluated (Example::family).
llvm::StringRef getFamily(const calibration::Measurements &measurements,
                          const calibration::Measurement &row);

/// Returns the estimated latency of each measured row, in the unit of `model`.
/// The result is that of `estimate` for the examples of the rows, without
/// creating these examples. Takes time and memory in proportion to the number
/// of distinct layers, plus one number per row.
llvm::Expected<std::vector<double>>
estimateRows(const Model &model, const calibration::Measurements &measurements,
             NetworkLoader loader);

} // namespace tenon::estimator

#endif // TENON_ESTIMATOR_EXAMPLES_H

//===- Examples.h - Networks with what they took ----------------*- C++ -*-===//
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

/// What a network took: cycles and picojoules of a machine, or whatever unit
/// its latency was measured in.
struct Example {
  Network network;
  /// Where it came from, and what names it: the hash of a subgraph, or the
  /// line of a file.
  std::string family, name;
  double latency = 0, picojoules = 0;
  /// The same of each subgraph; empty if only the total is known.
  std::vector<double> latencies, energies;
  /// The liveness arena, if the store has it.
  std::optional<int64_t> arenaBytes;
};

/// The measurements of `store` for a machine and type, by their hashes.
/// `progress`, if there is one, is told how many of how many are read.
llvm::Expected<std::vector<Example>>
readExamples(Store &store, engine::TargetAttr target, engine::ElementKind type,
             llvm::function_ref<void(size_t, size_t)> progress = nullptr);

/// Builds the network in a file that a measurement names.
using NetworkLoader = llvm::function_ref<llvm::Expected<Network>(
    llvm::StringRef, engine::TargetAttr, engine::ElementKind)>;

/// Networks that were measured on silicon, as `target` would see them. Those
/// that are lists of layers are as many networks of one operation in a row;
/// files are loaded by `loader`. Fails with one line that names the line of the
/// measurement.
llvm::Expected<std::vector<Example>>
getExamples(const calibration::Measurements &measurements,
            engine::TargetAttr target, engine::ElementKind type,
            NetworkLoader loader);

/// The family that a measured row is judged with (Example::family).
llvm::StringRef getFamily(const calibration::Measurements &measurements,
                          const calibration::Measurement &row);

/// What measured rows are expected to take, in the unit of `model`: the
/// latencies of `estimate` for their examples, which are not made. Takes time
/// and memory for distinct layers and a number a row.
llvm::Expected<std::vector<double>>
estimateRows(const Model &model, const calibration::Measurements &measurements,
             NetworkLoader loader);

} // namespace tenon::estimator

#endif // TENON_ESTIMATOR_EXAMPLES_H

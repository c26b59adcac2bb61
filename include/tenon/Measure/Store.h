//===- Store.h - Measurements on disk ---------------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_MEASURE_STORE_H
#define TENON_MEASURE_STORE_H

#include "tenon/Measure/Measurement.h"
#include <memory>
#include <optional>

struct sqlite3;

namespace tenon {

/// Under what a measurement is stored.
struct MeasurementKey {
  /// Hashes of the texts of the machine and of the subgraph (getTextHash), and
  /// the deployed type.
  std::string target, subgraph, type;
};

/// Where a sample came from: the number of it in a family, for a seed, and the
/// network and pipeline that made it.
struct SampleSource {
  std::string family;
  uint64_t seed = 0;
  int64_t index = 0;
  std::string network, pipeline;
};

/// A machine and type that a store has measurements of.
struct MeasuredTarget {
  /// The hash and the text of the machine, and the deployed type.
  std::string target, text, type;
  int64_t measurements = 0;
};

/// A subgraph that was measured, and the first sample that it came from.
struct StoredSubgraph {
  std::string hash, text, family, network, pipeline;
};

/// A file of SQLite with measurements: targets and subgraphs by their hashes,
/// what each pair costs, and which samples are which subgraphs. Samples and
/// measurements are written together, so what a killed run leaves is whole.
class Store {
public:
  /// Opens `path`, and makes it if it is not there. Fails if it is no store, or
  /// one of another version.
  static llvm::Expected<std::unique_ptr<Store>> open(llvm::StringRef path);
  /// Opens a store that is there, to read it only.
  static llvm::Expected<std::unique_ptr<Store>>
  openToRead(llvm::StringRef path);
  ~Store();

  /// The measurement under `key`, without its operations.
  llvm::Expected<std::optional<Measurement>> find(const MeasurementKey &key);
  /// Whether the sample has been added for `target` and `type`: then, why it
  /// could not be measured, empty if it was.
  llvm::Expected<std::optional<std::string>>
  findSample(const SampleSource &source, llvm::StringRef target,
             llvm::StringRef type);
  /// Adds a sample, with the texts behind the hashes of `key`, and its
  /// measurement if that is new. A sample that could not be measured has an
  /// `error` and no measurement.
  llvm::Error add(const SampleSource &source, const MeasurementKey &key,
                  llvm::StringRef targetText, llvm::StringRef subgraphText,
                  const Measurement *measurement, llvm::StringRef error);
  /// How many samples, and how many different measurements, there are for
  /// `target` and `type`.
  llvm::Expected<std::pair<int64_t, int64_t>> count(llvm::StringRef target,
                                                    llvm::StringRef type);
  /// What has been measured, by the texts of the machines.
  llvm::Expected<std::vector<MeasuredTarget>> getTargets();
  /// The subgraphs that were measured on a machine, by their hashes.
  llvm::Expected<std::vector<StoredSubgraph>>
  getSubgraphs(llvm::StringRef target, llvm::StringRef type);
  /// What the operations of a subgraph took, by their positions.
  llvm::Expected<std::vector<OperationCost>>
  getOperations(const MeasurementKey &key);

private:
  explicit Store(sqlite3 *database) : database(database) {}
  llvm::Error run(llvm::StringRef statements);
  llvm::Error prepare();
  llvm::Expected<bool> hasTables();
  llvm::Expected<bool> checkTables();
  llvm::Error checkIntegrity();

  sqlite3 *database;
  /// The version that the file had.
  int64_t version = 0;
};

} // namespace tenon

#endif // TENON_MEASURE_STORE_H

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

/// The key of a measurement.
struct MeasurementKey {
  /// Hashes of the texts of the machine and of the subgraph (getTextHash), and
  /// the deployed type.
  std::string target, subgraph, type;
};

/// The origin of a sample: its index in a family for a given seed, and the
/// network and the pipeline from which it was created.
struct SampleSource {
  std::string family;
  uint64_t seed = 0;
  int64_t index = 0;
  std::string network, pipeline;
};

/// A machine and a type for which a store has measurements.
struct MeasuredTarget {
  /// The hash and the text of the machine, and the deployed type.
  std::string target, text, type;
  int64_t measurements = 0;
};

/// A measured subgraph, and the first sample from which it came.
struct StoredSubgraph {
  std::string hash, text, family, network, pipeline;
};

/// An SQLite file with measurements. It contains targets and subgraphs by their
/// hashes, the cost of each pair, and the subgraph of each sample. Samples and
/// measurements are written together, so the file remains consistent if the
/// process is killed.
class Store {
public:
  /// Opens the store `path`, or creates it if it does not exist. Fails if the
  /// file is not a store or has a different version.
  static llvm::Expected<std::unique_ptr<Store>> open(llvm::StringRef path);
  /// Opens an existing store as read-only.
  static llvm::Expected<std::unique_ptr<Store>>
  openToRead(llvm::StringRef path);
  ~Store();

  /// Returns the measurement with this key, without its operations, or nullopt
  /// if there is none.
  llvm::Expected<std::optional<Measurement>> find(const MeasurementKey &key);
  /// Returns nullopt if the sample has not been added for `target` and `type`.
  /// Otherwise, returns the reason why it could not be measured, which is empty
  /// if it was measured.
  llvm::Expected<std::optional<std::string>>
  findSample(const SampleSource &source, llvm::StringRef target,
             llvm::StringRef type);
  /// Adds a sample, the texts whose hashes are in `key`, and the measurement of
  /// the sample if it is new. A sample that could not be measured has an
  /// `error` and no measurement.
  llvm::Error add(const SampleSource &source, const MeasurementKey &key,
                  llvm::StringRef targetText, llvm::StringRef subgraphText,
                  const Measurement *measurement, llvm::StringRef error);
  /// Returns the number of samples and the number of different measurements for
  /// `target` and `type`.
  llvm::Expected<std::pair<int64_t, int64_t>> count(llvm::StringRef target,
                                                    llvm::StringRef type);
  /// Returns all measured machines and types, in the order of the texts of the
  /// machines.
  llvm::Expected<std::vector<MeasuredTarget>> getTargets();
  /// Returns the subgraphs that were measured on a machine, in the order of
  /// their hashes.
  llvm::Expected<std::vector<StoredSubgraph>>
  getSubgraphs(llvm::StringRef target, llvm::StringRef type);
  /// Returns the costs of the operations of a subgraph, in the order of their
  /// positions.
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

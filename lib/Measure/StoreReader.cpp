//===- StoreReader.cpp - All measurements of a store ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Statement.h"
#include "tenon/Measure/Store.h"

using namespace tenon;
using namespace tenon::measure;

llvm::Expected<std::vector<MeasuredTarget>> Store::getTargets() {
  Statement query(database,
                  "SELECT target, target.text, type, count(*) FROM measurement "
                  "JOIN target ON target.hash=measurement.target "
                  "GROUP BY target, type ORDER BY target.text, type");
  std::vector<MeasuredTarget> targets;
  if (llvm::Error error = query.forEach([&] {
        targets.push_back({query.getText(0), query.getText(1), query.getText(2),
                           query.getInteger(3)});
      }))
    return std::move(error);
  return targets;
}

llvm::Expected<std::vector<OperationCost>>
Store::getOperations(const MeasurementKey &key) {
  Statement query(database, "SELECT position, name, cycles, dram_bytes, "
                            "picojoules FROM operation WHERE target=? AND "
                            "subgraph=? AND type=? ORDER BY position");
  query.bind(key.target).bind(key.subgraph).bind(key.type);
  std::vector<OperationCost> operations;
  if (llvm::Error error = query.forEach([&] {
        operations.push_back({query.getInteger(0), query.getText(1),
                              query.getInteger(2), query.getInteger(3),
                              query.getReal(4)});
      }))
    return std::move(error);
  return operations;
}

llvm::Expected<std::vector<StoredSubgraph>>
Store::getSubgraphs(llvm::StringRef target, llvm::StringRef type) {
  // A subgraph of several families belongs to the first one.
  Statement query(
      database,
      "SELECT subgraph, text, min(family), network, pipeline FROM sample "
      "JOIN subgraph ON hash=subgraph WHERE target=? AND type=? AND error='' "
      "GROUP BY subgraph ORDER BY subgraph");
  query.bind(target).bind(type);
  std::vector<StoredSubgraph> subgraphs;
  if (llvm::Error error = query.forEach([&] {
        subgraphs.push_back({query.getText(0), query.getText(1),
                             query.getText(2), query.getText(3),
                             query.getText(4)});
      }))
    return std::move(error);
  return subgraphs;
}

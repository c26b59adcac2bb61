//===- SearchTable.h - What a search found, for people and files ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TOOLS_TENON_NAS_SEARCHTABLE_H
#define TOOLS_TENON_NAS_SEARCHTABLE_H

#include "tenon/Search/Search.h"
#include "llvm/Support/raw_ostream.h"
#include <string>
#include <vector>

namespace tenon {

/// A network of the comparison.
struct SearchColumn {
  std::string title;
  /// What fills the holes; empty for the baseline.
  std::string choices;
  Metrics metrics;
  /// Within the bounds of the objective.
  bool feasible = true;
};

/// Prints the comparison, a row a metric, and what was chosen. The first
/// column is the baseline.
void printSearchTable(llvm::raw_ostream &os,
                      llvm::ArrayRef<SearchColumn> columns);

/// Quotes a word for a POSIX shell where it needs quotes.
std::string quoteForShell(llvm::StringRef word);

} // namespace tenon

#endif // TOOLS_TENON_NAS_SEARCHTABLE_H

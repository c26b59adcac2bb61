//===- Table.h - Text in columns --------------------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_REPORT_TABLE_H
#define TENON_REPORT_TABLE_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"
#include <string>
#include <vector>

namespace tenon {

/// A table of text for people to read, whatever is in the cells (escapeText):
///
///   network       cycles   change
///   ---------  ---------  -------
///   baseline   1,204,113
///   fitted       842,790  -30.0 %
class Table {
public:
  /// Where the text of a column stands.
  enum class Align { Left, Right };

  /// Adds a column; all columns come before the first row.
  void addColumn(llvm::StringRef title, Align align = Align::Left);
  /// Adds a row; cells that are left out are empty.
  void addRow(std::vector<std::string> cells);
  /// Adds a rule as below the titles, above a row of totals.
  void addRule();
  /// The number of rows, without rules.
  size_t getNumRows() const { return numRows; }
  /// Prints the table; each line starts with `indent` spaces, and none ends
  /// with one.
  void print(llvm::raw_ostream &os, unsigned indent = 0) const;

private:
  struct Column {
    std::string title;
    Align align;
    size_t width;
  };
  std::vector<Column> columns;
  /// A rule is a row without cells.
  std::vector<std::vector<std::string>> rows;
  size_t numRows = 0;
};

} // namespace tenon

#endif // TENON_REPORT_TABLE_H

//===- Table.h - Tables of text ---------------------------------*- C++ -*-===//
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

/// A human-readable table of text. Cells can contain arbitrary bytes, which are
/// escaped (escapeText):
///
///   network       cycles   change
///   ---------  ---------  -------
///   baseline   1,204,113
///   fitted       842,790  -30.0 %
class Table {
public:
  /// The alignment of the text in a column.
  enum class Align { Left, Right };

  /// Adds a column. All columns must be added before the first row.
  void addColumn(llvm::StringRef title, Align align = Align::Left);
  /// Adds a row. Missing cells at the end are empty.
  void addRow(std::vector<std::string> cells);
  /// Adds a rule like the one below the titles, for example above a row of
  /// totals.
  void addRule();
  /// Returns the number of rows, without rules.
  size_t getNumRows() const { return numRows; }
  /// Prints the table. Each line starts with `indent` spaces and has no
  /// trailing spaces.
  void print(llvm::raw_ostream &os, unsigned indent = 0) const;

private:
  struct Column {
    std::string title;
    Align align;
    size_t width;
  };
  std::vector<Column> columns;
  /// The rows of the table. A rule is a row without cells.
  std::vector<std::vector<std::string>> rows;
  size_t numRows = 0;
};

} // namespace tenon

#endif // TENON_REPORT_TABLE_H

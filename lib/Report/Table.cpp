//===- Table.cpp - Text in columns ----------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Report/Table.h"
#include "tenon/Report/Text.h"
#include "tenon/Support/Assert.h"
#include <algorithm>

using namespace llvm;

namespace tenon {

void Table::addColumn(StringRef title, Align align) {
  TENON_ASSERT(rows.empty(), "columns come before rows");
  std::string shown = escapeText(title);
  size_t width = getDisplayWidth(shown);
  columns.push_back({std::move(shown), align, width});
}

void Table::addRow(std::vector<std::string> cells) {
  TENON_ASSERT(cells.size() <= columns.size(), "more cells than columns");
  cells.resize(columns.size());
  for (std::string &cell : cells)
    cell = escapeText(cell);
  for (size_t i = 0; i < cells.size(); ++i)
    columns[i].width = std::max(columns[i].width, getDisplayWidth(cells[i]));
  rows.push_back(std::move(cells));
  ++numRows;
}

void Table::addRule() { rows.emplace_back(); }

void Table::print(raw_ostream &os, unsigned indent) const {
  auto printLine = [&](const std::vector<std::string> &cells) {
    std::string line(indent, ' ');
    for (size_t i = 0; i < cells.size(); ++i) {
      std::string padding(columns[i].width - getDisplayWidth(cells[i]), ' ');
      if (i > 0)
        line += "  ";
      line += columns[i].align == Align::Left ? cells[i] + padding
                                              : padding + cells[i];
    }
    os << StringRef(line).rtrim(' ') << '\n';
  };

  std::vector<std::string> titles, rule;
  for (const Column &column : columns) {
    titles.push_back(column.title);
    rule.emplace_back(column.width, '-');
  }
  printLine(titles);
  printLine(rule);
  for (const std::vector<std::string> &row : rows)
    printLine(row.empty() ? rule : row);
}

} // namespace tenon

//===- SearchTable.cpp - What a search found, for people and files --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SearchTable.h"
#include "tenon/Report/Format.h"
#include "tenon/Report/Table.h"
#include "tenon/Report/Text.h"

using namespace tenon;

namespace {
/// A row of the comparison.
struct Row {
  const char *metric;
  const char *title;
  unsigned decimals;
};
} // namespace

static constexpr Row kRows[] = {
    {"cycles", "cycles", 0},
    {"latency", "latency (ms)", 3},
    {"macs", "multiply-accumulates", 0},
    {"parameters", "parameters", 0},
    {"memory", "liveness arena (bytes)", 0},
    {"dram", "DRAM traffic (bytes)", 0},
    {"expressiveness", "expressiveness", 2},
};

void tenon::printSearchTable(llvm::raw_ostream &os,
                             llvm::ArrayRef<SearchColumn> columns) {
  Table table;
  table.addColumn("");
  for (const SearchColumn &column : columns) {
    table.addColumn(column.title, Table::Align::Right);
    if (&column != &columns.front())
      table.addColumn("", Table::Align::Right);
  }
  for (const Row &row : kRows) {
    std::vector<std::string> cells = {row.title};
    double before = columns.front().metrics.at(row.metric);
    for (const SearchColumn &column : columns) {
      double value = column.metrics.at(row.metric);
      cells.push_back(row.decimals ? formatNumber(value, row.decimals)
                                   : formatCount(int64_t(value)));
      if (&column != &columns.front())
        cells.push_back(formatChange(before, value));
    }
    table.addRow(std::move(cells));
  }
  table.print(os);
  os << '\n';
  for (const SearchColumn &column : columns.drop_front()) {
    os << column.title << ": " << escapeText(column.choices, Keep::Lines);
    if (!column.feasible)
      os << " (outside the bounds)";
    os << '\n';
  }
}

std::string tenon::quoteForShell(llvm::StringRef word) {
  auto isPlain = [](char c) {
    return isalnum(uint8_t(c)) || llvm::StringRef("_-./=:,@%+").contains(c);
  };
  if (!word.empty() && llvm::all_of(word, isPlain))
    return word.str();
  // What cannot be displayed is spelled out, as bash and zsh read it.
  if (escapeText(word, Keep::Lines) != word) {
    std::string spelled;
    for (char c : word)
      spelled +=
          c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    return "$'" + escapeText(spelled, Keep::Lines) + "'";
  }
  std::string quoted = "'";
  for (char c : word)
    quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

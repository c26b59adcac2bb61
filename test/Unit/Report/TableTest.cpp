//===- TableTest.cpp - Tests of tables ------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Report/Table.h"
#include "tenon/Report/Format.h"
#include "gtest/gtest.h"
#include <cstdint>
#include <limits>

using namespace tenon;

namespace {

std::string print(const Table &table, unsigned indent = 0) {
  std::string text;
  llvm::raw_string_ostream os(text);
  table.print(os, indent);
  return text;
}

TEST(Table, Aligns) {
  Table table;
  table.addColumn("network");
  table.addColumn("cycles", Table::Align::Right);
  table.addColumn("change", Table::Align::Right);
  table.addRow({"baseline", formatCount(1204113)});
  table.addRow({"fitted", formatCount(842790), formatChange(1204113, 842790)});
  EXPECT_EQ(table.getNumRows(), 2u);
  EXPECT_EQ(print(table), "network      cycles   change\n"
                          "--------  ---------  -------\n"
                          "baseline  1,204,113\n"
                          "fitted      842,790  -30.0 %\n");
}

TEST(Table, RulesIndentsAndCountsColumnsOfText) {
  Table table;
  table.addColumn("a");
  table.addColumn("b");
  table.addRow({"µs", "1"});
  table.addRule();
  table.addRow({"sum", "x y"});
  EXPECT_EQ(table.getNumRows(), 2u);
  EXPECT_EQ(print(table, 2), "  a    b\n"
                             "  ---  ---\n"
                             "  µs   1\n"
                             "  ---  ---\n"
                             "  sum  x y\n");
}

TEST(Table, MayBeEmpty) {
  Table table;
  table.addColumn("name");
  EXPECT_EQ(print(table), "name\n----\n");
}

TEST(Format, Count) {
  EXPECT_EQ(formatCount(0), "0");
  EXPECT_EQ(formatCount(999), "999");
  EXPECT_EQ(formatCount(1000), "1,000");
  EXPECT_EQ(formatCount(-123456), "-123,456");
  EXPECT_EQ(formatCount(std::numeric_limits<int64_t>::min()),
            "-9,223,372,036,854,775,808");
}

TEST(Format, Number) {
  EXPECT_EQ(formatNumber(1204.5, 2), "1,204.50");
  EXPECT_EQ(formatNumber(-0.001, 2), "0.00");
  EXPECT_EQ(formatNumber(-1234567.8, 0), "-1,234,568");
  EXPECT_EQ(formatNumber(0.123456, 4), "0.1235");
  EXPECT_EQ(formatNumber(std::numeric_limits<double>::infinity(), 1), "n/a");
}

TEST(Format, Change) {
  EXPECT_EQ(formatChange(100, 87.7), "-12.3 %");
  EXPECT_EQ(formatChange(100, 104), "+4.0 %");
  EXPECT_EQ(formatChange(100, 100.01), "0.0 %");
  EXPECT_EQ(formatChange(100, 99.99), "0.0 %");
  EXPECT_EQ(formatChange(1, 21, 0), "+2,000 %");
  EXPECT_EQ(formatChange(-10, -9), "+10.0 %");
  EXPECT_EQ(formatChange(0, 1), "n/a");
  EXPECT_EQ(formatChange(0, 0), "n/a");
}

TEST(Format, Bytes) {
  EXPECT_EQ(formatBytes(512), "512 B");
  EXPECT_EQ(formatBytes(-1), "-1 B");
  EXPECT_EQ(formatBytes(1536), "1.5 KiB");
  EXPECT_EQ(formatBytes(-1536), "-1.5 KiB");
  EXPECT_EQ(formatBytes(20 << 20), "20.0 MiB");
  EXPECT_EQ(formatBytes((1 << 20) - 1), "1.0 MiB");
  EXPECT_EQ(formatBytes(int64_t(1) << 62), "4,194,304.0 TiB");
}

} // namespace

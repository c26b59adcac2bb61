//===- ColumnsTest.cpp - Tests of columns of others -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Support/Columns.h"
#include "gtest/gtest.h"

using namespace tenon;

namespace {

TEST(Columns, PassesOverWhatSaysNothingOfALayer) {
  for (const char *name :
       {"", "id", "comment", "Notes", "macs_M", "params_M", "top1_percent",
        "accuracy_1", "multiply_accumulates", "cycles_output_stationary",
        "energy_uj", "latency (ms)", "Device", "top1", "source-url"})
    EXPECT_TRUE(isHarmlessColumn(name)) << name;
}

TEST(Columns, RefusesWhatMaySayWhatALayerIs) {
  for (const char *name :
       {"groups", "Batch", "Padding", "pad_h", "dilation_w", "kernel", "M", "m",
        "stride_bytes", "input", "layers", "time_steps", "foo", "width",
        "batch_id", "sparsity"})
    EXPECT_FALSE(isHarmlessColumn(name)) << name;
}

TEST(Columns, KnowsValuesThatChangeNothing) {
  EXPECT_EQ(getNeutralValue("Batch Size"), "1");
  EXPECT_EQ(getNeutralValue("groups"), "1");
  EXPECT_EQ(getNeutralValue("Padding"), "0");
  EXPECT_EQ(getNeutralValue("Sparsity"), "1:1");
  EXPECT_EQ(getNeutralValue("pad_h"), "");
  EXPECT_EQ(getNeutralValue("comment"), "");
}

} // namespace

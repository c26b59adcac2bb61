//===- SimulatorTest.cpp - The simulators at their limits -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Simulator/Simulator.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace tenon;

namespace {
/// Each test is for both simulators.
using SimulatorTest =
    testing::TestWithParam<llvm::Expected<SimulationResult> (*)(
        const DecodedProgram &, Trace *)>;

engine::Machine getMachine() {
  MLIRContext context;
  return engine::getPreset(&context, "ne-medium").getMachine();
}
} // namespace

// sram_r2: a port that is wider than the SRAM is never granted. Verified
// targets have none, so this machine is made by hand.
TEST_P(SimulatorTest, DeadlockPrintsQueues) {
  DecodedProgram program;
  program.machine = getMachine();
  program.machine.sramBytesPerCycle = 1;
  program.vectors.resize(2);
  program.layers = {"layer"};
  program.commands = {{Unit::Vector, 0, 0, 0, 0}, {Unit::Vector, 1, 0, 0, 0}};
  llvm::Expected<SimulationResult> result = GetParam()(program, nullptr);
  ASSERT_FALSE(bool(result));
  std::string text = llvm::toString(result.takeError());
  EXPECT_NE(text.find("no progress since cycle"), std::string::npos);
  EXPECT_NE(text.find("vector [1]"), std::string::npos);
}

TEST_P(SimulatorTest, EmptyProgramTakesNoTime) {
  DecodedProgram program;
  program.machine = getMachine();
  llvm::Expected<SimulationResult> result = GetParam()(program, nullptr);
  ASSERT_TRUE(bool(result));
  EXPECT_EQ(result->total.cycles, 0);
}

// stall_r1: every cycle has one cause.
TEST_P(SimulatorTest, CausesAddUp) {
  DecodedProgram program;
  program.machine = getMachine();
  TransferShape transfer;
  transfer.sizes[3] = 4096;
  program.transfers = {transfer};
  program.vectors.resize(1);
  program.vectors[0].channels = 1600;
  program.layers = {"layer"};
  program.dependencies = {0};
  program.commands = {{Unit::Load, 0, 0, 0, 0},
                      {Unit::Vector, 0, 0, 0, 1},
                      {Unit::Barrier, 0, 0, 1, 1}};
  llvm::Expected<SimulationResult> result = GetParam()(program, nullptr);
  ASSERT_TRUE(bool(result));
  int64_t sum = 0;
  for (int64_t cycles : result->total.causes)
    sum += cycles;
  EXPECT_EQ(sum, result->total.cycles);
  EXPECT_EQ(result->layers.size(), 1u);
  EXPECT_EQ(result->total.dramReadBytes, 4096);
}

// dma_r5: bursts may be in flight for longer than any other work takes.
TEST_P(SimulatorTest, LongFlightIsNoDeadlock) {
  DecodedProgram program;
  program.machine = getMachine();
  program.machine.dmaOutstanding = program.machine.tRp = 65536;
  TransferShape transfer;
  transfer.sizes[3] = 64;
  transfer.sizes[2] = 32;
  transfer.strides[2] = program.machine.getDramPeriod();
  program.transfers = {transfer};
  program.layers = {"layer"};
  program.commands = {{Unit::Load, 0, 0, 0, 0}};
  llvm::Expected<SimulationResult> result = GetParam()(program, nullptr);
  ASSERT_TRUE(bool(result));
  EXPECT_GT(result->total.cycles, 32 * 65536);
  EXPECT_EQ(result->total.dramRowMisses, 32);
}

INSTANTIATE_TEST_SUITE_P(Both, SimulatorTest,
                         testing::Values(simulateTick, simulateFast));

//===- ScheduleTest.cpp - Schedules and what is wrong with them -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/Compiler/Schedule/ScheduleTiles.h"
#include "lib/Compiler/Schedule/VerifySchedule.h"
#include "mlir/IR/MLIRContext.h"
#include "gtest/gtest.h"

using namespace tenon;
using namespace tenon::compiler;

/// Two times: a load, a sweep on what it loaded, a store.
static TileProgram makeProgram() {
  TileProgram program;
  for (int32_t i : {0, 1}) {
    int32_t in = 2 * i, out = in + 1;
    program.buffers.push_back({128, false});
    program.buffers.push_back({64, false});
    Move load;
    load.bytes = 128;
    load.sram = {in, 0, 128};
    Move store;
    store.bytes = 64;
    store.sram = {out, 0, 64};
    VectorStep step;
    step.function = "max";
    step.inputs.push_back({in, 0, 128});
    step.output = {out, 0, 64};
    program.commands.push_back({TileUnit::Load, i, 2 * i});
    program.commands.push_back({TileUnit::Vector, i, i});
    program.commands.push_back({TileUnit::Store, i, 2 * i + 1});
    program.moves.push_back(load);
    program.moves.push_back(store);
    program.vectors.push_back(step);
  }
  return program;
}

TEST(Schedule, IsFoundAndValid) {
  mlir::MLIRContext context;
  context.loadDialect<engine::EngineDialect>();
  engine::Machine machine =
      engine::getPreset(&context, "ne-small").getMachine();
  TileProgram program = makeProgram();
  EXPECT_EQ(checkTileProgram(program), "");
  for (int64_t bytes : {256, 512}) {
    machine.sramBytes = bytes;
    TileSchedule schedule;
    EXPECT_EQ(scheduleTiles(program, machine, {false, false}, false, schedule),
              std::nullopt);
    EXPECT_EQ(verifySchedule(program, schedule, bytes), "");
  }
  // A tile and its result do not fit.
  machine.sramBytes = 128;
  TileSchedule schedule;
  EXPECT_EQ(scheduleTiles(program, machine, {false, false}, false, schedule),
            0);
}

TEST(Schedule, VerifierFindsMistakes) {
  TileProgram program = makeProgram();
  TileSchedule schedule;
  schedule.addresses = {0, 128, 192, 320};
  schedule.order = {0, 3, 1, 2, 4, 5};
  EXPECT_EQ(verifySchedule(program, schedule, 512), "");
  EXPECT_EQ(verifySchedule(program, schedule, 256),
            "expected buffer 2 to be aligned and within memory");
  TileSchedule shared = schedule;
  shared.addresses[2] = 64;
  EXPECT_EQ(verifySchedule(program, shared, 512),
            "expected buffer 2 not to share memory with buffer 0");
  // One behind the other may.
  shared.order = {0, 1, 2, 3, 4, 5};
  EXPECT_EQ(verifySchedule(program, shared, 512), "");
  TileSchedule late = schedule;
  late.order = {0, 1, 2, 4, 3, 5};
  EXPECT_EQ(verifySchedule(program, late, 512),
            "expected command 4 to come behind its loads");
  late.order = {0, 3, 2, 1, 4, 5};
  EXPECT_EQ(verifySchedule(program, late, 512),
            "expected command 1 to stay behind those before it");
  late.order = {0, 3, 1, 1, 4, 5};
  EXPECT_EQ(verifySchedule(program, late, 512),
            "expected command 1 to be placed once");
  late.order = {0, 3, 1};
  EXPECT_EQ(verifySchedule(program, late, 512),
            "expected a place for each command");
}

TEST(Schedule, InputIsChecked) {
  TileProgram program = makeProgram();
  program.vectors[0].inputs[0].bytes = 129;
  EXPECT_EQ(checkTileProgram(program),
            "expected command 1 to stay within its buffers");
  program = makeProgram();
  program.moves[0].sram.buffer = 9;
  EXPECT_EQ(checkTileProgram(program),
            "expected command 0 to use a buffer that there is");
  program = makeProgram();
  std::swap(program.commands[0], program.commands[1]);
  EXPECT_EQ(checkTileProgram(program),
            "expected command 0 to read what is written");
}

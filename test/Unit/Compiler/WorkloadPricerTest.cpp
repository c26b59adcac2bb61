//===- WorkloadPricerTest.cpp - Prices are free of context ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Compiler/WorkloadPricer.h"
#include "Workloads.h"
#include "tenon/Compiler/Compile.h"
#include "tenon/Simulator/Simulator.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::testing;

namespace {
class PricerTest : public ::testing::Test {
protected:
  engine::TargetAttr getTarget(StringRef name = "ne-medium") {
    return engine::getPreset(&context, name);
  }
  int64_t getCycles(WorkloadPricer &pricer, const Workload &workload) {
    llvm::Expected<Price> price = pricer.price(workload);
    if (price)
      return price->cycles;
    ADD_FAILURE() << llvm::toString(price.takeError());
    return 0;
  }
  MLIRContext context{MLIRContext::Threading::DISABLED};
};
} // namespace

TEST_F(PricerTest, RememberedAndFreshPricesAgree) {
  WorkloadPricer pricer(getTarget(), engine::ElementKind::I8);
  Workload workload = makeConvolution(&context, 28, 32, 64, 3, 1);
  int64_t fresh = getCycles(pricer, workload);
  EXPECT_EQ(fresh, getCycles(pricer, workload));
  EXPECT_EQ(pricer.getNumSimulated(), 1);
  EXPECT_EQ(pricer.getNumRemembered(), 1);
  WorkloadPricer other(getTarget(), engine::ElementKind::I8);
  EXPECT_EQ(fresh, getCycles(other, workload));
}

// barrier_r3
TEST_F(PricerTest, SumOfLayersIsWholeProgram) {
  for (StringRef preset : engine::getPresetNames()) {
    engine::TargetAttr target = getTarget(preset);
    Workload workloads[] = {makeConvolution(&context, 56, 16, 96, 1, 1),
                            makeConvolution(&context, 56, 96, 96, 3, 2, 96),
                            makeAdd(&context, 28 * 28, 96),
                            makeMatmul(&context, 1, 1280, 1000),
                            makeConvolution(&context, 56, 16, 96, 1, 1)};
    OpBuilder builder(&context);
    OwningOpRef<engine::ProgramOp> program =
        engine::ProgramOp::create(builder, builder.getUnknownLoc(), "whole");
    builder.setInsertionPointToEnd(&program->getBody().emplaceBlock());
    WorkloadPricer pricer(target, engine::ElementKind::I8);
    int64_t sum = 0;
    for (const Workload &workload : workloads) {
      std::string error;
      ASSERT_TRUE(succeeded(
          compileWorkload(builder, builder.getUnknownLoc(), workload, target,
                          engine::ElementKind::I8, "layer", error)))
          << error;
      sum += getCycles(pricer, workload);
    }
    FailureOr<DecodedProgram> decoded = decodeProgram(*program, target);
    ASSERT_TRUE(succeeded(decoded));
    llvm::Expected<SimulationResult> result = simulateTick(*decoded);
    ASSERT_TRUE(bool(result)) << llvm::toString(result.takeError());
    EXPECT_EQ(result->total.cycles, sum);
    EXPECT_EQ(pricer.getNumRemembered(), 1);
  }
}

// array_r2: a channel more than a multiple of P_k costs a whole block.
TEST_F(PricerTest, OneChannelMoreCostsABlock) {
  WorkloadPricer pricer(getTarget(), engine::ElementKind::I8);
  int64_t even = getCycles(pricer, makeConvolution(&context, 28, 64, 64, 3, 1));
  int64_t odd = getCycles(pricer, makeConvolution(&context, 28, 64, 65, 3, 1));
  EXPECT_GT(odd, even * 3 / 2);
}

TEST_F(PricerTest, DeployedTypeCosts) {
  Workload workload = makeConvolution(&context, 28, 64, 64, 3, 1);
  WorkloadPricer i8(getTarget(), engine::ElementKind::I8);
  WorkloadPricer i16(getTarget(), engine::ElementKind::I16);
  WorkloadPricer f16(getTarget(), engine::ElementKind::F16);
  EXPECT_LT(getCycles(i8, workload), getCycles(i16, workload));
  EXPECT_LT(getCycles(i16, workload), getCycles(f16, workload));
}

TEST_F(PricerTest, UnknownFunctionIsAnError) {
  Workload workload = makeAdd(&context, 16, 16);
  workload.sweeps[0].function = "gamma";
  WorkloadPricer pricer(getTarget(), engine::ElementKind::I8);
  llvm::Expected<Price> price = pricer.price(workload);
  ASSERT_FALSE(bool(price));
  EXPECT_NE(llvm::toString(price.takeError()).find("but got 'gamma'"),
            std::string::npos);
}

/// Every kind of work compiles to a program that the verifier accepts.
TEST_F(PricerTest, ProgramsVerify) {
  Type f32 = Float32Type::get(&context);
  std::vector<Workload> workloads = {
      makeConvolution(&context, 224, 3, 32, 3, 2),
      makeConvolution(&context, 28, 128, 128, 3, 1, 32),
      makeConvolution(&context, 7, 2048, 2048, 3, 1),
      makeConvolution(&context, 112, 96, 96, 3, 2, 96),
      makeConvolution(&context, 30, 96, 192, 3, 1, 96),
      makeMatmul(&context, 3136, 768, 3072),
      makeMean(&context, 12544, 96),
      makeAdd(&context, 12544, 96)};
  Workload transpose;
  transpose.kind = WorkloadKind::Copy;
  RegionCopy copy;
  copy.from = TensorRegion::dense({1, 56, 56, 24}, f32);
  copy.to = TensorRegion::dense({1, 24, 56, 56}, f32);
  copy.to.sizes = copy.from.sizes;
  copy.to.strides = {24 * 56 * 56, 56, 1, 56 * 56};
  transpose.copies = {copy, RegionCopy{TensorRegion(), copy.from}};
  workloads.push_back(transpose);
  for (StringRef preset : engine::getPresetNames())
    for (const Workload &workload : workloads) {
      OpBuilder builder(&context);
      Location loc = builder.getUnknownLoc();
      OwningOpRef<ModuleOp> module = ModuleOp::create(loc);
      (*module)->setAttr(engine::EngineDialect::getTargetAttrName(),
                         getTarget(preset));
      builder.setInsertionPointToEnd(module->getBody());
      auto program = engine::ProgramOp::create(builder, loc, "one");
      builder.setInsertionPointToEnd(&program.getBody().emplaceBlock());
      std::string error;
      EXPECT_TRUE(
          succeeded(compileWorkload(builder, loc, workload, getTarget(preset),
                                    engine::ElementKind::I8, "layer", error)))
          << error;
      EXPECT_TRUE(succeeded(module->verify())) << workload.getKey();
      WorkloadPricer pricer(getTarget(preset), engine::ElementKind::I8);
      EXPECT_GT(getCycles(pricer, workload), 0);
    }
}

/// Tensors of pooling that do not divide by its pixels are cut by its rows.
TEST_F(PricerTest, LargePoolIsCut) {
  Type f32 = Float32Type::get(&context);
  Workload pool;
  pool.kind = WorkloadKind::Vector;
  pool.reads = {TensorRegion::dense({1, 449, 449, 24}, f32)};
  pool.writes = {TensorRegion::dense({1, 224, 224, 24}, f32)};
  pool.sweeps = {{"max", 224 * 224, 9, 24, false, {0}}};
  pool.cut = VectorCut::Channels;
  pool.inHeight = pool.inWidth = 449;
  pool.outHeight = pool.outWidth = 224;
  pool.kernelHeight = pool.kernelWidth = 3;
  pool.strideHeight = pool.strideWidth = 2;
  WorkloadPricer pricer(getTarget(), engine::ElementKind::I8);
  EXPECT_GT(getCycles(pricer, pool), 224 * 224 * 9 * 2);
}

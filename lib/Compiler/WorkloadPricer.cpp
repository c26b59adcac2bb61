//===- WorkloadPricer.cpp - Cached costs of workloads ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Compiler/WorkloadPricer.h"
#include "tenon/Compiler/Compile.h"
#include "tenon/Simulator/Simulator.h"

using namespace mlir;
using namespace tenon;

static llvm::Error makeError(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

/// Returns the cost of `program`.
static llvm::Expected<Price> simulate(engine::ProgramOp program,
                                      engine::TargetAttr target) {
  FailureOr<DecodedProgram> decoded = decodeProgram(program, target);
  if (failed(decoded))
    return makeError("expected a program that the machine can run");
  llvm::Expected<SimulationResult> result = simulateFast(*decoded);
  if (!result)
    return result.takeError();
  Price price;
  price.cycles = result->total.cycles;
  price.arrayCycles = result->total.arrayCycles;
  price.dramReadBytes = result->total.dramReadBytes;
  price.dramWriteBytes = result->total.dramWriteBytes;
  price.sramBytes = result->sramBytes;
  price.commands = result->total.commands;
  return price;
}

WorkloadPricer::Entry WorkloadPricer::simulate(const Workload &workload) const {
  Entry entry;
  OpBuilder builder(target.getContext());
  Location loc = builder.getUnknownLoc();
  OwningOpRef<engine::ProgramOp> program =
      engine::ProgramOp::create(builder, loc, "priced");
  builder.setInsertionPointToEnd(&program->getBody().emplaceBlock());
  if (failed(compileWorkload(builder, loc, workload, target, type, "priced",
                             entry.error)))
    return entry;
  llvm::Expected<Price> price = ::simulate(*program, target);
  if (price)
    entry.price = *price;
  else
    entry.error = llvm::toString(price.takeError());
  return entry;
}

llvm::Expected<Price> tenon::priceNetwork(FunctionOpInterface function,
                                          engine::TargetAttr target,
                                          engine::ElementKind type) {
  OpBuilder builder(target.getContext());
  OwningOpRef<engine::ProgramOp> program =
      engine::ProgramOp::create(builder, function.getLoc(), "priced");
  builder.setInsertionPointToEnd(&program->getBody().emplaceBlock());
  CompileOptions options;
  options.type = type;
  CompileFailure reason{function.getLoc(), "", "", ""};
  if (failed(compileFunction(builder, function, target, options, reason)))
    return makeError("'" + reason.layer + "': " + reason.message);
  return simulate(*program, target);
}

llvm::Expected<Price> WorkloadPricer::price(const Workload &workload) {
  auto [it, isNew] = entries.try_emplace(workload.getKey());
  if (isNew) {
    ++numSimulated;
    it->second = simulate(workload);
  } else {
    ++numRemembered;
  }
  const Entry &entry = it->second;
  if (!entry.error.empty())
    return llvm::createStringError(llvm::inconvertibleErrorCode(), "%s",
                                   entry.error.c_str());
  return entry.price;
}

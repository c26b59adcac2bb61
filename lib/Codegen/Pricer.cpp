//===- Pricer.cpp - Cycles of one workload, remembered --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Codegen/Pricer.h"
#include "tenon/Codegen/Compile.h"
#include "tenon/Simulator/Simulator.h"

using namespace mlir;
using namespace tenon;

Pricer::Entry Pricer::simulate(const Workload &workload) const {
  Entry entry;
  OpBuilder builder(target.getContext());
  Location loc = builder.getUnknownLoc();
  OwningOpRef<engine::ProgramOp> program =
      engine::ProgramOp::create(builder, loc, "priced");
  builder.setInsertionPointToEnd(&program->getBody().emplaceBlock());
  if (failed(compileWorkload(builder, loc, workload, target, type, "priced",
                             entry.error)))
    return entry;
  FailureOr<DecodedProgram> decoded = decodeProgram(*program, target);
  if (failed(decoded)) {
    entry.error = "expected a program that the machine can run";
    return entry;
  }
  llvm::Expected<SimulationResult> result = simulateFast(*decoded);
  if (!result) {
    entry.error = llvm::toString(result.takeError());
    return entry;
  }
  entry.price.cycles = result->total.cycles;
  entry.price.arrayCycles = result->total.arrayCycles;
  entry.price.dramReadBytes = result->total.dramReadBytes;
  entry.price.dramWriteBytes = result->total.dramWriteBytes;
  entry.price.sramBytes = result->sramBytes;
  entry.price.commands = result->total.commands;
  return entry;
}

llvm::Expected<Price> Pricer::price(const Workload &workload) {
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

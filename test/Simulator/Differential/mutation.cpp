//===- mutation.cpp - Whether comparison catches mistakes -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// Runs random programs in the tick simulator and in fast simulators with one
// mistake each, until each of them has been caught.
//
//===----------------------------------------------------------------------===//

#include "Compare.h"
#include "Generator.h"
#include "Mutants.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/InitLLVM.h"

using namespace tenon;
using namespace tenon::differential;
namespace cl = llvm::cl;

namespace {
/// What the command line says.
struct Options {
  cl::OptionCategory category{"tenon-sim-mutation options"};
  cl::opt<uint64_t> programs{"programs", cl::desc("How many to run at most"),
                             cl::init(500), cl::cat(category)};
  cl::opt<uint64_t> seed{"seed", cl::desc("Of the programs"), cl::init(1),
                         cl::cat(category)};
};
} // namespace

/// The number of the first program that catches each mutant, or -1.
static std::vector<int64_t> run(const Options &options,
                                llvm::ArrayRef<Mutant> mutants) {
  mlir::MLIRContext context;
  std::vector<engine::Machine> presets;
  for (llvm::StringRef name : engine::getPresetNames())
    presets.push_back(engine::getPreset(&context, name).getMachine());
  Generator generator(presets, options.seed);
  std::vector<int64_t> caughtBy(mutants.size(), -1);
  for (uint64_t i = 0; i != options.programs; ++i) {
    DecodedProgram program = generator.generate().build();
    Trace tickTrace;
    llvm::Expected<SimulationResult> tick = simulateTick(program, &tickTrace);
    for (auto [mutant, caught] : llvm::zip(mutants, caughtBy)) {
      if (caught >= 0)
        continue;
      Trace trace;
      llvm::Expected<SimulationResult> fast = mutant.simulate(program, &trace);
      if (!compareRuns({tick, tickTrace}, {fast, trace}).empty())
        caught = i;
      llvm::consumeError(fast.takeError());
    }
    llvm::consumeError(tick.takeError());
  }
  return caughtBy;
}

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  Options options;
  cl::HideUnrelatedOptions(options.category);
  cl::ParseCommandLineOptions(
      argc, argv, "Looks for mistakes planted in the fast simulator\n");
  llvm::ArrayRef<Mutant> mutants = getMutants();
  std::vector<int64_t> caughtBy = run(options, mutants);
  for (auto [mutant, caught] : llvm::zip(mutants, caughtBy))
    llvm::outs() << llvm::left_justify(mutant.rule, 10) << ' '
                 << llvm::left_justify(
                        caught < 0 ? "survives" : std::to_string(caught), 10)
                 << mutant.change << '\n';
  int64_t survivors = llvm::count(caughtBy, -1);
  llvm::outs() << mutants.size() << " mutants, " << survivors << " survive\n";
  return survivors > 0;
}

//===- differential.cpp - Compares the simulators -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// Runs random programs in both simulators, which share the contract of
// docs/Engine.md but no code that follows it, be it for the sizes of what
// commands do or for its order in time. Prints the shortest program it
// finds on which they disagree.
//
//===----------------------------------------------------------------------===//

#include "Compare.h"
#include "Generator.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/InitLLVM.h"
#include <chrono>

using namespace tenon;
using namespace tenon::differential;
namespace cl = llvm::cl;

namespace {
/// What the command line says.
struct Options {
  cl::OptionCategory category{"tenon-sim-differential options"};
  cl::opt<uint64_t> programs{"programs", cl::desc("How many to compare"),
                             cl::init(500), cl::cat(category)};
  cl::opt<uint64_t> seed{"seed", cl::desc("Of the programs"), cl::init(1),
                         cl::cat(category)};
  cl::opt<std::string> fault{
      "fault",
      cl::desc("Adds 1 to this number of the machine of the fast simulator, to "
               "see that it is noticed"),
      cl::value_desc("section.key"), cl::cat(category)};
  cl::opt<bool> rules{
      "rules",
      cl::desc("Print how often each rule was decisive; 100 times is least"),
      cl::cat(category)};
  cl::opt<bool> time{"time", cl::desc("Print how long each simulator took"),
                     cl::cat(category)};
};

/// Runs programs in both simulators.
class Comparison {
public:
  explicit Comparison(llvm::StringRef fault) : fault(fault) {}
  /// The first counter that differs, with both values; empty if none does.
  std::string compare(const Draft &draft);
  /// Makes `draft` smaller for as long as the simulators disagree on it.
  void shrink(Draft &draft);

  /// Of all programs: cycles, and how many could not end.
  int64_t cycles = 0, layers = 0, deadlocks = 0;
  std::array<int64_t, numCycleCauses> causes = {};
  RuleHits rules;
  std::chrono::duration<double> fastTime{}, tickTime{};

private:
  bool differs(Draft draft) {
    return draft.isValid() && !compare(draft).empty();
  }
  bool shrinkCommands(Draft &draft);
  bool shrinkDependencies(Draft &draft);
  bool shrinkNumbers(Draft &draft);

  llvm::StringRef fault;
};
} // namespace

std::string Comparison::compare(const Draft &draft) {
  DecodedProgram program = draft.build();
  auto start = std::chrono::steady_clock::now();
  Trace tickTrace, fastTrace;
  tickTrace.rules = &rules;
  llvm::Expected<SimulationResult> tick = simulateTick(program, &tickTrace);
  auto middle = std::chrono::steady_clock::now();
  if (int64_t *field = findField(program.machine, fault))
    ++*field;
  llvm::Expected<SimulationResult> fast = simulateFast(program, &fastTrace);
  tickTime += middle - start;
  fastTime += std::chrono::steady_clock::now() - middle;
  std::string text = compareRuns({tick, tickTrace}, {fast, fastTrace});
  if (!text.empty() || !tick) {
    deadlocks += text.empty();
    llvm::consumeError(tick.takeError());
    llvm::consumeError(fast.takeError());
    return text;
  }
  cycles += tick->total.cycles;
  layers += tick->layers.size();
  for (unsigned i = 0; i != numCycleCauses; ++i)
    causes[i] += tick->total.causes[i];
  return "";
}

/// Drops commands, many at once as long as that works.
bool Comparison::shrinkCommands(Draft &draft) {
  bool changed = false;
  for (size_t count = draft.commands.size(); count > 0; count /= 2)
    for (size_t begin = 0; begin + count <= draft.commands.size();) {
      Draft smaller = draft;
      smaller.drop(begin, begin + count);
      if (differs(smaller)) {
        draft = smaller;
        changed = true;
      } else {
        ++begin;
      }
    }
  return changed;
}

bool Comparison::shrinkDependencies(Draft &draft) {
  bool changed = false;
  for (size_t i = 0; i != draft.commands.size(); ++i)
    for (size_t j = draft.commands[i].dependencies.size(); j-- > 0;) {
      Draft smaller = draft;
      std::vector<uint32_t> &list = smaller.commands[i].dependencies;
      list.erase(list.begin() + j);
      if (!differs(smaller))
        continue;
      draft = smaller;
      changed = true;
    }
  return changed;
}

/// Tries the least value, a half and one less for each number.
bool Comparison::shrinkNumbers(Draft &draft) {
  bool changed = false;
  size_t count = 0;
  draft.visitNumbers([&](int64_t &, int64_t) { ++count; });
  for (size_t i = 0; i != count; ++i)
    for (int way = 0; way != 3; ++way) {
      Draft smaller = draft;
      size_t index = 0;
      bool isSmaller = false;
      smaller.visitNumbers([&](int64_t &number, int64_t minimum) {
        if (index++ != i || number <= minimum)
          return;
        isSmaller = true;
        number = way == 0   ? minimum
                 : way == 1 ? std::max(minimum, number / 2)
                            : number - 1;
      });
      if (!isSmaller || !differs(smaller))
        continue;
      draft = smaller;
      changed = true;
    }
  return changed;
}

void Comparison::shrink(Draft &draft) {
  // Each round makes something smaller; a hundred are always enough to read it.
  for (int round = 0; round != 100; ++round) {
    bool changed = shrinkCommands(draft);
    changed |= shrinkDependencies(draft);
    changed |= shrinkNumbers(draft);
    if (!changed)
      return;
  }
}

/// Prints how often each rule was decisive. Returns false if one was not often
/// enough to say that it was tested.
static bool printRules(llvm::raw_ostream &os, const RuleHits &hits) {
  constexpr int64_t least = 100;
  int rare = 0;
  for (unsigned i = 0; i != numRules; ++i) {
    os << llvm::left_justify(getRuleId(Rule(i)), 12)
       << llvm::format("%12lld  ", (long long)hits.counts[i])
       << getRuleText(Rule(i)) << '\n';
    rare += hits.counts[i] < least;
  }
  if (rare > 0)
    os << "expected each rule to be decisive " << least << " times, but got "
       << rare << " that are not\n";
  return rare == 0;
}

static int run(const Options &options) {
  mlir::MLIRContext context;
  std::vector<engine::Machine> presets;
  for (llvm::StringRef name : engine::getPresetNames())
    presets.push_back(engine::getPreset(&context, name).getMachine());
  engine::Machine machine;
  if (!options.fault.empty() && !findField(machine, options.fault)) {
    llvm::errs() << "expected --fault to be a number of the machine, but got '"
                 << options.fault << "'\n";
    return 1;
  }
  Generator generator(presets, options.seed);
  Comparison comparison(options.fault);
  for (uint64_t i = 0; i != options.programs; ++i) {
    Draft draft = generator.generate();
    if (comparison.compare(draft).empty())
      continue;
    comparison.shrink(draft);
    llvm::outs() << "program " << i << " of seed " << options.seed << ": "
                 << comparison.compare(draft) << '\n';
    draft.print(llvm::outs());
    return 1;
  }
  llvm::outs() << options.programs << " programs agree: " << comparison.layers
               << " layers, " << comparison.cycles << " cycles, "
               << comparison.deadlocks << " deadlocks;";
  for (unsigned i = 0; i != numCycleCauses; ++i)
    llvm::outs() << ' ' << stringifyCycleCause(CycleCause(i)) << ' '
                 << comparison.causes[i];
  llvm::outs() << '\n';
  if (options.rules && !printRules(llvm::outs(), comparison.rules))
    return 1;
  if (options.time)
    llvm::outs() << llvm::format("tick %.3f s, fast %.3f s\n",
                                 comparison.tickTime.count(),
                                 comparison.fastTime.count());
  return 0;
}

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  Options options;
  cl::HideUnrelatedOptions(options.category);
  cl::ParseCommandLineOptions(argc, argv,
                              "Compares the simulators on random programs\n");
  return run(options);
}

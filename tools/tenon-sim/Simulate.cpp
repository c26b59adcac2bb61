//===- Simulate.cpp - Compiles and simulates modules ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Simulate.h"
#include "Values.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Verifier.h"
#include "tenon/Compiler/Compile.h"
#include "tenon/Compiler/Graph/Footprint.h"
#include "tenon/Compiler/Plan/Bound.h"
#include "tenon/Simulator/Hazards/Hazards.h"
#include "tenon/Tooling/Diagnostics.h"
#include "tenon/Tooling/NetworkOptions.h"
#include "tenon/Tooling/PrepareNetwork.h"
#include <map>

using namespace mlir;
using namespace tenon;

LogicalResult tenon::fail(const Twine &message) {
  printError("tenon-sim", message);
  return failure();
}

FailureOr<engine::ElementKind> tenon::getType(const Options &options,
                                              engine::TargetAttr target) {
  llvm::Expected<engine::ElementKind> type = parseType(options.type, target);
  if (!type)
    return fail(llvm::toString(type.takeError()));
  return *type;
}

namespace {
/// What a network needs of any program for it, or of the machine.
struct NetworkNeeds {
  int64_t cycles = 0, smallestSram = 0;
  std::optional<int64_t> arenaBytes;
};
} // namespace

static NetworkNeeds getNeeds(func::FuncOp function, engine::TargetAttr target,
                             const CompileOptions &compile,
                             bool findsSmallest) {
  NetworkNeeds needs;
  needs.cycles = getNetworkBound(function, target, *compile.type).getCycles();
  needs.arenaBytes = getArenaBytes(function, target, *compile.type);
  if (findsSmallest)
    needs.smallestSram =
        findSmallestSram(function, target, compile).value_or(0);
  return needs;
}

static bool hasNoPrograms(ModuleOp module) {
  return module.getOps<engine::ProgramOp>().empty();
}

LogicalResult tenon::checkModule(ModuleOp module, const Options &options) {
  if (!hasNoPrograms(module)) {
    for (auto [given, option] :
         {std::pair(bool(options.values), "--values"),
          std::pair(bool(options.smallestSram), "--smallest-sram"),
          std::pair(options.type.getNumOccurrences() != 0, "--type"),
          std::pair(bool(options.byLayer), "--by-layer"),
          std::pair(options.cascades.getNumOccurrences() != 0, "--cascades")})
      if (given && options.topology.empty())
        return fail("expected a network for " + Twine(option) +
                    ", but got a program");
    return success();
  }
  if (llvm::all_of(module.getOps<func::FuncOp>(),
                   [](func::FuncOp f) { return f.isExternal(); }))
    return fail("expected a module with a network or a program");
  return success();
}

namespace {
/// Compiles one module and simulates its programs.
class ModuleRun {
public:
  ModuleRun(ModuleOp module, engine::TargetAttr target, const Options &options)
      : module(module), target(target), options(options),
        isCompiled(hasNoPrograms(module)) {}
  LogicalResult prepare();
  LogicalResult compile();
  LogicalResult simulate(engine::ProgramOp program,
                         std::vector<ReportInput> &inputs,
                         std::vector<TraceInput> &traces);

private:
  HazardCheck getHazardCheck() const;
  FailureOr<SimulationResult> run(const DecodedProgram &decoded, Trace &trace);
  LogicalResult checkRun(engine::ProgramOp program, const Trace &trace,
                         std::vector<ValueDifference> &differences);

  ModuleOp module;
  engine::TargetAttr target;
  const Options &options;
  /// It has networks, which are compiled first.
  bool isCompiled;
  CompileOptions how;
  /// By the names of programs.
  References references;
  std::map<std::string, ProgramMap> maps;
  std::map<std::string, NetworkNeeds> needs;
};
} // namespace

/// Checks the request, and brings networks into a form that compiles, with
/// their values if those are asked for.
LogicalResult ModuleRun::prepare() {
  FailureOr<engine::ElementKind> type = getType(options, target);
  if (failed(type) || failed(checkModule(module, options)))
    return failure();
  if (options.power && !target.getEnergyTable())
    return fail("expected a machine with energies for --power, but got '" +
                target.getName() + "', whose target has no section 'energy'");
  engine::ElementKind kind = *type;
  how.type = kind;
  how.byLayer = options.byLayer;
  how.cascades = options.cascades;
  // Programs are checked against the machine that runs them.
  module->setAttr(engine::EngineDialect::getTargetAttrName(), target);
  if (isCompiled && failed(prepareForEngine(module)))
    return failure();
  if (!options.values)
    return success();
  FailureOr<References> made = runReferences(module, options);
  if (failed(made))
    return failure();
  references = std::move(*made);
  return success();
}

LogicalResult ModuleRun::compile() {
  TimingScope compiling = options.timing.nest("Compile");
  if (isCompiled && failed(compileModule(module, target, how,
                                         options.values ? &maps : nullptr)))
    return failure();
  compiling.stop();
  TimingScope verifying = options.timing.nest("Verify");
  if (failed(verify(module)))
    return failure();
  verifying.stop();
  for (auto function : module.getOps<func::FuncOp>())
    if (!function.isExternal())
      needs[getProgramName(function)] =
          getNeeds(function, target, how, options.smallestSram);
  return success();
}

/// The compiler is trusted, unless its data is looked at.
HazardCheck ModuleRun::getHazardCheck() const {
  if (options.hazards.getNumOccurrences())
    return options.hazards;
  if (options.values)
    return HazardCheck::All;
  return isCompiled ? HazardCheck::None : HazardCheck::Races;
}

FailureOr<SimulationResult> ModuleRun::run(const DecodedProgram &decoded,
                                           Trace &trace) {
  bool needsTrace = !options.trace.empty() || options.values ||
                    options.criticalPath ||
                    getHazardCheck() != HazardCheck::None;
  Trace *sink = needsTrace ? &trace : nullptr;
  llvm::Expected<SimulationResult> result = options.mode == SimulationMode::Tick
                                                ? simulateTick(decoded, sink)
                                                : simulateFast(decoded, sink);
  if (!result)
    return fail(llvm::toString(result.takeError()));
  return std::move(*result);
}

/// Hazards of a run, and its values.
LogicalResult ModuleRun::checkRun(engine::ProgramOp program, const Trace &trace,
                                  std::vector<ValueDifference> &differences) {
  HazardCheck hazards = getHazardCheck();
  if (hazards != HazardCheck::None &&
      failed(checkHazards(program, trace,
                          hazards == HazardCheck::All ? HazardKind::All
                                                      : HazardKind::Races)))
    return failure();
  if (!options.values)
    return success();
  const ProgramMap &map = maps[program.getSymName().str()];
  return references[program.getSymName().str()].check(program, map, trace,
                                                      options, differences);
}

/// The layers in the order in which they begin to compute: loads are early, so
/// a layer has its place by its first other command, if it has one.
static std::vector<uint32_t> getExecutionOrder(const DecodedProgram &program) {
  size_t count = program.layers.size();
  std::vector<std::pair<size_t, uint32_t>> places(count);
  for (auto [layer, place] : llvm::enumerate(places))
    place = {program.commands.size(), uint32_t(layer)};
  for (bool ofLoads : {true, false})
    for (size_t i = program.commands.size(); i-- > 0;)
      if (const Command &command = program.commands[i];
          (command.unit == Unit::Load) == ofLoads)
        places[command.layer].first = i;
  llvm::sort(places);
  std::vector<uint32_t> order;
  for (const auto &place : places)
    order.push_back(place.second);
  return order;
}

/// The elements of `list`, of which there may be none, in another order.
template <typename T>
static std::vector<T> permute(std::vector<T> list, ArrayRef<uint32_t> order) {
  std::vector<T> result;
  if (!list.empty())
    for (uint32_t index : order)
      result.push_back(std::move(list[index]));
  return result;
}

LogicalResult ModuleRun::simulate(engine::ProgramOp program,
                                  std::vector<ReportInput> &inputs,
                                  std::vector<TraceInput> &traces) {
  TimingScope simulating = options.timing.nest("Simulate");
  FailureOr<DecodedProgram> decoded = decodeProgram(program, target);
  if (failed(decoded))
    return failure();
  Trace trace;
  FailureOr<SimulationResult> result = run(*decoded, trace);
  if (failed(result))
    return failure();
  simulating.stop();
  std::string name = program.getSymName().str();
  NetworkNeeds need = needs[name];
  std::vector<Energy> energies;
  if (std::optional<engine::EnergyTable> table = target.getEnergyTable())
    energies = getEnergies(*decoded, *result, *table);
  std::vector<uint32_t> order = getExecutionOrder(*decoded);
  std::optional<engine::ElementKind> type;
  if (isCompiled || !options.topology.empty())
    type = how.type;
  inputs.push_back({name, target, type, std::move(*result), need.cycles,
                    std::move(energies), int64_t(options.power),
                    need.arenaBytes, need.smallestSram,
                    getLayerUses(program, *decoded)});
  ReportInput &input = inputs.back();
  input.result.layers = permute(input.result.layers, order);
  input.uses = permute(input.uses, order);
  input.energies = permute(input.energies, order);
  if (failed(checkRun(program, trace, input.values)))
    return failure();
  if (options.criticalPath) {
    std::vector<uint32_t> places(order.size());
    for (auto [place, layer] : llvm::enumerate(order))
      places[layer] = uint32_t(place);
    for (const Command &command : decoded->commands)
      input.commands.push_back({places[command.layer], command.unit});
    input.path = getCriticalPath(*decoded, trace);
  }
  if (!options.trace.empty()) {
    std::vector<SramUse> use = getSramUse(program, trace);
    traces.push_back(
        {name, std::move(*decoded), std::move(trace), std::move(use)});
  }
  return success();
}

LogicalResult tenon::simulate(ModuleOp module, engine::TargetAttr target,
                              const Options &options,
                              std::vector<ReportInput> &inputs,
                              std::vector<TraceInput> &traces) {
  ModuleRun run(module, target, options);
  if (failed(run.prepare()) || failed(run.compile()))
    return failure();
  for (auto program : module.getOps<engine::ProgramOp>())
    if (failed(run.simulate(program, inputs, traces)))
      return failure();
  return success();
}

LogicalResult tenon::print(const Options &options,
                           llvm::function_ref<void(llvm::raw_ostream &)> body) {
  std::string text;
  llvm::raw_string_ostream os(text);
  body(os);
  if (llvm::Error error = writeFile(options.output, text))
    return fail(llvm::toString(std::move(error)));
  return success();
}

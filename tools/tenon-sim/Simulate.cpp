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
#include "mlir/Pass/PassManager.h"
#include "tenon/Codegen/Bound.h"
#include "tenon/Codegen/Compile.h"
#include "tenon/Codegen/Footprint.h"
#include "tenon/Simulator/Hazards.h"
#include "tenon/Tooling/PrepareNetwork.h"
#include "tenon/Transforms/Passes.h"
#include "llvm/Support/WithColor.h"
#include <map>

using namespace mlir;
using namespace tenon;

LogicalResult tenon::fail(const Twine &message) {
  llvm::WithColor::error(llvm::errs(), "tenon-sim") << message << '\n';
  return failure();
}

FailureOr<engine::ElementKind> tenon::getType(const Options &options,
                                              engine::TargetAttr target) {
  if (options.type.empty())
    return target.getMachine().defaultType;
  if (auto type = engine::parseElementKind(options.type))
    return *type;
  return fail("expected --type to be i8, i16 or f16, but got '" + options.type +
              "'");
}

namespace {
/// What a network needs of any program for it, or of the machine.
struct NetworkNeeds {
  int64_t cycles = 0, arenaBytes = 0, smallestSram = 0;
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

static void addPath(ReportInput &input, const DecodedProgram &decoded,
                    const Trace &trace) {
  for (const Command &command : decoded.commands)
    input.commands.push_back({command.layer, command.unit});
  input.path = getCriticalPath(decoded, trace);
}

LogicalResult tenon::simulate(ModuleOp module, engine::TargetAttr target,
                              const Options &options,
                              std::vector<ReportInput> &inputs,
                              std::vector<TraceInput> &traces) {
  FailureOr<engine::ElementKind> type = getType(options, target);
  if (failed(type))
    return failure();
  if (options.power && !target.getEnergyTable())
    return fail("expected a machine with energies for --power, but got '" +
                target.getName() + "', whose target has no section 'energy'");
  CompileOptions compile;
  compile.type = *type;
  compile.byLayer = options.byLayer;
  compile.cascades = options.cascades;
  // Programs are checked against the machine that runs them.
  module->setAttr(engine::EngineDialect::getTargetAttrName(), target);
  bool isCompiled = module.getOps<engine::ProgramOp>().empty();
  HazardCheck hazards = options.hazards;
  if (!options.hazards.getNumOccurrences() && !isCompiled)
    hazards = HazardCheck::Races;
  if (isCompiled && failed(prepareForEngine(module)))
    return failure();
  if (options.values) {
    // What cells were unrolled to may be computed from parameters.
    PassManager manager(module.getContext());
    manager.addPass(createMaterializeParameters());
    module.walk([&](func::FuncOp function) {
      fillParameters(function, options.random);
    });
    if (failed(manager.run(module)))
      return failure();
  }
  std::map<std::string, Reference> references;
  std::map<std::string, ProgramMap> maps;
  if (options.values) {
    if (!isCompiled)
      return fail("expected a network for --values, but got a program");
    if (!options.hazards.getNumOccurrences())
      hazards = HazardCheck::All;
    for (auto function : module.getOps<func::FuncOp>())
      if (failed(references[(function.getName() + "_program").str()].run(
              function, options)))
        return failure();
  }
  mlir::TimingScope compiling = options.timing.nest("Compile");
  if (isCompiled && failed(compileModule(module, target, compile,
                                         options.values ? &maps : nullptr)))
    return failure();
  compiling.stop();
  mlir::TimingScope verifying = options.timing.nest("Verify");
  if (failed(verify(module)))
    return failure();
  verifying.stop();
  if (options.smallestSram && !isCompiled)
    return fail("expected a network for --smallest-sram, but got a program");
  std::map<std::string, NetworkNeeds> needs;
  for (auto function : module.getOps<func::FuncOp>())
    needs[(function.getName() + "_program").str()] =
        getNeeds(function, target, compile, options.smallestSram);
  for (auto program : module.getOps<engine::ProgramOp>()) {
    mlir::TimingScope simulating = options.timing.nest("Simulate");
    FailureOr<DecodedProgram> decoded = decodeProgram(program, target);
    if (failed(decoded))
      return failure();
    Trace trace;
    bool isTraced = !options.trace.empty();
    bool needsTrace = isTraced || options.values || options.criticalPath ||
                      hazards != HazardCheck::None;
    Trace *sink = needsTrace ? &trace : nullptr;
    llvm::Expected<SimulationResult> result =
        options.mode == SimulationMode::Tick ? simulateTick(*decoded, sink)
                                             : simulateFast(*decoded, sink);
    if (!result)
      return fail(llvm::toString(result.takeError()));
    simulating.stop();
    if (hazards != HazardCheck::None &&
        failed(checkHazards(program, trace,
                            hazards == HazardCheck::All ? HazardKind::All
                                                        : HazardKind::Races)))
      return failure();
    std::string name = program.getSymName().str();
    NetworkNeeds need = needs[name];
    std::vector<Energy> energies;
    if (std::optional<engine::EnergyTable> table = target.getEnergyTable())
      energies = getEnergies(*decoded, *result, *table);
    inputs.push_back({name, target, *type, std::move(*result), need.cycles,
                      std::move(energies), int64_t(options.power),
                      need.arenaBytes, need.smallestSram,
                      getLayerUses(program, *decoded)});
    if (options.criticalPath)
      addPath(inputs.back(), *decoded, trace);
    if (options.values &&
        (failed(checkHasValues(maps[name])) ||
         failed(references[name].check(program, maps[name], trace, options,
                                       inputs.back().values))))
      return failure();
    if (isTraced) {
      std::vector<SramUse> use = getSramUse(program, trace);
      traces.push_back(
          {name, std::move(*decoded), std::move(trace), std::move(use)});
    }
  }
  if (inputs.empty())
    return fail("expected a module with a network or a program");
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

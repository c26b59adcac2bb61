//===- tenon-sim.cpp - Runs networks and programs on an engine ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Topology.h"
#include "TraceFile.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Support/FileUtilities.h"
#include "tenon/Codegen/Bound.h"
#include "tenon/Codegen/Compile.h"
#include "tenon/Simulator/Hazards.h"
#include "tenon/Tooling/Diagnostics.h"
#include "tenon/Tooling/NetworkOptions.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/ToolOutputFile.h"
#include "llvm/Support/WithColor.h"
#include <map>

using namespace mlir;
using namespace tenon;
namespace cl = llvm::cl;

namespace {
enum class SimulationMode { Fast, Tick };
enum class HazardCheck { None, Races, All };

/// What the command line says.
struct Options {
  cl::OptionCategory category{"tenon-sim options"};
  cl::opt<std::string> input{
      cl::Positional, cl::desc("<model.onnx, network or program.mlir, or ->"),
      cl::init("-"), cl::cat(category)};
  cl::opt<std::string> engine{
      "engine",
      cl::desc("Machine: a preset or a .mlir file that holds one. Default: "
               "the target of the module"),
      cl::value_desc("preset|file.mlir"), cl::cat(category)};
  NetworkOptions network{category};
  cl::opt<ReportKind> report{
      "report", cl::desc("What to print:"),
      cl::values(clEnumValN(ReportKind::Table, "table", "a table of layers"),
                 clEnumValN(ReportKind::Csv, "csv", "a line a layer"),
                 clEnumValN(ReportKind::Json, "json", "JSON")),
      cl::init(ReportKind::Table), cl::cat(category)};
  cl::opt<std::string> output{"o", cl::desc("Where to print it"),
                              cl::value_desc("file"), cl::init("-"),
                              cl::cat(category)};
  cl::opt<SimulationMode> mode{
      "mode", cl::desc("How to simulate:"),
      cl::values(
          clEnumValN(SimulationMode::Fast, "fast", "from event to event"),
          clEnumValN(SimulationMode::Tick, "tick",
                     "cycle by cycle, with the same result")),
      cl::init(SimulationMode::Fast), cl::cat(category)};
  cl::opt<std::string> topology{
      "topology",
      cl::desc("Run the layers of a topology file instead of a network"),
      cl::value_desc("layers.csv"), cl::cat(category)};
  cl::opt<systolic::Dataflow> dataflow{
      "dataflow", cl::desc("What stays in the elements of a systolic array:"),
      cl::values(
          clEnumValN(systolic::Dataflow::OutputStationary, "os", "results"),
          clEnumValN(systolic::Dataflow::WeightStationary, "ws", "weights")),
      cl::init(systolic::Dataflow::OutputStationary), cl::cat(category)};
  cl::opt<std::string> trace{
      "trace",
      cl::desc("Write when each command did what, for Perfetto (the trace "
               "event format of Chrome)"),
      cl::value_desc("file.json"), cl::cat(category)};
  cl::opt<HazardCheck> hazards{
      "check-hazards",
      cl::desc("Commands that get in each other's way in SRAM, which stop the "
               "run. Default: races of programs, none of networks"),
      cl::values(
          clEnumValN(HazardCheck::None, "none", "are not looked for"),
          clEnumValN(HazardCheck::Races, "races", "reads and writes that meet"),
          clEnumValN(HazardCheck::All, "all",
                     "and reads of what nothing has written")),
      cl::init(HazardCheck::None), cl::cat(category)};
  cl::opt<bool> listEngines{"list-engines",
                            cl::desc("List the machines that come with Tenon"),
                            cl::cat(category)};
  cl::opt<bool> byLayer{
      "by-layer",
      cl::desc("Compile each operation by itself, from DRAM to DRAM"),
      cl::cat(category)};
  cl::opt<bool> cascades{
      "cascades",
      cl::desc("Run convolutions together, stripe by stripe, where that is "
               "cheaper. Default: true"),
      cl::init(true), cl::cat(category)};
  cl::opt<std::string> type{
      "type",
      cl::desc("Deployed type of float tensors: i8, i16 or f16. "
               "Default: that of the machine"),
      cl::cat(category)};
};
} // namespace

/// The dialects that the input may use.
static void registerDialects(DialectRegistry &registry) {
  registry.insert<func::FuncDialect, nn::NNDialect>();
  registerEngineDialects(registry);
}

static LogicalResult fail(const Twine &message) {
  llvm::WithColor::error(llvm::errs(), "tenon-sim") << message << '\n';
  return failure();
}

static void listEngines(MLIRContext *context, llvm::raw_ostream &os) {
  for (StringRef name : engine::getPresetNames())
    os << name << ": " << engine::getPreset(context, name) << '\n';
  for (StringRef name : engine::getSystolicPresetNames())
    os << name << ": " << engine::getSystolicPreset(context, name)
       << " (runs --topology only)\n";
}

/// The machine that the user names, or the one that the module holds.
static engine::TargetAttr findEngine(const Options &options, ModuleOp module) {
  engine::TargetAttr target = engine::getTarget(module);
  if (options.engine.empty() && !target)
    (void)fail("expected --engine, since the module names no target");
  if (options.engine.empty())
    return target;
  std::string error;
  target = engine::findTarget(module.getContext(), options.engine, error);
  if (!target)
    (void)fail(error);
  return target;
}

/// The type that float tensors are deployed as.
static FailureOr<engine::ElementKind> getType(const Options &options,
                                              engine::TargetAttr target) {
  if (options.type.empty())
    return target.getMachine().defaultType;
  if (auto type = engine::parseElementKind(options.type))
    return *type;
  return fail("expected --type to be i8, i16 or f16, but got '" + options.type +
              "'");
}

/// Simulates all programs of the module; compiles it first if it has none.
static LogicalResult simulate(ModuleOp module, engine::TargetAttr target,
                              const Options &options,
                              std::vector<ReportInput> &inputs,
                              std::vector<TraceInput> &traces) {
  FailureOr<engine::ElementKind> type = getType(options, target);
  if (failed(type))
    return failure();
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
  if (isCompiled && failed(compileModule(module, target, compile)))
    return failure();
  if (failed(verify(module)))
    return failure();
  std::map<std::string, NetworkBound> bounds;
  for (auto function : module.getOps<func::FuncOp>())
    bounds[(function.getName() + "_program").str()] =
        getNetworkBound(function, target, *type);
  for (auto program : module.getOps<engine::ProgramOp>()) {
    FailureOr<DecodedProgram> decoded = decodeProgram(program, target);
    if (failed(decoded))
      return failure();
    Trace trace;
    bool isTraced = !options.trace.empty();
    Trace *sink = isTraced || hazards != HazardCheck::None ? &trace : nullptr;
    llvm::Expected<SimulationResult> result =
        options.mode == SimulationMode::Tick ? simulateTick(*decoded, sink)
                                             : simulateFast(*decoded, sink);
    if (!result)
      return fail(llvm::toString(result.takeError()));
    if (hazards != HazardCheck::None &&
        failed(checkHazards(program, trace,
                            hazards == HazardCheck::All ? HazardKind::All
                                                        : HazardKind::Races)))
      return failure();
    std::string name = program.getSymName().str();
    auto bound = bounds.find(name);
    inputs.push_back({name, target, *type, std::move(*result),
                      bound == bounds.end() ? 0 : bound->second.getCycles()});
    if (isTraced)
      traces.push_back({name, std::move(*decoded), std::move(trace)});
  }
  if (inputs.empty())
    return fail("expected a module with a network or a program");
  return success();
}

static LogicalResult print(const Options &options,
                           llvm::function_ref<void(llvm::raw_ostream &)> body) {
  std::string text;
  llvm::raw_string_ostream os(text);
  body(os);
  if (llvm::Error error = writeFile(options.output, text))
    return fail(llvm::toString(std::move(error)));
  return success();
}

static LogicalResult printReports(const Options &options,
                                  ArrayRef<ReportInput> inputs,
                                  ArrayRef<TraceInput> traces) {
  if (!options.trace.empty())
    if (llvm::Error error =
            writeFile(options.trace,
                      [&](llvm::raw_ostream &os) { printTraces(os, traces); }))
      return fail(llvm::toString(std::move(error)));
  return print(options, [&](llvm::raw_ostream &os) {
    if (options.report == ReportKind::Json)
      return printJson(os, inputs);
    if (options.report == ReportKind::Csv)
      return printCsv(os, inputs);
    for (const ReportInput &input : inputs)
      printTable(os, input);
  });
}

static LogicalResult runTopology(const Options &options, MLIRContext *context) {
  if (options.input.getNumOccurrences())
    return fail("expected a network or --topology, but got both");
  if (options.engine.empty())
    return fail("expected --engine, since a topology names no machine");
  std::string error;
  Attribute machine = engine::findMachine(context, options.engine, error);
  if (!machine)
    return fail(error);
  auto target = dyn_cast<engine::TargetAttr>(machine);
  if (target && options.dataflow.getNumOccurrences())
    return fail("expected a systolic array for --dataflow, but got '" +
                target.getName() + "'");
  FailureOr<Topology> topology = readTopology(context, options.topology);
  if (failed(topology))
    return failure();
  if (!target && !options.trace.empty())
    return fail("expected a machine that runs programs for --trace, but got '" +
                options.engine + "'");
  if (!target)
    return print(options, [&](llvm::raw_ostream &os) {
      runSystolic(os, *topology, cast<engine::SystolicAttr>(machine),
                  options.dataflow, options.report);
    });
  FailureOr<engine::ElementKind> type = getType(options, target);
  if (failed(type))
    return failure();
  OwningOpRef<ModuleOp> module =
      compileTopology(*topology, options.topology, target, *type);
  std::vector<ReportInput> inputs;
  std::vector<TraceInput> traces;
  if (!module || failed(simulate(*module, target, options, inputs, traces)))
    return failure();
  return printReports(options, inputs, traces);
}

static LogicalResult run(const Options &options) {
  DialectRegistry registry;
  registerDialects(registry);
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  DiagnosticPrinter printer(&context, llvm::errs());
  if (options.listEngines)
    return print(options,
                 [&](llvm::raw_ostream &os) { listEngines(&context, os); });
  if (!options.topology.empty())
    return runTopology(options, &context);
  if (options.dataflow.getNumOccurrences())
    return fail("expected --topology with --dataflow");
  LoadOptions load;
  // Cycles do not depend on values.
  load.onnx.elideWeights = true;
  if (llvm::Error error = options.network.read(&context, load))
    return fail(llvm::toString(std::move(error)));
  OwningOpRef<ModuleOp> module = loadNetwork(options.input, &context, load);
  if (!module)
    return failure();
  engine::TargetAttr target = findEngine(options, *module);
  std::vector<ReportInput> inputs;
  std::vector<TraceInput> traces;
  if (!target || failed(simulate(*module, target, options, inputs, traces)))
    return failure();
  return printReports(options, inputs, traces);
}

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  Options options;
  cl::HideUnrelatedOptions(options.category);
  cl::SetVersionPrinter(
      [](llvm::raw_ostream &os) { os << getVersionText() << '\n'; });
  cl::ParseCommandLineOptions(
      argc, argv,
      "Runs networks and programs on a neural engine and reports cycles\n");
  return succeeded(run(options)) ? 0 : 1;
}

//===- tenon-sim.cpp - Runs networks and programs on an engine ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "OptionChecks.h"
#include "Pair.h"
#include "Simulate.h"
#include "Sweep.h"
#include "Topology.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "tenon/Tooling/Diagnostics.h"
#include "tenon/Tooling/InitTool.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Format.h"
#include <cmath>

using namespace mlir;
using namespace tenon;
namespace cl = llvm::cl;

/// The dialects that the input may use.
static void registerDialects(DialectRegistry &registry) {
  registry.insert<func::FuncDialect, nn::NNDialect>();
  registerEngineDialects(registry);
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

static std::string getReport(const Options &options,
                             ArrayRef<ReportInput> inputs,
                             ArrayRef<HostStep> steps) {
  std::string text;
  llvm::raw_string_ostream os(text);
  if (options.report == ReportKind::Json) {
    printJson(os, inputs, steps);
  } else if (options.report == ReportKind::Csv) {
    printCsv(os, inputs, steps);
  } else {
    for (const ReportInput &input : inputs)
      printTable(os, input);
    printHostTable(os, inputs, steps, options.getHostPrice());
  }
  return text;
}

static LogicalResult printReports(const Options &options,
                                  ArrayRef<ReportInput> inputs,
                                  ArrayRef<TraceInput> traces,
                                  ArrayRef<HostStep> steps = {}) {
  FileWriter writer;
  auto writeTraces = [&](llvm::raw_ostream &os) {
    printTraces(os, traces);
    return llvm::Error::success();
  };
  llvm::Error error = options.trace.empty()
                          ? llvm::Error::success()
                          : writer.add(options.trace, writeTraces);
  if (!error)
    error = writer.add(options.output, getReport(options, inputs, steps));
  if (!error)
    error = writer.keep();
  return error ? fail(llvm::toString(std::move(error))) : success();
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
  for (auto [given, option] :
       {std::pair(options.type.getNumOccurrences() != 0, "--type"),
        std::pair(options.mode.getNumOccurrences() != 0, "--mode"),
        std::pair(options.power != 0, "--power"),
        std::pair(options.hazards.getNumOccurrences() != 0, "--check-hazards"),
        std::pair(bool(options.criticalPath), "--critical-path")})
    if (!target && given)
      return fail("expected a machine that runs programs for " +
                  llvm::Twine(option) + ", but got '" + options.engine + "'");
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

/// A line a layer has no place for what is said of the whole run.
static LogicalResult checkCsvOptions(const Options &options) {
  if (options.report != ReportKind::Csv)
    return success();
  StringRef option = options.values         ? "--values"
                     : options.criticalPath ? "--critical-path"
                     : options.smallestSram ? "--smallest-sram"
                     : options.power        ? "--power"
                                            : "";
  if (option.empty() || !options.sweep.empty() || !options.compare.empty())
    return success();
  return fail("expected --report=table or json with " + option +
              ", but got csv, which has a line a layer only");
}

/// What goes with --values, and what goes only with it.
static LogicalResult checkValueOptions(const Options &options) {
  if (options.values) {
    if (options.byLayer)
      return fail("expected --values or --by-layer, but got both: operations "
                  "that are compiled by themselves share no data");
    if (!options.topology.empty() || !options.sweep.empty() ||
        !options.compare.empty())
      return fail("expected one run of a network for --values, but got "
                  "--topology, --sweep or --compare");
    if (!(options.tolerance >= 0) || std::isinf(options.tolerance))
      return fail("--tolerance: expected a number that is not negative");
    return success();
  }
  if (options.random.getNumOccurrences() || !options.inputs.empty() ||
      !options.outputs.empty() || options.tolerance.getNumOccurrences())
    return fail("expected --values with --random, --input, --output and "
                "--tolerance");
  return success();
}

/// As short as it was given.
static std::string getGiven(double value) {
  std::string text;
  llvm::raw_string_ostream(text) << llvm::format("%g", value);
  return text;
}

/// The steps on the host, which runs of several machines or networks do not
/// tell apart.
static LogicalResult findHostSteps(ModuleOp module, engine::TargetAttr target,
                                   const Options &options,
                                   std::vector<HostStep> &steps) {
  FailureOr<engine::ElementKind> type = getType(options, target);
  if (failed(type))
    return failure();
  steps = getHostSteps(module, *type, options.getHostPrice());
  // Finite, and such that no step takes years.
  if (!(options.hostBandwidth >= 1e-6 && options.hostBandwidth <= 1e9))
    return fail("expected --host-bandwidth to be 1e-06 to 1e+09 MB/s, but got "
                "'" +
                getGiven(options.hostBandwidth) + "'");
  if (!(options.hostStart >= 0 && options.hostStart <= 1e9))
    return fail("expected --host-start to be 0 to 1e+09 us, but got '" +
                getGiven(options.hostStart) + "'");
  bool isPriced = options.hostBandwidth.getNumOccurrences() ||
                  options.hostStart.getNumOccurrences();
  if (isPriced && steps.empty())
    return fail("expected a network with steps on the host for "
                "--host-bandwidth and --host-start; --host=steps makes them");
  if (!steps.empty() && (!options.sweep.empty() || !options.compare.empty()))
    return fail("expected a network without steps on the host for --sweep and "
                "--compare, but got '" +
                steps.front().name + "'; --host=cut leaves them out");
  return success();
}

static LogicalResult run(const Options &options) {
  DialectRegistry registry;
  registerDialects(registry);
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  DiagnosticPrinter printer(&context, llvm::errs());
  if (failed(checkValueOptions(options)) || failed(checkOptions(options)) ||
      failed(checkCsvOptions(options)))
    return failure();
  if (options.listEngines)
    return print(options,
                 [&](llvm::raw_ostream &os) { listEngines(&context, os); });
  if (!options.topology.empty())
    return runTopology(options, &context);
  if (options.dataflow.getNumOccurrences())
    return fail("expected --topology with --dataflow");
  LoadOptions load;
  // Cycles do not depend on values.
  load.onnx.elideWeights = !options.values;
  if (llvm::Error error = options.network.read(&context, load))
    return fail(llvm::toString(std::move(error)));
  TimingScope loading = options.timing.nest("Load");
  OwningOpRef<ModuleOp> module = loadNetwork(options.input, &context, load);
  loading.stop();
  if (!module)
    return failure();
  engine::TargetAttr target = findEngine(options, *module);
  if (!target)
    return failure();
  std::vector<HostStep> steps;
  if (failed(findHostSteps(*module, target, options, steps)))
    return failure();
  if (!options.sweep.empty())
    return runSweep(*module, target, options);
  if (!options.compare.empty())
    return runPair(*module, load, target, options);
  std::vector<ReportInput> inputs;
  std::vector<TraceInput> traces;
  if (failed(simulate(*module, target, options, inputs, traces)))
    return failure();
  if (failed(printReports(options, inputs, traces, steps)))
    return failure();
  return success(llvm::all_of(inputs, [](const ReportInput &input) {
    return llvm::all_of(input.values,
                        [](const ValueDifference &v) { return v.isNear; });
  }));
}

int main(int argc, char **argv) {
  InitTool init(argc, argv);
  Options options;
  registerDefaultTimingManagerCLOptions();
  for (StringRef name : {"mlir-timing", "mlir-timing-display"})
    cl::getRegisteredOptions()[name]->addCategory(options.category);
  cl::HideUnrelatedOptions(options.category);
  cl::ParseCommandLineOptions(
      argc, argv,
      "Runs networks and programs on a neural engine and reports cycles\n");
  DefaultTimingManager timing;
  applyDefaultTimingManagerCLOptions(timing);
  options.timing = timing.getRootScope();
  LogicalResult result = run(options);
  options.timing.stop();
  return succeeded(result) ? 0 : 1;
}

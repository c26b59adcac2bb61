//===- tenon-nas.cpp - Fills the holes of a pipeline ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Ablation.h"
#include "EstimatedCosts.h"
#include "Outcome.h"
#include "dialects/Engine/IR/Engine.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"
#include "tenon/Codegen/Passes.h"
#include "tenon/Report/Format.h"
#include "tenon/Search/PipelineText.h"
#include "tenon/Tooling/Diagnostics.h"
#include "tenon/Tooling/InitTool.h"
#include "tenon/Tooling/NetworkOptions.h"
#include "tenon/Transforms/Passes.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include <chrono>

namespace cl = llvm::cl;
using namespace mlir;
using namespace tenon;

namespace {
/// What prices networks.
enum class CostKind { Simulate, Estimate };

/// What the command line says.
struct Options {
  cl::OptionCategory category{"tenon-nas options"};
  cl::opt<std::string> input{
      cl::Positional, cl::desc("<model.onnx or network.mlir, - for stdin>"),
      cl::init("-"), cl::cat(category)};
  cl::opt<std::string> space{
      "space",
      cl::desc("The search space: pipeline text with holes, or @NAME for a "
               "pipeline that ships with Tenon, or @FILE"),
      cl::value_desc("pipeline"), cl::init("@fit"), cl::cat(category)};
  cl::opt<std::string> output{
      "o",
      cl::desc("Folder for best.mlir, best.onnx, best.pipeline, trials.csv"),
      cl::value_desc("folder"), cl::init("out"), cl::cat(category)};
  cl::opt<uint64_t> trials{"trials", cl::desc("Networks to evaluate"),
                           cl::init(300), cl::cat(category)};
  cl::opt<uint64_t> seed{"seed", cl::desc("Seed of the search"), cl::init(1),
                         cl::cat(category)};
  cl::opt<std::string> strategy{"strategy",
                                cl::desc("evolution, random or exhaustive"),
                                cl::init("evolution"), cl::cat(category)};
  cl::opt<std::string> minimize{
      "minimize", cl::desc("Metric to make small (default: latency)"),
      cl::value_desc("metric"), cl::cat(category)};
  cl::opt<std::string> maximize{"maximize", cl::desc("Metric to make large"),
                                cl::value_desc("metric"), cl::cat(category)};
  cl::list<std::string> keep{
      "keep",
      cl::desc("Fraction of the baseline to keep (default, if nothing is kept "
               "or limited: expressiveness:0.95)"),
      cl::value_desc("metric:fraction"), cl::cat(category)};
  cl::list<std::string> limit{"limit", cl::desc("Value not to exceed"),
                              cl::value_desc("metric:value"),
                              cl::cat(category)};
  cl::opt<std::string> engine{
      "engine",
      cl::desc("Machine to attach before the pipeline: a preset or a .mlir "
               "file"),
      cl::value_desc("preset|file"), cl::cat(category)};
  cl::opt<std::string> type{
      "type",
      cl::desc("What floats are deployed as: i8, i16, f16 (default: the "
               "machine's)"),
      cl::cat(category)};
  cl::opt<bool> byLayer{
      "by-layer",
      cl::desc("Price each operation by itself, from DRAM to DRAM, and add up: "
               "rougher, and fast enough to enumerate large spaces"),
      cl::cat(category)};
  cl::opt<CostKind> cost{
      "cost", cl::init(CostKind::Simulate), cl::desc("What prices networks:"),
      cl::values(
          clEnumValN(CostKind::Simulate, "simulate", "The simulator (default)"),
          clEnumValN(CostKind::Estimate, "estimate",
                     "The estimator in --estimator; the simulator "
                     "confirms the best ten")),
      cl::cat(category)};
  cl::opt<std::string> estimator{
      "estimator", cl::value_desc("file.json"),
      cl::desc("Of --cost=estimate: what tenon-estimate --train wrote"),
      cl::cat(category)};
  NetworkOptions network{category};
  cl::opt<bool> bestOnly{"no-ablation",
                         cl::desc("Do not search with each pass alone"),
                         cl::cat(category)};
  cl::opt<bool> listMetrics{"list-metrics", cl::desc("List the metrics"),
                            cl::cat(category)};
  cl::opt<bool> listEngines{"list-engines", cl::desc("List the presets"),
                            cl::cat(category)};
};

/// The network that is written in the end.
struct Best {
  /// Its pipeline.
  std::string text;
  OutcomeColumn column;
  Score score;
};

/// One run of the tool.
class Run {
public:
  Run(const Options &options, std::string program, MLIRContext &context)
      : options(options), program(std::move(program)), context(context) {}
  llvm::Error execute();

private:
  llvm::Error load();
  llvm::Error loadEstimator();
  llvm::Expected<std::string> readSpace() const;
  llvm::Expected<Objective> makeObjective(const Metrics &baseline) const;
  llvm::Expected<SearchResult> searchIn(const PreparedSpace &space,
                                        const Objective &objective,
                                        llvm::StringRef title);
  llvm::Expected<std::string> attachEngine(llvm::StringRef text) const;
  std::string getPath(llvm::StringRef name) const;
  llvm::Error checkFolder() const;
  llvm::Error makeFolder();
  llvm::Error ablate(const PreparedSpace &space, const Objective &objective,
                     std::vector<OutcomeColumn> &columns, Best &best);
  llvm::Error writeFiles(const SearchResult &result, llvm::StringRef pipeline);
  void printCommand(const std::string &pipeline) const;
  llvm::Error printWeights(llvm::StringRef pipeline) const;

  const Options &options;
  std::string program;
  MLIRContext &context;
  OwningOpRef<ModuleOp> network, shapes;
  /// The network as text, as tenon-translate prints it or as it was given.
  std::string source;
  bool isOnnx = false, hasWeights = false, madeFolder = false;
  std::unique_ptr<NetworkEvaluator> evaluator;
  /// Null if the simulator prices all networks.
  std::unique_ptr<EstimatedCosts> estimates;
};
} // namespace

static llvm::Error makeError(const Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

llvm::Error Run::load() {
  LoadOptions load;
  if (llvm::Error error = options.network.read(&context, load))
    return error;
  network = loadNetwork(options.input, &context, load, &isOnnx);
  if (!network)
    return makeError("");
  llvm::raw_string_ostream os(source);
  printModule(*network, os);
  // Candidates need no weights.
  shapes = network->clone();
  shapes->walk([&](nn::ParameterOp parameter) {
    hasWeights |= parameter.getValue().has_value();
    parameter.removeValueAttr();
  });
  std::optional<engine::ElementKind> kind;
  if (!options.type.empty()) {
    kind = engine::parseElementKind(options.type);
    if (!kind)
      return makeError("--type: expected i8, i16 or f16, but got '" +
                       options.type + "'");
  }
  evaluator = std::make_unique<NetworkEvaluator>(
      *shapes, kind, options.byLayer ? PriceMode::Layers : PriceMode::Network);
  return loadEstimator();
}

llvm::Error Run::loadEstimator() {
  bool estimated = options.cost == CostKind::Estimate;
  if (estimated == options.estimator.empty())
    return makeError(estimated ? "expected a trained estimator in --estimator"
                               : "expected --cost=estimate with --estimator");
  if (!estimated)
    return llvm::Error::success();
  if (options.byLayer)
    return makeError("expected --cost=estimate or --by-layer, but got both");
  auto loaded = EstimatedCosts::load(options.estimator, &context);
  if (!loaded)
    return loaded.takeError();
  estimates = std::move(*loaded);
  return llvm::Error::success();
}

llvm::Expected<std::string> Run::readSpace() const {
  void *symbol = reinterpret_cast<void *>(&makeError);
  std::string tool = llvm::sys::fs::getMainExecutable(program.c_str(), symbol);
  llvm::SmallString<128> folder(
      llvm::sys::path::parent_path(llvm::sys::path::parent_path(tool)));
  llvm::sys::path::append(folder, "share", "tenon", "pipelines");
  llvm::Expected<std::string> text =
      readPipelineArgument(options.space, {folder.str().str()});
  if (!text || options.engine.empty())
    return text;
  return attachEngine(*text);
}

/// The pipeline with the machine of --engine: in the place of the one that it
/// attaches, or in front. So the result says which machine it is for.
llvm::Expected<std::string> Run::attachEngine(llvm::StringRef text) const {
  std::string error;
  if (!engine::findTarget(&context, options.engine, error))
    return makeError(error);
  bool isFile = llvm::StringRef(options.engine).ends_with(".mlir");
  std::string pass = std::string("engine-attach-target{") +
                     (isFile ? "file=" : "preset=") + options.engine + "}";
  llvm::Expected<Space> space = Space::parse(text);
  if (!space)
    return space.takeError();
  if (space->getElements().empty())
    return "builtin.module(" + pass + ")";
  std::string result = text.str();
  for (const PipelineElement &element : space->getElements())
    if (element.name == "engine-attach-target") {
      result.replace(element.begin, element.end - element.begin, pass);
      return result;
    }
  result.insert(space->getElements().front().begin, pass + ",");
  return result;
}

llvm::Expected<Objective> Run::makeObjective(const Metrics &baseline) const {
  ObjectiveText text;
  text.minimize = options.minimize;
  text.maximize = options.maximize;
  if (text.minimize.empty() && text.maximize.empty())
    text.minimize = "latency";
  text.keep.assign(options.keep.begin(), options.keep.end());
  text.limit.assign(options.limit.begin(), options.limit.end());
  if (text.keep.empty() && text.limit.empty())
    text.keep = {"expressiveness:0.95"};
  llvm::Expected<Objective> objective =
      Objective::parse(text, NetworkEvaluator::getMetricNames());
  if (!objective)
    return objective.takeError();
  if (llvm::Error error = objective->setBaseline(baseline))
    return std::move(error);
  return objective;
}

llvm::Expected<SearchResult> Run::searchIn(const PreparedSpace &space,
                                           const Objective &objective,
                                           llvm::StringRef title) {
  // Small spaces are looked at as a whole.
  std::string name = options.strategy;
  std::optional<uint64_t> size = space.space.getExactSize();
  if (name == "evolution" && size && *size <= options.trials)
    name = "exhaustive";
  llvm::Expected<std::unique_ptr<Strategy>> strategy =
      createStrategy(name, space.space, options.seed, options.trials);
  if (!strategy)
    return strategy.takeError();
  bool isTerminal = llvm::sys::Process::StandardErrIsDisplayed();
  SearchOptions searchOptions;
  searchOptions.trials = options.trials;
  searchOptions.progress = [&](const Trial &, const SearchProgress &progress) {
    if (!isTerminal)
      return;
    llvm::errs() << "\r\033[K" << title << ": " << progress.done << " of "
                 << progress.total << " networks";
    if (progress.best)
      llvm::errs() << ", best "
                   << formatNumber(progress.best->metrics.at("latency"), 3)
                   << " ms";
  };
  llvm::Expected<SearchResult> result = search(
      space.space, **strategy, objective,
      [&](llvm::StringRef, const Point &point) {
        return evaluator->evaluate(space, point);
      },
      searchOptions);
  if (isTerminal)
    llvm::errs() << "\r\033[K";
  if (result && estimates)
    if (llvm::Error error =
            estimates->confirm(*evaluator, space, objective, *result))
      return std::move(error);
  return result;
}

/// Searches with each pass alone; what is best so is a point of the whole
/// space.
llvm::Error Run::ablate(const PreparedSpace &space, const Objective &objective,
                        std::vector<OutcomeColumn> &columns, Best &best) {
  for (const SubSpace &sub : findSubSpaces(*evaluator, space)) {
    llvm::Expected<PreparedSpace> prepared = evaluator->prepare(sub.text);
    if (!prepared)
      return prepared.takeError();
    std::string title = "only " + sub.pass;
    llvm::Expected<SearchResult> alone = searchIn(*prepared, objective, title);
    if (!alone)
      return alone.takeError();
    const Trial &trial = alone->getBest();
    OutcomeColumn column{title, "", trial.metrics, trial.feasible};
    llvm::raw_string_ostream os(column.choices);
    prepared->space.print(os, trial.point);
    columns.push_back(column);
    if (!(trial.score < best.score))
      continue;
    best.text = trial.text;
    best.score = trial.score;
    best.column = std::move(column);
    best.column.title = "all";
    best.column.choices =
        describe(space.space, sub, prepared->space, trial.point);
  }
  return llvm::Error::success();
}

/// A file in the folder of results.
std::string Run::getPath(llvm::StringRef name) const {
  llvm::SmallString<128> full(options.output);
  llvm::sys::path::append(full, name);
  return full.str().str();
}

/// What is read must not be overwritten.
llvm::Error Run::checkFolder() const {
  llvm::StringRef space = options.space;
  space.consume_front("@");
  for (llvm::StringRef name :
       {"best.mlir", "best.onnx", "best.pipeline", "trials.csv"})
    for (llvm::StringRef input :
         {llvm::StringRef(options.input), space,
          llvm::StringRef(options.estimator), llvm::StringRef(options.engine)})
      if (bool isSame = false;
          !llvm::sys::fs::equivalent(getPath(name), input, isSame) && isSame)
        return makeError("expected another folder for -o than that of '" +
                         input + "', which is read");
  return llvm::Error::success();
}

llvm::Error Run::makeFolder() {
  madeFolder = !llvm::sys::fs::exists(options.output);
  std::error_code code = llvm::sys::fs::create_directories(
      options.output, /*IgnoreExisting=*/true, llvm::sys::fs::all_all);
  if (!code && !llvm::sys::fs::is_directory(options.output))
    code = std::make_error_code(std::errc::not_a_directory);
  if (code)
    return makeError("can not make folder '" + options.output +
                     "': " + code.message());
  return llvm::Error::success();
}

llvm::Error Run::execute() {
  auto start = std::chrono::steady_clock::now();
  if (llvm::Error error = checkFolder())
    return error;
  if (llvm::Error error = load())
    return error;
  llvm::Expected<std::string> text = readSpace();
  if (!text)
    return text.takeError();
  llvm::Expected<PreparedSpace> space = evaluator->prepare(*text);
  if (!space)
    return space.takeError();
  if (estimates) {
    std::optional<engine::ElementKind> type;
    if (!options.type.empty())
      type = engine::parseElementKind(options.type);
    if (llvm::Error error =
            estimates->check(engine::getTarget(*space->network), type))
      return error;
    if (estimates->isDevice())
      estimates->use(*evaluator);
  }
  llvm::Expected<Metrics> baseline = evaluator->measure(*space->network);
  if (!baseline)
    return baseline.takeError();
  if (estimates)
    estimates->use(*evaluator);
  llvm::Expected<Objective> objective = makeObjective(*baseline);
  if (!objective)
    return objective.takeError();
  if (llvm::Error error = makeFolder())
    return error;
  llvm::Expected<SearchResult> result =
      searchIn(*space, *objective, "all passes");
  if (!result) {
    // Nothing is in it yet.
    if (madeFolder)
      (void)llvm::sys::fs::remove(options.output);
    return result.takeError();
  }
  const Trial &found = result->getBest();
  Best best{
      found.text, {"all", "", found.metrics, found.feasible}, found.score};
  llvm::raw_string_ostream os(best.column.choices);
  space->space.print(os, found.point);
  std::vector<OutcomeColumn> columns = {{"baseline", "", *baseline, true}};
  if (!options.bestOnly)
    if (llvm::Error error = ablate(*space, *objective, columns, best))
      return error;
  columns.push_back(best.column);

  engine::TargetAttr target = engine::getTarget(*space->network);
  double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
          .count();
  llvm::outs() << options.input << " on " << target.getName() << ", "
               << formatNumber(space->space.getSize(), 0) << " points, "
               << result->trials.size() << " tried, " << result->numFailed
               << " failed\n\n";
  if (estimates && estimates->isDevice())
    llvm::outs() << "Latencies are estimates for the device that the estimator "
                    "was trained on; cycles are these times the clock of "
                 << target.getName() << ", DRAM traffic is planned.\n\n";
  printOutcome(llvm::outs(), columns);
  if (llvm::Error error = printWeights(best.text))
    return error;
  printCommand(best.text);
  llvm::outs().flush();
  if (llvm::Error error = writeFiles(*result, best.text))
    return error;
  if (llvm::sys::Process::StandardErrIsDisplayed()) {
    auto [simulated, remembered] = evaluator->getPriceCounts();
    llvm::errs() << "tenon-nas: " << formatNumber(seconds, 1) << " s, "
                 << simulated << (options.byLayer ? " operations" : " networks")
                 << " simulated, " << remembered << " prices remembered\n";
  }
  if (!best.column.feasible)
    return makeError("no candidate is within the bounds; the closest one was "
                     "written");
  return llvm::Error::success();
}

llvm::Error Run::writeFiles(const SearchResult &result,
                            llvm::StringRef pipeline) {
  // From the text and in a context of its own, as the printed command does: a
  // second copy of the weights in one context gets other resource names.
  MLIRContext fresh(context.getDialectRegistry(),
                    MLIRContext::Threading::DISABLED);
  DiagnosticPrinter printer(&fresh, llvm::errs());
  OwningOpRef<ModuleOp> best = parseModule(source, options.input, &fresh);
  if (!best)
    return makeError("can not read the network back");
  if (llvm::Error error = runPipeline(*best, pipeline))
    return error;
  std::string csv;
  llvm::raw_string_ostream os(csv);
  writeTrialsCsv(os, result.trials);
  if (llvm::Error error =
          writeFile(getPath("best.mlir"),
                    [&](llvm::raw_ostream &os) { printModule(*best, os); }))
    return error;
  if (llvm::Error error =
          writeFile(getPath("best.pipeline"), (pipeline + "\n").str()))
    return error;
  if (llvm::Error error = writeFile(getPath("trials.csv"), csv))
    return error;
  // A model of an earlier search would not belong to this network.
  if (std::error_code code = llvm::sys::fs::remove(getPath("best.onnx")))
    return makeError("can not remove '" + getPath("best.onnx") +
                     "': " + code.message());
  if (!hasWeights)
    return llvm::Error::success();
  PassManager pm(&fresh);
  pm.addPass(createMaterializeParameters());
  std::string bytes;
  llvm::raw_string_ostream model(bytes);
  if (failed(pm.run(*best)) || failed(exportOnnx(*best, model)))
    return makeError("");
  return writeFile(getPath("best.onnx"), bytes);
}

/// The layer computes with other weights than the given ones: some were left
/// out or merged. Zeros behind change nothing.
static bool hasChangedWeights(Operation *layer) {
  SmallVector<Value> pending(layer->getOperands());
  while (!pending.empty()) {
    Operation *op = pending.pop_back_val().getDefiningOp();
    if (!op || !op->hasTrait<nn::ParameterExpression>())
      continue;
    if (!isa<nn::ParameterOp, nn::ConstantOp, nn::ParamPadOp>(op))
      return true;
    llvm::append_range(pending, op->getOperands());
  }
  return false;
}

llvm::Error Run::printWeights(llvm::StringRef pipeline) const {
  ModuleOp original = *shapes;
  OwningOpRef<ModuleOp> best = original.clone();
  if (llvm::Error error = runPipeline(*best, pipeline))
    return error;
  int64_t changed = 0, layers = 0;
  best->walk([&](WorkloadOpInterface op) {
    if (op->hasTrait<nn::ParameterExpression>() ||
        llvm::none_of(op->getOperands(), [](Value operand) {
          return nn::isParameter(operand) &&
                 !operand.getDefiningOp<nn::ConstantOp>();
        }))
      return;
    ++layers;
    changed += hasChangedWeights(op);
  });
  llvm::outs() << '\n'
               << changed << " of " << layers
               << " layers with weights were scaled or fused: theirs start "
                  "from the old ones and need fine-tuning.\n";
  if (!hasWeights)
    llvm::outs() << "The network has no weights, so no best.onnx was "
                    "written.\n";
  return llvm::Error::success();
}

void Run::printCommand(const std::string &pipeline) const {
  llvm::outs() << "\nTo make the best network again:\n  ";
  std::string pass = "--pass-pipeline=" + pipeline;
  if (isOnnx) {
    llvm::outs() << "tenon-translate --import-onnx "
                 << quoteForShell(options.input);
    for (const std::string &shape : options.network.shapes)
      llvm::outs() << " --shape " << quoteForShell(shape);
    for (const std::string &binding : options.network.bindings)
      llvm::outs() << " --bind " << quoteForShell(binding);
    llvm::outs() << " | tenon-opt - ";
  } else {
    llvm::outs() << "tenon-opt " << quoteForShell(options.input) << ' ';
  }
  llvm::outs() << quoteForShell(pass) << " --mlir-print-debuginfo -o best.mlir"
               << '\n';
}

/// An empty message stands for diagnostics that were printed already.
static int fail(llvm::Error error) {
  std::string message = llvm::toString(std::move(error));
  if (!message.empty())
    llvm::errs() << "tenon-nas: error: " << message << '\n';
  return 1;
}

static int run(int argc, char **argv) {
  Options options;
  cl::HideUnrelatedOptions(options.category);
  cl::ParseCommandLineOptions(
      argc, argv,
      "Fits a network to a machine: fills the holes of a pass pipeline\n");
  if (options.listMetrics || options.listEngines) {
    for (const std::string &name : NetworkEvaluator::getMetricNames())
      if (options.listMetrics)
        llvm::outs() << name << '\n';
    for (llvm::StringRef name : engine::getPresetNames())
      if (options.listEngines)
        llvm::outs() << name << '\n';
    return 0;
  }
  DialectRegistry registry;
  registry.insert<nn::NNDialect, func::FuncDialect>();
  registerEngineDialects(registry);
  registerTransformPasses();
  registerCodegenPasses();
  registerTransformsPasses();
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  DiagnosticPrinter printer(&context, llvm::errs());
  context.loadAllAvailableDialects();
  llvm::Error error = Run(options, argv[0], context).execute();
  if (!error)
    return 0;
  return fail(std::move(error));
}

int main(int argc, char **argv) {
  InitTool init(argc, argv);
  int code = run(argc, argv);
  if (llvm::Error error = flushOutput())
    return fail(std::move(error));
  return code;
}

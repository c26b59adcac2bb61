//===- tenon-nas.cpp - Fills the holes of a pipeline ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Ablation.h"
#include "EstimatedCosts.h"
#include "Options.h"
#include "Recipe.h"
#include "Results.h"
#include "SearchTable.h"
#include "dialects/Engine/IR/Engine.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"
#include "tenon/Compiler/Passes.h"
#include "tenon/Report/Format.h"
#include "tenon/Report/Text.h"
#include "tenon/Search/PipelineText.h"
#include "tenon/Tooling/Diagnostics.h"
#include "tenon/Tooling/InitTool.h"
#include "tenon/Tooling/Interrupt.h"
#include "tenon/Tooling/OptionModes.h"
#include "tenon/Transforms/Passes.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include <chrono>

namespace cl = llvm::cl;
using namespace mlir;
using namespace tenon;

namespace {
/// The network that is written in the end.
struct Best {
  /// Its pipeline.
  std::string text;
  SearchColumn column;
  Score score;
};

/// One run of the tool.
class Run {
public:
  Run(const Options &options, std::string program, MLIRContext &context)
      : options(options), program(std::move(program)), context(context),
        folder(options.output) {}
  llvm::Error execute();
  /// The user asked to end before the search did.
  bool isInterrupted() const { return interrupted; }

private:
  llvm::Error load();
  llvm::Error loadEstimator();
  llvm::Expected<std::string> readSpace() const;
  llvm::Expected<Objective> makeObjective(const Metrics &baseline) const;
  llvm::Expected<SearchResult> searchIn(const PreparedSpace &space,
                                        const Objective &objective,
                                        llvm::StringRef title);
  llvm::Error checkFiles() const;
  llvm::Error prepare();
  llvm::Expected<SearchResult> runSearch(Best &best);
  llvm::Error report(const SearchResult &result, const Best &best) const;
  llvm::Error ablate(const Objective &objective, Best &best);
  llvm::Error writeFiles(const SearchResult &result, llvm::StringRef pipeline);

  const Options &options;
  std::string program;
  MLIRContext &context;
  OwningOpRef<ModuleOp> network, shapes;
  /// The network as text, as tenon-translate prints it or as it was given.
  std::string source;
  bool isOnnx = false, hasWeights = false;
  std::optional<PreparedSpace> space;
  Metrics baseline;
  /// What is printed of the best networks, beside the baseline.
  std::vector<SearchColumn> columns;
  ResultFolder folder;
  std::unique_ptr<NetworkEvaluator> evaluator;
  /// Null if the simulator prices all networks.
  std::unique_ptr<EstimatedCosts> estimates;
  /// Lives while there is a search.
  std::optional<InterruptRequest> request;
  bool interrupted = false;
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
  return attachEngine(&context, options.engine, *text);
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
  searchOptions.isStopped = [&] { return request && request->isMade(); };
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
llvm::Error Run::ablate(const Objective &objective, Best &best) {
  for (const SubSpace &sub : findSubSpaces(*evaluator, *space)) {
    llvm::Expected<PreparedSpace> prepared = evaluator->prepare(sub.text);
    if (!prepared)
      return prepared.takeError();
    std::string title = "only " + sub.pass;
    llvm::Expected<SearchResult> alone = searchIn(*prepared, objective, title);
    // A pass of which half was tried is compared with nothing.
    if (request->isMade()) {
      llvm::consumeError(alone.takeError());
      return llvm::Error::success();
    }
    if (!alone)
      return alone.takeError();
    const Trial &trial = alone->getBest();
    SearchColumn column{title, "", trial.metrics, trial.feasible};
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
        describe(space->space, sub, prepared->space, trial.point);
  }
  return llvm::Error::success();
}

/// What is read must not be overwritten.
llvm::Error Run::checkFiles() const {
  std::vector<NamedFile> inputs = options.network.getFiles();
  llvm::StringRef spaceFile = options.space;
  spaceFile.consume_front("@");
  for (llvm::StringRef input :
       {llvm::StringRef(options.input), spaceFile,
        llvm::StringRef(options.estimator), llvm::StringRef(options.engine)})
    inputs.push_back({"", input.str()});
  return folder.check(inputs, options.force);
}

/// Reads everything, and measures the baseline.
llvm::Error Run::prepare() {
  if (llvm::Error error = load())
    return error;
  llvm::Expected<std::string> text = readSpace();
  if (!text)
    return text.takeError();
  llvm::Expected<PreparedSpace> prepared = evaluator->prepare(*text);
  if (!prepared)
    return prepared.takeError();
  space = std::move(*prepared);
  for (const std::string &note : space->space.getNotes())
    printNote("tenon-nas", note);
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
  llvm::Expected<Metrics> measured = evaluator->measureBaseline(*space);
  if (!measured)
    return measured.takeError();
  baseline = std::move(*measured);
  if (estimates)
    estimates->use(*evaluator);
  return llvm::Error::success();
}

/// Searches in the whole space and with each pass alone.
llvm::Expected<SearchResult> Run::runSearch(Best &best) {
  llvm::Expected<Objective> objective = makeObjective(baseline);
  if (!objective)
    return objective.takeError();
  request.emplace();
  if (llvm::Error error = folder.make())
    return std::move(error);
  llvm::Expected<SearchResult> result =
      searchIn(*space, *objective, "all passes");
  if (result) {
    const Trial &found = result->getBest();
    best = {
        found.text, {"all", "", found.metrics, found.feasible}, found.score};
    llvm::raw_string_ostream os(best.column.choices);
    space->space.print(os, found.point);
    if (!options.bestOnly && !request->isMade())
      if (llvm::Error error = ablate(*objective, best))
        result = std::move(error);
  }
  interrupted = request->isMade();
  request.reset();
  return result;
}

llvm::Error Run::report(const SearchResult &result, const Best &best) const {
  engine::TargetAttr target = engine::getTarget(*space->network);
  llvm::outs() << escapeText(options.input) << " on "
               << escapeText(target.getName()) << ", "
               << formatNumber(space->space.getSize(), 0) << " points, "
               << result.trials.size() << " tried, " << result.numFailed
               << " failed" << (interrupted ? ", interrupted" : "") << "\n\n";
  if (estimates && estimates->isDevice())
    llvm::outs() << "Latencies are estimates for the device that the estimator "
                    "was trained on; cycles are these times the clock of "
                 << escapeText(target.getName())
                 << ", DRAM traffic is planned.\n\n";
  std::vector<SearchColumn> all = {{"baseline", "", baseline, true}};
  llvm::append_range(all, columns);
  all.push_back(best.column);
  printSearchTable(llvm::outs(), all);
  if (llvm::Error error =
          printWeights(llvm::outs(), *shapes, best.text, hasWeights))
    return error;
  printCommand(llvm::outs(), options, isOnnx, best.text);
  llvm::outs().flush();
  return llvm::Error::success();
}

llvm::Error Run::execute() {
  auto start = std::chrono::steady_clock::now();
  if (llvm::Error error = checkFiles())
    return error;
  if (llvm::Error error = prepare())
    return error;
  Best best;
  llvm::Expected<SearchResult> result = runSearch(best);
  if (!result)
    return result.takeError();
  double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
          .count();
  if (llvm::Error error = report(*result, best))
    return error;
  if (llvm::Error error = writeFiles(*result, best.text))
    return error;
  if (llvm::sys::Process::StandardErrIsDisplayed()) {
    auto [simulated, remembered] = evaluator->getPriceCounts();
    llvm::errs() << "tenon-nas: " << formatNumber(seconds, 1) << " s, "
                 << simulated << (options.byLayer ? " operations" : " networks")
                 << " simulated, " << remembered << " prices remembered\n";
  }
  if (interrupted)
    return makeError("interrupted; the best of what was tried was written");
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
    return makeError("cannot read the network back");
  if (llvm::Error error = runPipeline(*best, pipeline))
    return error;
  return folder.write(*best, hasWeights, pipeline, result);
}

/// An empty message stands for diagnostics that were printed already.
static int fail(llvm::Error error) {
  std::string message = llvm::toString(std::move(error));
  if (!message.empty())
    printError("tenon-nas", message);
  return 1;
}

/// Options that do nothing for what is asked for.
static llvm::Error checkModes(const Options &options) {
  if (options.listMetrics || options.listEngines)
    return checkMode(options.category, "a list",
                     {&options.listMetrics, &options.listEngines});
  if (options.strategy == "exhaustive")
    return checkUnused("--strategy=exhaustive", {&options.seed});
  return llvm::Error::success();
}

static int run(int argc, char **argv) {
  Options options;
  cl::HideUnrelatedOptions(options.category);
  cl::ParseCommandLineOptions(
      argc, argv,
      "Fits a network to a machine: fills the holes of a pass pipeline\n");
  if (llvm::Error error = checkModes(options))
    return fail(std::move(error));
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
  registerCompilerPasses();
  registerTransformsPasses();
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  DiagnosticPrinter printer(&context, llvm::errs());
  context.loadAllAvailableDialects();
  Run run(options, argv[0], context);
  llvm::Error error = run.execute();
  if (!error)
    return 0;
  int code = fail(std::move(error));
  return run.isInterrupted() ? interruptExitCode : code;
}

int main(int argc, char **argv) {
  InitTool init(argc, argv);
  int code = run(argc, argv);
  if (llvm::Error error = flushOutput())
    return fail(std::move(error));
  return code;
}

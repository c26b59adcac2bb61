//===- tenon-measure.cpp - Measures networks for an estimator -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Families.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/MLIRContext.h"
#include "tenon/Estimator/Model.h"
#include "tenon/Report/Text.h"
#include "tenon/Tooling/Diagnostics.h"
#include "tenon/Tooling/Files.h"
#include "tenon/Tooling/InitTool.h"
#include "tenon/Tooling/NetworkOptions.h"
#include "tenon/Tooling/OptionModes.h"
#include "tenon/Transforms/Passes.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CommandLine.h"

using namespace mlir;
using namespace tenon;
namespace cl = llvm::cl;

namespace {
/// What the command line says.
struct Options {
  cl::OptionCategory category{"tenon-measure options"};
  cl::opt<std::string> engine{
      "engine", cl::value_desc("preset|file.mlir"),
      cl::desc("Machine: a preset or a .mlir file that holds one"),
      cl::cat(category)};
  cl::opt<std::string> database{
      "db", cl::value_desc("file.sqlite"),
      cl::desc("Where measurements are kept; a run goes on where the one "
               "before it ended"),
      cl::cat(category)};
  cl::list<std::string> families{
      "family", cl::CommaSeparated, cl::value_desc("name,...|all"),
      cl::desc("Networks to measure. Default: all"), cl::cat(category)};
  cl::opt<std::string> estimator{
      "estimator", cl::value_desc("file.json"),
      cl::desc("Share samples out by the errors of an estimator: the families "
               "that it is wrong about get more"),
      cl::cat(category)};
  cl::opt<unsigned> samples{
      "samples", cl::value_desc("number"), cl::init(4000),
      cl::desc(
          "Samples of all families together, with those that the store has; "
          "as many of each. Default: 4000"),
      cl::cat(category)};
  cl::opt<uint64_t> seed{"seed", cl::init(0), cl::desc("Draws the samples"),
                         cl::cat(category)};
  cl::opt<std::string> type{
      "type", cl::value_desc("i8|i16|f16"),
      cl::desc("Deployed type of float tensors. Default: that of the machine"),
      cl::cat(category)};
  cl::opt<bool> list{"list-families", cl::desc("List the families"),
                     cl::cat(category)};
};

/// What a run did.
struct Counts {
  int64_t measured = 0, known = 0, failed = 0;
};
} // namespace

static LogicalResult fail(const Twine &message) {
  printError("tenon-measure", message);
  return failure();
}

static LogicalResult checkOptions(const Options &options) {
  if (options.engine.empty())
    return fail("expected a machine in --engine");
  if (options.database.empty())
    return fail("expected a file in --db");
  if (options.samples == 0)
    return fail("--samples: expected at least 1, but got 0");
  return success();
}

static FailureOr<std::vector<std::string>> getFamilies(const Options &options) {
  std::vector<std::string> all = getFamilyNames(), chosen;
  if (options.families.empty())
    return all;
  for (const std::string &name : options.families) {
    if (name != "all" && !llvm::is_contained(all, name))
      return fail("--family: expected all or some of " + llvm::join(all, ", ") +
                  ", but got '" + name + "'");
    if (llvm::is_contained(chosen, name))
      return fail("--family: expected each family once, but got '" + name +
                  "' twice");
    chosen.push_back(name);
  }
  if (llvm::is_contained(chosen, "all"))
    return all;
  llvm::sort(chosen);
  return chosen;
}

namespace {
/// Shares samples out among families.
class Shares {
public:
  explicit Shares(const std::vector<std::string> &families)
      : families(families), weights(families.size(), 1),
        given(families.size(), 0) {}
  /// Weighs families by the held-out errors of an estimator for the machine;
  /// none gets less than a quarter of the mean, and those that it does not know
  /// as much as its worst one.
  LogicalResult weigh(StringRef path, engine::TargetAttr target,
                      engine::ElementKind type);
  /// The family and the number of the next sample: what has got the least for
  /// its weight.
  std::pair<std::string, int64_t> next();

private:
  const std::vector<std::string> &families;
  std::vector<double> weights;
  std::vector<int64_t> given;
};
} // namespace

LogicalResult Shares::weigh(StringRef path, engine::TargetAttr target,
                            engine::ElementKind type) {
  auto file = llvm::MemoryBuffer::getFile(path);
  if (!file)
    return fail("--estimator: '" + path + "': " + file.getError().message());
  auto model = estimator::parseModel((*file)->getBuffer(), target.getContext());
  if (!model)
    return fail("--estimator: '" + path +
                "': " + llvm::toString(model.takeError()));
  if (llvm::Error error = checkTarget(*model, target, type))
    return fail("--estimator: " + llvm::toString(std::move(error)));
  double sum = 0, most = 0;
  for (const auto &[name, heldOut] : model->families)
    most = std::max(most, heldOut.meanError);
  for (auto [family, weight] : llvm::zip_equal(families, weights)) {
    auto found = model->families.find(family);
    sum += weight =
        found == model->families.end() ? most : found->second.meanError;
  }
  for (double &weight : weights)
    weight = std::max(weight, sum / double(families.size()) / 4);
  return success();
}

std::pair<std::string, int64_t> Shares::next() {
  size_t best = 0;
  for (size_t i = 1; i != families.size(); ++i)
    if (weights[i] / double(given[i] + 1) >
        weights[best] / double(given[best] + 1))
      best = i;
  return {families[best], given[best]++};
}

/// Measures one sample if the store has none of it.
static LogicalResult addSample(Store &store, SampleSource source,
                               engine::TargetAttr target,
                               engine::ElementKind type, Counts &counts) {
  std::string targetText = getTargetText(target);
  MeasurementKey key;
  key.target = getTextHash(targetText);
  key.type = engine::stringifyElementKind(type).str();
  auto sample = store.findSample(source, key.target, key.type);
  if (!sample)
    return fail(llvm::toString(sample.takeError()));
  if (*sample) {
    ++((*sample)->empty() ? counts.known : counts.failed);
    return success();
  }
  llvm::Expected<OwningOpRef<ModuleOp>> module =
      buildSample(target.getContext(), source);
  if (!module)
    return fail("sample " + Twine(source.index) + " of " + source.family +
                ": " + llvm::toString(module.takeError()));
  std::string text = getCanonicalText(**module), error;
  key.subgraph = getTextHash(text);
  llvm::Expected<std::optional<Measurement>> known = store.find(key);
  if (!known)
    return fail(llvm::toString(known.takeError()));
  std::optional<Measurement> fresh;
  if (*known) {
    ++counts.known;
  } else if (auto measured = measureModule(**module, target, type)) {
    ++counts.measured;
    fresh = std::move(*measured);
  } else {
    ++counts.failed;
    error = llvm::toString(measured.takeError());
  }
  if (llvm::Error failed = store.add(source, key, targetText, text,
                                     fresh ? &*fresh : nullptr, error))
    return fail(llvm::toString(std::move(failed)));
  return success();
}

static LogicalResult measureAll(const Options &options, MLIRContext *context,
                                const std::vector<std::string> &families) {
  std::string error;
  engine::TargetAttr target =
      engine::findTarget(context, options.engine, error);
  if (!target)
    return fail(error);
  llvm::Expected<engine::ElementKind> type = parseType(options.type, target);
  if (!type)
    return fail(llvm::toString(type.takeError()));
  llvm::Expected<std::unique_ptr<Store>> store = Store::open(options.database);
  if (!store)
    return fail(llvm::toString(store.takeError()));
  Shares shares(families);
  if (!options.estimator.empty() &&
      failed(shares.weigh(options.estimator, target, *type)))
    return failure();
  Counts counts;
  bool isTerminal = llvm::errs().is_displayed();
  for (int64_t number = 0; number != options.samples; ++number) {
    SampleSource source;
    std::tie(source.family, source.index) = shares.next();
    source.seed = options.seed;
    if (failed(addSample(**store, std::move(source), target, *type, counts)))
      return failure();
    if (isTerminal)
      llvm::errs() << "\r" << number + 1 << " of " << options.samples
                   << " samples, " << counts.measured << " measured ";
  }
  if (isTerminal)
    llvm::errs() << '\n';
  auto total = (*store)->count(getTextHash(getTargetText(target)),
                               engine::stringifyElementKind(*type));
  if (!total)
    return fail(llvm::toString(total.takeError()));
  llvm::outs() << options.samples << " samples: " << counts.measured
               << " measured, " << counts.known << " known, " << counts.failed
               << " that " << escapeText(target.getName()) << " cannot run\n"
               << escapeText(options.database) << ": " << total->first
               << " samples, " << total->second << " measurements on "
               << escapeText(target.getName()) << " with floats as "
               << engine::stringifyElementKind(*type) << '\n';
  return success();
}

static LogicalResult run(const Options &options) {
  if (options.list) {
    if (llvm::Error error =
            checkMode(options.category, "--list-families", {&options.list}))
      return fail(llvm::toString(std::move(error)));
    for (const std::string &name : getFamilyNames())
      llvm::outs() << name << '\n';
    return success();
  }
  FailureOr<std::vector<std::string>> families = getFamilies(options);
  if (failed(families) || failed(checkOptions(options)))
    return failure();
  registerTransformPasses();
  DialectRegistry registry;
  registry.insert<func::FuncDialect, nn::NNDialect>();
  registerEngineDialects(registry);
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  context.loadAllAvailableDialects();
  DiagnosticPrinter printer(&context, llvm::errs());
  return measureAll(options, &context, *families);
}

int main(int argc, char **argv) {
  InitTool init(argc, argv);
  Options options;
  cl::HideUnrelatedOptions(options.category);
  cl::ParseCommandLineOptions(argc, argv,
                              "Measures networks for an estimator\n");
  LogicalResult result = run(options);
  if (llvm::Error error = flushOutput())
    result = fail(llvm::toString(std::move(error)));
  return succeeded(result) ? 0 : 1;
}

//===- NetworkEvaluator.cpp - Runs pipelines on a network and measures it -===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Tooling/NetworkEvaluator.h"
#include "dialects/Interfaces/TunablePass.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "tenon/Analysis/Summary.h"
#include "tenon/Compiler/Graph/Footprint.h"
#include "tenon/Scores/Expressiveness.h"
#include "tenon/Tooling/PrepareNetwork.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/xxhash.h"

using namespace mlir;
using namespace tenon;

static llvm::Error makeError(const Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

/// The first line of a text that MLIR's parser printed, without its prefix.
static std::string firstLine(StringRef text) {
  StringRef line = text.trim().split('\n').first;
  size_t at = line.find("error: ");
  return (at == StringRef::npos ? line : line.drop_front(at + 7)).str();
}

static llvm::Expected<OpPassManager> parsePipeline(StringRef text) {
  std::string message;
  llvm::raw_string_ostream os(message);
  FailureOr<OpPassManager> parsed = parsePassPipeline(text, os);
  if (failed(parsed))
    return makeError(firstLine(message));
  if (parsed->getOpAnchorName() != ModuleOp::getOperationName() &&
      parsed->getOpAnchorName() != OpPassManager::getAnyOpAnchorName())
    return makeError("expected a pipeline on builtin.module, but got one on '" +
                     parsed->getOpAnchorName() + "'");
  return std::move(*parsed);
}

llvm::Error tenon::runPipeline(ModuleOp module, StringRef text) {
  llvm::Expected<OpPassManager> parsed = parsePipeline(text);
  if (!parsed)
    return parsed.takeError();
  PassManager pm(module.getContext(), ModuleOp::getOperationName());
  static_cast<OpPassManager &>(pm) = std::move(*parsed);
  std::string first;
  ScopedDiagnosticHandler handler(
      module.getContext(), [&](Diagnostic &diagnostic) {
        if (diagnostic.getSeverity() != DiagnosticSeverity::Error)
          return;
        if (first.empty())
          first = diagnostic.str();
      });
  if (failed(pm.run(module)))
    return makeError(first.empty() ? "the pipeline failed" : first);
  return llvm::Error::success();
}

NetworkEvaluator::NetworkEvaluator(ModuleOp network,
                                   std::optional<engine::ElementKind> type,
                                   PriceMode mode)
    : network(network), type(type), mode(mode) {}

NetworkEvaluator::~NetworkEvaluator() = default;

void NetworkEvaluator::setCostModel(CostModel costs) {
  costModel = std::move(costs);
  hasEstimates = true;
  known.clear();
}

std::vector<std::string> NetworkEvaluator::getMetricNames() {
  return {"latency", "cycles", "macs",          "parameters",
          "memory",  "dram",   "expressiveness"};
}

//===----------------------------------------------------------------------===//
// Spaces
//===----------------------------------------------------------------------===//

/// Fails if `pass`, the only one of `pipeline`, has no option of this name.
static llvm::Error checkOption(const OpPassManager &pipeline, StringRef pass,
                               StringRef option) {
  llvm::Expected<OpPassManager> parsed =
      parsePipeline(("builtin.module(" + pass + "{" + option + "=x})").str());
  std::string error = parsed ? "" : llvm::toString(parsed.takeError());
  if (!StringRef(error).contains("no such option"))
    return llvm::Error::success();
  std::string text;
  llvm::raw_string_ostream os(text);
  pipeline.begin()->printAsTextualPipeline(os);
  return makeError("the pass has no such option; its form is " + text);
}

/// The names that a pass says its option can take; none if the pass that makes
/// them found nothing.
static llvm::Expected<std::vector<std::string>> resolveNames(ModuleOp prepared,
                                                             const Space &space,
                                                             StringRef pass,
                                                             StringRef option) {
  llvm::Expected<OpPassManager> parsed =
      parsePipeline(("builtin.module(" + pass + ")").str());
  if (!parsed)
    return parsed.takeError();
  const TunablePassInterface *tunable = nullptr;
  for (mlir::Pass &instance : parsed->getPasses())
    tunable = dynamic_cast<TunablePassInterface *>(&instance);
  if (!tunable)
    return makeError("the pass does not say what the option can be; list the "
                     "choices: ?{a,b}");
  if (llvm::Error error = checkOption(*parsed, pass, option))
    return std::move(error);
  std::vector<std::string> names = tunable->domain(option, prepared);
  StringRef maker = tunable->namesMadeBy(option);
  if (!names.empty() || maker.empty())
    return names;
  size_t numPrefix = space.getNumPrefixElements();
  for (const PipelineElement &element :
       space.getElements().take_front(numPrefix))
    if (element.name == maker)
      return names;
  return makeError("there are no names yet; " + maker +
                   " makes them and must stand before the first hole");
}

llvm::Expected<PreparedSpace> NetworkEvaluator::prepare(StringRef text) const {
  llvm::Expected<Space> space = Space::parse(text);
  if (!space)
    return space.takeError();
  ModuleOp original = network;
  OwningOpRef<ModuleOp> prepared = original.clone();
  if (space->getNumPrefixElements() != 0)
    if (llvm::Error error = runPipeline(*prepared, space->getPrefix()))
      return std::move(error);
  ModuleOp module = *prepared;
  if (llvm::Error error = space->resolve(
          [&](StringRef pass, StringRef option, ArrayRef<std::string>)
              -> llvm::Expected<std::vector<std::string>> {
            return resolveNames(module, *space, pass, option);
          }))
    return std::move(error);
  return PreparedSpace{std::move(*space), std::move(prepared)};
}

llvm::Expected<OwningOpRef<ModuleOp>>
NetworkEvaluator::build(const PreparedSpace &space, const Point &point) const {
  ModuleOp prepared = *space.network;
  OwningOpRef<ModuleOp> candidate = prepared.clone();
  if (space.space.getNumPrefixElements() != space.space.getElements().size())
    if (llvm::Error error =
            runPipeline(*candidate, space.space.fillSuffix(point)))
      return std::move(error);
  return candidate;
}

//===----------------------------------------------------------------------===//
// Numbers
//===----------------------------------------------------------------------===//

std::pair<int64_t, int64_t> NetworkEvaluator::getPriceCounts() const {
  std::pair<int64_t, int64_t> counts{numNetworks, numKnown};
  for (const auto &[target, pricer] : pricers) {
    counts.first += pricer->getNumSimulated();
    counts.second += pricer->getNumRemembered();
  }
  return counts;
}

static void add(Price &total, const Price &price) {
  total.cycles += price.cycles;
  total.dramReadBytes += price.dramReadBytes;
  total.dramWriteBytes += price.dramWriteBytes;
}

llvm::Expected<Price> NetworkEvaluator::priceLayers(ModuleOp module,
                                                    WorkloadPricer &pricer) {
  Price total;
  std::string failure;
  module.walk([&](WorkloadOpInterface op) {
    if (op->hasTrait<nn::ParameterExpression>())
      return WalkResult::advance();
    llvm::Expected<Price> price = pricer.price(op.getWorkload());
    if (!price) {
      failure =
          "'" + getNodeName(op) + "': " + llvm::toString(price.takeError());
      return WalkResult::interrupt();
    }
    add(total, *price);
    return WalkResult::advance();
  });
  if (!failure.empty())
    return makeError(failure);
  return total;
}

WorkloadPricer &NetworkEvaluator::getPricer(engine::TargetAttr target) {
  auto found = llvm::find_if(
      pricers, [&](const auto &entry) { return entry.first == target; });
  if (found == pricers.end()) {
    engine::ElementKind kind = type.value_or(target.getMachine().defaultType);
    pricers.emplace_back(target,
                         std::make_unique<WorkloadPricer>(target, kind));
    found = std::prev(pricers.end());
  }
  return *found->second;
}

llvm::Expected<Price> NetworkEvaluator::priceModule(ModuleOp module,
                                                    engine::TargetAttr target) {
  WorkloadPricer &pricer = getPricer(target);
  if (mode == PriceMode::Layers)
    return priceLayers(module, pricer);
  ++numNetworks;
  Price total;
  for (auto function : module.getOps<FunctionOpInterface>()) {
    llvm::Expected<Price> price =
        costModel ? costModel(function, target, pricer.getType())
                  : priceNetwork(function, target, pricer.getType());
    if (!price)
      return price.takeError();
    add(total, *price);
  }
  return total;
}

/// The most bytes that one of the programs of a module needs.
int64_t NetworkEvaluator::getArenaBytes(ModuleOp module) {
  engine::TargetAttr target = engine::getTarget(module);
  int64_t most = 0;
  for (auto function : module.getOps<FunctionOpInterface>())
    if (!function.isExternal())
      most = std::max(most, tenon::getArenaBytes(function, target,
                                                 getPricer(target).getType()));
  return most;
}

llvm::Expected<Metrics>
NetworkEvaluator::measureBaseline(const PreparedSpace &space) {
  ModuleOp original = network;
  OwningOpRef<ModuleOp> given = original.clone();
  if (engine::TargetAttr target = engine::getTarget(*space.network))
    given.get()->setAttr(engine::EngineDialect::getTargetAttrName(), target);
  return measure(*given);
}

llvm::Expected<Metrics> NetworkEvaluator::measure(ModuleOp module) {
  engine::TargetAttr target = engine::getTarget(module);
  if (!target)
    return makeError("no machine is attached; begin the pipeline with "
                     "engine-attach-target{preset=NAME} or give --engine");
  // What is compiled is a copy: the candidate is what the search hands out.
  OwningOpRef<ModuleOp> prepared;
  if (needsPreparation(module)) {
    prepared = module.clone();
    if (failed(prepareForEngine(*prepared)))
      return makeError("the network cannot be prepared for a machine");
  }
  llvm::Expected<Price> price =
      priceModule(prepared ? *prepared : module, target);
  if (!price)
    return price.takeError();
  NetworkSummary summary = summarize(module);
  Metrics metrics;
  metrics["cycles"] = double(price->cycles);
  metrics["latency"] =
      double(price->cycles) / (target.getMachine().clockMhz * 1000.0);
  metrics["macs"] = double(summary.multiplyAccumulates);
  metrics["parameters"] = double(summary.parameters);
  metrics["memory"] = double(getArenaBytes(prepared ? *prepared : module));
  metrics["dram"] = double(price->dramReadBytes + price->dramWriteBytes);
  metrics["expressiveness"] = getExpressiveness(module);
  if (hasEstimates)
    metrics["estimated"] = costModel ? 1 : 0;
  return metrics;
}

/// A hash of the text without locations, the same in every run. 128 bits: a
/// search of a billion networks meets two with one hash once in 10^20 times.
static std::string getNetworkKey(ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream os(text);
  module.print(os, OpPrintingFlags().assumeVerified());
  llvm::XXH128_hash_t hash =
      llvm::xxh3_128bits(llvm::arrayRefFromStringRef(text));
  return llvm::utohexstr(hash.high64) + "-" + llvm::utohexstr(hash.low64);
}

llvm::Expected<Evaluation>
NetworkEvaluator::evaluate(const PreparedSpace &space, const Point &point) {
  llvm::Expected<OwningOpRef<ModuleOp>> candidate = build(space, point);
  if (!candidate)
    return candidate.takeError();
  Evaluation evaluation;
  evaluation.key = getNetworkKey(**candidate);
  auto found = known.find(evaluation.key);
  if (found != known.end()) {
    numKnown += mode == PriceMode::Network;
    evaluation.metrics = found->second;
    return evaluation;
  }
  llvm::Expected<Metrics> metrics = measure(**candidate);
  if (!metrics)
    return metrics.takeError();
  known[evaluation.key] = evaluation.metrics = *metrics;
  return evaluation;
}

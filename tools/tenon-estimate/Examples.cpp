//===- Examples.cpp - Reads measurements for estimators -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Examples.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/AsmParser/AsmParser.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Support/FileUtilities.h"
#include "tenon/Measure/Store.h"
#include "tenon/Search/Rng.h"
#include "tenon/Tooling/Files.h"
#include "tenon/Tooling/OutputFiles.h"
#include "tenon/Tooling/PrepareNetwork.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::estimator;

std::optional<calibration::Measurements>
tenon::readCsv(StringRef path, StringRef output, MLIRContext *context) {
  std::string error;
  std::unique_ptr<llvm::MemoryBuffer> file = openInputFile(path, &error);
  if (!file) {
    (void)fail(error);
    return std::nullopt;
  }
  auto measurements = calibration::readMeasurements(
      context, file->getBuffer(),
      [&](unsigned line, unsigned column, const Twine &message) {
        emitError(FileLineColLoc::get(context, path, line, column)) << message;
      });
  if (!measurements)
    return std::nullopt;
  if (measurements->kind == calibration::MeasurementKind::Layers) {
    emitError(FileLineColLoc::get(context, path, 1, 1))
        << "expected networks with 'latency_ms', but got layers";
    return std::nullopt;
  }
  if (measurements->kind != calibration::MeasurementKind::Models)
    return measurements;
  std::vector<NamedFile> networks;
  for (calibration::Measurement &row : measurements->rows) {
    if (!llvm::sys::path::is_absolute(row.name)) {
      SmallString<128> full(llvm::sys::path::parent_path(path));
      llvm::sys::path::append(full, row.name);
      row.name = full.str().str();
    }
    networks.push_back({"'model'", row.name});
  }
  if (llvm::Error wrong = checkOutputFiles({{"-o", output.str()}}, networks)) {
    (void)fail(llvm::toString(std::move(wrong)));
    return std::nullopt;
  }
  return measurements;
}

void tenon::chooseRows(calibration::Measurements &measurements,
                       const EstimateOptions &options) {
  auto &rows = measurements.rows;
  if (!options.limit.getNumOccurrences() || options.limit >= rows.size())
    return;
  Rng rng(options.seed);
  std::vector<size_t> order(rows.size());
  std::iota(order.begin(), order.end(), 0);
  for (size_t i = 0; i != options.limit; ++i)
    std::swap(order[i], order[i + rng.below(order.size() - i)]);
  order.resize(options.limit);
  llvm::sort(order);
  std::vector<calibration::Measurement> chosen;
  chosen.reserve(order.size());
  for (size_t index : order)
    chosen.push_back(std::move(rows[index]));
  rows = std::move(chosen);
}

FailureOr<std::vector<engine::TargetAttr>>
tenon::getCandidates(const EstimateOptions &options, MLIRContext *context) {
  std::vector<engine::TargetAttr> targets;
  SmallVector<StringRef> names = engine::getPresetNames();
  if (!options.engine.empty())
    names = {options.engine};
  for (StringRef name : names) {
    std::string error;
    engine::TargetAttr target = engine::findTarget(context, name, error);
    if (!target)
      return fail(error);
    targets.push_back(target);
  }
  return targets;
}

FailureOr<engine::ElementKind> tenon::getType(const EstimateOptions &options,
                                              engine::TargetAttr target) {
  llvm::Expected<engine::ElementKind> type = parseType(options.type, target);
  if (!type)
    return fail(llvm::toString(type.takeError()));
  return *type;
}

OwningOpRef<ModuleOp> tenon::loadPrepared(StringRef path,
                                          const EstimateOptions &options,
                                          MLIRContext *context) {
  LoadOptions load;
  load.onnx.elideWeights = true;
  if (llvm::Error error = options.network.read(context, load)) {
    (void)fail(llvm::toString(std::move(error)));
    return nullptr;
  }
  OwningOpRef<ModuleOp> module = loadNetwork(path, context, load);
  if (!module || failed(prepareForEngine(*module)))
    return nullptr;
  nn::HostStepOp step;
  module->walk([&](nn::HostStepOp op) { step = step ? step : op; });
  if (step) {
    emitError(step.getLoc())
        << "expected a network without steps on the host, which no estimator "
           "knows; --host=cut leaves them out, tenon-sim prices them";
    return nullptr;
  }
  auto functions = module->getOps<func::FuncOp>();
  if (std::distance(functions.begin(), functions.end()) != 1 ||
      (*functions.begin()).isExternal()) {
    emitError(module->getLoc()) << "expected a network, one function";
    return nullptr;
  }
  return module;
}

std::function<llvm::Expected<Network>(StringRef, engine::TargetAttr,
                                      engine::ElementKind)>
tenon::getLoader(const EstimateOptions &options, MLIRContext *context,
                 bool byLayer) {
  return [&options, context,
          byLayer](StringRef path, engine::TargetAttr target,
                   engine::ElementKind type) -> llvm::Expected<Network> {
    auto makeError = [](const Twine &message) {
      return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
    };
    OwningOpRef<ModuleOp> module = loadPrepared(path, options, context);
    if (!module)
      return makeError("'" + path + "' cannot be read");
    auto main = *module->getOps<func::FuncOp>().begin();
    CompileFailure reason{main.getLoc(), "", "", ""};
    NetworkPlanner planner(target, type);
    FailureOr<Network> network =
        planNetwork(planner, main, byLayer, target, type, reason);
    if (failed(network))
      return makeError("'" + path + "': '" + reason.op +
                       "' op cannot run on '" + target.getName() +
                       "': " + reason.message);
    // The operations are gone with the module.
    for (Subgraph &subgraph : network->subgraphs)
      subgraph.operations.clear();
    return std::move(*network);
  };
}

/// What a store has measurements of, in words.
static std::string describe(ArrayRef<MeasuredTarget> targets,
                            MLIRContext *context) {
  std::string text;
  llvm::raw_string_ostream os(text);
  llvm::interleaveComma(targets, os, [&](const MeasuredTarget &t) {
    auto target = llvm::dyn_cast_or_null<engine::TargetAttr>(
        parseAttribute(t.text, context));
    os << (target ? target.getName() : "a machine") << " with floats as "
       << t.type;
  });
  return text;
}

/// Which measurements of a store are meant; there must be one choice.
static FailureOr<MeasuredTarget>
chooseTarget(const EstimateOptions &options, MLIRContext *context,
             std::vector<MeasuredTarget> targets) {
  if (targets.empty())
    return fail("--db: expected measurements in '" + options.database +
                "', but got none");
  std::string all = describe(targets, context);
  if (!options.engine.empty()) {
    std::string error;
    engine::TargetAttr target =
        engine::findTarget(context, options.engine, error);
    if (!target)
      return fail(error);
    std::string text = getTargetText(target);
    llvm::erase_if(targets,
                   [&](const MeasuredTarget &t) { return t.text != text; });
  }
  if (!options.type.empty())
    llvm::erase_if(targets, [&](const MeasuredTarget &t) {
      return t.type != options.type;
    });
  if (targets.empty())
    return fail("--db: expected measurements of the machine and type that are "
                "asked for in '" +
                options.database + "', but got those of " + all);
  if (targets.size() > 1)
    return fail("--db: expected --engine and --type to say which machine and "
                "type is meant, but got measurements of " +
                describe(targets, context));
  return targets.front();
}

LogicalResult tenon::readStore(const EstimateOptions &options,
                               MLIRContext *context, Model &model,
                               std::vector<Example> &examples) {
  if (!llvm::sys::fs::exists(options.database))
    return fail("--db: '" + options.database + "': No such file or directory");
  auto store = Store::openToRead(options.database);
  if (!store)
    return fail("--db: " + llvm::toString(store.takeError()));
  auto targets = (*store)->getTargets();
  if (!targets)
    return fail("--db: " + llvm::toString(targets.takeError()));
  FailureOr<MeasuredTarget> chosen =
      chooseTarget(options, context, std::move(*targets));
  if (failed(chosen))
    return failure();
  model.target = llvm::dyn_cast_or_null<engine::TargetAttr>(
      parseAttribute(chosen->text, context));
  auto type = engine::parseElementKind(chosen->type);
  if (!model.target || !type)
    return fail("--db: expected a machine and a type, but got '" +
                chosen->text + "' and '" + chosen->type + "'");
  model.type = *type;
  bool isTerminal = llvm::errs().is_displayed();
  auto read = readExamples(
      **store, model.target, model.type, [&](size_t done, size_t all) {
        if (isTerminal && done % 64 == 0)
          llvm::errs() << "\r" << done << " of " << all << " networks read ";
      });
  if (!read)
    return fail("--db: " + llvm::toString(read.takeError()));
  examples = std::move(*read);
  return success();
}

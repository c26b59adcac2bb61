//===- ModelFile.cpp - Estimators as JSON ---------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/Diagnostics.h"
#include "tenon/Estimator/Model.h"
#include "tenon/Measure/Measurement.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <cmath>

using namespace tenon;
using namespace tenon::estimator;
namespace json = llvm::json;

static constexpr llvm::StringLiteral format = "tenon-estimator";
/// Version of the file and of the features.
static constexpr int64_t version = 1;

static llvm::Error makeError(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

static llvm::StringRef getUnitName(Unit unit) {
  return unit == Unit::Cycles ? "cycles" : "milliseconds";
}

template <typename T>
static json::Object printNumbers(llvm::ArrayRef<llvm::StringLiteral> names,
                                 const T &values) {
  json::Object object;
  for (auto [name, value] : llvm::zip_equal(names, values))
    object[name] = double(value);
  return object;
}

static json::Object printErrors(const std::map<std::string, HeldOut> &list) {
  json::Object object;
  for (const auto &[name, heldOut] : list)
    object[name] = json::Object{{"count", heldOut.count},
                                {"bias", heldOut.bias},
                                {"mean_error", heldOut.meanError},
                                {"difficulty", heldOut.difficulty}};
  return object;
}

/// Returns true if all numbers are finite. JSON cannot represent other numbers.
static bool isFinite(const json::Value &value) {
  if (const json::Object *object = value.getAsObject())
    return llvm::all_of(
        *object, [](const auto &entry) { return isFinite(entry.second); });
  if (const json::Array *array = value.getAsArray())
    return llvm::all_of(*array, isFinite);
  std::optional<double> number = value.getAsNumber();
  return !number || std::isfinite(*number);
}

llvm::Expected<std::string> estimator::printModel(const Model &model) {
  std::string target = getTargetText(model.target);
  json::Object root{
      {"format", format.str()},
      {"version", version},
      {"target", json::Object{{"name", model.target.getName().str()},
                              {"hash", getTextHash(target)},
                              {"text", target}}},
      {"type", engine::stringifyElementKind(model.type).str()},
      {"unit", getUnitName(model.unit).str()},
      {"by_layer", model.byLayer},
      {"linear", printNumbers(getTermNames(), model.weights)},
      {"offset", model.offset},
      {"interval", json::Array{model.lowest, model.highest}},
      {"least", printNumbers(getFeatureNames(), model.least)},
      {"greatest", printNumbers(getFeatureNames(), model.greatest)},
      {"features", json::Array(llvm::map_range(
                       getFeatureNames(),
                       [](llvm::StringRef name) { return name.str(); }))},
      {"networks", model.numNetworks},
      {"subgraphs", model.numSubgraphs},
      {"held_out", json::Object{{"families", printErrors(model.families)},
                                {"kinds", printErrors(model.kinds)}}},
      {"names", json::Array(model.names)},
      {"latency", model.latency.toJson()}};
  if (model.hasEnergy)
    root["energy"] = model.energy.toJson();
  json::Value value(std::move(root));
  if (!isFinite(value))
    return llvm::createStringError(
        llvm::inconvertibleErrorCode(),
        "expected an estimator of finite numbers, but training gave others; "
        "the measurements may be too few or too far apart");
  std::string text;
  llvm::raw_string_ostream(text) << value << '\n';
  return text;
}

namespace {
/// Reads the fields of a file. Keeps the first error.
class Reader {
public:
  explicit Reader(const json::Object &root) : root(root) {}
  std::string getText(const json::Object &object, llvm::StringRef key) {
    if (auto text = object.getString(key))
      return text->str();
    return miss("a text", key), "";
  }
  double getNumber(const json::Object &object, llvm::StringRef key) {
    auto number = object.getNumber(key);
    if (number && std::isfinite(*number))
      return *number;
    return miss("a number", key), 0;
  }
  const json::Object &getObject(const json::Object &object,
                                llvm::StringRef key) {
    if (const json::Object *found = object.getObject(key))
      return *found;
    miss("an object", key);
    return none;
  }
  template <typename T>
  void getNumbers(llvm::StringRef key,
                  llvm::ArrayRef<llvm::StringLiteral> names, T &values) {
    const json::Object &object = getObject(root, key);
    for (auto [name, value] : llvm::zip_equal(names, values))
      value = getNumber(object, name);
  }
  void getErrors(llvm::StringRef key, std::map<std::string, HeldOut> &list) {
    for (const auto &[name, value] :
         getObject(getObject(root, "held_out"), key)) {
      const json::Object *object = value.getAsObject();
      HeldOut &heldOut = list[name.str()];
      heldOut.count = int64_t(getNumber(object ? *object : none, "count"));
      heldOut.bias = getNumber(object ? *object : none, "bias");
      heldOut.meanError = getNumber(object ? *object : none, "mean_error");
      heldOut.difficulty = getNumber(object ? *object : none, "difficulty");
    }
  }
  void getTrees(llvm::StringRef key, Trees &trees) {
    const json::Value *value = root.get(key);
    if (!value)
      return miss("trees", key);
    llvm::Expected<Trees> read = Trees::fromJson(*value, numFeatures);
    if (read)
      trees = std::move(*read);
    else if (error.empty())
      error = "'" + key.str() + "': " + llvm::toString(read.takeError());
    else
      llvm::consumeError(read.takeError());
  }
  void miss(llvm::StringRef what, llvm::StringRef key) {
    if (error.empty())
      error = ("expected " + what + " under '" + key + "'").str();
  }

  const json::Object &root;
  std::string error;

private:
  const json::Object none;
};
} // namespace

/// Sets the machine. The stored hash must match its text.
static void readTarget(Reader &reader, Model &model,
                       mlir::MLIRContext *context) {
  const json::Object &object = reader.getObject(reader.root, "target");
  std::string text = reader.getText(object, "text");
  std::string hash = reader.getText(object, "hash");
  if (!reader.error.empty())
    return;
  if (getTextHash(text) != hash) {
    reader.error = "expected the machine under 'target' to have the hash " +
                   hash + ", but got " + getTextHash(text);
    return;
  }
  mlir::ScopedDiagnosticHandler quiet(
      context, [](mlir::Diagnostic &) { return mlir::success(); });
  model.target = llvm::dyn_cast_or_null<engine::TargetAttr>(
      mlir::parseAttribute(text, context));
  if (!model.target)
    reader.error = "expected a machine under 'target', but got '" + text + "'";
}

/// Returns the reason why numbers cannot be the result of a training; empty if
/// there is none.
static std::string checkNumbers(const Model &model) {
  constexpr double mostWeight = 1e6, mostOffset = 1e15;
  for (auto [name, weight] : llvm::zip_equal(getTermNames(), model.weights))
    if (weight < 0 || weight > mostWeight)
      return ("expected a number from 0 to 1e6 under '" + name +
              "' of 'linear'")
          .str();
  // A device may take the same time for all networks.
  if (model.offset == 0 &&
      llvm::all_of(model.weights, [](double weight) { return weight == 0; }))
    return "expected a number above 0 in 'linear'";
  for (size_t i = 0; i != numFeatures; ++i)
    if (model.least[i] > model.greatest[i])
      return ("expected '" + getFeatureNames()[i] +
              "' of 'least' to be no more than that of 'greatest'")
          .str();
  if (model.offset < 0 || model.offset > mostOffset)
    return "expected a number from 0 to 1e15 under 'offset'";
  if (model.lowest > model.highest)
    return "expected the second number under 'interval' to be no less than the "
           "first";
  if (model.numNetworks < 0 || model.numSubgraphs < 0)
    return "expected no negative number under 'networks' and 'subgraphs'";
  return "";
}

/// Returns true if the features are those of this version, since trees refer to
/// features by index.
static bool hasFeatures(const json::Object &root) {
  const json::Array *names = root.getArray("features");
  if (!names || names->size() != numFeatures)
    return false;
  for (auto [value, name] : llvm::zip_equal(*names, getFeatureNames()))
    if (value.getAsString() != name)
      return false;
  return true;
}

/// Returns true if the brackets of a text are nested too deeply for a parser.
static bool isTooDeep(llvm::StringRef text) {
  constexpr int most = 64;
  int depth = 0;
  bool isString = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"')
      isString = !isString;
    else if (isString)
      i += text[i] == '\\';
    else if (text[i] == '[' || text[i] == '{')
      depth += 1;
    else if (text[i] == ']' || text[i] == '}')
      depth -= 1;
    if (depth > most)
      return true;
  }
  return false;
}

/// Returns the reason why a file is not an estimator of this version; empty if
/// it is one.
static std::string checkHeader(const json::Object *root) {
  if (!root || root->getString("format").value_or("") != format)
    return "expected an estimator, a JSON object with 'format' \"" +
           format.str() + "\"";
  int64_t got = root->getInteger("version").value_or(0);
  if (got != version)
    return "expected an estimator of version " + std::to_string(version) +
           ", but got version " + std::to_string(got) + "; train it again";
  return "";
}

llvm::Expected<Model> estimator::parseModel(llvm::StringRef text,
                                            mlir::MLIRContext *context) {
  if (isTooDeep(text))
    return makeError("expected an estimator, but got JSON of more than 64 "
                     "levels");
  llvm::Expected<json::Value> value = json::parse(text);
  if (!value)
    return makeError("expected an estimator in JSON: " +
                     llvm::toString(value.takeError()));
  const json::Object *root = value->getAsObject();
  if (std::string error = checkHeader(root); !error.empty())
    return makeError(error);
  Model model;
  Reader reader(*root);
  readTarget(reader, model, context);
  auto type = engine::parseElementKind(reader.getText(*root, "type"));
  if (!type)
    reader.miss("i8, i16 or f16", "type");
  model.type = type.value_or(engine::ElementKind::I8);
  std::string unit = reader.getText(*root, "unit");
  if (unit != getUnitName(Unit::Cycles) &&
      unit != getUnitName(Unit::Milliseconds))
    reader.miss("cycles or milliseconds", "unit");
  model.unit =
      unit == getUnitName(Unit::Cycles) ? Unit::Cycles : Unit::Milliseconds;
  std::optional<bool> byLayer = root->getBoolean("by_layer");
  if (!byLayer)
    reader.miss("true or false", "by_layer");
  model.byLayer = byLayer.value_or(false);
  if (!hasFeatures(*root))
    reader.miss("the features of this version", "features");
  reader.getNumbers("linear", getTermNames(), model.weights);
  model.offset = reader.getNumber(*root, "offset");
  reader.getNumbers("least", getFeatureNames(), model.least);
  reader.getNumbers("greatest", getFeatureNames(), model.greatest);
  const json::Array *interval = root->getArray("interval");
  if (!interval || interval->size() != 2 || !(*interval)[0].getAsNumber() ||
      !(*interval)[1].getAsNumber() ||
      !std::isfinite(*(*interval)[0].getAsNumber()) ||
      !std::isfinite(*(*interval)[1].getAsNumber()))
    reader.miss("two numbers", "interval");
  else
    std::tie(model.lowest, model.highest) =
        std::pair(*(*interval)[0].getAsNumber(), *(*interval)[1].getAsNumber());
  model.numNetworks = int64_t(reader.getNumber(*root, "networks"));
  model.numSubgraphs = int64_t(reader.getNumber(*root, "subgraphs"));
  reader.getErrors("families", model.families);
  reader.getErrors("kinds", model.kinds);
  if (const json::Array *names = root->getArray("names"))
    for (const json::Value &name : *names)
      model.names.push_back(name.getAsString().value_or("").str());
  reader.getTrees("latency", model.latency);
  model.hasEnergy = root->get("energy") != nullptr;
  if (model.hasEnergy)
    reader.getTrees("energy", model.energy);
  if (reader.error.empty())
    reader.error = checkNumbers(model);
  if (!reader.error.empty())
    return makeError(reader.error);
  llvm::sort(model.names);
  return model;
}

/// Returns the first difference between two texts, with both fields.
static std::string describeDifference(llvm::StringRef a, llvm::StringRef b) {
  // A field starts after the last preceding brace or comma.
  size_t at = 0;
  while (at < a.size() && at < b.size() && a[at] == b[at])
    ++at;
  auto getField = [&](llvm::StringRef text) {
    size_t begin = text.substr(0, at).find_last_of("{,<") + 1;
    return text.slice(begin, text.find_first_of(",}>", at)).trim();
  };
  return ("'" + getField(a) + "', but got '" + getField(b) + "'").str();
}

llvm::Error estimator::checkTarget(const Model &model,
                                   engine::TargetAttr target,
                                   engine::ElementKind type) {
  if (model.target.getName() != target.getName())
    return makeError("expected the machine of the estimator, " +
                     model.target.getName() + ", but got " + target.getName());
  if (model.target != target)
    return makeError(
        "expected the machine of the estimator, " + model.target.getName() +
        ", with " +
        describeDifference(getTargetText(model.target), getTargetText(target)));
  if (model.type != type)
    return makeError("expected the type of the estimator, " +
                     engine::stringifyElementKind(model.type) + ", but got " +
                     engine::stringifyElementKind(type));
  return llvm::Error::success();
}

//===- Training.cpp - Training of estimators ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Estimator/Training.h"
#include "LinearStage.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>
#include <set>

using namespace tenon;
using namespace tenon::estimator;
using llvm::ArrayRef;
using Examples = ArrayRef<const Example *>;

/// Family of synthetic networks, which are measured in addition to others.
/// Their errors say little about those of real networks.
static constexpr llvm::StringLiteral synthetic = "random";

namespace {
/// Subgraphs of networks as rows. Their predictions are `base` times the
/// exponential of the output of the trees.
struct Rows {
  std::vector<float> features;
  std::vector<double> base, measured;
  /// The network of each row; the measured total of each network, and its
  /// offset in addition to its rows.
  std::vector<size_t> network;
  std::vector<double> totals;
  double offset = 0;
  /// True if `measured` has the value of each row, and not only the total is
  /// known.
  bool hasParts = false;
};
} // namespace

/// Sets the gradient of two losses, which trees reduce one after another: the
/// squared logarithm of the error of each subgraph, weighted by its share of
/// the network, and that of the error of the network. Noise in the attribution
/// of cycles to subgraphs does not affect the second loss.
static void setGradient(const Rows &rows, ArrayRef<float> margins,
                        llvm::MutableArrayRef<float> gradient,
                        llvm::MutableArrayRef<float> weight) {
  constexpr double perNetwork = 100, most = 3;
  std::vector<double> predicted(margins.size());
  std::vector<double> sums(rows.totals.size(), rows.offset);
  for (size_t i = 0; i != margins.size(); ++i) {
    predicted[i] =
        rows.base[i] * std::exp(std::clamp(double(margins[i]), -most, most));
    sums[rows.network[i]] += predicted[i];
  }
  for (size_t i = 0; i != margins.size(); ++i) {
    size_t network = rows.network[i];
    double share = predicted[i] / sums[network];
    double error = std::log(sums[network] / rows.totals[network]);
    double g = share * error, h = share;
    if (rows.hasParts) {
      double part = std::max(rows.measured[i], 1e-9);
      double wanted = std::clamp(std::log(part / rows.base[i]), -most, most);
      double size = part / rows.totals[network];
      g += size * (margins[i] - wanted);
      h += size;
    }
    gradient[i] = float(perNetwork * g);
    weight[i] = float(perNetwork * h);
  }
}

static llvm::Expected<Trees> grow(const Rows &rows,
                                  const BoostOptions &options) {
  return boostTrees(rows.features, numFeatures, options,
                    [&](ArrayRef<float> margins,
                        llvm::MutableArrayRef<float> gradient,
                        llvm::MutableArrayRef<float> weight) {
                      setGradient(rows, margins, gradient, weight);
                    });
}

/// Returns the rows of latencies or of energies.
static Rows getRows(const Model &model, Examples examples, bool ofEnergy) {
  Rows rows;
  rows.offset = ofEnergy ? 0 : model.offset;
  rows.hasParts = !examples.front()->latencies.empty();
  for (const Example *example : examples) {
    for (auto [index, s] : llvm::enumerate(example->network.subgraphs)) {
      llvm::append_range(rows.features, s.features);
      double linear = std::max(getLinear(model, s), 1e-9);
      rows.base.push_back(
          ofEnergy ? s.picojoules + s.picojoulesPerCycle * linear : linear);
      if (rows.hasParts)
        rows.measured.push_back(ofEnergy ? example->energies[index]
                                         : example->latencies[index]);
      rows.network.push_back(rows.totals.size());
    }
    rows.totals.push_back(ofEnergy ? example->picojoules : example->latency);
  }
  return rows;
}

static llvm::Error fitLatency(Model &model, Examples examples,
                              const BoostOptions &options) {
  fitLinear(model, examples);
  model.latency = Trees();
  if (options.rounds > 0) {
    auto trees = grow(getRows(model, examples, false), options);
    if (!trees)
      return trees.takeError();
    model.latency = std::move(*trees);
  }
  return llvm::Error::success();
}

static llvm::Error fitModel(Model &model, Examples examples,
                            const BoostOptions &options) {
  if (llvm::Error error = fitLatency(model, examples, options))
    return error;
  model.hasEnergy = llvm::all_of(examples, [](const Example *example) {
    return example->picojoules > 0 && !example->energies.empty();
  });
  if (!model.hasEnergy)
    return llvm::Error::success();
  auto trees = grow(getRows(model, examples, true), options);
  if (!trees)
    return trees.takeError();
  model.energy = std::move(*trees);
  return llvm::Error::success();
}

/// Returns the fold of each example, by family or, if there are too few
/// families, by number.
static std::vector<unsigned> getFolds(Examples examples, unsigned folds,
                                      bool byFamily) {
  std::set<std::string> families;
  for (const Example *example : examples)
    families.insert(example->family);
  std::vector<unsigned> list;
  bool asFamilies = byFamily || families.size() >= folds;
  for (auto [index, example] : llvm::enumerate(examples)) {
    unsigned family =
        std::distance(families.begin(), families.find(example->family));
    unsigned number = asFamilies ? family : unsigned(index);
    list.push_back(byFamily ? number : number % folds);
  }
  return list;
}

using Trainer = llvm::function_ref<llvm::Error(Model &, Examples)>;

/// Returns the estimate of each example by a model that `trainOn` trained
/// without its fold.
static llvm::Expected<std::vector<NetworkEstimate>>
predictFolds(const Model &model, Examples examples, ArrayRef<unsigned> folds,
             const TrainingOptions &options, Trainer trainOn) {
  std::vector<NetworkEstimate> estimates(examples.size());
  unsigned count = *llvm::max_element(folds) + 1;
  for (unsigned fold = 0; fold != count; ++fold) {
    if (options.progress)
      options.progress(("part " + llvm::Twine(fold + 1) + " of " +
                        llvm::Twine(count) + " held out")
                           .str());
    std::vector<const Example *> others;
    for (auto [index, example] : llvm::enumerate(examples))
      if (folds[index] != fold)
        others.push_back(example);
    if (others.empty())
      return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                     "expected more than one part to hold out");
    Model trained = model;
    if (llvm::Error error = trainOn(trained, others))
      return std::move(error);
    for (auto [index, example] : llvm::enumerate(examples))
      if (folds[index] == fold)
        estimates[index] = estimate(trained, example->network);
  }
  return estimates;
}

/// Returns the quantile of the sorted `values` as if one more value had been
/// drawn (Vovk et al., "Algorithmic Learning in a Random World", 2005).
static double getQuantile(ArrayRef<double> values, double share) {
  double place = share * double(values.size() + 1) - 1;
  place = std::clamp(place, 0.0, double(values.size() - 1));
  size_t below = size_t(place);
  size_t above = std::min(below + 1, values.size() - 1);
  return values[below] +
         (values[above] - values[below]) * (place - double(below));
}

/// Adds an error to a list whose errors are relative to `weights`.
static void addError(HeldOut &heldOut, double &weight, double expected,
                     double measured) {
  heldOut.bias += expected - measured;
  heldOut.meanError += std::abs(expected - measured);
  weight += measured;
  ++heldOut.count;
}

/// Sets the errors of the model from held-out predictions: means over the
/// networks of a family, and over the time of all subgraphs of a kind.
static void setErrors(Model &model, Examples examples,
                      ArrayRef<NetworkEstimate> estimates) {
  std::map<std::string, double> families, kinds;
  for (auto [example, estimate] : llvm::zip_equal(examples, estimates)) {
    addError(model.families[example->family], families[example->family],
             estimate.latency / example->latency, 1);
    for (size_t i = 0; i != example->latencies.size(); ++i) {
      std::string kind = getKindName(example->network.subgraphs[i]);
      addError(model.kinds[kind], kinds[kind], estimate.subgraphs[i].latency,
               example->latencies[i]);
    }
  }
  for (auto [list, weights] :
       {std::pair(&model.families, &families), std::pair(&model.kinds, &kinds)})
    for (auto &[name, heldOut] : *list) {
      double weight = std::max((*weights)[name], 1.0);
      heldOut.bias /= weight;
      heldOut.meanError /= weight;
    }
}

/// Sets the interval and the errors of the model from held-out predictions.
static void calibrate(Model &model, Examples examples,
                      ArrayRef<NetworkEstimate> estimates) {
  setErrors(model, examples, estimates);
  std::vector<const Example *> chosen;
  std::vector<NetworkEstimate> theirs;
  bool hasOthers = llvm::any_of(examples, [](const Example *example) {
    return example->family != synthetic;
  });
  for (auto [example, estimate] : llvm::zip_equal(examples, estimates))
    if (!hasOthers || example->family != synthetic) {
      chosen.push_back(example);
      theirs.push_back(estimate);
    }
  fitDifficulties(model, chosen, theirs);
  std::vector<double> errors;
  errors.reserve(chosen.size());
  for (auto [example, estimate] : llvm::zip_equal(chosen, theirs))
    errors.push_back(std::log(example->latency / estimate.latency) /
                     getDifficulty(model, example->network, estimate));
  llvm::sort(errors);
  model.lowest = getQuantile(errors, 0.05);
  model.highest = getQuantile(errors, 0.95);
}

/// Returns the predictions for held-out parts of the examples; latencies only.
static llvm::Expected<std::vector<NetworkEstimate>>
predictParts(const Model &model, Examples examples,
             const TrainingOptions &options) {
  return predictFolds(model, examples, getFolds(examples, options.folds, false),
                      options, [&](Model &trained, Examples others) {
                        return fitLatency(trained, others, options.trees);
                      });
}

/// Chooses the number of trees by cross-validation, for examples with totals
/// only.
static llvm::Expected<std::vector<NetworkEstimate>>
chooseRounds(const Model &model, Examples examples, TrainingOptions &options) {
  std::vector<NetworkEstimate> best;
  double least = HUGE_VAL;
  int chosen = 0;
  for (int rounds : {0, 20, 50, 100, 200}) {
    options.trees.rounds = rounds;
    auto estimates = predictParts(model, examples, options);
    if (!estimates)
      return estimates.takeError();
    double error = 0;
    for (auto [example, estimate] : llvm::zip_equal(examples, *estimates))
      error += std::abs(estimate.latency / example->latency - 1);
    // More trees must reduce the error noticeably.
    if (error >= 0.99 * least)
      continue;
    least = error;
    chosen = rounds;
    best = std::move(*estimates);
  }
  options.trees.rounds = chosen;
  return best;
}

static llvm::Error trainOn(Model &model, Examples examples,
                           const TrainingOptions &given) {
  if (examples.size() < 2)
    return llvm::createStringError(
        llvm::inconvertibleErrorCode(),
        "expected at least 2 measured networks, but got " +
            llvm::Twine(examples.size()));
  TrainingOptions options = given;
  options.folds = std::min<unsigned>(options.folds, examples.size());
  bool hasParts = !examples.front()->latencies.empty();
  auto estimates = hasParts ? predictParts(model, examples, options)
                            : chooseRounds(model, examples, options);
  if (!estimates)
    return estimates.takeError();
  calibrate(model, examples, *estimates);
  if (options.progress)
    options.progress("all of them");
  model.least.fill(std::numeric_limits<float>::max());
  model.greatest.fill(std::numeric_limits<float>::lowest());
  for (const Example *example : examples) {
    model.names.push_back(example->name);
    model.numSubgraphs += int64_t(example->network.subgraphs.size());
    for (const Subgraph &s : example->network.subgraphs)
      for (size_t i = 0; i != numFeatures; ++i) {
        model.least[i] = std::min(model.least[i], s.features[i]);
        model.greatest[i] = std::max(model.greatest[i], s.features[i]);
      }
  }
  model.numNetworks = int64_t(examples.size());
  llvm::sort(model.names);
  return fitModel(model, examples, options.trees);
}

static std::vector<const Example *> getPointers(ArrayRef<Example> examples) {
  std::vector<const Example *> pointers;
  for (const Example &example : examples)
    pointers.push_back(&example);
  return pointers;
}

llvm::Error estimator::train(Model &model, ArrayRef<Example> examples,
                             const TrainingOptions &options) {
  return trainOn(model, getPointers(examples), options);
}

llvm::Expected<std::vector<NetworkEstimate>>
estimator::predictByFamily(const Model &model, ArrayRef<Example> examples,
                           const TrainingOptions &options) {
  std::vector<const Example *> pointers = getPointers(examples);
  return predictFolds(model, pointers, getFolds(pointers, 0, true), options,
                      [&](Model &trained, Examples others) {
                        TrainingOptions quiet = options;
                        quiet.progress = nullptr;
                        return trainOn(trained, others, quiet);
                      });
}

//===- Objective.cpp - Objectives of searches -----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Search/Objective.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/Twine.h"
#include <cmath>
#include <optional>

using namespace llvm;

namespace tenon {

static std::optional<double> getSuffixFactor(StringRef suffix) {
  if (suffix.empty() || suffix == "B")
    return 1;
  if (suffix == "%")
    return 0.01;
  suffix.consume_back("B");
  double base = suffix.consume_back("i") ? 1024 : 1000;
  if (suffix == "k" || suffix == "K")
    return base;
  if (suffix == "M")
    return base * base;
  if (suffix == "G")
    return base * base * base;
  if (suffix == "T")
    return base * base * base * base;
  return std::nullopt;
}

Expected<double> parseQuantity(StringRef text) {
  text = text.trim();
  size_t end = text.find_last_of("0123456789.");
  StringRef number = text.take_front(end == StringRef::npos ? 0 : end + 1);
  std::optional<double> factor =
      getSuffixFactor(text.drop_front(number.size()).trim());
  double value = 0;
  if (!factor || number.empty() ||
      !(isDigit(number.back()) || number.back() == '.') ||
      number.getAsDouble(value) || !std::isfinite(value * *factor))
    return createStringError("expected a number such as 0.95, 80%, 2M or "
                             "512KiB, but got '" +
                             text + "'");
  return value * *factor;
}

static Error checkMetric(StringRef option, StringRef metric,
                         ArrayRef<std::string> known) {
  if (is_contained(known, metric))
    return Error::success();
  return createStringError("expected a metric in --" + option + ", but got '" +
                           metric + "'; use one of " + join(known, ", "));
}

/// Parses the `metric:value` of --keep or --limit.
static Expected<Objective::Bound> parseBound(StringRef option, StringRef text,
                                             StringRef example,
                                             ArrayRef<std::string> known) {
  auto [metric, number] = text.split(':');
  metric = metric.trim();
  if (!text.contains(':'))
    return createStringError("expected metric:value in --" + option +
                             ", but got '" + text + "'; write --" + option +
                             "=" + (metric.empty() ? "latency" : metric) + ":" +
                             example);
  if (Error error = checkMetric(option, metric, known))
    return error;
  auto value = parseQuantity(number);
  if (!value)
    return createStringError("--" + option + "=" + text + ": " +
                             toString(value.takeError()));
  return Objective::Bound{metric.str(), *value};
}

Expected<Objective> Objective::parse(const ObjectiveText &text,
                                     ArrayRef<std::string> knownMetrics) {
  if (text.minimize.empty() == text.maximize.empty())
    return createStringError(
        Twine("expected one of --minimize and --maximize, but got ") +
        (text.minimize.empty() ? "neither" : "both") +
        "; name one goal, and bound other metrics with --keep and --limit");
  Objective objective;
  objective.maximized = text.minimize.empty();
  objective.goal =
      StringRef(objective.maximized ? text.maximize : text.minimize)
          .trim()
          .str();
  if (Error error = checkMetric(objective.maximized ? "maximize" : "minimize",
                                objective.goal, knownMetrics))
    return error;
  for (const std::string &keep : text.keep) {
    auto bound = parseBound("keep", keep, "0.95", knownMetrics);
    if (!bound)
      return bound.takeError();
    if (bound->value <= 0)
      return createStringError("expected a fraction above 0 in --keep, but got "
                               "'" +
                               keep +
                               "'; write the part of the baseline to "
                               "keep, as in 0.95");
    objective.keeps.push_back(std::move(*bound));
  }
  for (const std::string &limit : text.limit) {
    auto bound = parseBound("limit", limit, "2M", knownMetrics);
    if (!bound)
      return bound.takeError();
    objective.limits.push_back(std::move(*bound));
  }
  return objective;
}

std::vector<std::string> Objective::getMetrics() const {
  std::vector<std::string> metrics = {goal};
  for (ArrayRef<Bound> bounds :
       {ArrayRef<Bound>(keeps), ArrayRef<Bound>(limits)})
    for (const Bound &bound : bounds)
      if (!is_contained(metrics, bound.metric))
        metrics.push_back(bound.metric);
  return metrics;
}

static Expected<double> getMetric(const Metrics &metrics, StringRef name) {
  auto it = metrics.find(name.str());
  if (it == metrics.end())
    return createStringError("expected the metric '" + name +
                             "', but got none; have the evaluation measure it");
  if (!std::isfinite(it->second))
    return createStringError(
        "expected a finite '" + name + "', but got " +
        Twine(std::isnan(it->second) ? "no number" : "infinity"));
  return it->second;
}

Error Objective::setBaseline(const Metrics &metrics) {
  floors.clear();
  for (const Bound &keep : keeps) {
    auto value = getMetric(metrics, keep.metric);
    if (!value)
      return createStringError("baseline: " + toString(value.takeError()));
    // For a negative baseline, keeping a fraction means losing at most the rest
    // of its magnitude.
    floors.push_back(*value - (1 - keep.value) * std::abs(*value));
  }
  return Error::success();
}

Expected<Score> Objective::score(const Metrics &metrics) const {
  if (floors.size() != keeps.size())
    return createStringError(
        "expected a baseline for --keep, but got none; evaluate the network "
        "before the search");
  auto value = getMetric(metrics, goal);
  if (!value)
    return value.takeError();
  Score score;
  score.failed = false;
  score.goal = maximized ? -*value : *value;
  auto addExcess = [&](double over, double bound) {
    score.excess.push_back(bound == 0 ? over : over / std::abs(bound));
  };
  for (auto [keep, floor] : zip_equal(keeps, floors)) {
    auto kept = getMetric(metrics, keep.metric);
    if (!kept)
      return kept.takeError();
    addExcess(floor - *kept, floor);
  }
  for (const Bound &limit : limits) {
    auto used = getMetric(metrics, limit.metric);
    if (!used)
      return used.takeError();
    addExcess(*used - limit.value, limit.value);
  }
  return score;
}

} // namespace tenon

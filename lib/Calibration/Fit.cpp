//===- Fit.cpp - Fits of machine fields to measurements -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Calibration/Fit.h"
#include "tenon/Compiler/WorkloadPricer.h"
#include "tenon/Search/Rng.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>
#include <map>
#include <numeric>

using namespace mlir;
using namespace tenon;
using namespace tenon::calibration;

static llvm::Error makeError(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

/// Cost of machines that cannot run the layers.
static constexpr double impossible = 1e9;

/// Returns the cost of each step from the first value of a field. It keeps
/// fields unchanged if the rows contain no information about them. It is larger
/// for layers because a few layers contain less information than many networks.
static double getStepCost(MeasurementKind kind) {
  return kind == MeasurementKind::Networks ? 1e-5 : 1e-3;
}

namespace {
/// A machine, as indices into the values of the fields.
using Point = std::vector<size_t>;

class Fitter {
public:
  Fitter(const Measurements &measurements, engine::TargetAttr target,
         ArrayRef<FreeField> fields, const FitOptions &options)
      : measurements(measurements), target(target), fields(fields),
        options(options), rng(options.seed) {}
  llvm::Expected<FitResult> run();

private:
  engine::TargetAttr getTarget(const Point &point) const;
  llvm::Expected<std::vector<Pair>> simulate(engine::TargetAttr machine,
                                             ArrayRef<size_t> rows) const;
  Line getLine(ArrayRef<Pair> pairs) const;
  double getCost(const Point &point);
  double descend(Point &point);
  Point findStart();
  void chooseRows();

  const Measurements &measurements;
  engine::TargetAttr target;
  ArrayRef<FreeField> fields;
  const FitOptions &options;
  Rng rng;
  std::vector<size_t> fitted;
  std::map<Point, double> costs;
  double least = impossible;
};
} // namespace

/// Draws the rows for the fit and keeps their order in the file.
void Fitter::chooseRows() {
  fitted.resize(measurements.rows.size());
  std::iota(fitted.begin(), fitted.end(), 0);
  size_t count = std::min(options.limit, fitted.size());
  for (size_t i = 0; i != count; ++i)
    std::swap(fitted[i], fitted[i + rng.below(fitted.size() - i)]);
  fitted.resize(count);
  llvm::sort(fitted);
}

/// Returns the machine of a point; null if its numbers are not a valid machine.
engine::TargetAttr Fitter::getTarget(const Point &point) const {
  engine::Machine machine = target.getMachine();
  for (auto [field, position] : llvm::zip_equal(fields, point))
    engine::setField(machine, field.name, field.values[position]);
  MLIRContext *context = target.getContext();
  ScopedDiagnosticHandler quiet(context,
                                [](Diagnostic &) { return success(); });
  return engine::TargetAttr::getChecked(
      [&] { return emitError(UnknownLoc::get(context)); }, context,
      target.getName(), machine, target.getFunctions(), target.getEnergy());
}

/// Returns the simulated and measured values of the rows: milliseconds of
/// networks or cycles of layers. Each layer is priced once, and each group is
/// added up once.
llvm::Expected<std::vector<Pair>>
Fitter::simulate(engine::TargetAttr machine, ArrayRef<size_t> rows) const {
  WorkloadPricer pricer(machine, machine.getMachine().defaultType);
  std::vector<std::optional<int64_t>> cycles(measurements.layers.size());
  std::vector<std::optional<int64_t>> sums(measurements.groups.size());
  auto addUp = [&](uint32_t group, int64_t &sum) -> llvm::Error {
    for (uint32_t layer : measurements.groups[group]) {
      if (!cycles[layer]) {
        llvm::Expected<Price> price = pricer.price(measurements.layers[layer]);
        if (!price)
          return price.takeError();
        cycles[layer] = price->cycles;
      }
      sum += *cycles[layer];
    }
    return llvm::Error::success();
  };
  bool isLayers = measurements.kind == MeasurementKind::Layers;
  double unit = isLayers ? 1 : machine.getMachine().clockMhz * 1000.0;
  std::vector<Pair> pairs;
  pairs.reserve(rows.size());
  for (size_t index : rows) {
    const Measurement &row = measurements.rows[index];
    int64_t sum = 0;
    for (uint32_t group : row.groups) {
      if (!sums[group])
        if (llvm::Error error = addUp(group, sums[group].emplace(0)))
          return makeError("line " + llvm::Twine(row.line) +
                           " cannot run on '" + machine.getName() +
                           "': " + llvm::toString(std::move(error)));
      sum += *sums[group];
    }
    pairs.push_back({sum / unit, row.measured});
  }
  return pairs;
}

Line Fitter::getLine(ArrayRef<Pair> pairs) const {
  return measurements.kind == MeasurementKind::Layers ? Line() : fitLine(pairs);
}

static void predict(const Line &line, std::vector<Pair> &pairs) {
  for (Pair &pair : pairs)
    pair.predicted = line(pair.predicted);
}

double Fitter::getCost(const Point &point) {
  auto [it, isNew] = costs.try_emplace(point, impossible);
  if (!isNew)
    return it->second;
  engine::TargetAttr machine = getTarget(point);
  if (!machine)
    return impossible;
  llvm::Expected<std::vector<Pair>> pairs = simulate(machine, fitted);
  if (!pairs) {
    llvm::consumeError(pairs.takeError());
    return impossible;
  }
  predict(getLine(*pairs), *pairs);
  Judgement judgement = judge(*pairs);
  bool isLayers = measurements.kind == MeasurementKind::Layers;
  double cost = isLayers ? judgement.largestError : judgement.meanError;
  for (auto [field, position] : llvm::zip_equal(fields, point))
    cost += getStepCost(measurements.kind) *
            std::abs(double(position) - double(field.start));
  it->second = cost;
  least = std::min(least, cost);
  if (options.progress)
    options.progress(costs.size(), least);
  return cost;
}

/// Moves one field at a time, first by two values and then by one, as long as
/// the cost decreases.
double Fitter::descend(Point &point) {
  double best = getCost(point);
  for (size_t step = 2; step != 0;) {
    bool hasMoved = false;
    for (size_t i = 0; i != fields.size(); ++i)
      for (bool isUp : {true, false}) {
        Point next = point;
        size_t last = fields[i].values.size() - 1;
        next[i] = isUp ? std::min(last, point[i] + step)
                       : point[i] - std::min(point[i], step);
        double cost = getCost(next);
        if (cost >= best)
          continue;
        best = cost;
        point = std::move(next);
        hasMoved = true;
        break;
      }
    if (!hasMoved)
      step /= 2;
  }
  return best;
}

/// Returns the best of ten random machines.
Point Fitter::findStart() {
  Point best;
  double bestCost = impossible;
  for (int i = 0; i != 10; ++i) {
    Point point;
    for (const FreeField &field : fields)
      point.push_back(rng.below(field.values.size()));
    double cost = getCost(point);
    if (best.empty() || cost < bestCost) {
      best = point;
      bestCost = cost;
    }
  }
  return best;
}

llvm::Expected<FitResult> Fitter::run() {
  chooseRows();
  Point point;
  for (const FreeField &field : fields)
    point.push_back(field.start);
  // The original machine must run all rows; otherwise the results are not
  // comparable.
  std::vector<size_t> all(measurements.rows.size());
  std::iota(all.begin(), all.end(), 0);
  if (llvm::Expected<std::vector<Pair>> first = simulate(target, all); !first)
    return first.takeError();
  double best = descend(point);
  for (size_t i = 0; i != options.restarts && !fields.empty(); ++i) {
    Point other = findStart();
    double cost = descend(other);
    if (cost < best) {
      best = cost;
      point = other;
    }
  }
  FitResult result;
  result.target = getTarget(point);
  for (auto [field, position] : llvm::zip_equal(fields, point))
    result.values.push_back(field.values[position]);
  llvm::Expected<std::vector<Pair>> pairs = simulate(result.target, all);
  if (!pairs)
    return pairs.takeError();
  result.pairs = std::move(*pairs);
  result.isFitted.assign(all.size(), false);
  std::vector<Pair> known;
  for (size_t index : fitted) {
    result.isFitted[index] = true;
    known.push_back(result.pairs[index]);
  }
  result.line = getLine(known);
  predict(result.line, result.pairs);
  result.numTried = costs.size();
  return result;
}

llvm::Expected<FitResult> tenon::calibration::fitMachine(
    const Measurements &measurements, engine::TargetAttr target,
    ArrayRef<FreeField> fields, const FitOptions &options) {
  return Fitter(measurements, target, fields, options).run();
}

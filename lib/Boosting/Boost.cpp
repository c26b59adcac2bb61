//===- Boost.cpp - Training of trees with XGBoost -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Boosting/Trees.h"
#include "llvm/Support/FormatVariadic.h"
#ifdef TENON_WITH_XGBOOST
#include <xgboost/c_api.h>
#endif

using namespace tenon;

static llvm::Error makeError(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

#ifndef TENON_WITH_XGBOOST

llvm::Expected<Trees> tenon::boostTrees(llvm::ArrayRef<float>, size_t,
                                        const BoostOptions &,
                                        GradientFunction) {
  return makeError("this build has no XGBoost to grow trees with; install "
                   "libxgboost-dev and configure again");
}

#else

namespace {
/// The XGBoost objects of one training.
class Session {
public:
  ~Session() {
    if (booster)
      XGBoosterFree(booster);
    if (matrix)
      XGDMatrixFree(matrix);
  }
  llvm::Error begin(llvm::ArrayRef<float> features, size_t columns,
                    const BoostOptions &options);
  llvm::Error predict(std::vector<float> &margins);
  llvm::Error addTree(std::vector<float> &gradient, std::vector<float> &weight);
  llvm::Expected<std::string> save();

private:
  static llvm::Error check(int code) {
    return code == 0 ? llvm::Error::success()
                     : makeError(llvm::Twine("XGBoost: ") + XGBGetLastError());
  }
  BoosterHandle booster = nullptr;
  DMatrixHandle matrix = nullptr;
};
} // namespace

llvm::Error Session::begin(llvm::ArrayRef<float> features, size_t columns,
                           const BoostOptions &options) {
  if (llvm::Error error = check(XGDMatrixCreateFromMat(
          features.data(), features.size() / columns, columns,
          std::numeric_limits<float>::quiet_NaN(), &matrix)))
    return error;
  if (llvm::Error error = check(XGBoosterCreate(&matrix, 1, &booster)))
    return error;
  auto print = [](double value) { return llvm::formatv("{0}", value).str(); };
  // A single thread adds sums in a fixed order.
  std::pair<const char *, std::string> parameters[] = {
      {"booster", "gbtree"},
      {"tree_method", "hist"},
      {"nthread", "1"},
      {"base_score", "0"},
      {"verbosity", "0"},
      {"max_depth", std::to_string(options.depth)},
      {"eta", print(options.rate)},
      {"lambda", print(options.lambda)},
      {"min_child_weight", print(options.leastWeight)},
      {"subsample", print(options.subsample)},
      {"seed", std::to_string(options.seed % INT32_MAX)}};
  for (auto &[name, value] : parameters)
    if (llvm::Error error =
            check(XGBoosterSetParam(booster, name, value.c_str())))
      return error;
  return llvm::Error::success();
}

llvm::Error Session::predict(std::vector<float> &margins) {
  const char *config = R"({"type": 1, "training": true, "iteration_begin": 0,
                           "iteration_end": 0, "strict_shape": false})";
  const bst_ulong *shape = nullptr;
  bst_ulong dimensions = 0;
  const float *values = nullptr;
  if (llvm::Error error = check(XGBoosterPredictFromDMatrix(
          booster, matrix, config, &shape, &dimensions, &values)))
    return error;
  margins.assign(values, values + margins.size());
  return llvm::Error::success();
}

llvm::Error Session::addTree(std::vector<float> &gradient,
                             std::vector<float> &weight) {
  return check(XGBoosterBoostOneIter(booster, matrix, gradient.data(),
                                     weight.data(), gradient.size()));
}

llvm::Expected<std::string> Session::save() {
  bst_ulong length = 0;
  const char *text = nullptr;
  if (llvm::Error error = check(XGBoosterSaveModelToBuffer(
          booster, R"({"format": "json"})", &length, &text)))
    return error;
  return std::string(text, length);
}

llvm::Expected<Trees> tenon::boostTrees(llvm::ArrayRef<float> features,
                                        size_t columns,
                                        const BoostOptions &options,
                                        GradientFunction getGradient) {
  size_t rows = features.size() / columns;
  if (rows == 0)
    return makeError("expected rows to grow trees on");
  Session session;
  if (llvm::Error error = session.begin(features, columns, options))
    return error;
  std::vector<float> margins(rows), gradient(rows), weight(rows);
  for (int round = 0; round != options.rounds; ++round) {
    if (llvm::Error error = session.predict(margins))
      return error;
    getGradient(margins, gradient, weight);
    if (llvm::Error error = session.addTree(gradient, weight))
      return error;
  }
  llvm::Expected<std::string> text = session.save();
  if (!text)
    return text.takeError();
  return Trees::fromXgboost(*text, columns);
}

#endif // TENON_WITH_XGBOOST

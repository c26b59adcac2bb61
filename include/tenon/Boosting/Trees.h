//===- Trees.h - Ensembles of regression trees ------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_BOOSTING_TREES_H
#define TENON_BOOSTING_TREES_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"
#include <string>
#include <vector>

namespace tenon {

/// An ensemble of regression trees. The result of the ensemble is the sum of
/// the results of its trees.
class Trees {
public:
  /// A node of a tree. It is a leaf if `left` is 0. The right child follows the
  /// left child.
  struct Node {
    /// Result of a leaf, or threshold of an inner node: features below it go
    /// left.
    float value = 0;
    uint32_t feature = 0, left = 0;
  };

  /// Returns the sum of the results for a row of features.
  float predict(llvm::ArrayRef<float> features) const;
  /// Predicts many rows, which is faster than predicting them one by one.
  void predict(llvm::ArrayRef<const float *> rows,
               llvm::MutableArrayRef<float> sums) const;
  size_t size() const { return roots.size(); }

  /// Returns an array with one object per tree. Each object holds the columns
  /// of the nodes of the tree.
  llvm::json::Value toJson() const;
  /// Parses the output of `toJson`. Fails with a message of one line if the
  /// JSON is invalid, or if a tree uses a feature that is not below
  /// `numFeatures`.
  static llvm::Expected<Trees> fromJson(const llvm::json::Value &json,
                                        size_t numFeatures);
  /// Parses the trees of an XGBoost model.
  static llvm::Expected<Trees> fromXgboost(llvm::StringRef json,
                                           size_t numFeatures);

private:
  llvm::Error check(size_t numFeatures) const;
  void finish();
  template <size_t count>
  void addTree(size_t tree, const float *const *rows, float *sums) const;

  /// The nodes of all trees, and the root and the depth of each tree.
  std::vector<Node> nodes;
  std::vector<uint32_t> roots, depths;
  /// A node in the form for prediction: features of at least `value` go to the
  /// child after `left`.
  struct Split {
    float value;
    uint32_t feature, left;
  };
  std::vector<Split> splits;
};

/// Options for growing trees.
struct BoostOptions {
  int rounds = 100;
  int depth = 6;
  /// Learning rate, by which the contribution of each tree is multiplied.
  double rate = 0.1;
  /// L2 penalty on leaves, and minimum weight of a leaf.
  double lambda = 10, leastWeight = 1;
  /// Fraction of the rows that is used for each tree.
  double subsample = 0.8;
  uint64_t seed = 0;
};

/// Computes the gradient and the weight (second derivative) of a loss for each
/// row at the current predictions.
using GradientFunction =
    llvm::function_ref<void(llvm::ArrayRef<float>, llvm::MutableArrayRef<float>,
                            llvm::MutableArrayRef<float>)>;

/// Grows trees on `features`, with `columns` numbers per row, using XGBoost on
/// one thread. Fails with a message of one line, in particular if this build
/// does not include XGBoost.
llvm::Expected<Trees> boostTrees(llvm::ArrayRef<float> features, size_t columns,
                                 const BoostOptions &options,
                                 GradientFunction getGradient);

} // namespace tenon

#endif // TENON_BOOSTING_TREES_H

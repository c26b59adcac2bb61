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

/// Regression trees whose results are added up.
class Trees {
public:
  /// A node of a tree: a leaf if `left` is 0. Its second child stands behind
  /// the first one.
  struct Node {
    /// The result of a leaf; elsewhere, smaller features go left.
    float value = 0;
    uint32_t feature = 0, left = 0;
  };

  /// The sum of the results for a row of features.
  float predict(llvm::ArrayRef<float> features) const;
  /// The same for many rows, which is faster than one by one.
  void predict(llvm::ArrayRef<const float *> rows,
               llvm::MutableArrayRef<float> sums) const;
  size_t size() const { return roots.size(); }

  /// An array with one object a tree, of the columns of its nodes.
  llvm::json::Value toJson() const;
  /// Reads what `toJson` writes. Fails with one line if it is no such thing, or
  /// if a tree asks for a feature that is not below `numFeatures`.
  static llvm::Expected<Trees> fromJson(const llvm::json::Value &json,
                                        size_t numFeatures);
  /// Reads the trees of a model of XGBoost.
  static llvm::Expected<Trees> fromXgboost(llvm::StringRef json,
                                           size_t numFeatures);

private:
  llvm::Error check(size_t numFeatures) const;
  void finish();
  template <size_t count>
  void addTree(size_t tree, const float *const *rows, float *sums) const;

  /// All nodes, and where each tree begins, with the length of its longest
  /// walk.
  std::vector<Node> nodes;
  std::vector<uint32_t> roots, depths;
  /// The nodes again: features of at least `value` go to the right of `left`.
  struct Split {
    float value;
    uint32_t feature, left;
  };
  std::vector<Split> splits;
};

/// How trees are grown.
struct BoostOptions {
  int rounds = 100;
  int depth = 6;
  /// What a tree adds is multiplied by this.
  double rate = 0.1;
  /// Penalty of the squares of leaves, and the least weight of one.
  double lambda = 10, leastWeight = 1;
  /// Share of the rows that a tree sees.
  double subsample = 0.8;
  uint64_t seed = 0;
};

/// Computes gradients and weights (second derivatives) of a loss at the
/// predictions so far, one a row.
using GradientFunction =
    llvm::function_ref<void(llvm::ArrayRef<float>, llvm::MutableArrayRef<float>,
                            llvm::MutableArrayRef<float>)>;

/// Grows trees on `features`, `columns` numbers a row, with XGBoost on one
/// thread. Fails with one line, also if this build has no XGBoost.
llvm::Expected<Trees> boostTrees(llvm::ArrayRef<float> features, size_t columns,
                                 const BoostOptions &options,
                                 GradientFunction getGradient);

} // namespace tenon

#endif // TENON_BOOSTING_TREES_H

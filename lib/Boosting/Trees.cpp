//===- Trees.cpp - Ensembles of regression trees --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Boosting/Trees.h"
#include "tenon/Support/Assert.h"
#include "llvm/ADT/STLExtras.h"
#include <array>
#include <cmath>
#include <limits>

using namespace tenon;
namespace json = llvm::json;

static llvm::Error makeError(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

/// Number of rows that descend a tree in parallel, which hides memory latency.
static constexpr size_t rowsAtOnce = 8;

template <size_t count>
void Trees::addTree(size_t tree, const float *const *rows, float *sums) const {
  const Split *first = &splits[roots[tree]];
  std::array<uint32_t, count> at = {};
  for (uint32_t level = 0; level != depths[tree]; ++level)
    for (size_t i = 0; i != count; ++i) {
      const Split &split = first[at[i]];
      at[i] = split.left + uint32_t(rows[i][split.feature] >= split.value);
    }
  for (size_t i = 0; i != count; ++i)
    sums[i] += nodes[roots[tree] + at[i]].value;
}

void Trees::predict(llvm::ArrayRef<const float *> rows,
                    llvm::MutableArrayRef<float> sums) const {
  TENON_ASSERT(rows.size() == sums.size(), "a sum for each row");
  llvm::fill(sums, 0.0f);
  for (size_t tree = 0; tree != roots.size(); ++tree) {
    size_t i = 0;
    for (; i + rowsAtOnce <= rows.size(); i += rowsAtOnce)
      addTree<rowsAtOnce>(tree, &rows[i], &sums[i]);
    for (; i != rows.size(); ++i)
      addTree<1>(tree, &rows[i], &sums[i]);
  }
}

float Trees::predict(llvm::ArrayRef<float> features) const {
  float sum = 0;
  predict(features.data(), sum);
  return sum;
}

/// Builds the representation for predictions. Children must follow their
/// parents.
void Trees::finish() {
  splits.clear();
  depths.clear();
  for (size_t i = 0; i != roots.size(); ++i) {
    size_t end = i + 1 == roots.size() ? nodes.size() : roots[i + 1];
    std::vector<uint32_t> levels(end - roots[i], 0);
    for (uint32_t j = 0; j != levels.size(); ++j) {
      const Node &node = nodes[roots[i] + j];
      if (node.left)
        levels[node.left] = levels[node.left + 1] = levels[j] + 1;
      // No comparison with NaN is true, so rows stay at a leaf.
      splits.push_back(
          node.left ? Split{node.value, node.feature, node.left}
                    : Split{std::numeric_limits<float>::quiet_NaN(), 0, j});
    }
    depths.push_back(*llvm::max_element(levels));
  }
}

json::Value Trees::toJson() const {
  json::Array trees;
  for (size_t i = 0; i != roots.size(); ++i) {
    size_t end = i + 1 == roots.size() ? nodes.size() : roots[i + 1];
    json::Array left, feature, value;
    for (size_t j = roots[i]; j != end; ++j) {
      left.push_back(nodes[j].left);
      feature.push_back(nodes[j].feature);
      value.push_back(double(nodes[j].value));
    }
    trees.push_back(json::Object{{"left", std::move(left)},
                                 {"feature", std::move(feature)},
                                 {"value", std::move(value)}});
  }
  return trees;
}

/// Checks that children follow their parents, so that each walk ends.
llvm::Error Trees::check(size_t numFeatures) const {
  for (size_t i = 0; i != roots.size(); ++i) {
    size_t end = i + 1 == roots.size() ? nodes.size() : roots[i + 1];
    for (size_t j = roots[i]; j != end; ++j) {
      const Node &node = nodes[j];
      bool isInside =
          node.left == 0 ||
          (roots[i] + node.left > j && size_t(roots[i]) + node.left + 1 < end);
      if (!isInside || node.feature >= numFeatures || std::isnan(node.value))
        return makeError("node " + llvm::Twine(j - roots[i]) + " of tree " +
                         llvm::Twine(i) + " is none");
    }
  }
  return llvm::Error::success();
}

llvm::Expected<Trees> Trees::fromJson(const json::Value &value,
                                      size_t numFeatures) {
  Trees trees;
  const json::Array *list = value.getAsArray();
  if (!list)
    return makeError("expected an array of trees");
  for (const json::Value &entry : *list) {
    const json::Object *tree = entry.getAsObject();
    const json::Array *left = tree ? tree->getArray("left") : nullptr;
    const json::Array *feature = tree ? tree->getArray("feature") : nullptr;
    const json::Array *values = tree ? tree->getArray("value") : nullptr;
    if (!left || !feature || !values || left->empty() ||
        left->size() != feature->size() || left->size() != values->size())
      return makeError("expected a tree with 'left', 'feature' and 'value' of "
                       "equal lengths");
    trees.roots.push_back(trees.nodes.size());
    for (size_t i = 0; i != left->size(); ++i) {
      auto child = (*left)[i].getAsInteger(),
           column = (*feature)[i].getAsInteger();
      auto number = (*values)[i].getAsNumber();
      auto isSize = [](std::optional<int64_t> value) {
        return value && *value >= 0 && *value <= INT32_MAX;
      };
      if (!isSize(child) || !isSize(column) || !number)
        return makeError("expected numbers in a tree");
      trees.nodes.push_back(
          {float(*number), uint32_t(*column), uint32_t(*child)});
    }
  }
  if (llvm::Error error = trees.check(numFeatures))
    return error;
  trees.finish();
  return trees;
}

/// Returns the numbers of an array in the output of XGBoost.
static std::vector<double> getNumbers(const json::Object &tree,
                                      llvm::StringRef name) {
  std::vector<double> numbers;
  if (const json::Array *list = tree.getArray(name))
    for (const json::Value &value : *list)
      numbers.push_back(value.getAsNumber().value_or(0));
  return numbers;
}

llvm::Expected<Trees> Trees::fromXgboost(llvm::StringRef text,
                                         size_t numFeatures) {
  llvm::Expected<json::Value> parsed = json::parse(text);
  if (!parsed)
    return parsed.takeError();
  const json::Object *object = parsed->getAsObject();
  for (llvm::StringRef key : {"learner", "gradient_booster", "model"})
    object = object ? object->getObject(key) : nullptr;
  const json::Array *list = object ? object->getArray("trees") : nullptr;
  if (!list)
    return makeError("expected a model of XGBoost");
  Trees trees;
  for (const json::Value &entry : *list) {
    const json::Object &tree = *entry.getAsObject();
    auto left = getNumbers(tree, "left_children");
    auto right = getNumbers(tree, "right_children");
    auto feature = getNumbers(tree, "split_indices");
    auto value = getNumbers(tree, "split_conditions");
    uint32_t root = trees.nodes.size();
    trees.roots.push_back(root);
    trees.nodes.emplace_back();
    // The children of a node are adjacent, in the order of the walk.
    std::vector<std::pair<size_t, uint32_t>> open = {{0, 0}};
    for (size_t i = 0; i != open.size(); ++i) {
      auto [from, to] = open[i];
      Node node;
      node.value = float(value[from]);
      if (left[from] >= 0) {
        node.feature = uint32_t(feature[from]);
        node.left = trees.nodes.size() - root;
        trees.nodes.resize(trees.nodes.size() + 2);
        open.push_back({size_t(left[from]), node.left});
        open.push_back({size_t(right[from]), node.left + 1});
      }
      trees.nodes[root + to] = node;
    }
  }
  if (llvm::Error error = trees.check(numFeatures))
    return error;
  trees.finish();
  return trees;
}

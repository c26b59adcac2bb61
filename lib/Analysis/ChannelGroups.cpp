//===- ChannelGroups.cpp - Channels that change together ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Analysis/ChannelGroups.h"
#include "ChannelRuns.h"
#include "dialects/Network/IR/Network.h"
#include "mlir/Dialect/Quant/IR/QuantTypes.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"

using namespace mlir;
using namespace tenon;

namespace {
/// Collects the constraints of operations as runs of channels.
class Ties : public ChannelTies {
public:
  using Key = std::pair<Value, unsigned>;

  void tie(ChannelDim a, ChannelDim b) override {
    mention(a);
    mention(b);
    runs.unite(getRuns(a), getRuns(b));
  }
  void free(ChannelDim dim) override { mention(dim); }
  void concat(ChannelDim whole, ArrayRef<ChannelDim> parts) override {
    mention(whole);
    ChannelRuns::Segments segments;
    for (ChannelDim part : parts) {
      mention(part);
      llvm::append_range(segments, getRuns(part));
    }
    runs.unite(getRuns(whole), segments);
  }
  void product(ChannelDim whole, ArrayRef<ChannelDim> factors) override {
    mention(whole);
    for (ChannelDim factor : factors)
      mention(factor);
    products.push_back({whole, llvm::to_vector(factors)});
  }
  ChannelDim makeDim(int64_t size) override {
    made.push_back(runs.makeRun(size));
    return {Value(), unsigned(made.size() - 1)};
  }
  void pin(ChannelDim dim, StringRef reason) override {
    mention(dim);
    for (RunSegment segment : getRuns(dim))
      runs.pin(segment.run, reason);
  }

  /// Pins all dimensions of `value` that were not mentioned since the last call
  /// of clearMentions.
  void pinUnmentioned(Value value, StringRef reason) {
    auto type = dyn_cast<RankedTensorType>(value.getType());
    for (unsigned i = 0, e = type ? type.getRank() : 0; i < e; ++i)
      if (!mentioned.contains({value, i})) {
        pin({value, i}, reason);
        mentioned.erase({value, i});
      }
  }
  void clearMentions() { mentioned.clear(); }
  /// Decides for each product which factor can change.
  void resolveProducts();
  ChannelRuns::Segments getRuns(ChannelDim dim);

  llvm::MapVector<Key, unsigned> first;
  ChannelRuns runs;

private:
  struct Product {
    ChannelDim whole;
    SmallVector<ChannelDim> factors;
  };

  void mention(ChannelDim dim) {
    if (dim.value)
      mentioned.insert({dim.value, dim.dim});
  }
  int64_t getSize(ChannelDim dim);
  bool isPinned(ChannelDim dim);
  bool resolve(const Product &product, bool mustChoose);
  void bind(const Product &product, unsigned factor);

  std::vector<unsigned> made;
  std::vector<Product> products;
  llvm::DenseSet<Key> mentioned;
};
} // namespace

int64_t Ties::getSize(ChannelDim dim) {
  if (!dim.value)
    return runs.getSize(made[dim.dim]);
  return cast<RankedTensorType>(dim.value.getType()).getDimSize(dim.dim);
}

ChannelRuns::Segments Ties::getRuns(ChannelDim dim) {
  unsigned run;
  if (dim.value) {
    auto [it, isNew] = first.insert({{dim.value, dim.dim}, 0});
    if (isNew)
      it->second = runs.makeRun(getSize(dim));
    run = it->second;
  } else {
    run = made[dim.dim];
  }
  ChannelRuns::Segments out;
  runs.expand(run, 1, out);
  return out;
}

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

bool Ties::isPinned(ChannelDim dim) {
  return getSize(dim) == 1 || llvm::all_of(getRuns(dim), [&](RunSegment s) {
           return !runs.getPinReason(s.run).empty();
         });
}

/// Maximum number of repeated rows of channels for which runs are tracked.
static constexpr int64_t maxRows = 1 << 12;

/// Makes `whole` consist of the runs of one factor, once for each index of the
/// factors before it, with each channel repeated for the factors after it.
void Ties::bind(const Product &product, unsigned factor) {
  int64_t outer = 1, inner = 1;
  for (auto [i, dim] : llvm::enumerate(product.factors)) {
    if (i == factor)
      continue;
    (i < factor ? outer : inner) *= getSize(dim);
    pin(dim, "factor of a reshaped dimension");
  }
  ChannelRuns::Segments row = getRuns(product.factors[factor]), rows;
  if (outer * int64_t(row.size()) > maxRows) {
    pin(product.factors[factor], "too many rows of channels in a reshape");
    pin(product.whole, "too many rows of channels in a reshape");
    return;
  }
  for (int64_t i = 0; i < outer; ++i)
    for (RunSegment segment : row)
      rows.push_back({segment.run, segment.inner * inner});
  runs.unite(getRuns(product.whole), rows);
}

/// Resolves a product. If several factors can change, returns false, or, with
/// `mustChoose`, selects the largest one.
bool Ties::resolve(const Product &product, bool mustChoose) {
  int64_t found = -1, open = 0;
  for (auto [i, dim] : llvm::enumerate(product.factors)) {
    if (isPinned(dim))
      continue;
    ++open;
    if (found < 0 || getSize(dim) >= getSize(product.factors[found]))
      found = i;
  }
  bool isFixed = isPinned(product.whole);
  if (open > 1 && !isFixed && !mustChoose)
    return false;
  if (isFixed || open == 0) {
    for (ChannelDim dim : product.factors)
      pin(dim, "factor of a dimension that cannot change");
    pin(product.whole, "product of dimensions that cannot change");
  } else {
    bind(product, found);
  }
  return true;
}

void Ties::resolveProducts() {
  // Products with a single choice come first because they may decide others.
  std::vector<Product> open = std::move(products);
  for (unsigned round = 0; round < 3 && !open.empty(); ++round)
    llvm::erase_if(open, [&](const Product &product) {
      return resolve(product, /*mustChoose=*/false);
    });
  for (const Product &product : open)
    resolve(product, /*mustChoose=*/true);
}

//===----------------------------------------------------------------------===//
// Groups
//===----------------------------------------------------------------------===//

int64_t GroupedDim::getSize(ArrayRef<int64_t> sizes) const {
  int64_t size = 0;
  for (GroupRun run : runs)
    size += sizes[run.group] * run.inner;
  return size;
}

static unsigned getRank(Value value) {
  auto type = dyn_cast<RankedTensorType>(value.getType());
  return type ? type.getRank() : 0;
}

/// Pins the dimension of per-channel scales, whose number is fixed.
static void pinByType(Value value, Ties &ties) {
  auto type = dyn_cast<RankedTensorType>(value.getType());
  if (!type)
    return;
  if (auto each =
          dyn_cast<quant::UniformQuantizedPerAxisType>(type.getElementType()))
    ties.pin({value, unsigned(each.getQuantizedDimension())},
             "quantized channel by channel");
}

static void collectTies(func::FuncOp function, Ties &ties) {
  for (BlockArgument argument : function.getArguments())
    ties.pinUnmentioned(argument, "input of the network");
  for (Operation &op : function.getBody().front()) {
    ties.clearMentions();
    if (auto channels = dyn_cast<ChannelOpInterface>(op))
      channels.collectChannelTies(ties);
    std::string reason =
        op.hasTrait<OpTrait::IsTerminator>()
            ? "output of the network"
            : ("operation '" + op.getName().getStringRef() + "'").str();
    for (Value operand : op.getOperands())
      ties.pinUnmentioned(operand, reason);
    for (Value result : op.getResults()) {
      ties.pinUnmentioned(result, reason);
      pinByType(result, ties);
    }
    if (op.hasAttr(nn::kPinAttrName))
      for (Value result : op.getResults())
        if (unsigned rank = getRank(result))
          ties.pin({result, rank - 1}, "pinned by name");
  }
  ties.resolveProducts();
}

/// Returns true if the dimension is the last one of the result of an operation,
/// so that it has channels of the network itself.
static bool isChannels(const Ties::Key &key) {
  auto type = cast<RankedTensorType>(key.first.getType());
  Operation *op = key.first.getDefiningOp();
  return op && op->getNumOperands() > 0 && key.second + 1 == type.getRank();
}

ChannelGroups::ChannelGroups(func::FuncOp function) {
  Ties ties;
  collectTies(function, ties);
  llvm::DenseMap<unsigned, unsigned> numbers;
  auto number = [&](const Ties::Key &key) {
    ChannelDim dim{key.first, key.second};
    for (RunSegment segment : ties.getRuns(dim)) {
      auto [it, isNew] =
          numbers.try_emplace(segment.run, unsigned(groups.size()));
      if (isNew)
        groups.push_back({"ch" + std::to_string(groups.size()),
                          ties.runs.getSize(segment.run), 0,
                          ties.runs.getPinReason(segment.run), dim});
      ChannelGroup &group = groups[it->second];
      if (group.first.value == dim.value && group.first.dim == dim.dim)
        group.multiplicity += segment.inner;
    }
  };
  for (bool first : {true, false})
    for (const auto &[key, run] : ties.first)
      if (isChannels(key) == first)
        number(key);
  for (const auto &[key, run] : ties.first) {
    GroupedDim dim{{key.first, key.second}, {}};
    for (RunSegment segment : ties.getRuns(dim.dim))
      dim.runs.push_back({numbers.at(segment.run), segment.inner});
    dims.push_back(std::move(dim));
  }
}

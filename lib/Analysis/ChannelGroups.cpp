//===- ChannelGroups.cpp - Channels that change together ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Analysis/ChannelGroups.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace mlir;
using namespace tenon;

namespace {
/// Union-find over runs of channels. A run is split where a tie makes a part
/// of it equal to a run of another length.
class Ties : public ChannelTies {
public:
  using Key = std::pair<Value, unsigned>;

  void tie(ChannelDim a, ChannelDim b) override {
    mention(a);
    mention(b);
    unite(getRuns(a), getRuns(b));
  }
  void free(ChannelDim dim) override { mention(dim); }
  void concat(ChannelDim whole, ArrayRef<ChannelDim> parts) override {
    mention(whole);
    SmallVector<unsigned> runs;
    for (ChannelDim part : parts) {
      mention(part);
      llvm::append_range(runs, getRuns(part));
    }
    unite(getRuns(whole), runs);
  }
  void pin(ChannelDim dim, StringRef reason) override {
    mention(dim);
    for (unsigned run : getRuns(dim))
      if (runs[run].pinReason.empty())
        runs[run].pinReason = reason.str();
  }

  /// Pins every dimension of `value` that was not mentioned since the last
  /// clearMentions.
  void pinUnmentioned(Value value, StringRef reason) {
    auto type = dyn_cast<RankedTensorType>(value.getType());
    for (unsigned i = 0, e = type ? type.getRank() : 0; i < e; ++i)
      if (!mentioned.contains({value, i})) {
        pin({value, i}, reason);
        mentioned.erase({value, i});
      }
  }
  void clearMentions() { mentioned.clear(); }

  /// The undivided runs that a dimension is made of.
  SmallVector<unsigned> getRuns(ChannelDim dim);

  struct Run {
    unsigned parent;
    int64_t size;
    std::string pinReason;
    /// First and second half, if the run was split.
    std::optional<std::pair<unsigned, unsigned>> halves;
  };
  llvm::MapVector<Key, unsigned> first;
  std::vector<Run> runs;

private:
  void mention(ChannelDim dim) { mentioned.insert({dim.value, dim.dim}); }
  unsigned makeRun(int64_t size) {
    runs.push_back({unsigned(runs.size()), size, "", std::nullopt});
    return runs.size() - 1;
  }
  unsigned find(unsigned run) {
    while (runs[run].parent != run)
      run = runs[run].parent = runs[runs[run].parent].parent;
    return run;
  }
  void expand(unsigned run, SmallVectorImpl<unsigned> &out) {
    run = find(run);
    if (!runs[run].halves) {
      out.push_back(run);
      return;
    }
    auto halves = *runs[run].halves;
    expand(halves.first, out);
    expand(halves.second, out);
  }
  void unite(SmallVector<unsigned> a, SmallVector<unsigned> b);

  llvm::DenseSet<Key> mentioned;
};
} // namespace

SmallVector<unsigned> Ties::getRuns(ChannelDim dim) {
  auto [it, isNew] = first.insert({{dim.value, dim.dim}, 0});
  if (isNew)
    it->second = makeRun(
        cast<RankedTensorType>(dim.value.getType()).getDimSize(dim.dim));
  SmallVector<unsigned> out;
  expand(it->second, out);
  return out;
}

void Ties::unite(SmallVector<unsigned> a, SmallVector<unsigned> b) {
  // Both are worked off from the back, so that halves can be pushed again.
  std::reverse(a.begin(), a.end());
  std::reverse(b.begin(), b.end());
  while (!a.empty() && !b.empty()) {
    unsigned x = find(a.pop_back_val()), y = find(b.pop_back_val());
    // A run may have been split since it was listed.
    auto refresh = [&](unsigned run, SmallVector<unsigned> &rest) {
      SmallVector<unsigned> parts;
      expand(run, parts);
      rest.append(parts.rbegin(), parts.rend() - 1);
      return parts.front();
    };
    x = refresh(x, a);
    y = refresh(y, b);
    if (x == y)
      continue;
    if (runs[x].size == runs[y].size) {
      if (runs[x].pinReason.empty())
        runs[x].pinReason = runs[y].pinReason;
      runs[y].parent = x;
      continue;
    }
    bool splitX = runs[x].size > runs[y].size;
    unsigned longer = splitX ? x : y, shorter = splitX ? y : x;
    unsigned head = makeRun(runs[shorter].size);
    unsigned tail = makeRun(runs[longer].size - runs[shorter].size);
    runs[head].pinReason = runs[tail].pinReason = runs[longer].pinReason;
    runs[longer].halves = {head, tail};
    (splitX ? a : b).push_back(longer);
    (splitX ? b : a).push_back(shorter);
  }
}

ChannelGroups::ChannelGroups(func::FuncOp function) {
  Ties ties;
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
    for (Value result : op.getResults())
      ties.pinUnmentioned(result, reason);
  }
  llvm::DenseMap<unsigned, unsigned> numbers;
  for (const auto &[key, run] : ties.first) {
    GroupedDim dim{{key.first, key.second}, {}};
    for (unsigned leaf : ties.getRuns(dim.dim)) {
      auto [it, isNew] = numbers.try_emplace(leaf, groups.size());
      if (isNew)
        groups.push_back({"ch" + std::to_string(groups.size()),
                          ties.runs[leaf].size, ties.runs[leaf].pinReason});
      dim.groups.push_back(it->second);
    }
    dims.push_back(std::move(dim));
  }
}

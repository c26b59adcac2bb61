//===- Regions.cpp - Parts of a network with one input and output ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Regions.h"
#include <map>

using namespace tenon;
using namespace tenon::pytorch;

std::vector<Region> pytorch::findRegions(const Script &script) {
  std::map<unsigned, size_t> lastUse;
  for (auto [i, step] : llvm::enumerate(script.steps))
    for (unsigned input : step.inputs)
      lastUse[input] = i;
  std::set<unsigned> alive;
  for (unsigned i = 0; i < script.inputs.size(); ++i)
    if (lastUse.count(i))
      alive.insert(i);
  std::vector<Region> regions;
  size_t begin = 0;
  bool isSingle = alive.size() == 1;
  unsigned before = isSingle ? *alive.begin() : 0;
  for (size_t i = 0; i + 1 < script.steps.size(); ++i) {
    for (unsigned output : script.steps[i].outputs)
      if (lastUse.count(output))
        alive.insert(output);
    for (unsigned input : script.steps[i].inputs)
      if (lastUse[input] == i)
        alive.erase(input);
    if (alive.size() != 1)
      continue;
    if (isSingle)
      regions.push_back({begin, i + 1, before, *alive.begin()});
    begin = i + 1;
    before = *alive.begin();
    isSingle = true;
  }
  return regions;
}

/// What all members of a region belong to: nothing if they differ or belong to
/// nothing. `isNeutral` if it has no members.
static std::string getGroup(const Script &script, const Region &region,
                            GroupOf groupOf, bool &isNeutral) {
  std::optional<std::string> group;
  bool differ = false;
  for (size_t i = region.begin; i < region.end; ++i)
    for (const Member &member : script.steps[i].members) {
      std::string own = groupOf(script.steps[i], member);
      differ |= own.empty() || (group && *group != own);
      group = own;
    }
  isNeutral = !group;
  return differ || !group ? "" : *group;
}

std::vector<Region> pytorch::findRuns(const Script &script, GroupOf groupOf) {
  std::vector<Region> runs;
  std::string current;
  bool isOpen = false;
  size_t end = 0;
  for (const Region &region : findRegions(script)) {
    bool isNeutral;
    std::string group = getGroup(script, region, groupOf, isNeutral);
    // Steps without members belong to a run that goes on behind them.
    isOpen &= region.begin == end;
    end = region.end;
    if (isNeutral)
      continue;
    if (isOpen && group == current) {
      runs.back().end = region.end;
      runs.back().output = region.output;
      continue;
    }
    isOpen = !group.empty();
    current = group;
    if (isOpen)
      runs.push_back(region);
  }
  return runs;
}

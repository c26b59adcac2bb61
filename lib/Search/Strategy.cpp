//===- Strategy.cpp - Ways to search a space ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Search/Strategy.h"
#include "Strategies.h"
#include "tenon/Support/Assert.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace tenon {

Strategy::~Strategy() = default;

namespace {
struct Entry {
  StrategyInfo info;
  StrategyMaker *make;
};
} // namespace

static constexpr Entry table[] = {
    {{"evolution", "regularized evolution, then local search of the best"},
     createEvolution},
    {{"random", "points drawn at random, none twice"}, createRandom},
    {{"exhaustive", "all points in order"}, createExhaustive},
};

Expected<std::unique_ptr<Strategy>> createStrategy(StringRef name,
                                                   const Space &space,
                                                   uint64_t seed,
                                                   size_t budget) {
  TENON_ASSERT(space.isResolved(), "the names of the space are not known");
  for (const Entry &entry : table)
    if (entry.info.name == name)
      return entry.make(space, seed, budget);
  return createStringError("expected a strategy, but got '" + name +
                           "'; use one of " + join(strategyNames(), ", "));
}

std::vector<StrategyInfo> getStrategies() {
  std::vector<StrategyInfo> infos;
  for (const Entry &entry : table)
    infos.push_back(entry.info);
  return infos;
}

std::vector<std::string> strategyNames() {
  std::vector<std::string> names;
  for (const Entry &entry : table)
    names.push_back(entry.info.name.str());
  return names;
}

} // namespace tenon

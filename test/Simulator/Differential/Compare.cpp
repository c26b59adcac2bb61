//===- Compare.cpp - Whether two runs are equal ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compare.h"
#include "llvm/ADT/STLExtras.h"

using namespace tenon;
using namespace tenon::differential;

/// The first counter in which two layers differ.
static std::string compareLayers(const LayerResult &tick,
                                 const LayerResult &fast) {
  if (tick.name != fast.name)
    return "name: '" + tick.name + "' by tick, '" + fast.name + "' by fast";
  std::vector<std::pair<llvm::StringRef, int64_t>> counters[2];
  for (auto [layer, list] :
       {std::pair(&tick, &counters[0]), std::pair(&fast, &counters[1])}) {
    *list = {{"cycles", layer->cycles},
             {"arrayCycles", layer->arrayCycles},
             {"vectorCycles", layer->vectorCycles},
             {"dramReadBytes", layer->dramReadBytes},
             {"dramWriteBytes", layer->dramWriteBytes},
             {"dramRowMisses", layer->dramRowMisses},
             {"commands", layer->commands}};
    for (unsigned i = 0; i != numCycleCauses; ++i)
      list->push_back({stringifyCycleCause(CycleCause(i)), layer->causes[i]});
  }
  for (auto [first, second] : llvm::zip(counters[0], counters[1]))
    if (first.second != second.second)
      return (first.first + ": " + std::to_string(first.second) + " by tick, " +
              std::to_string(second.second) + " by fast")
          .str();
  return "";
}

/// How a run ended; its error stays.
static std::string describeEnd(const Run &run) {
  if (run.result)
    return "it ends";
  std::string text = llvm::toString(run.result.takeError());
  run.result = llvm::createStringError(text);
  return text;
}

std::string differential::compareRuns(const Run &tick, const Run &fast) {
  if (!tick.result || !fast.result) {
    if (bool(tick.result) == bool(fast.result))
      return "";
    return describeEnd(tick) + " by tick, " + describeEnd(fast) + " by fast";
  }
  if (tick.result->layers.size() != fast.result->layers.size())
    return "layers: " + std::to_string(tick.result->layers.size()) +
           " by tick, " + std::to_string(fast.result->layers.size()) +
           " by fast";
  for (auto [index, layer] : llvm::enumerate(tick.result->layers))
    if (std::string text = compareLayers(layer, fast.result->layers[index]);
        !text.empty())
      return "layer " + std::to_string(index) + ", " + text;
  std::string text = compareLayers(tick.result->total, fast.result->total);
  if (!text.empty())
    return text;
  text = compareTraces(tick.trace, fast.trace);
  return text.empty() ? "" : text + ", by tick and by fast";
}

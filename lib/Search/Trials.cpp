//===- Trials.cpp - Writes the trials of a search -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Report/Format.h"
#include "tenon/Search/Search.h"
#include "llvm/ADT/StringExtras.h"
#include <fmt/format.h>
#include <set>

using namespace llvm;

namespace tenon {

void writeTrialsCsv(raw_ostream &os, ArrayRef<Trial> trials, bool isStopped) {
  std::set<std::string> names;
  for (const Trial &trial : trials)
    for (const auto &metric : trial.metrics)
      names.insert(metric.first);

  os << "trial,feasible,same_as";
  for (const std::string &name : names)
    os << ',' << quoteCsv(name);
  os << ",pipeline,error\n";
  for (const Trial &trial : trials) {
    os << trial.index << ',' << (trial.feasible ? "yes" : "no") << ',';
    if (trial.sameAs)
      os << *trial.sameAs;
    for (const std::string &name : names) {
      os << ',';
      auto it = trial.metrics.find(name);
      if (it != trial.metrics.end())
        os << fmt::format("{}", it->second);
    }
    os << ',' << quoteCsv(trial.text) << ',' << quoteCsv(trial.error) << '\n';
  }
  if (isStopped)
    os << trials.size() << ",no,," << std::string(names.size(), ',')
       << ",interrupted\n";
}

} // namespace tenon

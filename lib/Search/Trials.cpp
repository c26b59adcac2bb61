//===- Trials.cpp - Writes the trials of a search -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Search/Search.h"
#include "llvm/ADT/StringExtras.h"
#include <fmt/format.h>
#include <set>

using namespace llvm;

namespace tenon {

/// Quotes a field as in RFC 4180, if it needs to be.
static std::string quoteField(StringRef field) {
  if (field.find_first_of(",\"\r\n") == StringRef::npos)
    return field.str();
  std::string quoted = "\"";
  for (char c : field) {
    if (c == '"')
      quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

void writeTrialsCsv(raw_ostream &os, ArrayRef<Trial> trials) {
  std::set<std::string> names;
  for (const Trial &trial : trials)
    for (const auto &metric : trial.metrics)
      names.insert(metric.first);

  os << "trial,feasible,same_as";
  for (const std::string &name : names)
    os << ',' << quoteField(name);
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
    os << ',' << quoteField(trial.text) << ',' << quoteField(trial.error)
       << '\n';
  }
}

} // namespace tenon

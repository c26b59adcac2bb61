//===- FieldNames.cpp - Names of the numbers of a machine -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FieldNames.h"
#include "dialects/Engine/IR/Engine.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include <algorithm>

using namespace tenon;
using llvm::StringRef;

namespace {
/// A way to write the name of a number.
struct Spelling {
  std::string text;
  /// As targets print it.
  std::string name;
};
} // namespace

/// The names that targets print, and words that say more.
static std::vector<Spelling> getSpellings() {
  std::vector<Spelling> spellings;
  for (const std::string &name : engine::getFieldNames())
    spellings.push_back({name, name});
  for (auto [text, name] :
       {std::pair("array.standard.out_channels", "array.standard_k"),
        {"array.standard.in_channels", "array.standard_c"},
        {"array.standard.pixels", "array.standard_p"},
        {"array.depthwise.channels", "array.depthwise_c"},
        {"array.depthwise.pixels", "array.depthwise_p"},
        {"dram.cas_latency", "dram.t_cas"}})
    spellings.push_back({text, name});
  return spellings;
}

/// Separators do not matter.
static std::string flatten(StringRef text) {
  std::string flat = text.lower();
  llvm::replace(flat, '.', '_');
  llvm::replace(flat, '-', '_');
  return flat;
}

/// The spelling that is nearest to `text`.
static std::string findNearest(llvm::ArrayRef<Spelling> spellings,
                               StringRef text) {
  unsigned least = UINT_MAX;
  std::string nearest;
  std::string flat = flatten(text);
  for (const Spelling &spelling : spellings) {
    // Of a name without a section, sections do not count.
    StringRef known = spelling.text;
    if (!text.contains('.'))
      known = known.split('.').second;
    for (StringRef other : {StringRef(spelling.text), known})
      if (unsigned distance = StringRef(flat).edit_distance(flatten(other));
          distance < least) {
        least = distance;
        nearest = spelling.name;
      }
  }
  return nearest;
}

llvm::Expected<std::string> tenon::findFieldName(StringRef text) {
  std::vector<Spelling> spellings = getSpellings();
  std::string flat = flatten(text);
  for (const Spelling &spelling : spellings)
    if (flatten(spelling.text) == flat)
      return spelling.name;
  llvm::SmallVector<StringRef> candidates;
  for (const Spelling &spelling : spellings)
    if (!flat.empty() &&
        StringRef(flatten(spelling.text)).ends_with("_" + flat) &&
        !llvm::is_contained(candidates, spelling.name))
      candidates.push_back(spelling.name);
  if (candidates.size() == 1)
    return candidates.front().str();
  if (candidates.empty())
    return llvm::createStringError(
        "expected a number of the machine that is no energy and no cost of a "
        "function, as --list-engines prints them, but got '" +
        text + "'; did you mean '" + findNearest(spellings, text) + "'?");
  return llvm::createStringError("expected one of " +
                                 llvm::join(candidates, ", ") + ", but got '" +
                                 text + "', which may be any of them");
}

bool tenon::isByteField(StringRef name) {
  static const std::pair<StringRef, StringRef> units[] = {
#define TENON_MACHINE_FIELD(section, key, member, kind, minimum, value, unit)  \
  {#section "." #key, unit},
#include "dialects/Engine/IR/MachineFields.inc"
  };
  for (auto [field, unit] : units)
    if (field == name)
      return unit.starts_with("bytes") && !unit.contains("cycle");
  return false;
}

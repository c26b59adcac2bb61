//===- Columns.cpp - Columns of external files ----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Support/Columns.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace tenon;
using llvm::StringRef;

/// Words for columns with counts, measurements or remarks. One such word is
/// enough.
static constexpr StringRef kHarmless[] = {
    "accumulates", "accuracy", "board",       "bytes",       "comment",
    "comments",    "cycles",   "date",        "description", "device",
    "energy",      "flops",    "fps",         "gflops",      "gops",
    "id",          "index",    "joules",      "kb",          "latency",
    "loss",        "mac",      "macs",        "mb",          "memory",
    "mj",          "ms",       "mw",          "name",        "note",
    "notes",       "ns",       "parameters",  "params",      "percent",
    "pj",          "power",    "remark",      "remarks",     "score",
    "seconds",     "source",   "throughput",  "top",         "uj",
    "url",         "us",       "utilization", "watts"};

/// Words for loop bounds. In their presence, the other words do not matter.
static constexpr StringRef kBounds[] = {
    "batch",     "c",      "channel", "channels",   "depth",    "dilation",
    "dilations", "filter", "filters", "group",      "groups",   "h",
    "height",    "hidden", "ifmap",   "in",         "k",        "kernel",
    "layers",    "length", "m",       "multiplier", "n",        "ofmap",
    "out",       "pad",    "padding", "resolution", "sparsity", "stride",
    "strides",   "w",      "width"};

/// Returns the words of a name, in lower case; `top1` becomes `top`.
static llvm::SmallVector<std::string> getWords(StringRef name) {
  llvm::SmallVector<std::string> words(1);
  for (char c : name) {
    if (llvm::isAlpha(c))
      words.back() += llvm::toLower(c);
    else if (!words.back().empty())
      words.emplace_back();
  }
  llvm::erase_if(words, [](const std::string &word) { return word.empty(); });
  return words;
}

bool tenon::isHarmlessColumn(StringRef name) {
  llvm::SmallVector<std::string> words = getWords(name);
  // Some tables have a column with row numbers and no name.
  if (name.trim().empty())
    return true;
  // An M after a count means million.
  auto isMillion = [&](const std::string &word) {
    return &word != words.begin() && &word == &words.back() && word == "m";
  };
  bool isHarmless = llvm::any_of(words, [](const std::string &word) {
    return llvm::is_contained(kHarmless, word);
  });
  return isHarmless && llvm::none_of(words, [&](const std::string &word) {
           return llvm::is_contained(kBounds, word) && !isMillion(word);
         });
}

StringRef tenon::getNeutralValue(StringRef name) {
  std::string text;
  for (char c : name)
    if (llvm::isAlnum(c))
      text += llvm::toLower(c);
  return llvm::StringSwitch<StringRef>(text)
      .Cases({"batch", "batchsize", "group", "groups"}, "1")
      .Cases({"pad", "pads", "padding", "paddings"}, "0")
      .Case("sparsity", "1:1")
      .Default("");
}

std::string tenon::describeUnknownColumn(StringRef name, StringRef known) {
  return ("expected one of the columns " + known +
          ", or one that says nothing of the layer, such as 'comment' or "
          "'energy_uj', but got '" +
          name + "'; leave it out")
      .str();
}

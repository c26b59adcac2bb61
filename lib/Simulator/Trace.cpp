//===- Trace.cpp - Events of a run ----------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Simulator/Trace.h"
#include "llvm/ADT/Twine.h"

using namespace tenon;

llvm::StringRef tenon::getRuleId(Rule rule) {
  static constexpr llvm::StringLiteral ids[] = {
#define TENON_RULE(name, id, when) #id,
#include "tenon/Simulator/Rules.inc"
  };
  return ids[int(rule)];
}

llvm::StringRef tenon::getRuleText(Rule rule) {
  static constexpr llvm::StringLiteral texts[] = {
#define TENON_RULE(name, id, when) when,
#include "tenon/Simulator/Rules.inc"
  };
  return texts[int(rule)];
}

void Trace::addSpan(Stage stage, uint32_t command, int64_t begin, int64_t end) {
  std::vector<StageSpan> &list = spans[int(stage)];
  if (!list.empty() && list.back().command == command &&
      list.back().end == begin)
    list.back().end = end;
  else
    list.push_back({command, begin, end});
}

void Trace::addBurst(bool isWrite, int64_t bytes, int64_t end) {
  size_t window = (end - 1) / windowCycles;
  if (window >= bus.size())
    bus.resize(window + 1);
  (isWrite ? bus[window].writeBytes : bus[window].readBytes) += bytes;
}

/// Returns `what: a and b`; empty if they are equal.
static std::string compare(const llvm::Twine &what, int64_t a, int64_t b) {
  if (a == b)
    return "";
  return (what + ": " + llvm::Twine(a) + " and " + llvm::Twine(b)).str();
}

static std::string compareTimes(size_t index, const CommandTimes &a,
                                const CommandTimes &b) {
  std::string name = "command " + std::to_string(index) + " ";
  std::string text = compare(name + "entered", a.entered, b.entered);
  if (text.empty())
    text = compare(name + "started", a.started, b.started);
  if (text.empty())
    text = compare(name + "issued", a.issued, b.issued);
  if (text.empty())
    text = compare(name + "ended", a.ended, b.ended);
  return text;
}

static std::string compareSpans(const llvm::Twine &name, const StageSpan &a,
                                const StageSpan &b) {
  std::string text = compare(name + " command", a.command, b.command);
  if (text.empty())
    text = compare(name + " begins", a.begin, b.begin);
  if (text.empty())
    text = compare(name + " ends", a.end, b.end);
  return text;
}

std::string tenon::compareTraces(const Trace &first, const Trace &second) {
  std::string text =
      compare("commands", first.commands.size(), second.commands.size());
  for (size_t i = 0; text.empty() && i != first.commands.size(); ++i)
    text = compareTimes(i, first.commands[i], second.commands[i]);
  const char *names[] = {"load", "steps", "drain"};
  for (unsigned stage = 0; stage != numStages; ++stage) {
    const std::vector<StageSpan> &a = first.spans[stage];
    const std::vector<StageSpan> &b = second.spans[stage];
    for (size_t i = 0; text.empty() && i != std::min(a.size(), b.size()); ++i)
      text = compareSpans(llvm::Twine(names[stage]) + " span " + llvm::Twine(i),
                          a[i], b[i]);
    if (text.empty())
      text = compare(llvm::Twine(names[stage]) + " spans", a.size(), b.size());
  }
  if (text.empty())
    text = compare("bus windows", first.bus.size(), second.bus.size());
  for (size_t i = 0; text.empty() && i != first.bus.size(); ++i) {
    std::string name = "bus window " + std::to_string(i);
    text = compare(name + " bytes read", first.bus[i].readBytes,
                   second.bus[i].readBytes);
    if (text.empty())
      text = compare(name + " bytes written", first.bus[i].writeBytes,
                     second.bus[i].writeBytes);
  }
  return text;
}

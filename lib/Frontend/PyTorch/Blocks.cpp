//===- Blocks.cpp - Classes for blocks that repeat ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Script.h"
#include <map>

using namespace tenon;
using namespace tenon::pytorch;

namespace {
/// Consecutive steps that read one value of others and compute one for others.
struct Region {
  size_t begin, end;
  unsigned input, output;
};
} // namespace

/// The regions between places where a single value is alive.
static std::vector<Region> findRegions(const Script &script) {
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

/// What equal regions have in common: all but numbers, names and values.
static std::string getKey(const Script &script, const Region &region) {
  std::map<unsigned, size_t> local = {{region.input, 0}};
  std::string key;
  for (size_t i = region.begin; i < region.end; ++i) {
    const Step &step = script.steps[i];
    for (unsigned input : step.inputs)
      key += std::to_string(local[input]) + ",";
    for (const std::string &line : step.lines)
      key += line + "\n";
    for (const Member &member : step.members) {
      key += std::to_string(member.kind) + member.code + "\n";
      for (const Weight &weight : member.weights)
        key += weight.suffix + ",";
    }
    for (unsigned output : step.outputs) {
      size_t index = local.size();
      local[output] = index;
    }
  }
  return key;
}

/// What all names of members of a region begin with, up to a separator.
static std::string getPrefix(const Script &script, const Region &region) {
  std::optional<llvm::StringRef> prefix;
  for (size_t i = region.begin; i < region.end; ++i)
    for (const Member &member : script.steps[i].members) {
      llvm::StringRef name = member.name;
      size_t same = 0;
      while (prefix && same < std::min(prefix->size(), name.size()) &&
             (*prefix)[same] == name[same])
        ++same;
      prefix = prefix ? name.take_front(same) : name;
    }
  size_t end = prefix ? prefix->find_last_of("./_") : llvm::StringRef::npos;
  return end == llvm::StringRef::npos ? "" : prefix->take_front(end + 1).str();
}

/// Numbers that differ between blocks become arguments; those that are always
/// equal share one.
static std::vector<std::string>
bindNumbers(const Script &script, llvm::ArrayRef<Region> blocks,
            BlockClass &block, std::vector<std::vector<std::string>> &values) {
  std::map<std::vector<std::string>, std::string> columns;
  std::vector<std::string> arguments;
  std::set<std::string> taken = {"self", "nn", "torch", "F", "np", "math"};
  for (auto [i, step] : llvm::enumerate(block.steps))
    for (auto [k, number] : llvm::enumerate(step.numbers)) {
      std::vector<std::string> column;
      for (const Region &region : blocks)
        column.push_back(script.steps[region.begin + i].numbers[k].text);
      if (llvm::all_equal(column))
        continue;
      std::string &name = columns[column];
      if (name.empty()) {
        name = makeIdentifier(number.role, taken);
        arguments.push_back(name);
        values.push_back(column);
      }
      number.text = name;
    }
  return arguments;
}

static std::string getClassName(const std::string &key) {
  llvm::StringRef text = key;
  if (text.contains("softmax"))
    return "Attention";
  if (text.contains("groups=") && text.count("nn.Conv2d") >= 3)
    return "InvertedResidual";
  if (text.contains("nn.Conv2d"))
    return text.contains(" + ") ? "ResidualBlock" : "ConvBlock";
  return text.contains("nn.Linear") ? "FeedForward" : "Block";
}

/// The class of equal regions, and the steps that take their places.
static void makeClass(Script &script, llvm::ArrayRef<Region> blocks,
                      std::string name, std::map<size_t, Step> &calls) {
  BlockClass block;
  block.name = std::move(name);
  const Region &first = blocks.front();
  block.inputs = {first.input};
  block.steps.assign(script.steps.begin() + first.begin,
                     script.steps.begin() + first.end);
  std::vector<std::vector<std::string>> values;
  block.arguments = bindNumbers(script, blocks, block, values);
  std::set<std::string> taken = getReservedMembers();
  std::string prefix = getPrefix(script, first);
  for (Step &step : block.steps)
    for (Member &member : step.members)
      member.name = makeIdentifier(
          llvm::StringRef(member.name).drop_front(prefix.size()), taken);
  for (auto [i, region] : llvm::enumerate(blocks)) {
    Step call;
    call.inputs = {region.input};
    call.outputs = {region.output};
    std::string own = getPrefix(script, region), code = block.name + "(";
    for (auto [k, argument] : llvm::enumerate(block.arguments))
      code += (k ? ", " : "") + argument + "=" + values[k][i];
    Member member = {
        Member::module, own.empty() ? block.name : own, code + ")", {}};
    for (size_t s = region.begin; s < region.end; ++s)
      for (auto [m, inner] : llvm::enumerate(script.steps[s].members))
        for (const Weight &weight : inner.weights)
          member.weights.push_back(
              {block.steps[s - region.begin].members[m].name +
                   (weight.suffix.empty() ? "" : "." + weight.suffix),
               weight.tensor});
    call.members.push_back(std::move(member));
    call.lines = {mark(Mark::output, 0) + " = " + mark(Mark::member, 0) + "(" +
                  mark(Mark::input, 0) + ")"};
    calls[region.begin] = std::move(call);
  }
  Step result;
  result.inputs = {first.output};
  result.lines = {"return " + mark(Mark::input, 0)};
  block.steps.push_back(std::move(result));
  script.classes.push_back(std::move(block));
}

void pytorch::findBlocks(Script &script) {
  std::vector<std::pair<std::string, std::vector<Region>>> groups;
  std::map<std::string, size_t> index;
  for (const Region &region : findRegions(script)) {
    if (region.end - region.begin < 3)
      continue;
    std::string key = getKey(script, region);
    auto [found, isNew] = index.insert({key, groups.size()});
    if (isNew)
      groups.emplace_back(key, std::vector<Region>());
    groups[found->second].second.push_back(region);
  }
  std::map<size_t, Step> calls;
  std::map<size_t, size_t> ends;
  std::set<std::string> names = {"Network"};
  for (auto &[key, blocks] : groups) {
    if (blocks.size() < 2)
      continue;
    makeClass(script, blocks, makeIdentifier(getClassName(key), names), calls);
    for (const Region &region : blocks)
      ends[region.begin] = region.end;
  }
  std::vector<Step> steps;
  for (size_t i = 0; i < script.steps.size();) {
    auto call = calls.find(i);
    if (call == calls.end()) {
      steps.push_back(std::move(script.steps[i++]));
      continue;
    }
    steps.push_back(std::move(call->second));
    i = ends[i];
  }
  script.steps = std::move(steps);
}

//===- Blocks.cpp - Classes for blocks that repeat ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Regions.h"
#include "llvm/ADT/StringExtras.h"
#include <map>

using namespace tenon;
using namespace tenon::pytorch;

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
      key += std::to_string(member.kind) + " " + member.code + "\n";
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

namespace {
/// A number of a class that its blocks differ in.
struct Column {
  std::string role;
  /// It counts the channels that the block reads, or those that it computes.
  bool isFirst = false, isLast = false;
};
} // namespace

static bool countsChannels(const std::string &role) {
  return llvm::StringRef(role).ends_with("channels");
}

static std::string getArgumentName(const Column &column) {
  if (!countsChannels(column.role))
    return column.role;
  if (column.isFirst && column.isLast)
    return "channels";
  return column.isFirst  ? "in_channels"
         : column.isLast ? "out_channels"
                         : "hidden_channels";
}

/// The texts of a number in all blocks.
static std::vector<std::string> getTexts(const Script &script,
                                         llvm::ArrayRef<Region> blocks,
                                         size_t step, size_t number) {
  std::vector<std::string> texts;
  for (const Region &region : blocks)
    texts.push_back(script.steps[region.begin + step].numbers[number].text);
  return texts;
}

/// Numbers that differ between blocks become arguments; those that are always
/// equal share one.
static std::vector<std::string>
bindNumbers(const Script &script, llvm::ArrayRef<Region> blocks,
            BlockClass &block, std::vector<std::vector<std::string>> &values) {
  std::map<std::vector<std::string>, Column> columns;
  Column *last = nullptr;
  bool hasFirst = false;
  for (auto [i, step] : llvm::enumerate(block.steps))
    for (auto [k, number] : llvm::enumerate(step.numbers)) {
      auto [entry, isNew] =
          columns.insert({getTexts(script, blocks, i, k), {number.role}});
      if (isNew && !llvm::all_equal(entry->first))
        values.push_back(entry->first);
      if (!countsChannels(number.role))
        continue;
      entry->second.isFirst |= !hasFirst;
      hasFirst = true;
      last = &entry->second;
    }
  if (last)
    last->isLast = true;
  std::map<std::vector<std::string>, std::string> names;
  std::vector<std::string> arguments;
  std::set<std::string> taken = {"self", "nn", "torch", "F", "np", "math"};
  for (const std::vector<std::string> &column : values) {
    arguments.push_back(
        makeIdentifier(getArgumentName(columns.at(column)), taken));
    names[column] = arguments.back();
  }
  for (auto [i, step] : llvm::enumerate(block.steps))
    for (auto [k, number] : llvm::enumerate(step.numbers)) {
      auto name = names.find(getTexts(script, blocks, i, k));
      if (name != names.end())
        number.text = name->second;
    }
  return arguments;
}

/// The key, and those of the classes that it makes members of.
static std::string expandKey(const Script &script, const std::string &key) {
  std::string text = key;
  for (const BlockClass &block : script.classes)
    for (size_t i = llvm::StringRef(key).count(" " + block.name + "("); i > 0;
         --i)
      text += block.text;
  return text;
}

/// A step adds something to what the block reads.
static bool addsInput(const Script &script, const Region &region) {
  llvm::ArrayRef<Step> steps(script.steps);
  return llvm::any_of(
      steps.slice(region.begin, region.end - region.begin),
      [&](const Step &step) {
        return step.members.empty() && step.inputs.size() == 2 &&
               llvm::is_contained(step.inputs, region.input) &&
               llvm::any_of(step.lines, [](llvm::StringRef line) {
                 return line.contains(" + ");
               });
      });
}

/// What the field calls a block with these steps.
static std::string getClassName(llvm::StringRef text, bool isResidual) {
  if (text.contains("Attention("))
    return "TransformerLayer";
  if (text.contains("softmax"))
    return "Attention";
  if (text.contains("groups=") && text.count("nn.Conv2d") >= 3)
    return isResidual ? "InvertedResidual" : "InvertedBottleneck";
  if (text.contains("groups=") && text.count("nn.Conv2d") == 2)
    return "SeparableConv";
  if (text.contains("nn.Conv2d") && text.contains(".mean("))
    return "SqueezeExcite";
  if (text.contains("nn.Conv2d"))
    return isResidual ? "ResidualBlock" : "ConvBlock";
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
    if (own.empty())
      own = script.steps[region.begin].block;
    for (auto [k, argument] : llvm::enumerate(block.arguments)) {
      code += (k ? ", " : "") + argument + "=" + mark(Mark::number, k);
      call.numbers.push_back({argument, values[k][i]});
    }
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

/// Makes classes of those regions that repeat.
static void makeClasses(Script &script, llvm::ArrayRef<Region> regions,
                        std::set<std::string> &names) {
  std::vector<std::pair<std::string, std::vector<Region>>> groups;
  std::map<std::string, size_t> index;
  for (const Region &region : regions) {
    std::string key = getKey(script, region);
    auto [found, isNew] = index.insert({key, groups.size()});
    if (isNew)
      groups.emplace_back(key, std::vector<Region>());
    groups[found->second].second.push_back(region);
  }
  std::map<size_t, Step> calls;
  std::map<size_t, size_t> ends;
  for (auto &[key, blocks] : groups) {
    if (blocks.size() < 2)
      continue;
    std::string text = expandKey(script, key);
    std::string name = getClassName(text, addsInput(script, blocks.front()));
    makeClass(script, blocks, makeIdentifier(name, names), calls);
    script.classes.back().text = std::move(text);
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

/// The first `depth` parts of a name of more parts.
static std::string getStem(llvm::StringRef name, size_t depth) {
  llvm::SmallVector<llvm::StringRef> parts;
  llvm::SplitString(name, parts, "./_");
  if (parts.size() <= depth)
    return "";
  return llvm::join(llvm::ArrayRef(parts).take_front(depth), ".");
}

static size_t getDepth(const Script &script) {
  size_t depth = 0;
  for (const Step &step : script.steps)
    for (const Member &member : step.members) {
      llvm::SmallVector<llvm::StringRef> parts;
      llvm::SplitString(member.name, parts, "./_");
      depth = std::max<size_t>(depth, parts.size());
    }
  return depth;
}

void pytorch::findBlocks(Script &script) {
  std::set<std::string> names = {"Network"};
  auto isShort = [](size_t least) {
    return [=](const Region &r) { return r.end - r.begin < least; };
  };
  // What branches, then what a label or the names hold together: blocks first,
  // then the layers that they make.
  std::vector<Region> regions = findRegions(script);
  llvm::erase_if(regions, isShort(3));
  makeClasses(script, regions, names);
  auto makeRuns = [&](GroupOf groupOf) {
    regions = findRuns(script, groupOf);
    llvm::erase_if(regions, isShort(2));
    makeClasses(script, regions, names);
  };
  makeRuns([](const Step &step, const Member &) { return step.block; });
  for (size_t depth = getDepth(script); depth-- > 1;)
    makeRuns([&](const Step &, const Member &member) {
      return getStem(member.name, depth);
    });
}

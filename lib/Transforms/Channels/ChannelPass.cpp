//===- ChannelPass.cpp - What passes on channel groups have in common -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ChannelPass.h"
#include "ResizeChannels.h"
#include "dialects/Network/IR/Network.h"
#include "lib/Transforms/Remarks.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace tenon;

static SmallVector<func::FuncOp> getFunctions(Operation *module) {
  SmallVector<func::FuncOp> functions;
  for (auto function : module->getRegion(0).getOps<func::FuncOp>())
    if (!function.isExternal())
      functions.push_back(function);
  return functions;
}

std::vector<std::string> tenon::getFreeGroups(Operation *module) {
  std::vector<std::string> names;
  llvm::StringSet<> seen;
  for (func::FuncOp function : getFunctions(module)) {
    ChannelGroups groups(function);
    for (const ChannelGroup &group : groups.getGroups())
      if (!group.isPinned() && seen.insert(group.name).second)
        names.push_back(group.name);
  }
  return names;
}

FailureOr<std::vector<SmallVector<Named>>>
tenon::nameGroups(ArrayRef<ChannelGroups> groups, const NamePatterns &patterns,
                  ModuleOp module, StringRef pass) {
  std::vector<SmallVector<Named>> result;
  if (patterns.isEverything()) {
    for (const ChannelGroups &own : groups)
      result.emplace_back(own.getGroups().size(), Named::ByPattern);
    return result;
  }
  // The names of all functions in sequence.
  std::vector<std::vector<std::string>> names;
  for (const ChannelGroups &own : groups)
    llvm::append_range(names, own.collectNames());
  std::string unknown;
  SmallVector<Named> named = patterns.match(names, unknown);
  if (!unknown.empty()) {
    InFlightDiagnostic error = emitError(module.getLoc())
                               << pass << ": no group or layer is named '"
                               << unknown << "'";
    if (names.empty())
      return error << "; the network has none";
    if (StringRef(unknown).contains('/'))
      return error << "; nn-label-blocks names the parts of blocks";
    return error << "; the groups are " << names.front().front() << " to "
                 << names.back().front()
                 << ", nn-print-channel-groups shows them";
  }
  ArrayRef<Named> rest = named;
  for (const ChannelGroups &own : groups) {
    result.emplace_back(rest.take_front(own.getGroups().size()));
    rest = rest.drop_front(own.getGroups().size());
  }
  return result;
}

/// A group of channels that a layer computes and that cannot change; rows,
/// columns and the like are of no interest.
static bool isWorthRefusing(const ChannelGroup &group) {
  auto type = cast<RankedTensorType>(group.first.value.getType());
  Operation *op = group.first.value.getDefiningOp();
  return group.size > 1 && op && op->getNumOperands() > 0 &&
         !nn::isParameter(group.first.value) &&
         group.first.dim + 1 == type.getRank();
}

/// Takes what can change; reports what is named and cannot.
static LogicalResult choose(const ChannelGroups &groups, ArrayRef<Named> named,
                            StringRef pass, std::vector<ChosenGroup> &chosen) {
  for (auto [i, group] : llvm::enumerate(groups.getGroups())) {
    if (named[i] == Named::No)
      continue;
    if (!group.isPinned()) {
      chosen.push_back({group, unsigned(i), named[i], group.size});
      continue;
    }
    if (named[i] == Named::ByName)
      return emitError(group.first.value.getLoc())
             << pass << ": group '" << group.name
             << "' cannot change: " << group.pinReason;
    if (isWorthRefusing(group))
      remarkRefused(group.first.value.getLoc(), pass,
                    group.name + ": pinned: " + group.pinReason);
  }
  return success();
}

static void remarkChanges(func::FuncOp function, StringRef pass, StringRef done,
                          ArrayRef<ChosenGroup> chosen, unsigned numChanged) {
  int64_t before = 0, after = 0;
  for (const ChosenGroup &own : chosen) {
    int64_t old = own.group.getWidth(), now = own.group.getWidth(own.size);
    before += old;
    after += now;
    if (old != now)
      remarkPassed(
          own.group.first.value.getLoc(), pass, done,
          own.group.name + ": " + Twine(old) + " -> " + Twine(now) +
              (now > old ? " channels, exact" : " channels, initialised"));
  }
  remarkPassed(function.getLoc(), pass, done,
               Twine(numChanged) + " groups, " + Twine(before) + " -> " +
                   Twine(after) + " channels");
}

LogicalResult tenon::changeGroups(ModuleOp module, StringRef pass,
                                  StringRef done, const NamePatterns &patterns,
                                  SetSizes setSizes) {
  SmallVector<func::FuncOp> functions = getFunctions(module);
  std::vector<ChannelGroups> groups(functions.begin(), functions.end());
  FailureOr<std::vector<SmallVector<Named>>> named =
      nameGroups(groups, patterns, module, pass);
  if (failed(named))
    return failure();
  for (auto [function, own, names] :
       llvm::zip_equal(functions, groups, *named)) {
    std::vector<ChosenGroup> chosen;
    if (failed(choose(own, names, pass, chosen)) ||
        failed(setSizes(function, own, chosen)))
      return failure();
    SmallVector<int64_t> sizes;
    for (const ChannelGroup &group : own.getGroups())
      sizes.push_back(group.size);
    for (const ChosenGroup &one : chosen)
      sizes[one.index] = one.size;
    FailureOr<unsigned> numChanged = resizeChannels(function, own, sizes, pass);
    if (failed(numChanged))
      return failure();
    remarkChanges(function, pass, done, chosen, *numChanged);
  }
  return success();
}

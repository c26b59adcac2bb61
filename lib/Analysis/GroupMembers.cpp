//===- GroupMembers.cpp - Members of channel groups -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Network.h"
#include "tenon/Analysis/ChannelGroups.h"
#include "tenon/Analysis/Summary.h"
#include "llvm/ADT/DenseSet.h"

using namespace mlir;
using namespace tenon;

/// Collects each member once.
namespace {
class MemberSets {
public:
  explicit MemberSets(size_t groups) : members(groups) {}

  void addOperation(unsigned group, Operation *op) {
    if (!op->hasTrait<OpTrait::IsTerminator>() &&
        seen.insert({group, op}).second)
      members[group].operations.push_back(op);
  }
  void addParameter(unsigned group, Value value) {
    if (seen.insert({group, value.getDefiningOp()}).second)
      members[group].parameters.push_back(value);
  }

  std::vector<GroupMembers> members;

private:
  llvm::DenseSet<std::pair<unsigned, Operation *>> seen;
};
} // namespace

std::vector<GroupMembers> ChannelGroups::collectMembers() const {
  MemberSets sets(groups.size());
  for (const GroupedDim &dim : dims)
    for (GroupRun run : dim.runs) {
      Value value = dim.dim.value;
      bool isRead = false;
      for (Operation *user : value.getUsers())
        if (!user->hasTrait<nn::ParameterExpression>()) {
          sets.addOperation(run.group, user);
          isRead = true;
        }
      Operation *op = value.getDefiningOp();
      if (nn::isParameter(value) && isRead)
        sets.addParameter(run.group, value);
      else if (op && !nn::isParameter(value))
        sets.addOperation(run.group, op);
    }
  for (GroupMembers &own : sets.members) {
    llvm::sort(own.operations, [](Operation *a, Operation *b) {
      return a->isBeforeInBlock(b);
    });
    llvm::sort(own.parameters, [](Value a, Value b) {
      return a.getDefiningOp()->isBeforeInBlock(b.getDefiningOp());
    });
  }
  return std::move(sets.members);
}

std::vector<std::vector<std::string>> ChannelGroups::collectNames() const {
  std::vector<std::vector<std::string>> names;
  names.reserve(groups.size());
  for (const ChannelGroup &group : groups)
    names.push_back({group.name});
  for (const GroupedDim &dim : dims) {
    Value value = dim.dim.value;
    Operation *op = value.getDefiningOp();
    auto type = cast<RankedTensorType>(value.getType());
    if (!op || nn::isParameter(value) || dim.dim.dim + 1 != type.getRank() ||
        !llvm::all_equal(dim.runs))
      continue;
    std::vector<std::string> &own = names[dim.runs.front().group];
    if (std::string name = nn::getLocName(op->getLoc()); !name.empty())
      own.push_back(name);
    if (auto label = op->getAttrOfType<nn::BlockAttr>(nn::kBlockAttrName))
      own.push_back(
          (label.getName() + "/" + nn::stringifyBlockRole(label.getRole()))
              .str());
  }
  return names;
}

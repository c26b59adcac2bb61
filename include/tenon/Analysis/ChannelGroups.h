//===- ChannelGroups.h - Channels that change together --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_ANALYSIS_CHANNELGROUPS_H
#define TENON_ANALYSIS_CHANNELGROUPS_H

#include "dialects/Interfaces/Interfaces.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/Support/Compiler.h"
#include <string>
#include <vector>

namespace tenon {

/// Channels of several tensors whose number can change only together.
struct ChannelGroup {
  /// `ch0`, `ch1`, ... in the order in which the results of operations have
  /// them as their last dimension, then in that of other dimensions. Pins and
  /// rewrites of parameters change no name.
  std::string name;
  /// Number of units.
  int64_t size = 0;
  /// Channels of one unit in the first dimension that has it: 64 for heads of
  /// 64 channels, 2 for the halves of a shuffle.
  int64_t multiplicity = 1;
  /// Why the size can not change; empty if it can.
  std::string pinReason;
  /// The first dimension that has the group, in the order of names.
  ChannelDim first;

  bool isPinned() const { return !pinReason.empty(); }
  /// Channels of the first dimension, when the group has `units`.
  int64_t getWidth(int64_t units) const { return units * multiplicity; }
  int64_t getWidth() const { return getWidth(size); }
};

/// What has channels of a group in any dimension, in the order of the network.
struct GroupMembers {
  std::vector<mlir::Operation *> operations;
  /// Parameters, and expressions over them, that operations read.
  std::vector<mlir::Value> parameters;
};

/// A run of a dimension: the units of a group, each `inner` times in sequence.
struct GroupRun {
  unsigned group;
  int64_t inner;

  bool operator==(const GroupRun &other) const {
    return group == other.group && inner == other.inner;
  }
};

/// A dimension and the groups that it consists of, in their order; more than
/// one behind a concatenation, the same one several times where a reshape put
/// rows of channels one behind the other.
struct GroupedDim {
  ChannelDim dim;
  llvm::SmallVector<GroupRun, 1> runs;

  /// The size of the dimension when groups have these sizes.
  int64_t getSize(llvm::ArrayRef<int64_t> sizes) const;
};

/// Finds the channel groups of a function, by ChannelOpInterface alone. Groups
/// that reach an input or an output of the function are pinned. Takes time
/// linear in the operations.
class ChannelGroups {
public:
  explicit ChannelGroups(mlir::func::FuncOp function);

  llvm::ArrayRef<ChannelGroup> getGroups() const LLVM_LIFETIME_BOUND {
    return groups;
  }
  /// All dimensions that some operation mentions, in the order of the function.
  llvm::ArrayRef<GroupedDim> getDims() const LLVM_LIFETIME_BOUND {
    return dims;
  }
  /// The members of each group.
  std::vector<GroupMembers> collectMembers() const;
  /// The names by which users know each group: its own, those of the operations
  /// whose last dimension it is, and `block/role` of those with a label.
  std::vector<std::vector<std::string>> collectNames() const;

private:
  std::vector<ChannelGroup> groups;
  std::vector<GroupedDim> dims;
};

} // namespace tenon

#endif // TENON_ANALYSIS_CHANNELGROUPS_H

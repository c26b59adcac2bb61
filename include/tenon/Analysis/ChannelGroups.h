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

/// A group of channels of several tensors whose number can only change
/// together.
struct ChannelGroup {
  /// `ch0`, `ch1`, ... in the order in which groups first appear in the last
  /// dimensions of results, and then in other dimensions. Pins and rewrites of
  /// parameters do not change names.
  std::string name;
  /// Number of units.
  int64_t size = 0;
  /// Number of channels of one unit in the first dimension of the group: 64 for
  /// attention heads with 64 channels, 2 for the halves of a shuffle.
  int64_t multiplicity = 1;
  /// The reason why the size cannot change; empty if it can.
  std::string pinReason;
  /// The first dimension that contains the group, in the order of names.
  ChannelDim first;

  bool isPinned() const { return !pinReason.empty(); }
  /// Returns the number of channels of the first dimension if the group has
  /// `units` units.
  int64_t getWidth(int64_t units) const { return units * multiplicity; }
  int64_t getWidth() const { return getWidth(size); }
};

/// Operations and parameters with channels of a group in any dimension, in the
/// order of the network.
struct GroupMembers {
  std::vector<mlir::Operation *> operations;
  /// Parameters, and expressions over them, that are operands of operations.
  std::vector<mlir::Value> parameters;
};

/// A part of a dimension that consists of the units of a group, with `inner`
/// consecutive channels per unit.
struct GroupRun {
  unsigned group;
  int64_t inner;

  bool operator==(const GroupRun &other) const {
    return group == other.group && inner == other.inner;
  }
};

/// A dimension and the sequence of groups of which it consists. A concatenation
/// results in several groups. A reshape that joins rows of channels results in
/// repetitions of the same group.
struct GroupedDim {
  ChannelDim dim;
  llvm::SmallVector<GroupRun, 1> runs;

  /// Returns the size of the dimension if the groups have these sizes.
  int64_t getSize(llvm::ArrayRef<int64_t> sizes) const;
};

/// Finds the channel groups of a function, using only ChannelOpInterface.
/// Groups that reach an input or an output of the function are pinned. The
/// running time is linear in the number of operations.
class ChannelGroups {
public:
  explicit ChannelGroups(mlir::func::FuncOp function);

  llvm::ArrayRef<ChannelGroup> getGroups() const LLVM_LIFETIME_BOUND {
    return groups;
  }
  /// Returns all dimensions that an operation reports, in the order of the
  /// function.
  llvm::ArrayRef<GroupedDim> getDims() const LLVM_LIFETIME_BOUND {
    return dims;
  }
  /// Returns the members of each group.
  std::vector<GroupMembers> collectMembers() const;
  /// Returns the names by which users can refer to each group: its own name,
  /// the names of the operations whose last dimension belongs to it, and
  /// `block/role` for operations with a label.
  std::vector<std::vector<std::string>> collectNames() const;

private:
  std::vector<ChannelGroup> groups;
  std::vector<GroupedDim> dims;
};

} // namespace tenon

#endif // TENON_ANALYSIS_CHANNELGROUPS_H

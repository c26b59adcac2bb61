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
#include <string>
#include <vector>

namespace tenon {

/// A set of channels that must change together, all over a function.
struct ChannelGroup {
  /// `ch0`, `ch1`, ... in the order of appearance.
  std::string name;
  /// Number of channels.
  int64_t size = 0;
  /// Why the size can not change; empty if it can.
  std::string pinReason;

  bool isPinned() const { return !pinReason.empty(); }
};

/// One dimension of one value, and the groups that it is made of, one after
/// the other (several behind a concatenation).
struct GroupedDim {
  ChannelDim dim;
  llvm::SmallVector<unsigned, 1> groups;
};

/// Partitions the dimensions of all values of a function into groups, from
/// what ChannelOpInterface says of each operation, by union-find. Knows no
/// operation by name; linear in their number.
class ChannelGroups {
public:
  explicit ChannelGroups(mlir::func::FuncOp function);

  llvm::ArrayRef<ChannelGroup> getGroups() const { return groups; }
  /// All dimensions that some operation mentions, in the order of the function.
  llvm::ArrayRef<GroupedDim> getDims() const { return dims; }

private:
  std::vector<ChannelGroup> groups;
  std::vector<GroupedDim> dims;
};

} // namespace tenon

#endif // TENON_ANALYSIS_CHANNELGROUPS_H

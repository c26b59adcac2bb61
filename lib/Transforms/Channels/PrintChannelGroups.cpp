//===- PrintChannelGroups.cpp - Shows which channels change together ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Network.h"
#include "tenon/Analysis/ChannelGroups.h"
#include "tenon/Analysis/Summary.h"
#include "tenon/Transforms/Passes.h"

namespace tenon {
#define GEN_PASS_DEF_PRINTCHANNELGROUPS
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;

namespace {
struct PrintChannelGroups
    : tenon::impl::PrintChannelGroupsBase<PrintChannelGroups> {
  using PrintChannelGroupsBase::PrintChannelGroupsBase;

  void runOnOperation() override {
    for (auto function : getOperation().getOps<func::FuncOp>()) {
      if (function.isExternal())
        continue;
      ChannelGroups groups(function);
      print(groups);
      if (members)
        printMembers(function.getLoc(), groups);
    }
    markAllAnalysesPreserved();
  }

  /// What each group touches.
  static void printMembers(Location loc, const ChannelGroups &groups) {
    for (auto [group, own] :
         llvm::zip_equal(groups.getGroups(), groups.collectMembers())) {
      InFlightDiagnostic remark = emitRemark(loc)
                                  << group.name << ": " << group.size;
      if (group.multiplicity > 1)
        remark << " by " << group.multiplicity;
      if (group.isPinned())
        remark << ", pinned: " << group.pinReason;
      remark << "; operations:";
      for (Operation *op : own.operations)
        remark << ' ' << getNodeName(op);
      remark << "; parameters:";
      for (Value value : own.parameters)
        remark << ' ' << getParameterName(value);
    }
  }

  static void print(const ChannelGroups &groups) {
    for (const GroupedDim &dim : groups.getDims()) {
      Operation *op = dim.dim.value.getDefiningOp();
      auto type = cast<RankedTensorType>(dim.dim.value.getType());
      if (!op || op->hasTrait<nn::ParameterExpression>() ||
          dim.dim.dim + 1 != type.getRank())
        continue;
      InFlightDiagnostic remark = emitRemark(op->getLoc()) << "channels:";
      // Rows of the same runs are said once.
      for (size_t i = 0; i < dim.runs.size();) {
        GroupRun run = dim.runs[i];
        size_t end = i;
        while (end < dim.runs.size() && dim.runs[end] == run)
          ++end;
        const ChannelGroup &group = groups.getGroups()[run.group];
        remark << ' ';
        if (end - i > 1)
          remark << int64_t(end - i) << " times ";
        remark << group.name << '(' << group.size;
        if (run.inner > 1)
          remark << " by " << run.inner;
        if (group.isPinned())
          remark << ", pinned: " << group.pinReason;
        remark << ')';
        i = end;
      }
    }
  }
};
} // namespace

//===- AlignChannels.cpp - Moves channels to the machine's parallelism ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ChannelPass.h"
#include "dialects/Network/IR/Network.h"
#include "lib/Transforms/Options.h"
#include "tenon/Transforms/Passes.h"
#include <set>
#include <tuple>

namespace tenon {
#define GEN_PASS_DEF_ALIGNCHANNELS
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;

namespace {
/// A multiple that a dimension should have, of which `channels` are a unit of
/// the group.
struct Factor {
  int64_t multiple, channels;

  bool operator<(const Factor &other) const {
    return std::tie(multiple, channels) <
           std::tie(other.multiple, other.channels);
  }
};
} // namespace

/// Parallelism factors that apply to each group of channels.
using Factors = std::vector<std::set<Factor>>;

/// The machine that is attached to the module, whatever it is.
static MachineAttrInterface getMachine(ModuleOp module) {
  for (NamedAttribute attribute : module->getAttrs())
    if (auto machine = dyn_cast<MachineAttrInterface>(attribute.getValue()))
      return machine;
  return nullptr;
}

/// The multiples that the channels which each convolution and product reads and
/// writes should be of.
static Factors
getFactors(func::FuncOp function, const ChannelGroups &groups,
           llvm::function_ref<int64_t(const Workload &, LoopDim)> getMultiple) {
  Factors factors(groups.getGroups().size());
  llvm::DenseMap<std::pair<Value, unsigned>, const GroupedDim *> byDim;
  for (const GroupedDim &dim : groups.getDims())
    byDim[{dim.dim.value, dim.dim.dim}] = &dim;
  auto add = [&](Value value, int64_t factor) {
    unsigned last = cast<RankedTensorType>(value.getType()).getRank() - 1;
    const GroupedDim *dim = byDim.lookup({value, last});
    if (!dim)
      return;
    llvm::SmallDenseMap<unsigned, int64_t> channels;
    for (GroupRun run : dim->runs)
      channels[run.group] += run.inner;
    for (GroupRun run : dim->runs)
      factors[run.group].insert({factor, channels[run.group]});
  };
  function.walk([&](WorkloadOpInterface op) {
    if (op->hasTrait<nn::ParameterExpression>())
      return;
    Workload w = op.getWorkload();
    if (w.kind != WorkloadKind::Convolution && w.kind != WorkloadKind::Matmul)
      return;
    add(op->getOperand(0), getMultiple(w, LoopDim::InChannels));
    add(op->getResult(0), getMultiple(w, LoopDim::OutChannels));
  });
  return factors;
}

/// No lane idles: a multiple of each factor, or less than one block of it,
/// which the machine works on at once anyway.
static bool isAligned(int64_t size, const std::set<Factor> &factors,
                      bool mayBePartial) {
  return llvm::all_of(factors, [&](Factor factor) {
    int64_t channels = size * factor.channels;
    return channels % factor.multiple == 0 ||
           (mayBePartial && channels < factor.multiple);
  });
}

namespace {
struct AlignChannels
    : ChannelPass<tenon::impl::AlignChannelsBase<AlignChannels>> {
  using ChannelPass::ChannelPass;

  LogicalResult initialize(MLIRContext *context) override;
  void runOnOperation() override;
  int64_t align(int64_t size, const std::set<Factor> &factors) const;
  LogicalResult setSizes(func::FuncOp function, const ChannelGroups &groups,
                         MutableArrayRef<ChosenGroup> chosen) override;

  int64_t multiple = 0;
  MachineAttrInterface machine;
};
} // namespace

LogicalResult AlignChannels::initialize(MLIRContext *context) {
  StringRef wanted = to;
  if (wanted != "none" && wanted != "engine" &&
      (wanted.getAsInteger(10, multiple) || multiple < 1 ||
       multiple > kMostChannels))
    return reportOption(context, getArgument(), "to",
                        "'none', 'engine' or an integer from 1 to 2^20", to);
  if (mode != "up" && mode != "down" && mode != "nearest")
    return reportOption(context, getArgument(), "mode",
                        "'up', 'down' or 'nearest'", mode);
  return parseGroups(context, "*");
}

int64_t AlignChannels::align(int64_t size,
                             const std::set<Factor> &factors) const {
  bool mayBePartial = multiple == 0;
  if (isAligned(size, factors, mayBePartial))
    return size;
  int64_t up = size, down = size;
  while (!isAligned(up, factors, mayBePartial))
    ++up;
  while (down > 0 && !isAligned(down, factors, mayBePartial))
    --down;
  if (mode == "up" || down == 0)
    return up;
  return mode == "down" || size - down < up - size ? down : up;
}

LogicalResult AlignChannels::setSizes(func::FuncOp function,
                                      const ChannelGroups &groups,
                                      MutableArrayRef<ChosenGroup> chosen) {
  Factors factors =
      getFactors(function, groups, [&](const Workload &w, LoopDim dim) {
        return multiple ? multiple : machine.getGranularity(w, dim);
      });
  for (ChosenGroup &own : chosen) {
    std::set<Factor> &wanted = factors[own.index];
    // What no convolution reads or writes is aligned all the same.
    if (multiple && wanted.empty())
      wanted.insert({multiple, 1});
    own.size = align(own.group.size, wanted);
  }
  return success();
}

void AlignChannels::runOnOperation() {
  if (to == "none")
    return;
  machine = getMachine(getOperation());
  if (!multiple && !machine) {
    emitError(getOperation().getLoc())
        << getArgument()
        << ": no machine is attached; run engine-attach-target first";
    return signalPassFailure();
  }
  changeGroups("aligned");
}

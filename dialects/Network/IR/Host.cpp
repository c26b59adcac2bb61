//===- Host.cpp - Work that machines have no commands for -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Inference/InferenceDetail.h"
#include "dialects/Network/IR/NetworkDetail.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::nn::impl;

LogicalResult TopKOp::inferReturnTypes(MLIRContext *context, MaybeLoc loc,
                                       Adaptor adaptor, Types &types) {
  SmallVector<int64_t> shape(getShape(adaptor.getInput()));
  int64_t axis = adaptor.getAxis(), count = adaptor.getCount();
  // top_k_c1
  if (axis < 0 || axis >= int64_t(shape.size()))
    return emitOptionalError(loc, "expected an axis below ", shape.size(),
                             ", but got ", axis);
  // top_k_c2
  if (count < 1 || count > shape[axis])
    return emitOptionalError(loc, "expected a count of 1 to ", shape[axis],
                             ", but got ", count);
  shape[axis] = count;
  types.push_back(withShape(adaptor.getInput(), shape));
  types.push_back(RankedTensorType::get(shape, IntegerType::get(context, 64)));
  return success();
}

// What they read and write is all that a machine knows of them.
Workload TopKOp::getWorkload() {
  return makeWorkload(*this, WorkloadKind::Host);
}

void TopKOp::collectChannelTies(ChannelTies &ties) {
  for (Value result : getResults())
    for (unsigned i = 0, e = typeOf(result).getRank(); i < e; ++i)
      if (i != getAxis())
        ties.tie({getInput(), i}, {result, i});
}

LogicalResult HostStepOp::verify() {
  // host_step_c1
  std::optional<ArrayRef<int64_t>> places = getPlaces();
  if (places && (places->size() != getInputs().size() ||
                 !llvm::is_sorted(*places, std::less_equal<int64_t>())))
    return emitOpError("expected ")
           << getInputs().size() << " places in ascending order, but got "
           << places->size();
  // No operator has that many inputs, and each place up to the last is one.
  constexpr int64_t kMaxInputs = 4096;
  if (places && !places->empty() &&
      (places->front() < 0 || places->back() >= kMaxInputs))
    return emitOpError("expected places of 0 to ")
           << kMaxInputs - 1 << ", but got "
           << (places->front() < 0 ? places->front() : places->back());
  return success();
}

Workload HostStepOp::getWorkload() {
  return makeWorkload(*this, WorkloadKind::Host);
}

/// Nothing is known of its channels: they stay.
void HostStepOp::collectChannelTies(ChannelTies &) {}

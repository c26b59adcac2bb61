//===- Recurrent.cpp - Recurrent cells: types, loop nests, ties -----------===//
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

/// Checks the operands of a cell with this many gates; H goes to `hidden`.
template <typename Adaptor>
static LogicalResult checkCell(MaybeLoc loc, Adaptor adaptor, int64_t gates,
                               int64_t &hidden) {
  ArrayRef<int64_t> input = getShape(adaptor.getInput());
  ArrayRef<int64_t> weight = getShape(adaptor.getWeight());
  ArrayRef<int64_t> recurrent = getShape(adaptor.getRecurrent());
  // lstm_c1, gru_c1
  if (input.size() != 3)
    return emitOptionalError(loc, "expected an input with 3 dimensions, but ",
                             "got ", adaptor.getInput().getType());
  // lstm_c2, gru_c2
  hidden = recurrent.empty() ? 0 : recurrent.back();
  if (weight.size() != 2 || recurrent.size() != 2 ||
      weight[0] != gates * hidden || recurrent[0] != gates * hidden ||
      weight[1] != input[2])
    return emitOptionalError(
        loc, "expected weights of ", gates, " H x ", input[2], " and ", gates,
        " H x H elements, but got ", adaptor.getWeight().getType(), " and ",
        adaptor.getRecurrent().getType());
  // lstm_c4, gru_c4
  for (Value operand : adaptor.getOperands())
    if (typeOf(operand).getElementType() !=
        typeOf(adaptor.getInput()).getElementType())
      return emitOptionalError(loc, "expected equal element types, but got ",
                               adaptor.getInput().getType(), " and ",
                               operand.getType());
  return success();
}

/// An optional operand has this shape.
static LogicalResult checkShape(MaybeLoc loc, StringRef what, Value operand,
                                ArrayRef<int64_t> shape) {
  if (!operand || getShape(operand) == shape)
    return success();
  auto expected =
      RankedTensorType::get(shape, typeOf(operand).getElementType());
  return emitOptionalError(loc, "expected ", what, " of type ", expected,
                           ", but got ", operand.getType());
}

LogicalResult LstmOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                       Adaptor adaptor, Types &types) {
  int64_t hidden;
  if (failed(checkCell(loc, adaptor, 4, hidden)))
    return failure();
  ArrayRef<int64_t> input = getShape(adaptor.getInput());
  int64_t state[] = {input[1], hidden};
  // lstm_c3
  if (failed(checkShape(loc, "a bias", adaptor.getBias(), {4 * hidden})) ||
      failed(checkShape(loc, "a bias", adaptor.getRecurrentBias(),
                        {4 * hidden})) ||
      failed(checkShape(loc, "a state", adaptor.getInitialHidden(), state)) ||
      failed(checkShape(loc, "a state", adaptor.getInitialCell(), state)) ||
      failed(checkShape(loc, "peepholes", adaptor.getPeephole(), {3 * hidden})))
    return failure();
  Value x = adaptor.getInput();
  types.push_back(withShape(x, {input[0], input[1], hidden}));
  types.push_back(withShape(x, state));
  types.push_back(withShape(x, state));
  return success();
}

LogicalResult GruOp::inferReturnTypes(MLIRContext *, MaybeLoc loc,
                                      Adaptor adaptor, Types &types) {
  int64_t hidden;
  if (failed(checkCell(loc, adaptor, 3, hidden)))
    return failure();
  ArrayRef<int64_t> input = getShape(adaptor.getInput());
  int64_t state[] = {input[1], hidden};
  // gru_c3
  if (failed(checkShape(loc, "a bias", adaptor.getBias(), {3 * hidden})) ||
      failed(checkShape(loc, "a bias", adaptor.getRecurrentBias(),
                        {3 * hidden})) ||
      failed(checkShape(loc, "a state", adaptor.getInitialHidden(), state)))
    return failure();
  Value x = adaptor.getInput();
  types.push_back(withShape(x, {input[0], input[1], hidden}));
  types.push_back(withShape(x, state));
  return success();
}

/// Steps in `outHeight`, sequences in `outWidth`; all gates' products with the
/// input and the state count as one product of matrices.
template <typename OpTy>
static Workload getCellWorkload(OpTy op) {
  Workload w = makeWorkload(op, WorkloadKind::Recurrent);
  ArrayRef<int64_t> input = getShape(op.getInput());
  w.inHeight = w.outHeight = input[0];
  w.inWidth = w.outWidth = input[1];
  w.inChannels = input[2] + getShape(op.getRecurrent())[1];
  w.outChannels = getShape(op.getRecurrent())[0];
  return w;
}

Workload LstmOp::getWorkload() { return getCellWorkload(*this); }
Workload GruOp::getWorkload() { return getCellWorkload(*this); }

/// Units of hidden states, and rows of weights for each gate.
template <typename OpTy>
static void tieCell(OpTy op, int64_t gates, ChannelTies &ties) {
  auto last = [](Value value) -> ChannelDim {
    auto type = cast<RankedTensorType>(value.getType());
    return {value, unsigned(type.getRank() - 1)};
  };
  ChannelDim units = last(op.getRecurrent());
  ChannelDim fixed = ties.makeFixed(gates, "gates of a cell");
  ties.tie(last(op.getInput()), last(op.getWeight()));
  ties.product({op.getWeight(), 0}, {fixed, units});
  ties.product({op.getRecurrent(), 0}, {fixed, units});
  for (Value bias : {op.getBias(), op.getRecurrentBias()})
    if (bias)
      ties.product({bias, 0}, {fixed, units});
  for (Value result : op->getResults())
    ties.tie(last(result), units);
  if (op.getInitialHidden())
    ties.tie(last(op.getInitialHidden()), units);
}

void LstmOp::collectChannelTies(ChannelTies &ties) {
  tieCell(*this, 4, ties);
  ChannelDim units{getRecurrent(), 1};
  if (getInitialCell())
    ties.tie({getInitialCell(), 1}, units);
  if (getPeephole())
    ties.product({getPeephole(), 0},
                 {ties.makeFixed(3, "peepholes of a cell"), units});
}

void GruOp::collectChannelTies(ChannelTies &ties) { tieCell(*this, 3, ties); }

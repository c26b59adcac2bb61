//===- ToTosaRecurrent.cpp - Recurrent cells as TOSA ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ToTosa.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::tosa;

/// The longest sequence that is unrolled.
static constexpr int64_t kMaxSteps = 256;

namespace {
/// One direction of one cell: what its steps share.
struct Cell {
  Emitter &emitter;
  /// Products of the input with the weights, `[T N, rows]`, and biases.
  Value projected;
  Value recurrent, recurrentBias;
  int64_t steps, rows, size;

  /// Rows `[N, count H]` of the products of a step.
  Value getProjected(int64_t step) {
    return emitter.slice(projected, 0, step * rows, rows);
  }
  /// Block number `first` of gates, and the ones behind it.
  Value getGates(Value x, int64_t first, int64_t count = 1) {
    return emitter.slice(x, 1, first * size, count * size);
  }
  Value zeros(Value like) {
    return emitter.splat(
        0, RankedTensorType::get({rows, size}, typeOf(like).getElementType()));
  }
};
} // namespace

/// The initial state, or zeros where it is absent.
static Value getState(Value given, Cell &cell) {
  return given ? given : cell.zeros(cell.projected);
}

/// The input's share of all steps in one product.
template <typename Adaptor>
static Cell makeCell(Adaptor adaptor, Ints sequence, Emitter &emitter) {
  Value x = adaptor.getInput();
  int64_t in = typeOf(x).getDimSize(2);
  x = emitter.reshape(x, {sequence[0] * sequence[1], in});
  Value projected =
      emitFullyConnected(x, adaptor.getWeight(), adaptor.getBias(), emitter);
  return {emitter,
          projected,
          adaptor.getRecurrent(),
          adaptor.getRecurrentBias(),
          sequence[0],
          sequence[1],
          sequence[2]};
}

/// Whether TOSA can have a cell.
template <typename OpTy>
static LogicalResult checkCell(OpTy op, Emitter &emitter) {
  if (failed(checkTypes(op, emitter)) ||
      failed(checkFloats(op.getInput(), emitter)))
    return failure();
  int64_t steps = typeOf(op.getSequence()).getDimSize(0);
  if (steps <= kMaxSteps)
    return success();
  return emitter.refuse("expected a sequence of at most " + Twine(kMaxSteps) +
                        " steps, but got " + Twine(steps) +
                        "; TOSA has no recurrent cells, and steps are "
                        "converted one by one");
}

/// All hidden states `[T, N, H]` of the states of each step.
static Value stackStates(ArrayRef<Value> states, Cell &cell) {
  SmallVector<Value> parts;
  for (Value state : states)
    parts.push_back(cell.emitter.reshape(state, {1, cell.rows, cell.size}));
  return cell.emitter.concat(parts, 0);
}

/// One step of an LSTM: new values of `h` and `c`.
static void emitLstmStep(Value gates, Value peephole, Value &h, Value &c,
                         Cell &cell) {
  Emitter &emitter = cell.emitter;
  auto getGate = [&](int64_t row, Value state) {
    Value gate = cell.getGates(gates, row);
    if (peephole) {
      Value weight = emitter.slice(peephole, 0, row * cell.size, cell.size);
      gate = emitter.add(gate, emitter.mul(state, weight));
    }
    return emitter.sigmoid(gate);
  };
  // Rows of weights: input, output, forget, cell.
  Value input = getGate(0, c), forget = getGate(2, c);
  Value candidate = emitter.tanh(cell.getGates(gates, 3));
  c = emitter.add(emitter.mul(forget, c), emitter.mul(input, candidate));
  h = emitter.mul(getGate(1, c), emitter.tanh(c));
}

/// One step of gated recurrent units: the new value of `h`.
static Value emitGruStep(Value a, Value h, bool isLinear, Cell &cell) {
  Emitter &emitter = cell.emitter;
  Value b = emitFullyConnected(h, cell.recurrent, cell.recurrentBias, emitter);
  Value gates = emitter.sigmoid(
      emitter.add(cell.getGates(a, 0, 2), cell.getGates(b, 0, 2)));
  Value update = cell.getGates(gates, 0), reset = cell.getGates(gates, 1);
  Value share;
  if (isLinear) {
    share = emitter.mul(reset, cell.getGates(b, 2));
  } else {
    Value weight = emitter.slice(cell.recurrent, 0, 2 * cell.size, cell.size);
    Value bias;
    if (cell.recurrentBias)
      bias = emitter.slice(cell.recurrentBias, 0, 2 * cell.size, cell.size);
    share = emitFullyConnected(emitter.mul(reset, h), weight, bias, emitter);
  }
  Value candidate = emitter.tanh(emitter.add(cell.getGates(a, 2), share));
  return emitter.add(candidate, emitter.mul(update, emitter.sub(h, candidate)));
}

namespace {
struct LstmPattern : OpConversionPattern<nn::LstmOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult
  matchAndRewrite(nn::LstmOp op, OpAdaptor adaptor,
                  ConversionPatternRewriter &rewriter) const override {
    Emitter emitter(rewriter, op.getLoc());
    Ints sequence = typeOf(op.getSequence()).getShape();
    if (failed(checkCell(op, emitter)))
      return failure();
    Cell cell = makeCell(adaptor, sequence, emitter);
    Value h = getState(adaptor.getInitialHidden(), cell);
    Value c = getState(adaptor.getInitialCell(), cell);
    SmallVector<Value> states(cell.steps);
    for (int64_t i = 0; i < cell.steps; ++i) {
      int64_t t = op.getReverse() ? cell.steps - 1 - i : i;
      Value gates = emitter.add(
          cell.getProjected(t),
          emitFullyConnected(h, cell.recurrent, cell.recurrentBias, emitter));
      emitLstmStep(gates, adaptor.getPeephole(), h, c, cell);
      states[t] = h;
    }
    rewriter.replaceOp(op, {stackStates(states, cell), h, c});
    return success();
  }
};

struct GruPattern : OpConversionPattern<nn::GruOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult
  matchAndRewrite(nn::GruOp op, OpAdaptor adaptor,
                  ConversionPatternRewriter &rewriter) const override {
    Emitter emitter(rewriter, op.getLoc());
    Ints sequence = typeOf(op.getSequence()).getShape();
    if (failed(checkCell(op, emitter)))
      return failure();
    Cell cell = makeCell(adaptor, sequence, emitter);
    Value h = getState(adaptor.getInitialHidden(), cell);
    SmallVector<Value> states(cell.steps);
    for (int64_t i = 0; i < cell.steps; ++i) {
      int64_t t = op.getReverse() ? cell.steps - 1 - i : i;
      h = emitGruStep(cell.getProjected(t), h, op.getLinearBeforeReset(), cell);
      states[t] = h;
    }
    rewriter.replaceOp(op, {stackStates(states, cell), h});
    return success();
  }
};
} // namespace

void tosa::addRecurrentConversions(RewritePatternSet &patterns) {
  patterns.add<LstmPattern, GruPattern>(patterns.getContext());
}

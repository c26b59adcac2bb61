//===- ImportRecurrentSteps.cpp - Recurrent cells, step by step -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ImportRecurrent.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

/// Each step is some ten operations.
static constexpr int64_t kMostSteps = 256;

namespace tenon::onnx_frontend {
/// Writes the steps of one direction. Formulas are those of ONNX; `first` is
/// its f, the others g and h.
class CellSteps {
public:
  CellSteps(CellReader &reader, int64_t d)
      : reader(reader), importer(reader.importer), node(reader.node), d(d),
        hidden(reader.hidden) {
    int64_t each = reader.options.functions.size() / reader.directions;
    functions =
        ArrayRef<CellFunction>(reader.options.functions).slice(d * each, each);
  }

  LogicalResult run(Value w, Value bias);

private:
  template <typename OpTy>
  Value with(Value a, Value b) {
    return a && b ? build<OpTy>(importer, node, a, b) : Value();
  }
  /// A sum of which parts may be absent, for zero.
  Value add(Value a, Value b) { return a && b ? with<AddOp>(a, b) : a ? a : b; }
  Value number(double value) {
    return makeScalar(importer, node, reader.x, value);
  }
  Value clip(Value v);
  Value apply(unsigned function, Value v);
  /// Gates of a tensor `[N, gates H]`.
  Value getGate(Value v, int64_t gate, int64_t count = 1);
  /// The product of the state with rows of the recurrent weights, of so many
  /// gates; null for a state of zeros without bias.
  Value getShare(Value state, int64_t gate, int64_t count);
  Value getPeephole(int64_t gate, Value cell);
  /// What a step computes where the sequence still goes on, and what was there
  /// before elsewhere.
  Value mask(int64_t t, Value now, Value before);

  Value step(Value input);
  Value stepPlain(Value input);
  Value stepGru(Value input);
  Value stepLstm(Value input);

  CellReader &reader;
  Importer &importer;
  const Node &node;
  int64_t d, hidden;
  ArrayRef<CellFunction> functions;
  /// The states behind the last step; null for zeros.
  Value h, c;
};
} // namespace tenon::onnx_frontend

Value CellSteps::clip(Value v) {
  if (!v || !reader.options.clip)
    return v;
  float bound = *reader.options.clip;
  return build<ActivationOp>(importer, node, v,
                             ActivationAttr::get(importer.getContext(),
                                                 ActivationKind::clamp,
                                                 {-bound, bound}));
}

Value CellSteps::apply(unsigned function, Value v) {
  // The bound is for gates; ONNX Runtime does not apply it to the cell.
  if (function < 2)
    v = clip(v);
  if (!v)
    return {};
  const CellFunction &f = functions[function];
  if (f.name == "affine")
    return with<AddOp>(with<MulOp>(v, number(f.alpha)), number(f.beta));
  Value scale;
  if (f.name == "scaledtanh") {
    scale = number(f.alpha);
    v = with<MulOp>(v, number(f.beta));
  }
  using Kind = ActivationKind;
  auto kind = llvm::StringSwitch<Kind>(f.name)
                  .Case("elu", Kind::elu)
                  .Case("hardsigmoid", Kind::hard_sigmoid)
                  .Case("leakyrelu", Kind::leaky_relu)
                  .Case("relu", Kind::relu)
                  .Case("sigmoid", Kind::sigmoid)
                  .Case("softplus", Kind::softplus)
                  .Case("softsign", Kind::softsign)
                  .Case("thresholdedrelu", Kind::thresholded_relu)
                  .Default(Kind::tanh);
  float constants[] = {f.alpha, f.beta};
  unsigned count = ActivationAttr::getNumConstants(kind);
  Value result = build<ActivationOp>(
      importer, node, v,
      ActivationAttr::get(importer.getContext(), kind,
                          ArrayRef(constants).take_front(count)));
  return scale ? with<MulOp>(result, scale) : result;
}

Value CellSteps::getGate(Value v, int64_t gate, int64_t count) {
  if (!v)
    return {};
  ArrayRef<int64_t> shape = cast<RankedTensorType>(v.getType()).getShape();
  int64_t offsets[] = {0, gate * hidden}, strides[] = {1, 1};
  int64_t sizes[] = {shape[0], count * hidden};
  return sizes[1] == shape[1]
             ? v
             : build<SliceOp>(importer, node, v, offsets, sizes, strides);
}

Value CellSteps::getShare(Value state, int64_t gate, int64_t count) {
  int64_t rows = reader.gates * hidden;
  Value bias = reader.getPart(3, d, rows + gate * hidden, count * hidden);
  if (!state)
    return bias;
  return build<FullyConnectedOp>(
      importer, node, state,
      reader.getPart(2, d, gate * hidden, count * hidden), bias,
      ActivationAttr());
}

Value CellSteps::getPeephole(int64_t gate, Value cell) {
  if (!cell || !importer.getInput(node, 7))
    return {};
  return with<MulOp>(cell, reader.getPart(7, d, gate * hidden, hidden));
}

Value CellSteps::mask(int64_t t, Value now, Value before) {
  ArrayRef<int64_t> lengths = reader.options.lengths;
  if (!now || llvm::all_of(lengths, [&](int64_t length) { return t < length; }))
    return now;
  int64_t batch = lengths.size();
  HostTensor goesOn =
      HostTensor::zeros(importer.builder().getI1Type(), {batch, 1});
  for (int64_t n = 0; n < batch; ++n)
    goesOn.getMutableBytes()[n] = char(t < lengths[n]);
  return build<SelectOp>(importer, node,
                         importer.makeConstant(node.getLoc(), goesOn), now,
                         before ? before : number(0));
}

/// h' = f(W x + R h + b)
Value CellSteps::stepPlain(Value input) {
  return apply(0, add(input, getShare(h, 0, 1)));
}

/// z = f(..), r = f(..), n = g(.. r ..), h' = (1 - z) n + z h
Value CellSteps::stepGru(Value input) {
  Value ofInput = getGate(input, 0, 2), ofState = getShare(h, 0, 2);
  Value gates = add(ofInput, ofState);
  Value update = apply(0, getGate(gates, 0)), candidate = getGate(input, 2);
  Value reset = apply(0, getGate(gates, 1));
  if (node.getInt("linear_before_reset", 0)) {
    Value share = getShare(h, 2, 1);
    candidate = add(candidate, share ? with<MulOp>(reset, share) : Value());
  } else {
    candidate =
        add(candidate, getShare(h ? with<MulOp>(reset, h) : Value(), 2, 1));
  }
  candidate = apply(1, candidate);
  if (!h)
    return with<SubOp>(candidate, with<MulOp>(update, candidate));
  return with<AddOp>(candidate, with<MulOp>(update, with<SubOp>(h, candidate)));
}

/// Gates stand in the order i, o, f, c.
Value CellSteps::stepLstm(Value input) {
  Value gates = add(input, getShare(h, 0, 4));
  Value i = apply(0, add(getGate(gates, 0), getPeephole(0, c)));
  Value candidate = apply(1, getGate(gates, 3));
  Value sum = with<MulOp>(i, candidate);
  if (c) {
    Value f = reader.options.coupled
                  ? with<SubOp>(number(1), i)
                  : apply(0, add(getGate(gates, 2), getPeephole(2, c)));
    sum = with<AddOp>(with<MulOp>(f, c), sum);
  }
  c = sum;
  Value o = apply(0, add(getGate(gates, 1), getPeephole(1, c)));
  return with<MulOp>(o, apply(2, c));
}

Value CellSteps::step(Value input) {
  return reader.gates == 1   ? stepPlain(input)
         : reader.gates == 3 ? stepGru(input)
                             : stepLstm(input);
}

LogicalResult CellSteps::run(Value w, Value bias) {
  // The products with the inputs of all steps are one.
  Value inputs = build<FullyConnectedOp>(importer, node, reader.x, w, bias,
                                         ActivationAttr());
  if (!inputs)
    return failure();
  auto type = cast<RankedTensorType>(inputs.getType());
  int64_t steps = type.getDimSize(0), batch = type.getDimSize(1);
  if (steps > kMostSteps)
    return node.error() << "expected at most " << kMostSteps
                        << " steps of a cell that is not usual, but got "
                        << steps;
  node.ignore("linear_before_reset");
  h = reader.getState(5, d);
  if (reader.gates == 4)
    c = reader.getState(6, d);
  SmallVector<Value> all(steps);
  for (int64_t i = 0; i < steps; ++i) {
    int64_t t = reader.isReverse(d) ? steps - 1 - i : i;
    int64_t offsets[] = {t, 0, 0}, strides[] = {1, 1, 1};
    int64_t sizes[] = {1, batch, type.getDimSize(2)};
    Value input = importer.reshape(
        node.getLoc(),
        build<SliceOp>(importer, node, inputs, offsets, sizes, strides),
        {batch, sizes[2]});
    Value before = c, now = step(input);
    if (!now)
      return failure();
    c = mask(t, c, before);
    h = mask(t, now, h);
    all[t] = importer.reshape(node.getLoc(), mask(t, now, Value()),
                              {1, batch, hidden});
  }
  Value sequence = build<ConcatOp>(importer, node, all, uint64_t(0));
  reader.sequences.push_back(reader.padSteps(sequence));
  reader.states.push_back(h);
  if (reader.gates == 4)
    reader.cells.push_back(c);
  return success(bool(sequence));
}

LogicalResult CellReader::buildSteps(int64_t d, Value w, Value bias) {
  return CellSteps(*this, d).run(w, bias);
}

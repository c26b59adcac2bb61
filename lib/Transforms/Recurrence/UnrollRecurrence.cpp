//===- UnrollRecurrence.cpp - Recurrent cells, step by step ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Unroller.h"
#include "lib/Transforms/Remarks.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "tenon/Transforms/Passes.h"

namespace tenon {
#define GEN_PASS_DEF_UNROLLRECURRENCE
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;

namespace {
struct UnrollRecurrence : tenon::impl::UnrollRecurrenceBase<UnrollRecurrence> {
  void runOnOperation() override;
};

class LstmUnroller : Unroller {
public:
  explicit LstmUnroller(LstmOp cell)
      : Unroller(cast<OpResult>(Value(cell.getSequence())), cell.getReverse()),
        op(cell) {}
  void run();

private:
  Value step(int64_t t);
  /// Gate `number` with its peephole, a weight for each unit of the cell.
  Value getGate(Value gates, int64_t number, Value peephole, Value cell);

  LstmOp op;
  /// The states behind the last step; null for zeros.
  Value h, c;
  /// The peepholes of the three gates; null without.
  Value peepholes[3];
};

class GruUnroller : Unroller {
public:
  explicit GruUnroller(GruOp cell)
      : Unroller(cast<OpResult>(Value(cell.getSequence())), cell.getReverse()),
        op(cell) {}
  void run();

private:
  Value step(int64_t t);
  Value getCandidate(Value a, Value &update);
  Value getLinearCandidate(Value a, Value &update);

  GruOp op;
  Value h;
  /// Rows of the recurrent weights for both gates, and for the candidate. The
  /// product of the candidate waits for a gate.
  Value gateWeight, candidateWeight;
};
} // namespace

//===----------------------------------------------------------------------===//
// Long short-term memory
//===----------------------------------------------------------------------===//

void LstmUnroller::run() {
  // Nothing but sums comes between both biases and the gates.
  projectInput(op.getInput(), op.getWeight(), op.getBias(),
               op.getRecurrentBias());
  h = toStep(op.getInitialHidden());
  c = toStep(op.getInitialCell());
  if (Value weights = op.getPeephole())
    for (auto [number, peephole] : llvm::enumerate(peepholes))
      peephole = getGates(weights, number);
  runSteps(op.getSequence(), op.getHidden(),
           [&](int64_t t) { return step(t); });
  if (!op.getCell().use_empty())
    op.getCell().replaceAllUsesWith(fromStep(c));
}

Value LstmUnroller::getGate(Value gates, int64_t number, Value peephole,
                            Value cell) {
  Value gate = getGates(gates, number);
  return sigmoid(cell ? add(gate, mul(cell, peephole)) : gate);
}

/// Gates are those for input, output, forgetting and the cell.
Value LstmUnroller::step(int64_t t) {
  Value gates = getInputOfStep(t), input, forget, output;
  if (h)
    gates = add(product(h, op.getRecurrent()), gates);
  if (peepholes[0]) {
    input = getGate(gates, 0, peepholes[0], c);
    if (c)
      forget = getGate(gates, 2, peepholes[2], c);
  } else {
    // Without a cell nothing is forgotten.
    Value open = sigmoid(getGates(gates, 0, c ? 3 : 2));
    input = getGates(open, 0);
    output = getGates(open, 1);
    if (c)
      forget = getGates(open, 2);
  }
  Value fresh = mul(input, tanh(getGates(gates, 3)));
  c = c ? add(mul(forget, c), fresh) : fresh;
  if (!output)
    output = getGate(gates, 1, peepholes[1], c);
  return h = mul(output, tanh(c));
}

//===----------------------------------------------------------------------===//
// Gated recurrent units
//===----------------------------------------------------------------------===//

void GruUnroller::run() {
  // What the second bias adds to the candidate is behind the gate if that is
  // applied to the product.
  bool isLinear = op.getLinearBeforeReset();
  projectInput(op.getInput(), op.getWeight(), op.getBias(),
               isLinear ? Value() : op.getRecurrentBias());
  h = toStep(op.getInitialHidden());
  if (!isLinear && (h || steps > 1)) {
    gateWeight = getRows(op.getRecurrent(), 0, 2);
    candidateWeight = getRows(op.getRecurrent(), 2, 1);
  }
  runSteps(op.getSequence(), op.getHidden(),
           [&](int64_t t) { return step(t); });
}

/// What is inside of the candidate's function if the gate is applied to the
/// state. `a` is the share of the input.
Value GruUnroller::getCandidate(Value a, Value &update) {
  Value candidate = getGates(a, 2);
  if (!h) {
    update = sigmoid(getGates(a, 0));
    return candidate;
  }
  Value share = getGates(a, 0, 2);
  Value gates = sigmoid(add(product(h, gateWeight), share));
  update = getGates(gates, 0);
  Value reset = getGates(gates, 1);
  return add(product(mul(reset, h), candidateWeight), candidate);
}

/// The same if the gate is applied to the product. The share of zeros is the
/// bias.
Value GruUnroller::getLinearCandidate(Value a, Value &update) {
  Value candidate = getGates(a, 2), bias = op.getRecurrentBias();
  Value share = h ? product(h, op.getRecurrent(), bias) : bias;
  if (!share) {
    update = sigmoid(getGates(a, 0));
    return candidate;
  }
  Value ofInput = getGates(a, 0, 2), ofState = getGates(share, 0, 2);
  Value gates = sigmoid(add(ofInput, ofState));
  update = getGates(gates, 0);
  Value reset = getGates(gates, 1);
  return add(mul(reset, getGates(share, 2)), candidate);
}

/// Gates are those for the update, the reset and the candidate.
Value GruUnroller::step(int64_t t) {
  Value a = getInputOfStep(t), update;
  Value candidate =
      tanh(op.getLinearBeforeReset() ? getLinearCandidate(a, update)
                                     : getCandidate(a, update));
  h = h ? add(candidate, mul(update, sub(h, candidate)))
        : sub(candidate, mul(update, candidate));
  return h;
}

//===----------------------------------------------------------------------===//
// The pass
//===----------------------------------------------------------------------===//

/// Why a cell stays as it is; empty if it does not.
static StringRef whyNot(Operation *cell) {
  auto type = cast<RankedTensorType>(cell->getResult(0).getType());
  if (!isa<FloatType>(type.getElementType()))
    return "its elements are integers";
  SmallVector<int64_t> shape(type.getShape());
  auto weight = cast<RankedTensorType>(cell->getOperand(1).getType());
  shape.back() = weight.getDimSize(0);
  if (!isSupportedType(RankedTensorType::get(shape, type.getElementType()),
                       /*quantized=*/false))
    return "the products of all steps are too large for one tensor";
  return "";
}

/// Erases what no result needs between `before` and the cell, and gives the
/// rest the marks of the cell. Returns how many operations there are.
static int64_t finish(Operation *before, Operation *cell) {
  int64_t count = 0;
  for (Operation *op = cell->getPrevNode(); op != before;) {
    Operation *previous = op->getPrevNode();
    if (isOpTriviallyDead(op)) {
      op->erase();
    } else if (!op->hasTrait<ParameterExpression>()) {
      op->setDiscardableAttrs(cell->getDiscardableAttrDictionary());
      ++count;
    }
    op = previous;
  }
  return count;
}

void UnrollRecurrence::runOnOperation() {
  SmallVector<Operation *> cells;
  getOperation().walk([&](Operation *op) {
    if (isa<LstmOp, GruOp>(op))
      cells.push_back(op);
  });
  for (Operation *cell : cells) {
    if (StringRef reason = whyNot(cell); !reason.empty()) {
      remarkRefused(cell->getLoc(), getArgument(), reason);
      continue;
    }
    int64_t steps =
        cast<RankedTensorType>(cell->getResult(0).getType()).getDimSize(0);
    Operation *before = cell->getPrevNode();
    if (auto lstm = dyn_cast<LstmOp>(cell))
      LstmUnroller(lstm).run();
    else
      GruUnroller(cast<GruOp>(cell)).run();
    int64_t count = finish(before, cell);
    remarkPassed(cell->getLoc(), getArgument(), "unrolled",
                 Twine(steps) + " steps -> " + Twine(count) +
                     " operations, exact");
    cell->erase();
  }
}

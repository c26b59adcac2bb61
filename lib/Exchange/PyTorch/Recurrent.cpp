//===- Recurrent.cpp - Recurrent cells of PyTorch -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Exporter.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::pytorch;

/// The gates of the nn dialect in the order of PyTorch: input, forget, cell,
/// output; reset, update, candidate.
static constexpr int64_t kLstmGates[] = {0, 2, 3, 1};
static constexpr int64_t kGruGates[] = {1, 0, 2};

/// A parameter whose rows are those of gates; zeros if it is absent and the
/// network has weights.
static Weight makeGates(StringRef suffix, Value value, RankedTensorType type,
                        ArrayRef<int64_t> gates, bool hasValues) {
  if (!value)
    return {suffix.str(),
            hasValues ? std::optional(HostTensor::zeros(type.getElementType(),
                                                        type.getShape()))
                      : std::nullopt};
  std::optional<HostTensor> tensor = Exporter::getConstant(value);
  if (!tensor)
    return {suffix.str(), std::nullopt};
  int64_t rows = type.getDimSize(0) / gates.size();
  std::string bytes;
  for (int64_t gate : gates)
    bytes += tensor->slice(gate * rows, rows).getBytes();
  return {suffix.str(),
          HostTensor(type.getElementType(), type.getShape(),
                     std::make_unique<std::string>(std::move(bytes)), "")};
}

template <typename OpTy>
static std::string addLayer(StepBuilder &b, OpTy op, StringRef kind,
                            ArrayRef<int64_t> gates) {
  RankedTensorType weight = typeOf(op.getWeight());
  int64_t rows = weight.getDimSize(0);
  bool hasValues = Exporter::getConstant(op.getWeight()).has_value();
  auto biasType = RankedTensorType::get({rows}, weight.getElementType());
  std::vector<Weight> weights = {
      makeGates("weight_ih_l0", op.getWeight(), weight, gates, hasValues),
      makeGates("weight_hh_l0", op.getRecurrent(), typeOf(op.getRecurrent()),
                gates, hasValues)};
  bool hasBias = op.getBias() || op.getRecurrentBias();
  if (hasBias) {
    weights.push_back(
        makeGates("bias_ih_l0", op.getBias(), biasType, gates, hasValues));
    weights.push_back(makeGates("bias_hh_l0", op.getRecurrentBias(), biasType,
                                gates, hasValues));
  }
  return b.addModule("nn." + kind.str() + "(" +
                         b.number("input_size", weight.getDimSize(1)) + ", " +
                         b.number("hidden_size", rows / int64_t(gates.size())) +
                         (hasBias ? "" : ", bias=False") +
                         getTypeArgument(weight.getElementType()) + ")",
                     weights);
}

template <typename OpTy>
static bool fitsLayer(OpTy op) {
  return isOwn(op.getWeight()) && isOwn(op.getRecurrent()) &&
         isOwnOrNone(op.getBias()) && isOwnOrNone(op.getRecurrentBias());
}

/// The variable of a result, which lies in the order of the nn dialect; `_`
/// if nobody reads it.
static std::string defineIfUsed(StepBuilder &b, Value result) {
  return result.use_empty()
             ? "_"
             : b.define(result, identityOrder(typeOf(result).getRank()));
}

/// A state without the dimension of layers.
static void addUnwrap(StepBuilder &b, const std::string &state) {
  if (state != "_")
    b.addLine(state + " = " + state + "[0]");
}

static void addFlip(StepBuilder &b, bool isReverse, const std::string &y) {
  if (isReverse && y != "_")
    b.addLine(y + " = " + y + ".flip(0)");
}

/// An operand as an argument, `None` if it is absent.
static std::string getOrNone(StepBuilder &b, Value value) {
  return value ? b.getPlain(value) : "None";
}

/// A state with the dimension of layers; zeros like the other one if only that
/// is there.
static std::string getState(StepBuilder &b, Value state, Value other) {
  std::string text = b.getPlain(state ? state : other) + "[None]";
  return state ? text : "torch.zeros_like(" + text + ")";
}

static void exportLstm(StepBuilder &b, LstmOp op) {
  std::string x = b.getPlain(op.getInput());
  if (op.getReverse())
    x += ".flip(0)";
  Value h = op.getInitialHidden(), c = op.getInitialCell();
  bool isLayer = fitsLayer(op) && !op.getPeephole() &&
                 (!h || !isParameter(h)) && (!c || !isParameter(c));
  std::string call;
  if (isLayer) {
    std::string layer = addLayer(b, op, "LSTM", kLstmGates);
    std::string states =
        h || c ? ", (" + getState(b, h, c) + ", " + getState(b, c, h) + ")"
               : "";
    call = layer + "(" + x + states + ")";
  } else {
    b.getExporter().useHelper("_lstm");
    call = "_lstm(" + x;
    for (Value operand :
         {Value(op.getWeight()), Value(op.getRecurrent()), Value(op.getBias()),
          Value(op.getRecurrentBias()), h, c, Value(op.getPeephole())})
      call += ", " + getOrNone(b, operand);
    call += ")";
  }
  std::string y = defineIfUsed(b, op.getSequence());
  std::string last = defineIfUsed(b, op.getHidden());
  std::string cell = defineIfUsed(b, op.getCell());
  bool ignoresStates = last == "_" && cell == "_";
  b.addLine(y + ", " + (ignoresStates ? "_" : "(" + last + ", " + cell + ")") +
            " = " + call);
  addFlip(b, op.getReverse(), y);
  if (isLayer) {
    addUnwrap(b, last);
    addUnwrap(b, cell);
  }
}

static void exportGru(StepBuilder &b, GruOp op) {
  std::string x = b.getPlain(op.getInput());
  if (op.getReverse())
    x += ".flip(0)";
  Value h = op.getInitialHidden();
  bool isLayer =
      fitsLayer(op) && (!h || !isParameter(h)) && op.getLinearBeforeReset();
  std::string call;
  if (isLayer) {
    std::string layer = addLayer(b, op, "GRU", kGruGates);
    call = layer + "(" + x + (h ? ", " + b.getPlain(h) + "[None]" : "") + ")";
  } else {
    b.getExporter().useHelper("_gru");
    call = "_gru(" + x;
    for (Value operand : {Value(op.getWeight()), Value(op.getRecurrent()),
                          Value(op.getBias()), Value(op.getRecurrentBias()), h})
      call += ", " + getOrNone(b, operand);
    call += op.getLinearBeforeReset() ? ", True)" : ", False)";
  }
  std::string y = defineIfUsed(b, op.getSequence());
  std::string last = defineIfUsed(b, op.getHidden());
  b.addLine(y + ", " + last + " = " + call);
  addFlip(b, op.getReverse(), y);
  if (isLayer)
    addUnwrap(b, last);
}

std::optional<LogicalResult> pytorch::exportRecurrent(StepBuilder &b) {
  Operation *op = b.getOp();
  if (!isa<LstmOp, GruOp>(op))
    return std::nullopt;
  Type element = typeOf(op->getResult(0)).getElementType();
  if (!isa<FloatType>(element))
    return refuseElements(op, element);
  if (auto lstm = dyn_cast<LstmOp>(op))
    exportLstm(b, lstm);
  else
    exportGru(b, cast<GruOp>(op));
  return success();
}

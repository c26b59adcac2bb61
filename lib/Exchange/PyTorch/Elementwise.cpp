//===- Elementwise.cpp - Arithmetic of PyTorch on elements ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Exporter.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::pytorch;

/// How an operation on floating-point numbers is written: 0 and 1 behind `$`
/// are its operands. Empty if it is none.
static StringRef getPattern(Operation *op) {
  return llvm::StringSwitch<StringRef>(op->getName().stripDialect())
      .Case("add", "$0 + $1")
      .Case("sub", "$0 - $1")
      .Case("mul", "$0 * $1")
      .Case("div", "$0 / $1")
      .Case("max", "torch.maximum($0, $1)")
      .Case("min", "torch.minimum($0, $1)")
      .Case("pow", "$0 ** $1")
      .Case("mod", "torch.fmod($0, $1)")
      .Case("prelu", "torch.where($0 < 0, $0 * $1, $0)")
      .Case("and", "torch.logical_and($0, $1)")
      .Case("or", "torch.logical_or($0, $1)")
      .Case("xor", "torch.logical_xor($0, $1)")
      .Case("select", "torch.where($0, $1, $2)")
      .Case("not", "torch.logical_not($0)")
      .Case("neg", "-$0")
      .Cases({"abs", "ceil", "cos", "erf", "exp"}, "torch.@($0)")
      .Cases({"floor", "log", "reciprocal", "round", "sign"}, "torch.@($0)")
      .Cases({"sin", "sqrt", "tan", "asin", "acos", "atan"}, "torch.@($0)")
      .Cases({"sinh", "cosh", "asinh", "acosh", "atanh"}, "torch.@($0)")
      .Default("");
}

static StringRef getComparison(CompareKind kind) {
  switch (kind) {
  case CompareKind::eq:
    return "$0 == $1";
  case CompareKind::lt:
    return "$0 < $1";
  case CompareKind::le:
    return "$0 <= $1";
  case CompareKind::gt:
    return "$0 > $1";
  case CompareKind::ge:
    return "$0 >= $1";
  }
  return "";
}

/// The pattern with its operands and the name of the function.
static std::string fill(StringRef pattern, Operation *op,
                        ArrayRef<std::string> operands) {
  std::string text;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '$')
      text += operands[pattern[++i] - '0'];
    else if (pattern[i] == '@')
      text += op->getName().stripDialect();
    else
      text += pattern[i];
  }
  return text;
}

/// Integers: nothing to round, and functions of real numbers are cut off.
static StringRef getIntegerPattern(Operation *op, StringRef pattern) {
  if (isa<DivOp>(op))
    return "torch.div($0, $1, rounding_mode=\"trunc\")";
  if (isa<CeilOp, FloorOp, RoundOp>(op))
    return "$0.clone()";
  bool isReal = pattern.starts_with("torch.@") && !isa<AbsOp, SignOp>(op);
  return isReal ? "torch.@($0.double())" : pattern;
}

static std::string castTo(const std::string &text, Type type) {
  return text + ".to(torch." + getTorchType(type) + ")";
}

static void exportPlain(StepBuilder &b, StringRef pattern) {
  Operation *op = b.getOp();
  Type type = typeOf(op->getResult(0)).getElementType();
  bool isFloat = isa<FloatType>(type);
  Order order;
  // What takes a number of Python as well as a tensor.
  bool takesNumbers = isa<AddOp, SubOp, MulOp, PowOp, CompareOp>(op) ||
                      (isa<DivOp>(op) && isFloat);
  SmallVector<std::string> operands = b.getElementwise(order, takesNumbers);
  StringRef used = isFloat || isa<CompareOp, SelectOp>(op)
                       ? pattern
                       : getIntegerPattern(op, pattern);
  std::string text = fill(used, op, operands);
  bool isLogic = isa<AndOp, OrOp, XorOp, NotOp>(op);
  if ((isLogic && !type.isInteger(1)) || used.contains(".double()"))
    text = castTo(text, type);
  b.assign(text, order);
}

/// A slope for each channel or one for all: a layer of PyTorch.
static bool exportSlopes(StepBuilder &b, PReluOp op) {
  Value slope = op.getRhs();
  int64_t count = typeOf(slope).getNumElements();
  ArrayRef<int64_t> shape = typeOf(op.getLhs()).getShape();
  Order order = b.getExporter().getOrder(op.getLhs());
  if (!isOwn(slope) || isParameter(op.getLhs()) || shape.size() < 2 ||
      op.getType().getShape() != shape)
    return false;
  // Channels are the second dimension for PyTorch.
  bool isPerChannel = count == shape.back() &&
                      count == typeOf(slope).getShape().back() &&
                      order[1] == int64_t(shape.size()) - 1;
  if (count != 1 && !isPerChannel)
    return false;
  Weight weight =
      makeWeight("weight", slope, identityOrder(typeOf(slope).getRank()));
  if (weight.tensor)
    weight.tensor = weight.tensor->reshape({count});
  std::string layer =
      b.addModule("nn.PReLU(" + b.number("channels", count) +
                      getTypeArgument(typeOf(slope).getElementType()) + ")",
                  {weight});
  b.assign(layer + "(" + b.get(op.getLhs(), order) + ")", order);
  return true;
}

std::optional<LogicalResult> pytorch::exportElementwise(StepBuilder &b) {
  Operation *op = b.getOp();
  if (auto compare = dyn_cast<CompareOp>(op)) {
    exportPlain(b, getComparison(compare.getKind()));
    return success();
  }
  Order order;
  if (auto activation = dyn_cast<ActivationOp>(op)) {
    if (!isa<FloatType>(activation.getType().getElementType()))
      return emitError(op->getLoc())
             << "an activation of type " << activation.getType()
             << " has no PyTorch counterpart";
    std::string x = b.getElementwise(order)[0];
    b.assignActivated(x, activation.getActivation(), order);
    return success();
  }
  if (auto cast = dyn_cast<CastOp>(op)) {
    std::string x = b.getElementwise(order)[0];
    b.assign(castTo(x, cast.getType().getElementType()), order);
    return success();
  }
  if (auto prelu = dyn_cast<PReluOp>(op); prelu && exportSlopes(b, prelu))
    return success();
  StringRef pattern = getPattern(op);
  if (pattern.empty())
    return std::nullopt;
  exportPlain(b, pattern);
  return success();
}

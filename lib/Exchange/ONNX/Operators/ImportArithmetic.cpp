//===- ImportArithmetic.cpp - Element-wise ONNX operators -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/Exchange/ONNX/Import/Importer.h"
#include <limits>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

template <typename OpTy>
static LogicalResult importUnary(Importer &importer, const Node &node) {
  if (failed(expectInputs(node, 1)))
    return failure();
  Order order;
  Value x =
      importer.makeElementwise(node, {importer.getInput(node, 0)}, order)[0];
  return defineOutput(importer, node, build<OpTy>(importer, node, x), order);
}

/// Two operands, or more one after the other.
template <typename OpTy>
static LogicalResult importVariadic(Importer &importer, const Node &node) {
  if (failed(expectInputs(node, std::max(1u, node.getNumInputs()))))
    return failure();
  SmallVector<const Imported *> inputs;
  for (unsigned i = 0; i < node.getNumInputs(); ++i)
    inputs.push_back(importer.getInput(node, i));
  Order order;
  SmallVector<Value> operands = importer.makeElementwise(node, inputs, order);
  Value result = operands.front();
  for (Value operand : ArrayRef<Value>(operands).drop_front()) {
    result = build<OpTy>(importer, node, result, operand);
    if (!result)
      return failure();
  }
  return defineOutput(importer, node, result, order);
}

FailureOr<Imported> onnx_frontend::getSecondOperand(Importer &importer,
                                                    const Node &node) {
  Imported second = *importer.getInput(node, 1);
  if (node.getOpset() >= 7)
    return second;
  // Shapes that differ broadcast.
  node.ignore("broadcast");
  if (!node.hasAttr("axis"))
    return second;
  int64_t rank = importer.getInput(node, 0)->getRank();
  FailureOr<int64_t> axis = normalizeAxis(node, node.getInt("axis", 0), rank);
  if (failed(axis))
    return failure();
  SmallVector<int64_t> shape = second.getShape();
  if (*axis + int64_t(shape.size()) > rank)
    return node.error() << "expected an operand of at most " << rank - *axis
                        << " dimensions, but got " << shape.size();
  shape.resize(rank - *axis, 1);
  Imported raised;
  if (second.constant) {
    raised.constant = second.constant->reshape(shape);
  } else {
    raised.value = importer.reshape(node.getLoc(),
                                    importer.inOnnxOrder(node, second), shape);
    raised.order = Importer::identityOrder(shape.size());
  }
  return raised;
}

template <typename OpTy>
static LogicalResult importBinary(Importer &importer, const Node &node) {
  if (failed(expectInputs(node, 2)))
    return failure();
  FailureOr<Imported> second = getSecondOperand(importer, node);
  if (failed(second))
    return failure();
  Order order;
  SmallVector<Value> x = importer.makeElementwise(
      node, {importer.getInput(node, 0), &*second}, order);
  return defineOutput(importer, node, build<OpTy>(importer, node, x[0], x[1]),
                      order);
}

/// One slope for all, or before opset 7 one a channel.
static LogicalResult importPRelu(Importer &importer, const Node &node) {
  if (failed(expectInputs(node, 2)))
    return failure();
  Imported slope = *importer.getInput(node, 1);
  const Imported *x = importer.getInput(node, 0);
  if (node.getOpset() < 7 && slope.constant && slope.getRank() == 1 &&
      slope.getShape()[0] > 1) {
    SmallVector<int64_t> shape(std::max<int64_t>(x->getRank() - 1, 1), 1);
    shape[0] = slope.getShape()[0];
    slope.constant = slope.constant->reshape(shape);
  }
  Order order;
  SmallVector<Value> operands =
      importer.makeElementwise(node, {x, &slope}, order);
  return defineOutput(importer, node,
                      build<PReluOp>(importer, node, operands[0], operands[1]),
                      order);
}

static LogicalResult importMean(Importer &importer, const Node &node) {
  if (failed(importVariadic<AddOp>(importer, node)))
    return failure();
  Imported sum = importer.lookup(node.getOutput(0));
  HostTensor scale = HostTensor::fromDoubles(sum.getElementType(), {},
                                             {1.0 / node.getNumInputs()});
  Value mean = build<MulOp>(importer, node, sum.value,
                            importer.makeConstant(node.getLoc(), scale));
  return defineOutput(importer, node, mean, sum.order);
}

template <CompareKind kind>
static LogicalResult importCompare(Importer &importer, const Node &node) {
  if (failed(expectInputs(node, 2)))
    return failure();
  FailureOr<Imported> second = getSecondOperand(importer, node);
  if (failed(second))
    return failure();
  Order order;
  SmallVector<Value> x = importer.makeElementwise(
      node, {importer.getInput(node, 0), &*second}, order);
  return defineOutput(importer, node,
                      build<CompareOp>(importer, node, kind, x[0], x[1]),
                      order);
}

static LogicalResult importWhere(Importer &importer, const Node &node) {
  if (failed(expectInputs(node, 3)))
    return failure();
  Order order;
  SmallVector<Value> x = importer.makeElementwise(node,
                                                  {importer.getInput(node, 0),
                                                   importer.getInput(node, 1),
                                                   importer.getInput(node, 2)},
                                                  order);
  return defineOutput(importer, node,
                      build<SelectOp>(importer, node, x[0], x[1], x[2]), order);
}

//===----------------------------------------------------------------------===//
// Activations
//===----------------------------------------------------------------------===//

static LogicalResult importActivation(Importer &importer, const Node &node,
                                      ActivationKind kind,
                                      ArrayRef<float> constants = {}) {
  if (failed(expectInputs(node, 1)))
    return failure();
  Type element = importer.getInput(node, 0)->getElementType();
  if (!isa<FloatType>(element))
    return node.error() << "expected floating-point numbers, but got "
                        << element;
  Order order;
  Value x =
      importer.makeElementwise(node, {importer.getInput(node, 0)}, order)[0];
  auto activation = ActivationAttr::get(importer.getContext(), kind, constants);
  return defineOutput(importer, node,
                      build<ActivationOp>(importer, node, x, activation),
                      order);
}

template <ActivationKind kind>
static LogicalResult importPlain(Importer &importer, const Node &node) {
  return importActivation(importer, node, kind);
}

/// Activations have no integers, the maximum with zero does.
static LogicalResult importRelu(Importer &importer, const Node &node) {
  if (failed(expectInputs(node, 1)))
    return failure();
  const Imported *input = importer.getInput(node, 0);
  if (!isa<IntegerType>(input->getElementType()))
    return importActivation(importer, node, ActivationKind::relu);
  Order order;
  Value x = importer.makeElementwise(node, {input}, order)[0];
  return defineOutput(
      importer, node,
      build<MaxOp>(importer, node, x, makeScalar(importer, node, x, 0)), order);
}

/// Bounds of integers and those known at run time only.
static LogicalResult importMinMax(Importer &importer, const Node &node) {
  SmallVector<const Imported *> inputs;
  for (unsigned i : {0u, 1u, 2u})
    if (const Imported *input = importer.getInput(node, i))
      inputs.push_back(input);
  Order order;
  SmallVector<Value> x = importer.makeElementwise(node, inputs, order);
  Value result = x[0];
  unsigned next = 1;
  if (importer.getInput(node, 1))
    result = build<MaxOp>(importer, node, result, x[next++]);
  if (result && importer.getInput(node, 2))
    result = build<MinOp>(importer, node, result, x[next]);
  return defineOutput(importer, node, result, order);
}

static LogicalResult importIdentity(Importer &importer, const Node &node) {
  if (failed(expectInputs(node, 1)))
    return failure();
  importer.define(node.getOutput(0), *importer.getInput(node, 0));
  return success();
}

/// The input as it is, unless something would be dropped.
static LogicalResult importDropout(Importer &importer, const Node &node) {
  if (failed(expectInputs(node, 1)))
    return failure();
  for (StringRef name : {"is_test", "ratio", "seed"})
    node.ignore(name);
  const Imported *ratio = importer.getInput(node, 1);
  if (const Imported *training = importer.getInput(node, 2)) {
    bool isOff = training->constant &&
                 training->constant->getNumElements() == 1 &&
                 training->constant->getInts()[0] == 0;
    bool dropsNone = ratio && ratio->constant &&
                     ratio->constant->getNumElements() == 1 &&
                     ratio->constant->getDouble(0) == 0;
    if (!isOff && !dropsNone)
      return node.error() << "training mode is not supported, unless the ratio "
                             "is a constant 0";
  }
  importer.define(node.getOutput(0), *importer.getInput(node, 0));
  SmallVector<int64_t> shape = importer.getInput(node, 0)->getShape();
  if (node.getOutput(1).empty() || !isSupportedShape(shape))
    return success();
  // The mask, which hardly anybody reads: nothing is dropped.
  Type boolean = importer.builder().getI1Type();
  Value kept = importer.makeConstant(node.getLoc(),
                                     HostTensor::fromDoubles(boolean, {}, {1}));
  auto type =
      RankedTensorType::get(importer.getInput(node, 0)->getShape(), boolean);
  importer.define(
      node, 1,
      BroadcastOp::create(importer.builder(), node.getLoc(), type, kept));
  return success();
}

static LogicalResult importClip(Importer &importer, const Node &node) {
  if (failed(expectInputs(node, 1)))
    return failure();
  auto isOpen = [&](unsigned i) {
    const Imported *bound = importer.getInput(node, i);
    return bound && !bound->constant;
  };
  Type element = importer.getInput(node, 0)->getElementType();
  if (node.getOpset() >= 11 &&
      (!isa<FloatType>(element) || element.isF64() || isOpen(1) || isOpen(2)))
    return importMinMax(importer, node);
  float bounds[2] = {std::numeric_limits<float>::lowest(),
                     std::numeric_limits<float>::max()};
  if (node.getOpset() < 11) {
    bounds[0] = node.getFloat("min", bounds[0]);
    bounds[1] = node.getFloat("max", bounds[1]);
  } else {
    for (unsigned i : {1u, 2u}) {
      if (!importer.getInput(node, i))
        continue;
      FailureOr<HostTensor> bound = importer.getConstant(node, i, "bound");
      if (failed(bound))
        return failure();
      if (bound->getNumElements() != 1)
        return node.error() << "expected a bound of 1 element, but got "
                            << bound->getNumElements();
      bounds[i - 1] = float(bound->getDouble(0));
    }
  }
  if (bounds[0] <= std::numeric_limits<float>::lowest() &&
      bounds[1] >= std::numeric_limits<float>::max())
    return importIdentity(importer, node);
  if (bounds[0] == 0 && bounds[1] == std::numeric_limits<float>::max())
    return importActivation(importer, node, ActivationKind::relu);
  return importActivation(importer, node, ActivationKind::clamp, bounds);
}

static LogicalResult importLeakyRelu(Importer &importer, const Node &node) {
  return importActivation(importer, node, ActivationKind::leaky_relu,
                          {node.getFloat("alpha", 0.01f)});
}
static LogicalResult importElu(Importer &importer, const Node &node) {
  return importActivation(importer, node, ActivationKind::elu,
                          {node.getFloat("alpha", 1.0f)});
}
static LogicalResult importSelu(Importer &importer, const Node &node) {
  return importActivation(importer, node, ActivationKind::selu,
                          {node.getFloat("alpha", 1.67326319217681884765625f),
                           node.getFloat("gamma", 1.05070102214813232421875f)});
}
static LogicalResult importHardSigmoid(Importer &importer, const Node &node) {
  return importActivation(
      importer, node, ActivationKind::hard_sigmoid,
      {node.getFloat("alpha", 0.2f), node.getFloat("beta", 0.5f)});
}

/// x sigmoid(alpha x)
static LogicalResult importSwish(Importer &importer, const Node &node) {
  float alpha = node.getFloat("alpha", 1);
  if (alpha == 1)
    return importActivation(importer, node, ActivationKind::swish);
  const Imported *input = expectInput(importer, node);
  if (!input || failed(expectFloats(node, *input)))
    return failure();
  Order order;
  Value x = importer.makeElementwise(node, {input}, order)[0];
  Value gate = build<ActivationOp>(
      importer, node,
      build<MulOp>(importer, node, x, makeScalar(importer, node, x, alpha)),
      ActivationAttr::get(importer.getContext(), ActivationKind::sigmoid,
                          ArrayRef<float>()));
  return defineOutput(importer, node, build<MulOp>(importer, node, x, gate),
                      order);
}

//===----------------------------------------------------------------------===//
// Normalization
//===----------------------------------------------------------------------===//

static LogicalResult importBatchNorm(Importer &importer, const Node &node) {
  if (failed(expectInputs(node, 5)))
    return failure();
  if (node.getInt("training_mode", 0))
    return node.error() << "training mode is not supported";
  if (!node.getInt("spatial", 1))
    return node.error() << "statistics for each pixel (spatial = 0) are not "
                           "supported";
  for (StringRef name : {"is_test", "momentum"})
    node.ignore(name);
  const Imported &x = *importer.getInput(node, 0);
  if (failed(expectFloats(node, x)))
    return failure();
  if (x.getRank() < 2)
    return node.error() << "expected an input with channels, but got rank "
                        << x.getRank();
  Order order = Importer::channelsLast(x.getRank());
  SmallVector<Value> operands = {importer.inOrder(node, x, order)};
  for (unsigned i = 1; i < 5; ++i) {
    const Imported &parameter = *importer.getInput(node, i);
    if (parameter.getRank() != 1)
      return node.error() << "expected input " << i << " to have 1 dimension";
    if (failed(expectFloats(node, parameter)))
      return failure();
    operands.push_back(
        importer.inOrder(node, *importer.getInput(node, i), {0}));
  }
  Value result = build<BatchNormOp>(importer, node, operands[0], operands[1],
                                    operands[2], operands[3], operands[4],
                                    APFloat(node.getFloat("epsilon", 1e-5f)));
  return defineOutput(importer, node, result, order);
}

void onnx_frontend::addArithmeticHandlers(HandlerMap &handlers) {
  handlers["Add"] = importBinary<AddOp>;
  handlers["Sub"] = importBinary<SubOp>;
  handlers["Mul"] = importBinary<MulOp>;
  handlers["Div"] = importBinary<DivOp>;
  handlers["Max"] = importVariadic<MaxOp>;
  handlers["Min"] = importVariadic<MinOp>;
  handlers["Sum"] = importVariadic<AddOp>;
  handlers["Mean"] = importMean;
  handlers["Equal"] = importCompare<CompareKind::eq>;
  handlers["Less"] = importCompare<CompareKind::lt>;
  handlers["LessOrEqual"] = importCompare<CompareKind::le>;
  handlers["Greater"] = importCompare<CompareKind::gt>;
  handlers["GreaterOrEqual"] = importCompare<CompareKind::ge>;
  handlers["Where"] = importWhere;

  handlers["PRelu"] = importPRelu;
  handlers["And"] = importBinary<AndOp>;
  handlers["Or"] = importBinary<OrOp>;
  handlers["Xor"] = importBinary<XorOp>;
  handlers["Not"] = importUnary<NotOp>;

  handlers["Tan"] = importUnary<TanOp>;
  handlers["Asin"] = importUnary<AsinOp>;
  handlers["Acos"] = importUnary<AcosOp>;
  handlers["Atan"] = importUnary<AtanOp>;
  handlers["Sinh"] = importUnary<SinhOp>;
  handlers["Cosh"] = importUnary<CoshOp>;
  handlers["Asinh"] = importUnary<AsinhOp>;
  handlers["Acosh"] = importUnary<AcoshOp>;
  handlers["Atanh"] = importUnary<AtanhOp>;
  handlers["Abs"] = importUnary<AbsOp>;
  handlers["Ceil"] = importUnary<CeilOp>;
  handlers["Cos"] = importUnary<CosOp>;
  handlers["Erf"] = importUnary<ErfOp>;
  handlers["Exp"] = importUnary<ExpOp>;
  handlers["Floor"] = importUnary<FloorOp>;
  handlers["Log"] = importUnary<LogOp>;
  handlers["Neg"] = importUnary<NegOp>;
  handlers["Reciprocal"] = importUnary<ReciprocalOp>;
  handlers["Round"] = importUnary<RoundOp>;
  handlers["Sign"] = importUnary<SignOp>;
  handlers["Sin"] = importUnary<SinOp>;
  handlers["Sqrt"] = importUnary<SqrtOp>;

  handlers["Relu"] = importRelu;
  handlers["Sigmoid"] = importPlain<ActivationKind::sigmoid>;
  handlers["HardSwish"] = importPlain<ActivationKind::hard_swish>;
  handlers["Tanh"] = importPlain<ActivationKind::tanh>;
  handlers["Softplus"] = importPlain<ActivationKind::softplus>;
  handlers["Softsign"] = importPlain<ActivationKind::softsign>;
  handlers["Clip"] = importClip;
  handlers["LeakyRelu"] = importLeakyRelu;
  handlers["Elu"] = importElu;
  handlers["Selu"] = importSelu;
  handlers["HardSigmoid"] = importHardSigmoid;
  handlers["Mish"] = importPlain<ActivationKind::mish>;
  handlers["Gelu"] = [](Importer &importer, const Node &node) {
    std::string approximate = node.getString("approximate", "none");
    bool isTanh = approximate == "tanh";
    if (!isTanh && approximate != "none")
      return LogicalResult(node.error() << "approximate '" << approximate
                                        << "' is not supported");
    return importActivation(importer, node,
                            isTanh ? ActivationKind::gelu_tanh
                                   : ActivationKind::gelu);
  };
  handlers["Swish"] = importSwish;
  handlers["Celu"] = [](Importer &importer, const Node &node) {
    return importActivation(importer, node, ActivationKind::celu,
                            {node.getFloat("alpha", 1.0f)});
  };
  handlers["ThresholdedRelu"] = [](Importer &importer, const Node &node) {
    return importActivation(importer, node, ActivationKind::thresholded_relu,
                            {node.getFloat("alpha", 1.0f)});
  };

  handlers["BatchNormalization"] = importBatchNorm;
  handlers["Identity"] = importIdentity;
  handlers["Dropout"] = importDropout;
}

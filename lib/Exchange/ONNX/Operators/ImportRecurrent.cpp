//===- ImportRecurrent.cpp - Recurrent cells of ONNX ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ImportRecurrent.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

LogicalResult CellReader::checkShapes() {
  const Imported *in = importer.getInput(node, 0);
  const Imported *w = importer.getInput(node, 1);
  const Imported *r = importer.getInput(node, 2);
  if (!in || !w || !r || in->getRank() != 3 || w->getRank() != 3 ||
      r->getRank() != 3)
    return node.error() << "expected an input and weights of rank 3";
  isBatchFirst = node.getInt("layout", 0);
  directions = w->getShape()[0];
  hidden = r->getShape()[2];
  std::string direction = node.getString("direction", "forward");
  bool isBoth = direction == "bidirectional";
  if (!isBoth && direction != "forward" && direction != "reverse")
    return node.error() << "direction '" << direction << "' is not supported";
  if (directions != (isBoth ? 2 : 1) || w->getShape()[1] != gates * hidden ||
      r->getShape()[1] != gates * hidden || r->getShape()[0] != directions)
    return node.error() << "expected weights of " << (isBoth ? 2 : 1)
                        << " directions with " << gates << " gates";
  if (hidden < 1 || w->getShape()[2] < 1)
    return node.error() << "expected a positive hidden size and input size, "
                           "but got "
                        << hidden << " and " << w->getShape()[2];
  if (node.getInt("hidden_size", hidden) != hidden)
    return node.error() << "expected hidden_size to be " << hidden
                        << ", that of the weights, but got "
                        << node.getInt("hidden_size", hidden);
  int64_t batch = in->getShape()[isBatchFirst ? 0 : 1];
  steps = in->getShape()[isBatchFirst ? 1 : 0];
  SmallVector<int64_t> state = {directions, batch, hidden};
  if (isBatchFirst)
    std::swap(state[0], state[1]);
  for (unsigned i : {5u, 6u})
    if (const Imported *given =
            i == 5 || gates == 4 ? importer.getInput(node, i) : nullptr)
      if (given->getShape() != state)
        return node.error() << "expected an initial state of shape " << state[0]
                            << "x" << state[1] << "x" << state[2];
  return success();
}

LogicalResult CellReader::check() {
  if (failed(checkShapes()) || failed(readFunctions()) || failed(readLengths()))
    return failure();
  if (node.hasAttr("clip")) {
    options.clip = node.getFloat("clip", 0);
    if (!(*options.clip > 0))
      return node.error() << "expected a positive clip, but got "
                          << std::to_string(*options.clip);
  }
  if (gates == 4)
    options.coupled = node.getInt("input_forget", 0);
  // The order of the results' dimensions, which their shapes show.
  if (node.getOpset() < 7)
    node.ignore("output_sequence");
  x = importer.inOrder(node, *importer.getInput(node, 0),
                       isBatchFirst ? Order{1, 0, 2} : Order{0, 1, 2});
  if (used != steps) {
    ArrayRef<int64_t> shape = cast<RankedTensorType>(x.getType()).getShape();
    int64_t offsets[] = {0, 0, 0}, strides[] = {1, 1, 1};
    int64_t sizes[] = {used, shape[1], shape[2]};
    x = build<SliceOp>(importer, node, x, offsets, sizes, strides);
  }
  return success(bool(x));
}

/// The constants of a function that a model does not give: those of the
/// operator of this name, and for others those that change nothing.
static CellFunction makeFunction(StringRef name) {
  return llvm::StringSwitch<CellFunction>(name.lower())
      .Case("affine", {"affine", 1, 0})
      .Case("elu", {"elu", 1, 0})
      .Case("hardsigmoid", {"hardsigmoid", 0.2f, 0.5f})
      .Case("leakyrelu", {"leakyrelu", 0.01f, 0})
      .Case("relu", {"relu", 0, 0})
      .Case("scaledtanh", {"scaledtanh", 1, 1})
      .Case("sigmoid", {"sigmoid", 0, 0})
      .Case("softplus", {"softplus", 0, 0})
      .Case("softsign", {"softsign", 0, 0})
      .Case("tanh", {"tanh", 0, 0})
      .Case("thresholdedrelu", {"thresholdedrelu", 1, 0})
      .Default({"", 0, 0});
}

LogicalResult CellReader::readFunctions() {
  std::vector<std::string> names = node.getStrings("activations");
  if (names.empty())
    for (int64_t d = 0; d < directions; ++d) {
      if (gates > 1)
        names.push_back("Sigmoid");
      names.push_back("Tanh");
      if (gates == 4)
        names.push_back("Tanh");
    }
  int64_t each = gates == 4 ? 3 : gates == 3 ? 2 : 1;
  if (int64_t(names.size()) != each * directions)
    return node.error() << "expected " << each * directions
                        << " activations, but got '" << llvm::join(names, ", ")
                        << "'";
  // Constants are for the functions that have some, in their order.
  std::vector<float> alphas = node.getFloats("activation_alpha");
  std::vector<float> betas = node.getFloats("activation_beta");
  size_t alpha = 0, beta = 0;
  for (const std::string &name : names) {
    CellFunction function = makeFunction(name);
    if (function.name.empty())
      return node.error() << "activation '" << name << "' is not supported";
    bool hasBeta = llvm::is_contained({"affine", "hardsigmoid", "scaledtanh"},
                                      StringRef(function.name));
    bool hasAlpha = hasBeta || function.alpha != 0;
    if (hasAlpha && alpha < alphas.size())
      function.alpha = alphas[alpha++];
    if (hasBeta && beta < betas.size())
      function.beta = betas[beta++];
    options.functions.push_back(function);
  }
  return success();
}

LogicalResult CellReader::readLengths() {
  used = steps;
  if (!importer.getInput(node, 4))
    return success();
  FailureOr<HostTensor> given = importer.getConstant(node, 4, "sequence_lens");
  if (failed(given))
    return failure();
  std::vector<int64_t> lengths = given->getInts();
  int64_t batch = importer.getInput(node, 0)->getShape()[isBatchFirst ? 0 : 1];
  if (int64_t(lengths.size()) != batch)
    return node.error() << "expected " << batch
                        << " lengths of sequences, but got " << lengths.size();
  for (int64_t length : lengths)
    if (length < 1 || length > steps)
      return node.error() << "expected sequences of 1 to " << steps
                          << " steps, but got " << length;
  used = *llvm::max_element(lengths);
  if (!llvm::all_equal(lengths))
    options.lengths = std::move(lengths);
  return success();
}

bool CellReader::isUsual() const {
  if (gates == 1 || options.clip || options.coupled || !options.lengths.empty())
    return false;
  int64_t each = gates == 4 ? 3 : 2;
  for (auto [i, function] : llvm::enumerate(options.functions))
    if (function.name != (int64_t(i) % each == 0 ? "sigmoid" : "tanh"))
      return false;
  return true;
}

Value CellReader::padSteps(Value sequence) {
  if (!sequence || used == steps)
    return sequence;
  int64_t low[] = {0, 0, 0}, high[] = {steps - used, 0, 0};
  return build<PadOp>(importer, node, PadMode::constant, sequence, low, high,
                      TypedAttr());
}

Location CellReader::getStateLoc(unsigned input) {
  std::string name =
      getLocName(node.getLoc()) + ".state" + std::to_string(input);
  return NameLoc::get(importer.builder().getStringAttr(name));
}

Value CellReader::getPart(unsigned input, int64_t d, int64_t begin,
                          int64_t count) {
  const Imported *given = importer.getInput(node, input);
  if (!given)
    return {};
  SmallVector<int64_t> shape = given->getShape();
  SmallVector<int64_t> part(ArrayRef(shape).drop_front());
  part[0] = count;
  if (given->constant) {
    HostTensor tensor = given->constant->slice(d, 1)
                            .reshape(ArrayRef(shape).drop_front())
                            .slice(begin, count);
    return importer.makeParameter(
        node.getLoc(), tensor, Importer::identityOrder(tensor.getRank()),
        "part" + std::to_string(d) + "." + std::to_string(begin));
  }
  // The name of the node is for the cell alone.
  Location loc = getStateLoc(input);
  SmallVector<int64_t> offsets(shape.size(), 0), strides(shape.size(), 1);
  SmallVector<int64_t> sizes(shape);
  offsets[0] = d;
  sizes[0] = 1;
  offsets[1] = begin;
  sizes[1] = count;
  Value slice =
      build<SliceOp>(importer, node, importer.inOnnxOrder(node, *given),
                     offsets, sizes, strides);
  return slice ? importer.reshape(loc, slice, part) : Value();
}

Value CellReader::getState(unsigned input, int64_t d) {
  const Imported *given = importer.getInput(node, input);
  if (!given)
    return {};
  SmallVector<int64_t> shape = given->getShape();
  if (!isBatchFirst)
    return getPart(input, d, 0, shape[1]);
  Value whole = importer.inOrder(node, *given, {1, 0, 2});
  int64_t offsets[] = {d, 0, 0}, sizes[] = {1, shape[0], shape[2]};
  int64_t strides[] = {1, 1, 1};
  Value slice = build<SliceOp>(importer, node, whole, offsets, sizes, strides);
  return slice
             ? importer.reshape(getStateLoc(input), slice, {shape[0], shape[2]})
             : Value();
}

LogicalResult CellReader::buildDirection(int64_t d) {
  int64_t rows = gates * hidden;
  Value w = getPart(1, d, 0, rows), r = getPart(2, d, 0, rows), bias, second;
  if (const Imported *b = importer.getInput(node, 3)) {
    if (b->getRank() != 2 || b->getShape()[1] != 2 * rows ||
        b->getShape()[0] != directions)
      return node.error() << "expected biases of " << 2 * rows << " elements";
    bias = getPart(3, d, 0, rows);
    second = getPart(3, d, rows, rows);
  }
  if (!isUsual())
    return buildSteps(d, w, bias);
  return buildCell(d, w, r, bias, second);
}

LogicalResult CellReader::buildCell(int64_t d, Value w, Value r, Value bias,
                                    Value second) {
  bool reverse = isReverse(d);
  OpBuilder &b = importer.builder();
  SmallVector<Type> types(gates == 4 ? 3 : 2,
                          RankedTensorType::get({}, b.getF32Type()));
  Operation *op;
  SmallVector<Type> inferred;
  LogicalResult result = success();
  if (gates == 4) {
    Value peephole =
        importer.getInput(node, 7) ? getPart(7, d, 0, 3 * hidden) : Value();
    auto cell =
        LstmOp::create(b, node.getLoc(), types, x, w, r, bias, second,
                       getState(5, d), getState(6, d), peephole, reverse);
    result = LstmOp::inferReturnTypes(
        b.getContext(), node.getLoc(), cell->getOperands(),
        cell->getRawDictionaryAttrs(), cell->getPropertiesStorage(), {},
        inferred);
    op = cell;
  } else {
    auto cell = GruOp::create(b, node.getLoc(), types, x, w, r, bias, second,
                              getState(5, d), reverse,
                              bool(node.getInt("linear_before_reset", 0)));
    result = GruOp::inferReturnTypes(
        b.getContext(), node.getLoc(), cell->getOperands(),
        cell->getRawDictionaryAttrs(), cell->getPropertiesStorage(), {},
        inferred);
    op = cell;
  }
  if (failed(result))
    return op->erase(), failure();
  for (auto [value, type] : llvm::zip_equal(op->getResults(), inferred))
    value.setType(cast<RankedTensorType>(type));
  sequences.push_back(padSteps(op->getResult(0)));
  states.push_back(op->getResult(1));
  if (gates == 4)
    cells.push_back(op->getResult(2));
  return success();
}

Value CellReader::join(ArrayRef<Value> parts, int64_t axis) {
  SmallVector<Value> raised;
  for (Value part : parts) {
    SmallVector<int64_t> shape(
        cast<RankedTensorType>(part.getType()).getShape());
    shape.insert(shape.begin() + axis, 1);
    raised.push_back(importer.reshape(node.getLoc(), part, shape));
  }
  if (raised.size() == 1)
    return raised.front();
  return build<ConcatOp>(importer, node, raised, uint64_t(axis));
}

LogicalResult CellReader::run() {
  if (failed(check()))
    return failure();
  for (int64_t d = 0; d < directions; ++d)
    if (failed(buildDirection(d)))
      return failure();
  auto define = [&](unsigned output, ArrayRef<Value> parts, int64_t axis,
                    const Order &order) {
    if (node.getOutput(output).empty())
      return true;
    Value value = join(parts, axis);
    if (value)
      importer.define(node, output, value, isBatchFirst ? order : Order());
    return bool(value);
  };
  return success(define(0, sequences, 1, {1, 2, 0, 3}) &&
                 define(1, states, 0, {1, 0, 2}) &&
                 (gates < 4 || define(2, cells, 0, {1, 0, 2})));
}

static LogicalResult importCell(Importer &importer, const Node &node) {
  return CellReader(importer, node).run();
}

void onnx_frontend::addRecurrentHandlers(HandlerMap &handlers) {
  handlers["LSTM"] = importCell;
  handlers["GRU"] = importCell;
  handlers["RNN"] = importCell;
}

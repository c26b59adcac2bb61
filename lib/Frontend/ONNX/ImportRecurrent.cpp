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

LogicalResult CellReader::check() {
  const Imported *in = importer.getInput(node, 0);
  const Imported *w = importer.getInput(node, 1);
  const Imported *r = importer.getInput(node, 2);
  if (!in || !w || !r || in->getRank() != 3 || w->getRank() != 3 ||
      r->getRank() != 3)
    return node.error() << "expected an input and weights of rank 3";
  isBatchFirst = node.getInt("layout", 0);
  directions = w->getShape()[0];
  hidden = r->getShape()[2];
  bool isBoth = node.getString("direction", "forward") == "bidirectional";
  if (directions != (isBoth ? 2 : 1) || w->getShape()[1] != gates * hidden ||
      r->getShape()[1] != gates * hidden)
    return node.error() << "expected weights of " << (isBoth ? 2 : 1)
                        << " directions with " << gates << " gates";
  if (failed(checkActivations()))
    return failure();
  if (node.getInt("hidden_size", hidden) != hidden)
    return node.error() << "expected hidden_size to be " << hidden
                        << ", that of the weights, but got "
                        << node.getInt("hidden_size", hidden);
  if (node.hasAttr("clip") || node.getInt("input_forget", 0))
    return node.error() << "clip and input_forget are not supported";
  int64_t steps = in->getShape()[isBatchFirst ? 1 : 0];
  int64_t batch = in->getShape()[isBatchFirst ? 0 : 1];
  SmallVector<int64_t> state = {directions, batch, hidden};
  if (isBatchFirst)
    std::swap(state[0], state[1]);
  for (unsigned i : {5u, 6u})
    if (const Imported *given = importer.getInput(node, i))
      if (given->getShape() != state)
        return node.error() << "expected an initial state of shape " << state[0]
                            << "x" << state[1] << "x" << state[2];
  if (failed(checkLengths(steps)))
    return failure();
  x = importer.inOrder(node, *in,
                       isBatchFirst ? Order{1, 0, 2} : Order{0, 1, 2});
  return success();
}

LogicalResult CellReader::checkActivations() {
  std::vector<std::string> usual = {"Sigmoid", "Tanh", "Tanh"}, all;
  if (gates < 4)
    usual.pop_back();
  if (gates == 1)
    usual = {"Tanh"};
  for (int64_t d = 0; d < directions; ++d)
    llvm::append_range(all, usual);
  std::vector<std::string> given = node.getStrings("activations");
  if (gates == 1) {
    for (const std::string &name : given.empty() ? all : given)
      if (auto kind = llvm::StringSwitch<std::optional<ActivationKind>>(name)
                          .Case("Relu", ActivationKind::relu)
                          .Case("Sigmoid", ActivationKind::sigmoid)
                          .Case("Softplus", ActivationKind::softplus)
                          .Case("Softsign", ActivationKind::softsign)
                          .Case("Tanh", ActivationKind::tanh)
                          .Default(std::nullopt))
        activations.push_back(*kind);
    if (int64_t(activations.size()) != directions)
      return node.error() << "expected " << directions << " activations of "
                          << "Relu, Sigmoid, Softplus, Softsign and Tanh, but "
                          << "got '" << llvm::join(given, ", ") << "'";
    return success();
  }
  if (!given.empty() && given != all)
    return node.error() << "activations other than " << llvm::join(all, ", ")
                        << " are not supported";
  return success();
}

LogicalResult CellReader::checkLengths(int64_t steps) {
  if (!importer.getInput(node, 4))
    return success();
  FailureOr<HostTensor> lengths =
      importer.getConstant(node, 4, "sequence_lens");
  if (failed(lengths))
    return failure();
  for (int64_t length : lengths->getInts())
    if (length != steps)
      return node.error() << "sequences of other lengths than " << steps
                          << " are not supported";
  return success();
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
  return gates == 1 ? buildSteps(d, w, r, bias, second)
                    : buildCell(d, w, r, bias, second);
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
  sequences.push_back(op->getResult(0));
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

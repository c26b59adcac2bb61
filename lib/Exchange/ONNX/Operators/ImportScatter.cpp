//===- ImportScatter.cpp - Updates of elements, and selections ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Selection.h"
#include "lib/Exchange/ONNX/Import/Importer.h"
#include "llvm/ADT/STLExtras.h"
#include <limits>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

namespace {
/// What becomes of an element and its update.
enum class Reduction { none, add, mul, max, min };

/// Rows of a tensor, `[S, N]`, some of which take on rows of updates, `[U, N]`.
class Scatter {
public:
  Scatter(Importer &importer, const Node &node)
      : importer(importer), node(node) {}

  LogicalResult runTuples();
  LogicalResult runElements();

private:
  LogicalResult readReduction();
  /// The places of indices that are known and those of others.
  LogicalResult readTuples(int64_t count);
  LogicalResult readElements(int64_t axis);
  LogicalResult setRows(int64_t count, int64_t width);
  LogicalResult finish();

  Value pick(ArrayRef<int64_t> map, Value a, Value b);
  Value update();
  Value combine(Value x, Value y);
  Value reduceKnown();
  Value updateOpen();
  Value reduceOpen();
  /// The number that changes nothing.
  HostTensor getNeutral(ArrayRef<int64_t> shape);
  Value makeInt(int64_t value) {
    return importer.makeConstant(
        node.getLoc(),
        HostTensor::fromInts(importer.getContext(), {}, {value}));
  }
  Value makeRange(int64_t size, int64_t rank, int64_t at) {
    return onnx_frontend::makeRange(
        importer, node, importer.builder().getI64Type(), size, rank, at);
  }

  Importer &importer;
  const Node &node;
  Reduction reduction = Reduction::none;
  SmallVector<int64_t> shape;
  int64_t rows = 0, width = 1, count = 0;
  Value data, updates;
  /// The place of each update, if all are known; else their values, `[U]`.
  std::vector<int64_t> places;
  Value open;
};
} // namespace

/// More rounds of updates of the same element than any model has.
static constexpr size_t kMostRounds = 64;

LogicalResult Scatter::readReduction() {
  if (failed(expectInputs(node, 3)))
    return failure();
  std::string name = node.getString("reduction", "none");
  static constexpr StringLiteral kNames[] = {"none", "add", "mul", "max",
                                             "min"};
  const auto *found = llvm::find(kNames, name);
  if (found == std::end(kNames))
    return node.error() << "reduction '" << name << "' is not supported";
  reduction = Reduction(found - std::begin(kNames));
  shape = importer.getInput(node, 0)->getShape();
  for (unsigned i : {0u, 2u})
    if (importer.getInput(node, i)->getElementType() !=
        importer.getInput(node, 0)->getElementType())
      return node.error() << "expected updates of type "
                          << importer.getInput(node, 0)->getElementType()
                          << ", but got "
                          << importer.getInput(node, i)->getElementType();
  if (!importer.getInput(node, 1)->getElementType().isInteger())
    return node.error() << "expected integers as indices, but got "
                        << importer.getInput(node, 1)->getElementType();
  return success();
}

LogicalResult Scatter::setRows(int64_t updated, int64_t elements) {
  width = elements;
  int64_t total = 1;
  for (int64_t size : shape)
    total *= size;
  rows = total / width;
  count = updated;
  if (rows > kMostMadeElements || count > kMostMadeElements)
    return node.error() << "expected at most " << kMostMadeElements
                        << " places and updates, but got " << rows << " and "
                        << count;
  Location loc = node.getLoc();
  data = importer.reshape(
      loc, importer.inOnnxOrder(node, *importer.getInput(node, 0)),
      {rows, width});
  updates = importer.reshape(
      loc, importer.inOnnxOrder(node, *importer.getInput(node, 2)),
      {count, width});
  return success();
}

/// How far apart, in elements, neighbours along each dimension are.
static SmallVector<int64_t> getSteps(ArrayRef<int64_t> sizes) {
  SmallVector<int64_t> steps(sizes.size(), 1);
  for (int64_t d = int64_t(sizes.size()) - 1; d > 0; --d)
    steps[d - 1] = steps[d] * sizes[d];
  return steps;
}

LogicalResult Scatter::readTuples(int64_t length) {
  const Imported &indices = *importer.getInput(node, 1);
  SmallVector<int64_t> steps = getSteps(ArrayRef(shape).take_front(length));
  if (!indices.constant) {
    Value tuples = castTo(importer, node, importer.inOnnxOrder(node, indices),
                          importer.builder().getI64Type());
    open = sumTuples(importer, node, tuples, ArrayRef(shape).take_front(length),
                     steps);
    if (open)
      open = importer.reshape(node.getLoc(), open, {count});
    return success(bool(open));
  }
  std::vector<int64_t> given = indices.constant->getInts();
  for (int64_t i = 0; i < count; ++i) {
    int64_t place = 0;
    for (int64_t d = 0; d < length; ++d) {
      int64_t index = given[i * length + d];
      if (index < -shape[d] || index >= shape[d])
        return node.error() << "expected indices below " << shape[d]
                            << ", but got " << index;
      place += (index < 0 ? index + shape[d] : index) * steps[d];
    }
    places.push_back(place);
  }
  return success();
}

LogicalResult Scatter::readElements(int64_t axis) {
  const Imported &indices = *importer.getInput(node, 1);
  SmallVector<int64_t> size = indices.getShape();
  int64_t rank = shape.size();
  SmallVector<int64_t> steps = getSteps(shape);
  if (!indices.constant) {
    Value index = castTo(importer, node, importer.inOnnxOrder(node, indices),
                         importer.builder().getI64Type());
    index = normalizeIndices(importer, node, index, makeInt(shape[axis]));
    index = build<MulOp>(importer, node, index, makeInt(steps[axis]));
    for (int64_t d = 0; d < rank && index; ++d)
      if (d != axis && size[d] > 1)
        index =
            build<AddOp>(importer, node, index,
                         onnx_frontend::makeRange(
                             importer, node, importer.builder().getI64Type(),
                             size[d], rank, d, steps[d]));
    if (!index)
      return failure();
    open = importer.reshape(node.getLoc(), index, {count});
    return success();
  }
  SmallVector<int64_t> at(rank, 0);
  for (int64_t given : indices.constant->getInts()) {
    if (given < -shape[axis] || given >= shape[axis])
      return node.error() << "expected indices below " << shape[axis]
                          << ", but got " << given;
    int64_t place = (given < 0 ? given + shape[axis] : given) * steps[axis];
    for (int64_t d = 0; d < rank; ++d)
      place += d == axis ? 0 : at[d] * steps[d];
    places.push_back(place);
    for (int64_t d = rank; d-- > 0 && ++at[d] == size[d];)
      at[d] = 0;
  }
  return success();
}

/// Rows of `a`, and behind them rows of `b`, in this order.
Value Scatter::pick(ArrayRef<int64_t> map, Value a, Value b) {
  Value all = build<ConcatOp>(importer, node, ValueRange({a, b}), uint64_t(0));
  if (!all)
    return {};
  Value index = importer.makeConstant(
      node.getLoc(),
      HostTensor::fromInts(importer.getContext(), {int64_t(map.size())}, map));
  return build<GatherOp>(importer, node, all, index, uint64_t(0));
}

/// The last update of a row counts.
Value Scatter::update() {
  SmallVector<int64_t> map = llvm::to_vector(llvm::seq<int64_t>(0, rows));
  for (auto [i, place] : llvm::enumerate(places))
    map[place] = rows + int64_t(i);
  return pick(map, data, updates);
}

HostTensor Scatter::getNeutral(ArrayRef<int64_t> size) {
  Type type = importer.getInput(node, 0)->getElementType();
  double infinity = std::numeric_limits<double>::infinity();
  double value = reduction == Reduction::mul   ? 1
                 : reduction == Reduction::max ? -infinity
                 : reduction == Reduction::min ? infinity
                                               : 0;
  HostTensor number = HostTensor::fromDoubles(type, {}, {value});
  if (type.isInteger() && std::abs(value) > 1) {
    bool isLeast = value < 0, isUnsigned = type.isUnsignedInteger();
    unsigned bits = type.getIntOrFloatBitWidth();
    APInt limit = isLeast ? (isUnsigned ? APInt::getMinValue(bits)
                                        : APInt::getSignedMinValue(bits))
                          : (isUnsigned ? APInt::getMaxValue(bits)
                                        : APInt::getSignedMaxValue(bits));
    number = HostTensor::fromNumber(IntegerAttr::get(type, limit));
  }
  return number.splat(size);
}

Value Scatter::combine(Value x, Value y) {
  if (!x || !y)
    return {};
  switch (reduction) {
  case Reduction::mul:
    return build<MulOp>(importer, node, x, y);
  case Reduction::max:
    return build<MaxOp>(importer, node, x, y);
  case Reduction::min:
    return build<MinOp>(importer, node, x, y);
  default:
    return build<AddOp>(importer, node, x, y);
  }
}

/// Each round takes one update of every row that has some left.
Value Scatter::reduceKnown() {
  std::vector<SmallVector<int64_t>> rounds;
  std::vector<size_t> taken(rows, 0);
  for (auto [i, place] : llvm::enumerate(places)) {
    size_t round = taken[place]++;
    if (round == kMostRounds) {
      node.error() << "expected at most " << kMostRounds
                   << " updates of one element";
      return {};
    }
    if (round == rounds.size())
      rounds.emplace_back(rows, count);
    rounds[round][place] = int64_t(i);
  }
  Value neutral = importer.makeConstant(node.getLoc(), getNeutral({1, width}));
  Value result = data;
  for (const SmallVector<int64_t> &round : rounds)
    result = combine(result, pick(round, updates, neutral));
  return result;
}

/// The last update of each row is found by comparing all places with all rows.
Value Scatter::updateOpen() {
  Location loc = node.getLoc();
  Value isPlace = build<CompareOp>(importer, node, CompareKind::eq,
                                   importer.reshape(loc, open, {count, 1}),
                                   makeRange(rows, 2, 1));
  Value number =
      build<AddOp>(importer, node, makeRange(count, 2, 0), makeInt(rows));
  Value last = build<SelectOp>(importer, node, isPlace, number, makeInt(-1));
  last = build<ReduceOp>(importer, node, ReduceKind::max, last,
                         ArrayRef<int64_t>{0});
  last = importer.reshape(loc, last, {rows});
  Value from = build<MaxOp>(importer, node, last, makeRange(rows, 1, 0));
  Value all =
      build<ConcatOp>(importer, node, ValueRange({data, updates}), uint64_t(0));
  return all ? build<GatherOp>(importer, node, all, from, uint64_t(0))
             : Value();
}

Value Scatter::reduceOpen() {
  Location loc = node.getLoc();
  Value isPlace = build<CompareOp>(importer, node, CompareKind::eq,
                                   importer.reshape(loc, open, {count, 1, 1}),
                                   makeRange(rows, 3, 1));
  Value neutral = importer.makeConstant(loc, getNeutral({}));
  Value parts = build<SelectOp>(
      importer, node, isPlace,
      importer.reshape(loc, updates, {count, 1, width}), neutral);
  ReduceKind kind = reduction == Reduction::mul   ? ReduceKind::prod
                    : reduction == Reduction::max ? ReduceKind::max
                    : reduction == Reduction::min ? ReduceKind::min
                                                  : ReduceKind::sum;
  Value sum =
      build<ReduceOp>(importer, node, kind, parts, ArrayRef<int64_t>{0});
  return combine(data, importer.reshape(loc, sum, {rows, width}));
}

LogicalResult Scatter::finish() {
  bool isPlain = reduction == Reduction::none;
  if (open && rows * count > kMostMadeElements / (isPlain ? 1 : width))
    return node.error() << "expected at most " << kMostMadeElements
                        << " pairs of places and updates where indices are "
                           "known at run time only, but got "
                        << rows << " by " << count;
  Value result = open      ? (isPlain ? updateOpen() : reduceOpen())
                 : isPlain ? update()
                           : reduceKnown();
  if (!result)
    return failure();
  return defineOutput(importer, node,
                      importer.reshape(node.getLoc(), result, shape), {});
}

LogicalResult Scatter::runTuples() {
  if (failed(readReduction()))
    return failure();
  SmallVector<int64_t> indices = importer.getInput(node, 1)->getShape();
  int64_t length = indices.empty() ? 0 : indices.back(), updated = 1;
  if (length < 1 || length > int64_t(shape.size()))
    return node.error() << "expected tuples of 1 to " << shape.size()
                        << " indices, but got " << length;
  SmallVector<int64_t> expected(ArrayRef(indices).drop_back());
  for (int64_t size : expected)
    updated *= size;
  int64_t elements = 1;
  for (int64_t size : ArrayRef(shape).drop_front(length)) {
    expected.push_back(size);
    elements *= size;
  }
  if (importer.getInput(node, 2)->getShape() != expected)
    return node.error() << "expected updates of rank " << expected.size()
                        << " and the shape that indices and data give";
  if (failed(setRows(updated, elements)) || failed(readTuples(length)))
    return failure();
  return finish();
}

LogicalResult Scatter::runElements() {
  if (failed(readReduction()))
    return failure();
  FailureOr<int64_t> axis =
      normalizeAxis(node, node.getInt("axis", 0), shape.size());
  if (failed(axis))
    return failure();
  SmallVector<int64_t> indices = importer.getInput(node, 1)->getShape();
  bool fits = indices.size() == shape.size() &&
              importer.getInput(node, 2)->getShape() == indices;
  int64_t updated = 1;
  for (size_t d = 0; fits && d < shape.size(); ++d) {
    fits = int64_t(d) == *axis || indices[d] <= shape[d];
    updated *= indices[d];
  }
  if (!fits)
    return node.error() << "expected indices and updates of one shape, no "
                           "larger than the input";
  if (failed(setRows(updated, 1)) || failed(readElements(*axis)))
    return failure();
  return finish();
}

//===----------------------------------------------------------------------===//
// Selections
//===----------------------------------------------------------------------===//

/// Reports a selection that no machine has commands for.
static LogicalResult checkSelection(const Node &node, const Imported &x,
                                    int64_t axis, int64_t count) {
  auto type = RankedTensorType::get(x.getShape(), x.getElementType());
  if (whyNotExpanded(type, axis, count).empty())
    return success();
  if (!isa<FloatType>(x.getElementType()))
    return node.error() << "machines have no commands for selections of "
                        << x.getElementType();
  return node.error() << "machines have no commands for the first " << count
                      << " of " << type.getDimSize(axis) << " elements";
}

static LogicalResult importTopK(Importer &importer, const Node &node) {
  const Imported *x = expectInput(importer, node);
  if (!x)
    return failure();
  // The order of a result without one is free.
  node.ignore("sorted");
  int64_t count = 0;
  if (node.getOpset() < 10) {
    count = node.getInt("k", 0);
  } else {
    FailureOr<HostTensor> given = importer.getConstant(node, 1, "k");
    if (failed(given))
      return failure();
    if (given->getNumElements() != 1 || !given->isInteger())
      return node.error() << "expected k of 1 element";
    count = given->getInt(0);
  }
  FailureOr<int64_t> axis =
      normalizeAxis(node, node.getInt("axis", -1), x->getRank());
  if (failed(axis))
    return failure();
  if (count < 1 || count > x->getShape()[*axis])
    return node.error() << "expected k of 1 to " << x->getShape()[*axis]
                        << ", but got " << count;
  if (importer.getOptions().host != HostMode::Refuse &&
      failed(checkSelection(node, *x, *axis, count)))
    return failure();
  Order order;
  Value value = importer.makeElementwise(node, {x}, order)[0];
  int64_t stored = llvm::find(order, *axis) - order.begin();
  Extremum kind = node.getInt("largest", 1) ? Extremum::max : Extremum::min;
  auto result = TopKOp::create(importer.builder(), node.getLoc(), kind, value,
                               stored, count);
  importer.define(node, 0, result.getValues(), order);
  if (!node.getOutput(1).empty())
    importer.define(node, 1, result.getIndices(), order);
  return success();
}

void onnx_frontend::addScatterHandlers(HandlerMap &handlers) {
  handlers["ScatterND"] = [](Importer &importer, const Node &node) {
    return Scatter(importer, node).runTuples();
  };
  // Scatter is the first name of ScatterElements.
  for (StringRef name : {"Scatter", "ScatterElements"})
    handlers[name.str()] = [](Importer &importer, const Node &node) {
      return Scatter(importer, node).runElements();
    };
  handlers["TopK"] = importTopK;
}

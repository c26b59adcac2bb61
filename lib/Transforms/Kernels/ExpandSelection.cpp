//===- ExpandSelection.cpp - First elements, by other operations ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/Network/IR/Network.h"
#include "dialects/Network/IR/Selection.h"
#include "lib/Transforms/Remarks.h"
#include "mlir/IR/BuiltinOps.h"
#include "tenon/Transforms/Passes.h"
#include <limits>

namespace tenon {
#define GEN_PASS_DEF_EXPANDSELECTION
#include "tenon/Transforms/Passes.h.inc"
} // namespace tenon

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;

namespace {
struct ExpandSelection : tenon::impl::ExpandSelectionBase<ExpandSelection> {
  void runOnOperation() override;
};

/// Writes one selection out.
class Expander {
public:
  explicit Expander(TopKOp op)
      : op(op), b(op), loc(op.getLoc()),
        type(cast<RankedTensorType>(op.getInput().getType())),
        axis(op.getAxis()), count(op.getCount()), size(type.getDimSize(axis)) {}

  /// Why it stays as it is; empty if it does not.
  StringRef whyNot() const { return whyNotExpanded(type, axis, count); }
  void run();

private:
  void search();
  void rank();
  Value reshape(Value x, ArrayRef<int64_t> shape) {
    auto from = cast<RankedTensorType>(x.getType());
    return from.getShape() == shape
               ? x
               : ReshapeOp::create(b, loc, from.clone(shape), x);
  }
  /// The numbers 0, 1, ... along the last dimension but `behind`.
  Value makeRange(int64_t numbers, Type element, int64_t behind);
  /// A number without dimensions.
  Value makeNumber(double value, Type element);
  Value compare(CompareKind kind, Value a, Value b2) {
    return CompareOp::create(b, loc, kind, a, b2);
  }
  void replace(Value values, Value places) {
    op.getValues().replaceAllUsesWith(values);
    op.getIndices().replaceAllUsesWith(places);
  }

  TopKOp op;
  OpBuilder b;
  Location loc;
  RankedTensorType type;
  int64_t axis, count, size;
};
} // namespace

Value Expander::makeNumber(double value, Type element) {
  Attribute number = isa<FloatType>(element)
                         ? Attribute(b.getFloatAttr(element, value))
                         : b.getIntegerAttr(element, int64_t(value));
  return ConstantOp::create(
      b, loc,
      DenseElementsAttr::get(RankedTensorType::get({}, element), number));
}

Value Expander::makeRange(int64_t numbers, Type element, int64_t behind) {
  SmallVector<Attribute> values;
  for (int64_t i = 0; i < numbers; ++i)
    values.push_back(isa<FloatType>(element)
                         ? Attribute(b.getFloatAttr(element, double(i)))
                         : b.getIntegerAttr(element, i));
  SmallVector<int64_t> shape(1 + behind, 1);
  shape[0] = numbers;
  return ConstantOp::create(
      b, loc,
      DenseElementsAttr::get(RankedTensorType::get(shape, element), values));
}

/// The first element is the extremum; without it, the second one is, and so on.
void Expander::search() {
  bool isMax = op.getKind() == Extremum::max;
  double last = isMax ? -std::numeric_limits<double>::infinity()
                      : std::numeric_limits<double>::infinity();
  Value x = op.getInput(), range, taken;
  if (count > 1) {
    range = makeRange(size, b.getI64Type(), type.getRank() - 1 - axis);
    taken = makeNumber(last, type.getElementType());
  }
  SmallVector<Value> values, places;
  for (int64_t k = 0; k < count; ++k) {
    values.push_back(ReduceOp::create(
        b, loc, isMax ? ReduceKind::max : ReduceKind::min, x, axis));
    places.push_back(
        ArgReduceOp::create(b, loc, op.getKind(), x, axis, /*last=*/false));
    if (k + 1 < count)
      x = SelectOp::create(
          b, loc, compare(CompareKind::eq, range, places.back()), taken, x);
  }
  if (count == 1)
    return replace(values[0], places[0]);
  replace(ConcatOp::create(b, loc, values, axis),
          ConcatOp::create(b, loc, places, axis));
}

/// An element's place is the number of those before it. Rows become the last
/// dimension, `[rows, element, others]`.
void Expander::rank() {
  SmallVector<int64_t> permutation, inverse(type.getRank()), moved, result;
  for (int64_t d = 0; d < type.getRank(); ++d)
    if (d != axis)
      permutation.push_back(d);
  permutation.push_back(axis);
  for (auto [i, d] : llvm::enumerate(permutation)) {
    inverse[d] = i;
    moved.push_back(type.getDimSize(d));
  }
  Value x = op.getInput();
  if (axis + 1 != type.getRank())
    x = TransposeOp::create(b, loc, x, permutation);
  int64_t rows = type.getNumElements() / size;
  Type element = type.getElementType(), f32 = b.getF32Type();
  Value own = reshape(x, {rows, size, 1}), others = reshape(x, {rows, 1, size});
  SmallVector<bool> before;
  for (int64_t i = 0; i < size; ++i)
    for (int64_t j = 0; j < size; ++j)
      before.push_back(j < i);
  Value isEarlier = ConstantOp::create(
      b, loc,
      DenseElementsAttr::get(
          RankedTensorType::get({1, size, size}, b.getI1Type()), before));
  CompareKind better =
      op.getKind() == Extremum::max ? CompareKind::gt : CompareKind::lt;
  Value isTied =
      AndOp::create(b, loc, compare(CompareKind::eq, others, own), isEarlier);
  Value isBefore = OrOp::create(b, loc, compare(better, others, own), isTied);
  Value one = CastOp::create(
      b, loc, RankedTensorType::get({rows, size, size}, f32), isBefore);
  Value place = reshape(ReduceOp::create(b, loc, ReduceKind::sum, one, 2),
                        {rows, 1, size});
  Value isAt = compare(CompareKind::eq, place, makeRange(count, f32, 1));
  auto pick = [&](Value from, Type type) {
    Value kept = SelectOp::create(b, loc, isAt, from, makeNumber(0, type));
    return Value(ReduceOp::create(b, loc, ReduceKind::sum, kept, 2));
  };
  moved.back() = count;
  auto finish = [&](Value value) {
    value = reshape(value, moved);
    return axis + 1 == type.getRank()
               ? value
               : Value(TransposeOp::create(b, loc, value, inverse));
  };
  Value found = pick(makeRange(size, f32, 0), f32);
  found = CastOp::create(
      b, loc, RankedTensorType::get({rows, count, 1}, b.getI64Type()), found);
  replace(finish(pick(others, element)), finish(found));
}

void Expander::run() {
  if (count == 1 || size > kLongestRanked)
    return search();
  rank();
}

void ExpandSelection::runOnOperation() {
  SmallVector<TopKOp> selections;
  getOperation().walk([&](TopKOp op) { selections.push_back(op); });
  for (TopKOp op : selections) {
    Expander expander(op);
    if (StringRef reason = expander.whyNot(); !reason.empty()) {
      remarkRefused(op.getLoc(), getArgument(), reason);
      continue;
    }
    Operation *before = op->getPrevNode();
    expander.run();
    int64_t count = 0;
    for (Operation *made = op->getPrevNode(); made != before;
         made = made->getPrevNode()) {
      made->setDiscardableAttrs(op->getDiscardableAttrDictionary());
      ++count;
    }
    remarkPassed(op.getLoc(), getArgument(), "expanded",
                 Twine(op.getCount()) + " elements -> " + Twine(count) +
                     " operations, exact");
    op.erase();
  }
}

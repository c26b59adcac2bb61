//===- ImportEinsum.cpp - Sums of products by Einstein's notation ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "EinsumEquation.h"
#include "llvm/ADT/STLExtras.h"
#include <set>

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

namespace {
/// An operand, with a label for each dimension of the ONNX tensor.
struct Term {
  Imported x;
  Labels labels;
};

/// The labels of a product: in both operands and in the result, in the left one
/// only, in the right one only, and in both to be summed over.
struct Parts {
  Labels batch, rows, columns, inner;
};

/// Multiplies one operand after the other.
class EinsumBuilder {
public:
  EinsumBuilder(Importer &importer, const Node &node)
      : importer(importer), node(node) {}

  LogicalResult run();

private:
  LogicalResult takeDiagonals(Term &term);
  LogicalResult sumUp(Term &term, const std::set<int> &kept);
  void dropOnes(Term &term, const Labels &labels);
  FailureOr<Term> multiply(Term lhs, Term rhs, const std::set<int> &kept);
  Value buildProduct(const Term &lhs, const Term &rhs, const Parts &parts);
  /// The dimensions of these labels, then of this shape.
  Value arrange(const Term &term, const Labels &labels,
                ArrayRef<int64_t> shape);
  SmallVector<int64_t> getSizes(const Term &term, const Labels &labels);
  Term makeTerm(Value value, const Labels &labels);

  Importer &importer;
  const Node &node;
  std::vector<Term> terms;
};
} // namespace

static int64_t getProduct(ArrayRef<int64_t> sizes) {
  int64_t product = 1;
  for (int64_t size : sizes)
    product *= size;
  return product;
}

SmallVector<int64_t> EinsumBuilder::getSizes(const Term &term,
                                             const Labels &labels) {
  SmallVector<int64_t> shape = term.x.getShape(), sizes;
  for (int label : labels)
    sizes.push_back(
        shape[llvm::find(term.labels, label) - term.labels.begin()]);
  return sizes;
}

Term EinsumBuilder::makeTerm(Value value, const Labels &labels) {
  Imported x;
  x.value = value;
  x.order = Importer::identityOrder(labels.size());
  return {x, labels};
}

Value EinsumBuilder::arrange(const Term &term, const Labels &labels,
                             ArrayRef<int64_t> shape) {
  Order order;
  for (int label : labels)
    order.push_back(llvm::find(term.labels, label) - term.labels.begin());
  if (!term.x.constant)
    return importer.reshape(node.getLoc(),
                            importer.inOrder(node, term.x, order), shape);
  // Weights are laid out at once.
  std::string variant = "einsum";
  for (int64_t dim : order)
    variant += "." + std::to_string(dim);
  return importer.makeParameter(
      node.getLoc(), term.x.constant->transpose(order).reshape(shape),
      Importer::identityOrder(shape.size()), variant);
}

/// A letter that is there twice takes every element whose two indices agree:
/// of the two dimensions as one, those at a stride.
LogicalResult EinsumBuilder::takeDiagonals(Term &term) {
  for (size_t i = 0; i < term.labels.size(); ++i) {
    int label = term.labels[i];
    if (llvm::count(term.labels, label) < 2)
      continue;
    const int *second =
        llvm::find(ArrayRef(term.labels).drop_front(i + 1), label);
    int64_t first = i, other = second - term.labels.begin();
    SmallVector<int64_t> shape = term.x.getShape(), merged;
    if (shape[first] != shape[other])
      return node.error() << "expected one size for each letter, but got "
                          << shape[first] << " and " << shape[other];
    Order order;
    Labels rest;
    for (int64_t d = 0, e = shape.size(); d < e; ++d)
      if (d != first && d != other) {
        order.push_back(d);
        rest.push_back(term.labels[d]);
        merged.push_back(shape[d]);
      }
    order.append({first, other});
    rest.push_back(label);
    int64_t size = shape[first];
    merged.push_back(size * size);
    Value value = importer.reshape(
        node.getLoc(), importer.inOrder(node, term.x, order), merged);
    SmallVector<int64_t> offsets(merged.size(), 0), strides(merged.size(), 1);
    merged.back() = size;
    strides.back() = size + 1;
    value = build<SliceOp>(importer, node, value, offsets, merged, strides);
    if (!value)
      return failure();
    term = makeTerm(value, rest);
    i = size_t(-1);
  }
  return success();
}

/// Sums over the dimensions whose label nobody needs any more.
LogicalResult EinsumBuilder::sumUp(Term &term, const std::set<int> &kept) {
  SmallVector<int64_t> axes, shape;
  Labels rest;
  for (auto [i, label] : llvm::enumerate(term.labels)) {
    if (!kept.count(label)) {
      axes.push_back(i);
      continue;
    }
    rest.push_back(label);
    shape.push_back(term.x.getShape()[i]);
  }
  if (axes.empty())
    return success();
  Value sum = build<ReduceOp>(importer, node, ReduceKind::sum,
                              importer.inOnnxOrder(node, term.x), axes);
  if (!sum)
    return failure();
  term = makeTerm(importer.reshape(node.getLoc(), sum, shape), rest);
  return success();
}

/// Drops dimensions of size 1 whose label has another size in the other
/// operand: they broadcast to it.
void EinsumBuilder::dropOnes(Term &term, const Labels &labels) {
  SmallVector<int64_t> shape = term.x.getShape(), sizes;
  Labels rest;
  for (auto [label, size] : llvm::zip_equal(term.labels, shape))
    if (size != 1 || !llvm::is_contained(labels, label)) {
      rest.push_back(label);
      sizes.push_back(size);
    }
  if (rest.size() == term.labels.size())
    return;
  if (term.x.constant) {
    term.x.constant = term.x.constant->reshape(sizes);
    term.labels = rest;
    return;
  }
  term = makeTerm(importer.reshape(node.getLoc(),
                                   importer.inOnnxOrder(node, term.x), sizes),
                  rest);
}

/// These labels, one list behind the other.
static Labels join(ArrayRef<Labels> lists) {
  Labels all;
  for (const Labels &list : lists)
    llvm::append_range(all, list);
  return all;
}

/// A product of matrices, or of elements if there is nothing to sum.
Value EinsumBuilder::buildProduct(const Term &lhs, const Term &rhs,
                                  const Parts &parts) {
  const auto &[batch, rows, columns, inner] = parts;
  SmallVector<int64_t> left = getSizes(lhs, batch), right = left;
  int64_t m = getProduct(getSizes(lhs, rows));
  int64_t n = getProduct(getSizes(rhs, columns));
  int64_t c = getProduct(getSizes(lhs, inner));
  llvm::append_values(left, m, c);
  Value x = arrange(lhs, join({batch, rows, inner}), left);
  if (rhs.x.constant && batch.empty() && !inner.empty()) {
    Value weight = arrange(rhs, join({columns, inner}), {n, c});
    return build<FullyConnectedOp>(importer, node, x, weight, Value(),
                                   ActivationAttr());
  }
  llvm::append_values(right, c, n);
  Value y = arrange(rhs, join({batch, inner, columns}), right);
  return inner.empty() ? build<MulOp>(importer, node, x, y)
                       : build<MatMulOp>(importer, node, x, y);
}

/// The product of two operands, summed over what is not kept.
FailureOr<Term> EinsumBuilder::multiply(Term lhs, Term rhs,
                                        const std::set<int> &kept) {
  dropOnes(lhs, rhs.labels);
  dropOnes(rhs, lhs.labels);
  std::set<int> ofLhs = kept, ofRhs = kept;
  ofLhs.insert(rhs.labels.begin(), rhs.labels.end());
  ofRhs.insert(lhs.labels.begin(), lhs.labels.end());
  if (failed(sumUp(lhs, ofLhs)) || failed(sumUp(rhs, ofRhs)))
    return failure();
  Parts parts;
  for (int label : lhs.labels)
    (!llvm::is_contained(rhs.labels, label) ? parts.rows
     : kept.count(label)                    ? parts.batch
                                            : parts.inner)
        .push_back(label);
  for (int label : rhs.labels)
    if (!llvm::is_contained(lhs.labels, label))
      parts.columns.push_back(label);
  Value product = buildProduct(lhs, rhs, parts);
  if (!product)
    return failure();
  SmallVector<int64_t> shape = getSizes(lhs, join({parts.batch, parts.rows}));
  llvm::append_range(shape, getSizes(rhs, parts.columns));
  return makeTerm(importer.reshape(node.getLoc(), product, shape),
                  join({parts.batch, parts.rows, parts.columns}));
}

LogicalResult EinsumBuilder::run() {
  if (failed(expectInputs(node, std::max(1u, node.getNumInputs()))))
    return failure();
  SmallVector<SmallVector<int64_t>> shapes;
  for (unsigned i = 0; i < node.getNumInputs(); ++i)
    shapes.push_back(importer.getInput(node, i)->getShape());
  FailureOr<EinsumEquation> equation = readEquation(node, shapes);
  if (failed(equation))
    return failure();
  for (auto [i, labels] : llvm::enumerate(equation->operands))
    terms.push_back({*importer.getInput(node, i), labels});
  const Labels &result = equation->result;
  for (Term &term : terms)
    if (failed(takeDiagonals(term)))
      return failure();
  Term product = terms.front();
  std::set<int> ofResult(result.begin(), result.end());
  for (size_t i = 1; i < terms.size(); ++i) {
    std::set<int> kept = ofResult;
    for (size_t j = i + 1; j < terms.size(); ++j)
      kept.insert(terms[j].labels.begin(), terms[j].labels.end());
    FailureOr<Term> next = multiply(product, terms[i], kept);
    if (failed(next))
      return failure();
    product = *next;
  }
  if (failed(sumUp(product, ofResult)))
    return failure();
  importer.define(node, 0, arrange(product, result, getSizes(product, result)));
  return success();
}

static LogicalResult importEinsum(Importer &importer, const Node &node) {
  return EinsumBuilder(importer, node).run();
}

void onnx_frontend::addEinsumHandlers(HandlerMap &handlers) {
  handlers["Einsum"] = importEinsum;
}

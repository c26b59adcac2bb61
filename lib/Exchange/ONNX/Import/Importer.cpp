//===- Importer.cpp - From an ONNX graph to the nn dialect ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Importer.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::nn;
using namespace tenon::onnx_frontend;

SmallVector<int64_t> Imported::getShape() const {
  if (constant)
    return llvm::to_vector(constant->getShape());
  ArrayRef<int64_t> stored = cast<RankedTensorType>(value.getType()).getShape();
  SmallVector<int64_t> shape(stored.size());
  for (auto [i, dim] : llvm::enumerate(order))
    shape[dim] = stored[i];
  return shape;
}

Type Imported::getElementType() const {
  return constant ? constant->getElementType()
                  : cast<RankedTensorType>(value.getType()).getElementType();
}

Order Importer::identityOrder(int64_t rank) {
  return llvm::to_vector(llvm::seq<int64_t>(0, rank));
}

Order Importer::channelsLast(int64_t rank) {
  Order order = {0};
  for (int64_t i = 2; i < rank; ++i)
    order.push_back(i);
  order.push_back(1);
  return order;
}

void Importer::define(const Node &node, unsigned output, Value value,
                      ArrayRef<int64_t> order) {
  Imported result;
  result.value = value;
  result.order =
      order.empty()
          ? identityOrder(cast<RankedTensorType>(value.getType()).getRank())
          : llvm::to_vector(order);
  define(node.getOutput(output), std::move(result));
}

void Importer::defineConstant(const Node &node, unsigned output,
                              HostTensor tensor) {
  Imported result;
  tensor.setName(node.getOutput(output));
  result.constant = std::move(tensor);
  define(node.getOutput(output), std::move(result));
}

const Imported *Importer::getInput(const Node &node, unsigned i) const {
  (void)node.getInput(i);
  return peekInput(node, i);
}

const Imported *Importer::peekInput(const Node &node, unsigned i) const {
  StringRef name = node.getInputName(i);
  return name.empty() ? nullptr : &lookup(name);
}

FailureOr<HostTensor> Importer::getConstant(const Node &node, unsigned i,
                                            StringRef what) const {
  const Imported *input = getInput(node, i);
  if (!input)
    return node.error() << "expected " << what << " as input " << i;
  if (!input->constant)
    return node.error() << "expected constant " << what << ", but '"
                        << node.getInput(i) << "' is known at run time only";
  return *input->constant;
}

FailureOr<std::optional<std::vector<int64_t>>>
Importer::getIntsFrom(const Node &node, StringRef attribute,
                      unsigned input) const {
  using Result = std::optional<std::vector<int64_t>>;
  if (node.hasAttr(attribute))
    return Result(node.getInts(attribute));
  if (!getInput(node, input))
    return Result();
  FailureOr<HostTensor> tensor = getConstant(node, input, attribute);
  if (failed(tensor))
    return failure();
  return Result(tensor->getInts());
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

Value Importer::reshape(Location loc, Value value, ArrayRef<int64_t> shape) {
  auto type = cast<RankedTensorType>(value.getType());
  if (type.getShape() == shape)
    return value;
  return nn::ReshapeOp::create(
      b, loc, RankedTensorType::get(shape, type.getElementType()), value);
}

Value Importer::makeConstant(Location loc, const HostTensor &tensor) {
  auto type = RankedTensorType::get(tensor.getShape(), tensor.getElementType());
  if (!tensor.getElementType().isInteger(1)) {
    StringRef bytes = tensor.getBytes();
    return nn::ConstantOp::create(
        b, loc, type,
        DenseElementsAttr::getFromRawBuffer(
            type, ArrayRef<char>(bytes.data(), bytes.size())));
  }
  // Attributes pack truth values.
  SmallVector<bool> elements;
  for (int64_t value : tensor.getInts())
    elements.push_back(value != 0);
  return nn::ConstantOp::create(b, loc, type,
                                DenseElementsAttr::get(type, elements));
}

/// A resource blob named after its parameter.
static ElementsAttr makeBlob(RankedTensorType type, StringRef name,
                             const HostTensor &tensor) {
  StringRef bytes = tensor.getBytes();
  AsmResourceBlob blob = HeapAsmResourceBlob::allocateAndCopyWithAlign(
      ArrayRef<char>(bytes.data(), bytes.size()), 64, /*dataIsMutable=*/false);
  return DenseResourceElementsAttr::get(type, name, std::move(blob));
}

Value Importer::makeParameter(Location loc, const HostTensor &tensor,
                              ArrayRef<int64_t> order, StringRef variant) {
  if (isScratch)
    return makeConstant(loc, tensor.transpose(order));
  std::string key = tensor.getName() + "|" + variant.str() + "|";
  for (int64_t dim : order)
    key += std::to_string(dim) + ",";
  key += "|";
  for (int64_t size : tensor.getShape())
    key += std::to_string(size) + ",";
  Value &parameter = parameters[key];
  if (parameter)
    return parameter;
  HostTensor stored = tensor;
  if (!llvm::equal(order, identityOrder(order.size())))
    stored = tensor.transpose(order);
  // One initializer in two orders is two parameters.
  std::string name = tensor.getName();
  if (unsigned copies = parameterNames[name]++)
    name += "." + std::to_string(copies);
  auto type = RankedTensorType::get(stored.getShape(), stored.getElementType());
  ElementsAttr value;
  if (!options.elideWeights)
    value = makeBlob(type, name, stored);
  parameter =
      nn::ParameterOp::create(b, loc, type, b.getStringAttr(name), value);
  return parameter;
}

/// A permutation that moves only dimensions of size 1 keeps the bytes.
static bool keepsBytes(ArrayRef<int64_t> shape, ArrayRef<int64_t> permutation) {
  int64_t last = -1;
  for (int64_t dim : permutation) {
    if (shape[dim] == 1)
      continue;
    if (dim < last)
      return false;
    last = dim;
  }
  return true;
}

Value Importer::inOrder(const Node &node, const Imported &x,
                        ArrayRef<int64_t> order) {
  if (x.constant)
    return makeParameter(node.getLoc(), *x.constant, order);
  if (ArrayRef<int64_t>(x.order) == order)
    return x.value;
  SmallVector<int64_t> permutation;
  for (int64_t dim : order)
    permutation.push_back(llvm::find(x.order, dim) - x.order.begin());
  Value &result = transposes[{x.value.getAsOpaquePointer(), permutation}];
  if (result)
    return result;
  auto type = cast<RankedTensorType>(x.value.getType());
  SmallVector<int64_t> shape;
  for (int64_t dim : permutation)
    shape.push_back(type.getDimSize(dim));
  if (keepsBytes(type.getShape(), permutation))
    result = reshape(x.value.getLoc(), x.value, shape);
  else
    result = nn::TransposeOp::create(
        b, x.value.getLoc(),
        RankedTensorType::get(shape, type.getElementType()), x.value,
        permutation);
  return result;
}

Value Importer::inOnnxOrder(const Node &node, const Imported &x) {
  if (x.constant && x.constant->getNumElements() == 1)
    return makeConstant(node.getLoc(), *x.constant);
  return inOrder(node, x, identityOrder(x.getRank()));
}

SmallVector<Value> Importer::makeElementwise(const Node &node,
                                             ArrayRef<const Imported *> inputs,
                                             Order &order) {
  int64_t rank = 0;
  for (const Imported *x : inputs)
    rank = std::max(rank, x->getRank());
  order = identityOrder(rank);
  for (const Imported *x : inputs)
    if (x->value && x->getRank() == rank) {
      order = x->order;
      break;
    }
  // A single number needs no dimensions beside an operand that has all of them.
  bool isRanked = llvm::any_of(inputs, [&](const Imported *x) {
    return x->getRank() == rank &&
           (x->value || x->constant->getNumElements() > 1);
  });
  SmallVector<Value> operands;
  for (const Imported *x : inputs) {
    SmallVector<int64_t> shape = x->getShape();
    shape.insert(shape.begin(), rank - shape.size(), 1);
    if (!x->constant && x->getRank() == rank) {
      operands.push_back(inOrder(node, *x, order));
      continue;
    }
    if (!x->constant) {
      Imported extended;
      extended.value = reshape(node.getLoc(), inOnnxOrder(node, *x), shape);
      extended.order = identityOrder(rank);
      operands.push_back(inOrder(node, extended, order));
      continue;
    }
    if (x->constant->getNumElements() == 1) {
      operands.push_back(makeConstant(
          node.getLoc(),
          x->constant->reshape(isRanked ? ArrayRef<int64_t>() : shape)));
      continue;
    }
    // Leading ones say nothing; without them, one value a channel is a vector.
    HostTensor stored = x->constant->reshape(shape).transpose(order);
    ArrayRef<int64_t> trimmed = stored.getShape();
    bool isWidest = llvm::none_of(inputs, [&](const Imported *other) {
      return other->value && other->getRank() == rank;
    });
    while (!isWidest && !trimmed.empty() && trimmed.front() == 1)
      trimmed = trimmed.drop_front();
    stored = stored.reshape(llvm::to_vector(trimmed));
    // Sizes that are equal do not make two orders the same.
    std::string variant;
    if (!keepsBytes(shape, order))
      for (int64_t dim : order)
        variant += std::to_string(dim - rank) + ",";
    operands.push_back(makeParameter(node.getLoc(), stored,
                                     identityOrder(trimmed.size()), variant));
  }
  return operands;
}

LogicalResult onnx_frontend::defineOutput(Importer &importer, const Node &node,
                                          Value value,
                                          ArrayRef<int64_t> order) {
  if (!value)
    return failure();
  importer.define(node, 0, value, order);
  return success();
}

FailureOr<int64_t> onnx_frontend::normalizeAxis(const Node &node, int64_t axis,
                                                int64_t rank) {
  int64_t normal = axis < 0 ? axis + rank : axis;
  if (normal < 0 || normal >= rank)
    return node.error() << "expected an axis of a tensor of rank " << rank
                        << ", but got " << axis;
  return normal;
}

LogicalResult onnx_frontend::normalizeAxes(const Node &node,
                                           MutableArrayRef<int64_t> axes,
                                           int64_t rank) {
  llvm::SmallDenseSet<int64_t> seen;
  for (int64_t &axis : axes) {
    FailureOr<int64_t> normal = normalizeAxis(node, axis, rank);
    if (failed(normal))
      return failure();
    if (!seen.insert(*normal).second)
      return node.error() << "expected axes that differ, but got " << axis
                          << ", which is there twice";
    axis = *normal;
  }
  return success();
}

const Imported *onnx_frontend::expectInput(Importer &importer,
                                           const Node &node) {
  const Imported *x = importer.getInput(node, 0);
  if (!x)
    node.error() << "expected an input";
  return x;
}

LogicalResult onnx_frontend::expectInputs(const Node &node, unsigned least) {
  if (node.getNumInputs() < least)
    return node.error() << "expected at least " << least << " inputs, but got "
                        << node.getNumInputs();
  for (unsigned i = 0; i < least; ++i)
    if (node.getInput(i).empty())
      return node.error() << "expected input " << i << " to be there";
  return success();
}

LogicalResult onnx_frontend::expectFloats(const Node &node, const Imported &x) {
  if (isa<FloatType>(x.getElementType()))
    return success();
  return node.error() << "expected an input of floating-point numbers, but got "
                      << x.getElementType();
}

Value onnx_frontend::makeScalar(Importer &importer, const Node &node,
                                Value like, double value) {
  return importer.makeConstant(
      node.getLoc(),
      HostTensor::fromDoubles(getElementTypeOrSelf(like), {}, {value}));
}

Value onnx_frontend::castTo(Importer &importer, const Node &node, Value x,
                            Type type) {
  auto from = cast<RankedTensorType>(x.getType());
  if (from.getElementType() == type)
    return x;
  return nn::CastOp::create(importer.builder(), node.getLoc(),
                            RankedTensorType::get(from.getShape(), type), x);
}

Value onnx_frontend::makeRange(Importer &importer, const Node &node, Type type,
                               int64_t size, int64_t rank, int64_t at,
                               int64_t step) {
  std::vector<double> values;
  values.reserve(size);
  for (int64_t i = 0; i < size; ++i)
    values.push_back(double(i * step));
  SmallVector<int64_t> shape(rank, 1);
  shape[at] = size;
  return importer.makeConstant(node.getLoc(),
                               HostTensor::fromDoubles(type, shape, values));
}

Value onnx_frontend::normalizeIndices(Importer &importer, const Node &node,
                                      Value x, Value size) {
  Value isNegative = build<CompareOp>(importer, node, CompareKind::lt, x,
                                      makeScalar(importer, node, x, 0));
  Value raised = build<AddOp>(importer, node, x, size);
  return raised ? build<SelectOp>(importer, node, isNegative, raised, x)
                : Value();
}

//===- InputShapes.cpp - Shapes of the inputs of a model ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "InputShapes.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::onnx_frontend;

using Dimension = onnx::TensorShapeProto::Dimension;

static bool isOpen(const Dimension &dim) {
  return !dim.has_dim_value() || dim.dim_value() < 1;
}

/// The name of an open dimension; empty if it has none, as if it is `?`.
static std::string getName(const Dimension &dim) {
  return isOpen(dim) && dim.dim_param() != "?" ? dim.dim_param() : "";
}

/// `NxSIZEx4`.
static std::string print(const onnx::TensorShapeProto &shape) {
  return llvm::join(llvm::map_range(shape.dim(),
                                    [](const Dimension &dim) {
                                      if (!isOpen(dim))
                                        return std::to_string(dim.dim_value());
                                      std::string name = getName(dim);
                                      return name.empty() ? "SIZE" : name;
                                    }),
                    "x");
}

/// `a`, `a and b`, or `a, b and c`.
static std::string listNames(ArrayRef<std::string> names) {
  std::string text = llvm::join(names.drop_back(), ", ");
  return text + (text.empty() ? "" : " and ") + names.back();
}

bool InputShapes::fits(const onnx::TensorShapeProto &declared,
                       ArrayRef<int64_t> shape) {
  return declared.dim_size() == int64_t(shape.size()) &&
         llvm::all_of(llvm::zip_equal(declared.dim(), shape), [](auto pair) {
           const auto &[dim, size] = pair;
           return isOpen(dim) || dim.dim_value() == size;
         });
}

LogicalResult InputShapes::bindNames(const onnx::ValueInfoProto &input,
                                     Location loc) {
  auto bound = options.shapes.find(input.name());
  const onnx::TensorShapeProto &declared = input.type().tensor_type().shape();
  if (bound == options.shapes.end() || !fits(declared, bound->second))
    return success();
  for (auto [dim, size] : llvm::zip_equal(declared.dim(), bound->second)) {
    std::string name = getName(dim);
    if (name.empty())
      continue;
    const Size &known =
        sizes.insert({name, {size, input.name()}}).first->second;
    if (known.size != size)
      return emitError(loc)
             << "dimension '" << name << "' is " << known.size << " in input '"
             << known.input << "', but --shape "
             << "gives it " << size << " in input '" << input.name() << "'";
  }
  return success();
}

FailureOr<SmallVector<int64_t>>
InputShapes::getShape(const onnx::ValueInfoProto &input, Location loc) const {
  const auto &tensor = input.type().tensor_type();
  auto bound = options.shapes.find(input.name());
  bool isBound = bound != options.shapes.end();
  if (!tensor.has_shape()) {
    if (!isBound)
      return emitError(loc) << "input '" << input.name()
                            << "' has no shape; bind it with --shape "
                            << input.name() << "=SIZExSIZE...";
    return bound->second;
  }
  if (isBound) {
    if (fits(tensor.shape(), bound->second))
      return bound->second;
    return emitError(loc) << "input '" << input.name() << "' has shape "
                          << print(tensor.shape()) << ", which --shape "
                          << input.name() << "="
                          << llvm::join(llvm::map_range(bound->second,
                                                        [](int64_t v) {
                                                          return std::to_string(
                                                              v);
                                                        }),
                                        "x")
                          << " does not fit";
  }
  SmallVector<int64_t> shape;
  SmallVector<std::string> open;
  for (const Dimension &dim : tensor.shape().dim()) {
    std::string name = getName(dim);
    auto known = sizes.find(name);
    shape.push_back(known != sizes.end() ? known->second.size
                                         : dim.dim_value());
    if (!isOpen(dim) || known != sizes.end())
      continue;
    name = name.empty() ? "SIZE" : name;
    if (!llvm::is_contained(open, name))
      open.push_back(name);
  }
  if (open.empty())
    return shape;
  std::string text = print(tensor.shape());
  return emitError(loc) << "input '" << input.name() << "' has shape " << text
                        << ", where " << listNames(open)
                        << (open.size() > 1 ? " are" : " is") << " open; bind "
                        << (open.size() > 1 ? "them" : "it") << " with --shape "
                        << input.name() << "=" << text;
}

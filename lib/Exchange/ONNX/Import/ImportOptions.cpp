//===- ImportOptions.cpp - Options as text --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/IR/Builders.h"
#include "tenon/Exchange/ONNX/ONNX.h"

using namespace mlir;
using namespace tenon;

bool tenon::parseShapeOption(StringRef text, OnnxImportOptions &options) {
  auto [name, sizes] = text.rsplit('=');
  SmallVector<int64_t> shape;
  SmallVector<StringRef> parts;
  sizes.split(parts, 'x');
  for (StringRef part : parts) {
    int64_t size;
    if (part.getAsInteger(10, size) || size < 1)
      return false;
    shape.push_back(size);
  }
  if (name.empty() || shape.empty())
    return false;
  options.shapes[name] = std::move(shape);
  return true;
}

bool tenon::parseBindOption(StringRef text, MLIRContext *context,
                            OnnxImportOptions &options) {
  auto [name, list] = text.rsplit('=');
  SmallVector<StringRef> parts;
  list.split(parts, ',');
  std::vector<double> values;
  bool isInteger = true;
  for (StringRef part : parts) {
    double value;
    int64_t integer;
    if (part.trim().getAsDouble(value))
      return false;
    isInteger &= !part.trim().getAsInteger(10, integer);
    values.push_back(value);
  }
  if (name.empty() || values.empty())
    return false;
  Builder b(context);
  Type type = isInteger ? Type(b.getI64Type()) : b.getF32Type();
  SmallVector<int64_t> shape;
  if (values.size() > 1)
    shape.push_back(values.size());
  options.bindings[name] = HostTensor::fromDoubles(type, shape, values);
  return true;
}

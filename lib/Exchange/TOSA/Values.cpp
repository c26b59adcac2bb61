//===- Values.cpp - Moves of constant values ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Values.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "tenon/Support/HostTensor.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::tosa;

/// The tensor that an attribute holds; truth values are packed there.
static std::optional<HostTensor> getTensor(ElementsAttr values) {
  if (!values || values.getElementType().isInteger(1))
    return std::nullopt;
  return HostTensor::fromElements(values);
}

/// A tensor as an attribute of the kind that its values came from.
static ElementsAttr makeValues(const HostTensor &tensor, ElementsAttr from) {
  auto type = RankedTensorType::get(tensor.getShape(), tensor.getElementType());
  ArrayRef<char> bytes(tensor.getBytes().data(), tensor.getBytes().size());
  auto resource = dyn_cast<DenseResourceElementsAttr>(from);
  if (!resource)
    return DenseElementsAttr::getFromRawBuffer(type, bytes);
  return DenseResourceElementsAttr::get(
      type, resource.getRawHandle().getKey(),
      HeapAsmResourceBlob::allocateAndCopyWithAlign(bytes, 64,
                                                    /*dataIsMutable=*/false));
}

ElementsAttr tosa::reshapeValues(ElementsAttr values, ArrayRef<int64_t> shape) {
  if (!values)
    return nullptr;
  auto type = RankedTensorType::get(shape, values.getElementType());
  if (auto dense = dyn_cast<DenseElementsAttr>(values))
    return dense.reshape(type);
  if (auto resource = dyn_cast<DenseResourceElementsAttr>(values))
    return DenseResourceElementsAttr::get(type, resource.getRawHandle());
  return nullptr;
}

ElementsAttr tosa::transposeValues(ElementsAttr values,
                                   ArrayRef<int64_t> permutation) {
  if (std::optional<HostTensor> tensor = getTensor(values))
    return makeValues(tensor->transpose(permutation), values);
  return nullptr;
}

ElementsAttr tosa::sliceValues(ElementsAttr values, int64_t begin,
                               int64_t count) {
  if (std::optional<HostTensor> tensor = getTensor(values))
    return makeValues(tensor->slice(begin, count), values);
  return nullptr;
}

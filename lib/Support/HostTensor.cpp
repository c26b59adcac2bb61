//===- HostTensor.cpp - Tensors in host memory ----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Support/HostTensor.h"
#include "mlir/Dialect/Quant/IR/QuantTypes.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>
#include <cstring>

using namespace tenon;
using llvm::ArrayRef;

HostTensor::HostTensor(mlir::Type elementType, ArrayRef<int64_t> shape,
                       llvm::StringRef bytes, std::string name)
    : elementType(elementType), shape(shape.begin(), shape.end()), bytes(bytes),
      name(std::move(name)) {}

HostTensor::HostTensor(mlir::Type elementType, ArrayRef<int64_t> shape,
                       std::unique_ptr<std::string> bytes, std::string name)
    : elementType(elementType), shape(shape.begin(), shape.end()),
      owned(std::move(bytes)), name(std::move(name)) {
  this->bytes = *owned;
}

mlir::Type HostTensor::getStorageType(mlir::Type elementType) {
  auto type = llvm::dyn_cast<mlir::quant::QuantizedType>(elementType);
  if (!type)
    return elementType;
  return mlir::IntegerType::get(type.getContext(),
                                type.getStorageTypeIntegralWidth(),
                                type.isSigned() ? mlir::IntegerType::Signless
                                                : mlir::IntegerType::Unsigned);
}

unsigned HostTensor::getElementBytes(mlir::Type elementType) {
  return (getStorageType(elementType).getIntOrFloatBitWidth() + 7) / 8;
}

int64_t HostTensor::getNumElements() const {
  int64_t n = 1;
  for (int64_t size : shape)
    n *= size;
  return n;
}

std::optional<int64_t> HostTensor::countElements(ArrayRef<int64_t> shape) {
  int64_t n = 1;
  for (int64_t size : shape)
    if (size < 0 || __builtin_mul_overflow(n, std::max<int64_t>(size, 1), &n) ||
        n > (int64_t(1) << 40))
      return std::nullopt;
  return llvm::is_contained(shape, 0) ? 0 : n;
}

template <typename T>
static T read(const char *at) {
  T value;
  std::memcpy(&value, at, sizeof(T));
  return value;
}

int64_t HostTensor::getInt(int64_t i) const {
  unsigned size = getElementBytes(elementType);
  const char *at = bytes.data() + i * size;
  bool isUnsigned = getStorageType(elementType).isUnsignedInteger();
  switch (size) {
  case 1:
    return isUnsigned ? int64_t(read<uint8_t>(at)) : read<int8_t>(at);
  case 2:
    return isUnsigned ? int64_t(read<uint16_t>(at)) : read<int16_t>(at);
  case 4:
    return isUnsigned ? int64_t(read<uint32_t>(at)) : read<int32_t>(at);
  default:
    return read<int64_t>(at);
  }
}

double HostTensor::getDouble(int64_t i) const {
  if (getStorageType(elementType).isUnsignedInteger())
    return double(uint64_t(getInt(i)));
  if (!llvm::isa<mlir::FloatType>(elementType))
    return double(getInt(i));
  const char *at = bytes.data() + i * getElementBytes(elementType);
  if (elementType.isF32())
    return read<float>(at);
  if (elementType.isF64())
    return read<double>(at);
  llvm::APFloat value(
      llvm::cast<mlir::FloatType>(elementType).getFloatSemantics(),
      llvm::APInt(16, read<uint16_t>(at)));
  return value.convertToDouble();
}

std::vector<int64_t> HostTensor::getInts() const {
  std::vector<int64_t> values;
  for (int64_t i = 0, e = getNumElements(); i < e; ++i)
    values.push_back(llvm::isa<mlir::FloatType>(elementType)
                         ? toInteger(getDouble(i), /*isUnsigned=*/false)
                         : getInt(i));
  return values;
}

std::vector<double> HostTensor::getDoubles() const {
  std::vector<double> values;
  for (int64_t i = 0, e = getNumElements(); i < e; ++i)
    values.push_back(getDouble(i));
  return values;
}

int64_t HostTensor::toInteger(double value, bool isUnsigned) {
  if (std::isnan(value))
    return 0;
  if (value < -0x1p63)
    return INT64_MIN;
  if (value < 0x1p63)
    return int64_t(value);
  if (!isUnsigned)
    return INT64_MAX;
  return int64_t(value < 0x1p64 ? uint64_t(value) : UINT64_MAX);
}

/// Writes a value in the stored form of `elementType`.
static void writeElement(mlir::Type elementType, double value, char *at) {
  if (elementType.isF32()) {
    auto rounded = float(value);
    std::memcpy(at, &rounded, sizeof(rounded));
    return;
  }
  if (auto type = llvm::dyn_cast<mlir::FloatType>(elementType)) {
    llvm::APFloat number(value);
    bool losesInfo;
    number.convert(type.getFloatSemantics(), llvm::APFloat::rmNearestTiesToEven,
                   &losesInfo);
    uint64_t bits = number.bitcastToAPInt().getZExtValue();
    std::memcpy(at, &bits, HostTensor::getElementBytes(elementType));
    return;
  }
  int64_t integer =
      elementType.isInteger(1)
          ? value != 0
          : HostTensor::toInteger(value, elementType.isUnsignedInteger(64));
  std::memcpy(at, &integer, HostTensor::getElementBytes(elementType));
}

HostTensor HostTensor::zeros(mlir::Type elementType, ArrayRef<int64_t> shape) {
  HostTensor result(elementType, shape, llvm::StringRef());
  result.owned = std::make_shared<std::string>(
      result.getNumElements() * getElementBytes(elementType), '\0');
  result.bytes = *result.owned;
  return result;
}

HostTensor HostTensor::fromDoubles(mlir::Type elementType,
                                   ArrayRef<int64_t> shape,
                                   ArrayRef<double> values) {
  HostTensor result = zeros(elementType, shape);
  for (size_t i = 0; i < values.size(); ++i)
    result.setDouble(i, values[i]);
  return result;
}

void HostTensor::setDouble(int64_t i, double value) {
  writeElement(elementType, value,
               owned->data() + i * getElementBytes(elementType));
}

void HostTensor::setInt(int64_t i, int64_t value) {
  unsigned size = getElementBytes(elementType);
  std::memcpy(owned->data() + i * size, &value, size);
}

HostTensor HostTensor::fromInts(mlir::MLIRContext *context,
                                ArrayRef<int64_t> shape,
                                ArrayRef<int64_t> values) {
  HostTensor result = zeros(mlir::IntegerType::get(context, 64), shape);
  if (!values.empty())
    std::memcpy(result.getMutableBytes(), values.data(), values.size() * 8);
  return result;
}

std::optional<HostTensor>
HostTensor::fromElements(mlir::ElementsAttr elements) {
  if (!elements)
    return std::nullopt;
  mlir::ShapedType type = elements.getShapedType();
  mlir::Type element = type.getElementType();
  if (auto resource =
          llvm::dyn_cast<mlir::DenseResourceElementsAttr>(elements)) {
    mlir::AsmResourceBlob *blob = resource.getRawHandle().getBlob();
    if (!blob)
      return std::nullopt;
    llvm::ArrayRef<char> data = blob->getData();
    return HostTensor(element, type.getShape(), {data.data(), data.size()});
  }
  auto dense = llvm::dyn_cast<mlir::DenseElementsAttr>(elements);
  if (!dense || !element.isIntOrFloat())
    return std::nullopt;
  llvm::ArrayRef<char> raw = dense.getRawData();
  unsigned size = getElementBytes(element);
  // Booleans are packed there, but take one byte each here.
  if (!dense.isSplat() && !element.isInteger(1))
    return HostTensor(element, type.getShape(), {raw.data(), raw.size()});
  HostTensor result = zeros(element, type.getShape());
  if (element.isInteger(1)) {
    char *to = result.getMutableBytes();
    for (bool value : dense.getValues<bool>())
      *to++ = char(value);
    return result;
  }
  for (int64_t i = 0, e = result.getNumElements(); i < e; ++i)
    std::memcpy(result.getMutableBytes() + i * size, raw.data(), size);
  return result;
}

HostTensor HostTensor::fromNumber(mlir::TypedAttr number) {
  auto integer = llvm::dyn_cast<mlir::IntegerAttr>(number);
  uint64_t bits = integer ? integer.getValue().getZExtValue()
                          : llvm::cast<mlir::FloatAttr>(number)
                                .getValue()
                                .bitcastToAPInt()
                                .getZExtValue();
  HostTensor result = zeros(number.getType(), {});
  std::memcpy(result.getMutableBytes(), &bits,
              getElementBytes(number.getType()));
  return result;
}

mlir::TypedAttr HostTensor::getNumber() const {
  unsigned width = elementType.getIntOrFloatBitWidth();
  uint64_t bits = 0;
  std::memcpy(&bits, bytes.data(), getElementBytes(elementType));
  llvm::APInt integer(64, bits);
  integer = integer.trunc(width);
  if (auto type = llvm::dyn_cast<mlir::FloatType>(elementType))
    return mlir::FloatAttr::get(
        type, llvm::APFloat(type.getFloatSemantics(), integer));
  return mlir::IntegerAttr::get(elementType, integer);
}

HostTensor HostTensor::splat(ArrayRef<int64_t> newShape) const {
  HostTensor result = zeros(elementType, newShape);
  result.name = name;
  unsigned size = getElementBytes(elementType);
  for (int64_t i = 0, e = result.getNumElements(); i < e; ++i)
    std::memcpy(result.getMutableBytes() + i * size, bytes.data(), size);
  return result;
}

HostTensor HostTensor::reshape(ArrayRef<int64_t> newShape) const {
  HostTensor result = *this;
  result.shape.assign(newShape.begin(), newShape.end());
  return result;
}

HostTensor HostTensor::slice(int64_t begin, int64_t count) const {
  HostTensor result = *this;
  int64_t size = bytes.size() / shape[0];
  result.shape[0] = count;
  result.bytes = bytes.substr(begin * size, count * size);
  return result;
}

HostTensor HostTensor::bitcast(mlir::Type newElementType) const {
  HostTensor result = *this;
  result.elementType = newElementType;
  return result;
}

HostTensor HostTensor::transpose(ArrayRef<int64_t> permutation) const {
  HostTensor result = *this;
  size_t rank = shape.size();
  llvm::SmallVector<int64_t> strides(rank, 1), moved(rank);
  for (size_t i = rank; i > 1; --i)
    strides[i - 2] = strides[i - 1] * shape[i - 1];
  for (size_t i = 0; i < rank; ++i) {
    result.shape[i] = shape[permutation[i]];
    moved[i] = strides[permutation[i]];
  }
  unsigned size = getElementBytes(elementType);
  result.owned = std::make_shared<std::string>(bytes.size(), '\0');
  result.bytes = *result.owned;
  llvm::SmallVector<int64_t> index(rank, 0);
  int64_t from = 0;
  for (int64_t to = 0, e = getNumElements(); to < e; ++to) {
    std::memcpy(result.owned->data() + to * size, bytes.data() + from * size,
                size);
    for (size_t d = rank; d-- > 0;) {
      from += moved[d];
      if (++index[d] < result.shape[d])
        break;
      from -= moved[d] * result.shape[d];
      index[d] = 0;
    }
  }
  return result;
}

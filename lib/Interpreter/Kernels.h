//===- Kernels.h - Common parts of the kernels of operations ----*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_INTERPRETER_KERNELS_H
#define LIB_INTERPRETER_KERNELS_H

#include "dialects/Network/IR/Network.h"
#include "tenon/Support/HostTensor.h"
#include <cmath>
#include <cstring>
#include <functional>
#include <map>
#include <string>
#include <type_traits>

namespace tenon::interpreter {

using mlir::RankedTensorType;
using Shape = llvm::ArrayRef<int64_t>;

/// The operands of an operation, which are null for absent optional ones, and
/// the results that a kernel has computed.
struct Frame {
  llvm::SmallVector<HostTensor> operands;
  llvm::SmallVector<HostTensor> results;
};

/// Computes the results of one operation. On failure, reports an error.
using Kernel = std::function<llvm::LogicalResult(mlir::Operation *, Frame &)>;
/// Kernels by the name of their operation.
using KernelMap = std::map<std::string, Kernel, std::less<>>;

/// Returns all kernels.
KernelMap makeKernels();

/// Add the kernels of one file each.
void addConvolutionKernels(KernelMap &kernels);
void addElementwiseKernels(KernelMap &kernels);
void addMoveKernels(KernelMap &kernels);
void addProductKernels(KernelMap &kernels);
void addQuantizedKernels(KernelMap &kernels);
void addRecurrentKernels(KernelMap &kernels);
void addReductionKernels(KernelMap &kernels);
void addSelectionKernels(KernelMap &kernels);
void addWindowKernels(KernelMap &kernels);

inline RankedTensorType typeOf(mlir::Value value) {
  return llvm::cast<RankedTensorType>(value.getType());
}

/// Returns true if elements of the type are stored as `T`.
template <typename T>
bool isStoredAs(mlir::Type type) {
  if constexpr (std::is_same_v<T, float>)
    return type.isF32();
  else if constexpr (std::is_same_v<T, double>)
    return type.isF64();
  else if constexpr (std::is_same_v<T, uint64_t>)
    return type.isUnsignedInteger(64);
  else
    return type.isInteger(64) && !type.isUnsignedInteger();
}

/// Elements of a tensor as numbers for computations: a view if they are aligned
/// and stored in this type, and a copy otherwise.
template <typename T>
class Elements {
public:
  explicit Elements(const HostTensor &tensor) {
    const char *bytes = tensor.getBytes().data();
    if (isStoredAs<T>(tensor.getElementType()) &&
        reinterpret_cast<uintptr_t>(bytes) % alignof(T) == 0) {
      data = reinterpret_cast<const T *>(bytes);
      return;
    }
    int64_t size = tensor.getNumElements();
    copy.resize(size);
    for (int64_t i = 0; i < size; ++i)
      if constexpr (std::is_integral_v<T>)
        copy[i] =
            tensor.isInteger() ? T(tensor.getInt(i)) : T(tensor.getDouble(i));
      else
        copy[i] = T(tensor.getDouble(i));
    data = copy.data();
  }
  Elements(const Elements &) = delete;
  Elements &operator=(const Elements &) = delete;

  T operator[](int64_t i) const { return data[i]; }
  const T *get() const { return data; }

private:
  std::vector<T> copy;
  const T *data;
};

/// A result under construction, written as `T` and stored as its type.
template <typename T>
class Output {
public:
  explicit Output(RankedTensorType type)
      : Output(type.getElementType(), type.getShape()) {}
  Output(mlir::Type elementType, Shape shape)
      : tensor(HostTensor::zeros(elementType, shape)) {
    if (isStoredAs<T>(elementType)) {
      data = reinterpret_cast<T *>(tensor.getMutableBytes());
    } else {
      buffer.resize(tensor.getNumElements());
      data = buffer.data();
    }
  }
  Output(const Output &) = delete;
  Output &operator=(const Output &) = delete;

  T &operator[](int64_t i) { return data[i]; }
  T *get() { return data; }
  int64_t size() const { return tensor.getNumElements(); }
  /// Returns the tensor, rounded to its stored type.
  HostTensor take();

private:
  HostTensor tensor;
  std::vector<T> buffer;
  T *data;
};

template <typename T>
HostTensor Output<T>::take() {
  mlir::Type type = tensor.getElementType();
  unsigned size = HostTensor::getElementBytes(type);
  bool isBool = type.isInteger(1);
  for (int64_t i = 0, e = buffer.size(); i < e; ++i) {
    if constexpr (std::is_integral_v<T>) {
      if (type.isInteger()) {
        // Keeps the low bytes: integers wrap around.
        auto value = isBool ? T(buffer[i] != 0) : buffer[i];
        std::memcpy(tensor.getMutableBytes() + i * size, &value, size);
        continue;
      }
    }
    tensor.setDouble(i, double(buffer[i]));
  }
  return std::move(tensor);
}

/// Calls `body` with a zero of the type of computations on elements: float for
/// floats of up to 32 bits, double, or 64-bit integers.
template <typename Body>
auto withComputeType(mlir::Type type, Body body) {
  if (type.isF64())
    return body(double());
  if (llvm::isa<mlir::FloatType>(type))
    return body(float());
  if (type.isUnsignedInteger(64))
    return body(uint64_t());
  return body(int64_t());
}

/// Converts a real number to an element. Integers are truncated; infinities and
/// NaN become zero for integers of any width.
template <typename T>
T fromReal(double value) {
  if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>)
    return std::isfinite(value)
               ? T(HostTensor::toInteger(value, std::is_unsigned_v<T>))
               : T(0);
  else
    return T(value);
}

/// Returns the strides of a dense row-major tensor.
llvm::SmallVector<int64_t> getStrides(Shape shape);

/// Returns the strides of an operand that broadcasts to `shape`; 0 in repeated
/// dimensions.
llvm::SmallVector<int64_t> getBroadcastStrides(Shape operand, Shape shape);

/// Calls `body(offsets)` for each index of `shape` without its last dimension,
/// in row-major order. The offsets are those of several strided tensors.
void forEachRow(Shape shape, llvm::ArrayRef<llvm::SmallVector<int64_t>> strides,
                llvm::function_ref<void(llvm::ArrayRef<int64_t>)> body);

/// Applies an activation in place.
template <typename T>
void activate(nn::ActivationAttr activation, T *values, int64_t size);
extern template void activate(nn::ActivationAttr, float *, int64_t);
extern template void activate(nn::ActivationAttr, double *, int64_t);

} // namespace tenon::interpreter

#endif // LIB_INTERPRETER_KERNELS_H

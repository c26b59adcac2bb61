//===- HostTensor.h - A tensor in host memory -------------------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SUPPORT_HOSTTENSOR_H
#define TENON_SUPPORT_HOSTTENSOR_H

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Compiler.h"
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tenon {

/// A dense tensor with values in memory: a constant of a model, or an input or
/// a result of a network that runs on the host. Elements are little-endian and
/// in row-major order; `i1` takes one byte. The bytes either belong to an owner
/// that outlives the tensor, or are shared by all copies of the tensor.
class HostTensor {
public:
  HostTensor() = default;
  /// Refers to bytes that must outlive the tensor.
  HostTensor(mlir::Type elementType, llvm::ArrayRef<int64_t> shape,
             llvm::StringRef bytes, std::string name = "");
  /// Takes ownership of the bytes.
  HostTensor(mlir::Type elementType, llvm::ArrayRef<int64_t> shape,
             std::unique_ptr<std::string> bytes, std::string name);
  /// Creates a tensor of zeros that owns its memory.
  static HostTensor zeros(mlir::Type elementType,
                          llvm::ArrayRef<int64_t> shape);
  /// Creates a tensor of i64 integers.
  static HostTensor fromInts(mlir::MLIRContext *context,
                             llvm::ArrayRef<int64_t> shape,
                             llvm::ArrayRef<int64_t> values);
  /// Creates a tensor with this element type and rounds the values to it.
  static HostTensor fromDoubles(mlir::Type elementType,
                                llvm::ArrayRef<int64_t> shape,
                                llvm::ArrayRef<double> values);
  /// Creates a tensor with the values of a dense or resource attribute, which
  /// must outlive the result. Returns nullopt for other attributes and for
  /// attributes without values.
  static std::optional<HostTensor> fromElements(mlir::ElementsAttr elements);

  /// Creates a tensor without dimensions from a float or integer, with the type
  /// of that number.
  static HostTensor fromNumber(mlir::TypedAttr number);

  mlir::Type getElementType() const { return elementType; }
  llvm::ArrayRef<int64_t> getShape() const LLVM_LIFETIME_BOUND { return shape; }
  int64_t getRank() const { return shape.size(); }
  int64_t getNumElements() const;
  llvm::StringRef getBytes() const LLVM_LIFETIME_BOUND { return bytes; }
  /// Returns the writable bytes of a tensor that owns its memory.
  char *getMutableBytes() { return owned->data(); }
  /// Returns the name of the initializer or tensor, which becomes the name of
  /// the parameter that is created from it.
  const std::string &getName() const LLVM_LIFETIME_BOUND { return name; }
  void setName(llvm::StringRef newName) { name = newName.str(); }

  bool isInteger() const { return elementType.isInteger(); }
  /// Returns element `i` in row-major order as an integer. Only for tensors of
  /// integers or quantized elements; for the latter, returns the stored
  /// integer.
  int64_t getInt(int64_t i) const;
  /// Returns element `i` in row-major order; for quantized elements, returns
  /// the stored integer.
  double getDouble(int64_t i) const;
  /// Sets element `i` of a tensor that owns its memory.
  void setDouble(int64_t i, double value);
  /// Sets element `i` of a tensor of integers that owns its memory to the low
  /// bytes of `value`.
  void setInt(int64_t i, int64_t value);
  /// Returns element 0, which must be a float or an integer, as an attribute of
  /// its type.
  mlir::TypedAttr getNumber() const;
  std::vector<int64_t> getInts() const;
  std::vector<double> getDoubles() const;

  /// Returns the same elements in a different shape.
  HostTensor reshape(llvm::ArrayRef<int64_t> newShape) const;
  /// Permutes the dimensions: dimension i of the result is dimension
  /// `permutation[i]` of this tensor.
  HostTensor transpose(llvm::ArrayRef<int64_t> permutation) const;
  /// Returns `count` indices of the first dimension, starting at `begin`.
  HostTensor slice(int64_t begin, int64_t count) const;
  /// Returns a tensor of a different shape in which all elements are the first
  /// element of this tensor.
  HostTensor splat(llvm::ArrayRef<int64_t> newShape) const;
  /// Reinterprets the bytes as elements of another type with the same width.
  HostTensor bitcast(mlir::Type newElementType) const;
  /// Returns the number of elements of a shape that was read from a file.
  /// Returns nullopt if a size is negative, or if there are more than 2^40
  /// elements when sizes of zero are counted as one.
  static std::optional<int64_t> countElements(llvm::ArrayRef<int64_t> shape);
  /// Returns the integer part of a value as a signed or unsigned 64-bit
  /// integer. Values outside the range are clamped to it; NaN becomes zero.
  static int64_t toInteger(double value, bool isUnsigned);
  /// Returns the storage type of a quantized type, which is signless if it is
  /// signed. Returns other types unchanged.
  static mlir::Type getStorageType(mlir::Type elementType);
  /// Returns the number of bytes of one stored element: 1 for `i1`, and the
  /// size of the storage type for quantized types.
  static unsigned getElementBytes(mlir::Type elementType);

private:
  mlir::Type elementType;
  llvm::SmallVector<int64_t> shape;
  llvm::StringRef bytes;
  std::shared_ptr<std::string> owned;
  std::string name;
};

} // namespace tenon

#endif // TENON_SUPPORT_HOSTTENSOR_H

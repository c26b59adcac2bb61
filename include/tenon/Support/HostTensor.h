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

/// A dense tensor whose values are in memory: a constant of a model, an input
/// or a result of a network that runs on the host. Elements are little endian
/// and row major, `i1` takes a byte. The bytes belong to somebody who lives
/// longer, or are shared by all copies of the tensor.
class HostTensor {
public:
  HostTensor() = default;
  /// Refers to bytes that must outlive it.
  HostTensor(mlir::Type elementType, llvm::ArrayRef<int64_t> shape,
             llvm::StringRef bytes, std::string name = "");
  /// Takes the bytes over.
  HostTensor(mlir::Type elementType, llvm::ArrayRef<int64_t> shape,
             std::unique_ptr<std::string> bytes, std::string name);
  /// A tensor of zeros with memory of its own.
  static HostTensor zeros(mlir::Type elementType,
                          llvm::ArrayRef<int64_t> shape);
  /// Integers of type i64.
  static HostTensor fromInts(mlir::MLIRContext *context,
                             llvm::ArrayRef<int64_t> shape,
                             llvm::ArrayRef<int64_t> values);
  /// A tensor of this element type; values are rounded to it.
  static HostTensor fromDoubles(mlir::Type elementType,
                                llvm::ArrayRef<int64_t> shape,
                                llvm::ArrayRef<double> values);
  /// The values of an attribute, which must outlive the result; nothing if it
  /// holds none or is of another kind than dense and resource.
  static std::optional<HostTensor> fromElements(mlir::ElementsAttr elements);

  /// A number without dimensions: a float or an integer, of that type.
  static HostTensor fromNumber(mlir::TypedAttr number);

  mlir::Type getElementType() const { return elementType; }
  llvm::ArrayRef<int64_t> getShape() const LLVM_LIFETIME_BOUND { return shape; }
  int64_t getRank() const { return shape.size(); }
  int64_t getNumElements() const;
  llvm::StringRef getBytes() const LLVM_LIFETIME_BOUND { return bytes; }
  /// The bytes of a tensor with memory of its own, to be written.
  char *getMutableBytes() { return owned->data(); }
  /// Name of the initializer or tensor, for the parameter made of it.
  const std::string &getName() const LLVM_LIFETIME_BOUND { return name; }
  void setName(llvm::StringRef newName) { name = newName.str(); }

  bool isInteger() const { return elementType.isInteger(); }
  /// Element `i` in row-major sequence, as an integer: only of integers and of
  /// quantized elements, as stored.
  int64_t getInt(int64_t i) const;
  /// Element `i` in row-major sequence; a quantized one as stored.
  double getDouble(int64_t i) const;
  /// Sets element `i` of a tensor with memory of its own.
  void setDouble(int64_t i, double value);
  /// Sets element `i` of integers with memory of their own: its low bytes.
  void setInt(int64_t i, int64_t value);
  /// Element 0, which is a float or an integer, as an attribute of its type.
  mlir::TypedAttr getNumber() const;
  std::vector<int64_t> getInts() const;
  std::vector<double> getDoubles() const;

  /// The same elements in another shape.
  HostTensor reshape(llvm::ArrayRef<int64_t> newShape) const;
  /// Dimension i of the result is dimension `permutation[i]` of this.
  HostTensor transpose(llvm::ArrayRef<int64_t> permutation) const;
  /// `count` indices of the first dimension, from `begin` on.
  HostTensor slice(int64_t begin, int64_t count) const;
  /// The first element of this, everywhere in a tensor of another shape.
  HostTensor splat(llvm::ArrayRef<int64_t> newShape) const;
  /// The same bytes as elements of another type of the same width.
  HostTensor bitcast(mlir::Type newElementType) const;
  /// The number of elements of a shape from a file; nothing if a size is
  /// negative or they are more than 2^40, zeros among the sizes taken as ones.
  static std::optional<int64_t> countElements(llvm::ArrayRef<int64_t> shape);
  /// The integer part of a value as 64 bits, signed or unsigned; the nearest
  /// integer that these have for values outside, zero for what is not a number.
  static int64_t toInteger(double value, bool isUnsigned);
  /// The integers that elements of a quantized type are stored as, without a
  /// sign attribute if they are signed; other types as they are.
  static mlir::Type getStorageType(mlir::Type elementType);
  /// Bytes of one element as stored: 1 for `i1`, those of the storage type for
  /// quantized types.
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

//===- HostTensor.h - A constant of an ONNX model -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_FRONTEND_ONNX_HOSTTENSOR_H
#define LIB_FRONTEND_ONNX_HOSTTENSOR_H

#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include <memory>
#include <string>
#include <vector>

namespace tenon::onnx_frontend {

/// A tensor known when the model is read: an initializer, a `Constant` or the
/// result of a shape computation. Bytes are little endian, row major; they
/// belong to the model or to `owned`.
class HostTensor {
public:
  HostTensor() = default;
  /// Refers to bytes that live as long as the model.
  HostTensor(mlir::Type elementType, llvm::ArrayRef<int64_t> shape,
             llvm::StringRef bytes, std::string name);
  /// Integers of type i64.
  static HostTensor fromInts(mlir::MLIRContext *context,
                             llvm::ArrayRef<int64_t> shape,
                             llvm::ArrayRef<int64_t> values);
  /// A tensor of this element type; values are rounded to it.
  static HostTensor fromDoubles(mlir::Type elementType,
                                llvm::ArrayRef<int64_t> shape,
                                llvm::ArrayRef<double> values);

  mlir::Type getElementType() const { return elementType; }
  llvm::ArrayRef<int64_t> getShape() const { return shape; }
  int64_t getNumElements() const;
  llvm::StringRef getBytes() const { return bytes; }
  /// Name of the initializer or tensor, for the parameter made of it.
  const std::string &getName() const { return name; }
  void setName(llvm::StringRef newName) { name = newName.str(); }

  bool isInteger() const { return elementType.isInteger(); }
  int64_t getInt(int64_t i) const;
  double getDouble(int64_t i) const;
  std::vector<int64_t> getInts() const;
  std::vector<double> getDoubles() const;

  /// The same elements in another shape.
  HostTensor reshape(llvm::ArrayRef<int64_t> newShape) const;
  /// Dimension i of the result is dimension `permutation[i]` of this.
  HostTensor transpose(llvm::ArrayRef<int64_t> permutation) const;
  /// Bytes of one element as stored: 1 for `i1`.
  static unsigned getElementBytes(mlir::Type elementType);

private:
  mlir::Type elementType;
  llvm::SmallVector<int64_t> shape;
  llvm::StringRef bytes;
  std::shared_ptr<std::vector<char>> owned;
  std::string name;
};

} // namespace tenon::onnx_frontend

#endif // LIB_FRONTEND_ONNX_HOSTTENSOR_H

//===- Resolution.h - How dimensions follow from those of the inputs ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_TRANSFORMS_RESOLUTION_RESOLUTION_H
#define LIB_TRANSFORMS_RESOLUTION_RESOLUTION_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/DenseMap.h"
#include <map>
#include <optional>

namespace tenon {

/// A size before and after.
struct Extent {
  int64_t old, now;

  bool operator==(const Extent &other) const {
    return old == other.old && now == other.now;
  }
};

/// A part of a dimension: the indices of several extents in row-major sequence,
/// as of a flattened image.
struct ExtentProduct {
  llvm::SmallVector<Extent, 2> factors;

  Extent getTotal() const;
  bool operator==(const ExtentProduct &other) const {
    return factors == other.factors;
  }
};

/// A dimension: its parts one after the other, as a concatenation makes them.
struct ScaledDim {
  llvm::SmallVector<ExtentProduct, 1> parts;

  /// A dimension of one part with one factor.
  static ScaledDim plain(int64_t old, int64_t now);
  Extent getTotal() const;
  bool isChanged() const;
  bool operator==(const ScaledDim &other) const { return parts == other.parts; }
};
using ScaledShape = llvm::SmallVector<ScaledDim, 4>;

/// The dimensions of a reshape's result: those of its input, of which runs are
/// merged and divided as sizes were. Nothing if a size that changed would have
/// to be divided and cannot.
std::optional<ScaledShape> reshapeDims(llvm::ArrayRef<ScaledDim> input,
                                       llvm::ArrayRef<int64_t> oldResult);

/// Gives a function inputs of other sizes, operation by operation.
class ResolutionScaler {
public:
  ResolutionScaler(mlir::func::FuncOp function, llvm::StringRef pass)
      : function(function), pass(pass) {}

  /// Sets the size of a dimension of an input, which is rows if `axis` is 0 and
  /// columns if it is 1.
  void setInput(unsigned argument, unsigned dim, int64_t size,
                std::optional<unsigned> axis);
  /// Lets all operations follow; reports the one that cannot.
  mlir::LogicalResult run();

private:
  ScaledShape &getShape(mlir::Value value);
  bool isChanged(mlir::Value value) { return isChanged(getShape(value)); }
  static bool isChanged(llvm::ArrayRef<ScaledDim> shape);
  /// Gives a value the type that follows from its dimensions.
  void setShape(mlir::Value value, ScaledShape shape);
  /// Notes how many rows (`axis` 0) or columns (1) images have now.
  void noteSize(unsigned axis, Extent size);
  /// How many rows or columns images have now that had `old`; nothing if none
  /// did, or if they differ.
  std::optional<int64_t> findSize(unsigned axis, int64_t old) const;
  mlir::InFlightDiagnostic report(mlir::Operation *op);

  /// What each kind of operation does; see ResolutionRules.cpp.
  mlir::LogicalResult follow(mlir::Operation *op);
  mlir::LogicalResult followBroadcast(mlir::Operation *op);
  mlir::LogicalResult followBroadcastDim(mlir::Operation *op, size_t fromBack,
                                         ScaledDim &dim);
  mlir::LogicalResult followReshape(mlir::Operation *op);
  mlir::LogicalResult followConcat(mlir::Operation *op);
  mlir::LogicalResult followSlice(mlir::Operation *op);
  mlir::LogicalResult followTranspose(mlir::Operation *op);
  mlir::LogicalResult followRepetition(mlir::Operation *op);
  mlir::LogicalResult followResize(mlir::Operation *op);
  mlir::LogicalResult followWindow(mlir::Operation *op);
  mlir::LogicalResult followProduct(mlir::Operation *op);
  mlir::LogicalResult followInference(mlir::Operation *op);

  /// Samples an operand that is a parameter anew, so that its dimension `dim`
  /// is `wanted`; false if it is none, or not of floating-point numbers.
  bool resample(mlir::OpOperand &operand, unsigned dim, const ScaledDim &wanted,
                bool keepSum);

  mlir::func::FuncOp function;
  llvm::StringRef pass;
  llvm::DenseMap<mlir::Value, ScaledShape> shapes;
  /// A tensor has more elements than are supported.
  bool isTooLarge = false;
  /// Numbers of rows and of columns that changed, before and after; 0 if one
  /// became several.
  std::map<int64_t, int64_t> sizes[2];
};

} // namespace tenon

#endif // LIB_TRANSFORMS_RESOLUTION_RESOLUTION_H

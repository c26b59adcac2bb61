//===- InputShapes.h - Shapes of the inputs of a model ----------*- C++ -*-===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_EXCHANGE_ONNX_MODEL_INPUTSHAPES_H
#define LIB_EXCHANGE_ONNX_MODEL_INPUTSHAPES_H

#include "mlir/IR/Diagnostics.h"
#include "tenon/Exchange/ONNX/ONNX.h"
#include <map>
#include <onnx/onnx_pb.h>

namespace tenon::onnx_frontend {

/// The shapes that a model gives its inputs, with what --shape binds: open
/// dimensions of one name have one size in all inputs.
class InputShapes {
public:
  explicit InputShapes(const OnnxImportOptions &options) : options(options) {}

  /// Takes the sizes of named dimensions from the shape that is bound to an
  /// input, if there is one.
  llvm::LogicalResult bindNames(const onnx::ValueInfoProto &input,
                                mlir::Location loc);
  /// The shape of an input; says what is open or does not fit.
  mlir::FailureOr<llvm::SmallVector<int64_t>>
  getShape(const onnx::ValueInfoProto &input, mlir::Location loc) const;

private:
  /// Whether an input has as many dimensions, and no others, as a shape.
  static bool fits(const onnx::TensorShapeProto &declared,
                   llvm::ArrayRef<int64_t> shape);

  struct Size {
    int64_t size;
    /// The input that it was bound with.
    std::string input;
  };

  const OnnxImportOptions &options;
  std::map<std::string, Size> sizes;
};

} // namespace tenon::onnx_frontend

#endif // LIB_EXCHANGE_ONNX_MODEL_INPUTSHAPES_H

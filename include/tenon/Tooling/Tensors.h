//===- Tensors.h - Tensors of tools ---------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLING_TENSORS_H
#define TENON_TOOLING_TENSORS_H

#include "tenon/Exchange/ONNX/ONNX.h"
#include "tenon/Support/HostTensor.h"
#include "tenon/Tooling/FileWriter.h"
#include "llvm/Support/Error.h"
#include <string>

namespace tenon {

/// Reads a tensor from a file: a NumPy file if the path ends with `.npy`,
/// otherwise an ONNX TensorProto. Emits diagnostics to the context.
mlir::FailureOr<HostTensor> readTensorFile(llvm::StringRef path,
                                           mlir::MLIRContext *context);

/// Parses a value `name=file` or `name=number,number...` of `--bind`. The error
/// message describes what was expected.
llvm::Error parseBinding(llvm::StringRef text, mlir::MLIRContext *context,
                         OnnxImportOptions &options);

/// Writes a tensor as a TensorProto if the path ends with `.pb`, otherwise as a
/// NumPy file.
llvm::Error addTensorFile(FileWriter &writer, llvm::StringRef path,
                          const HostTensor &tensor);

/// Creates random values for an input: floats are uniformly distributed in
/// [-1, 1), and integers and booleans are 0 or 1. The values depend only on the
/// type, the seed and `number`, the index of the input.
HostTensor makeRandomTensor(mlir::RankedTensorType type, uint64_t seed,
                            unsigned number);

/// The difference between two tensors of the same shape.
struct TensorDifference {
  /// Largest absolute difference; infinite if only one of two elements is NaN.
  double absolute = 0;
  /// The absolute difference relative to the largest finite value of the
  /// expected tensor, or the absolute difference itself if that value is zero.
  double relative = 0;
};
TensorDifference compareTensors(const HostTensor &actual,
                                const HostTensor &expected);

/// Returns a line of the form `NAME: TYPE, min A, max B, mean C, deviation D`.
std::string describeTensor(llvm::StringRef name, const HostTensor &tensor);

/// Returns all values as nested lists, with nine digits per value and one row
/// per line.
std::string printTensor(const HostTensor &tensor);

} // namespace tenon

#endif // TENON_TOOLING_TENSORS_H

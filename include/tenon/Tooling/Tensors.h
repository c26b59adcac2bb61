//===- Tensors.h - Tensors that tools read, make and compare --------------===//
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

/// Reads a tensor from a file: NumPy's `.npy`, or a TensorProto of ONNX with
/// any other ending. Diagnostics go to the context.
mlir::FailureOr<HostTensor> readTensorFile(llvm::StringRef path,
                                           mlir::MLIRContext *context);

/// Parses one `name=file` or `name=number,number...` of --bind; the error says
/// what was expected.
llvm::Error parseBinding(llvm::StringRef text, mlir::MLIRContext *context,
                         OnnxImportOptions &options);

/// Writes a tensor as a TensorProto if the path ends with `.pb`, else as
/// `.npy`.
llvm::Error addTensorFile(FileWriter &writer, llvm::StringRef path,
                          const HostTensor &tensor);

/// Values for an input: floats uniform in [-1, 1), integers and booleans 0 or
/// 1. Input `number` of one seed always has the same values.
HostTensor makeRandomTensor(mlir::RankedTensorType type, uint64_t seed,
                            unsigned number);

/// How far two tensors of one shape are apart.
struct TensorDifference {
  /// Largest absolute difference; infinite where only one is a number.
  double absolute = 0;
  /// The same relative to the largest finite value of the expected tensor;
  /// absolute where that is zero.
  double relative = 0;
};
TensorDifference compareTensors(const HostTensor &actual,
                                const HostTensor &expected);

/// One line: `NAME: TYPE, min A, max B, mean C, deviation D`.
std::string describeTensor(llvm::StringRef name, const HostTensor &tensor);

/// All values as nested lists, nine digits each, a row a line.
std::string printTensor(const HostTensor &tensor);

} // namespace tenon

#endif // TENON_TOOLING_TENSORS_H

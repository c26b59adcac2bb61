//===- Model.h - A parsed ONNX model --------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LIB_EXCHANGE_ONNX_MODEL_MODEL_H
#define LIB_EXCHANGE_ONNX_MODEL_MODEL_H

#include "mlir/IR/Diagnostics.h"
#include "tenon/Support/HostTensor.h"
#include <map>
#include <memory>
#include <string>

namespace onnx {
class ModelProto;
class TensorProto;
class TypeProto;
} // namespace onnx

namespace tenon::onnx_frontend {

/// Parses a serialized model; null if the bytes are none. Throws nothing.
std::unique_ptr<onnx::ModelProto> parseModel(llvm::StringRef bytes);

/// Runs ONNX's checker and serializes; an error text on failure.
/// Throws nothing.
std::string checkAndSerialize(const onnx::ModelProto &model,
                              std::string &bytes);

/// The types of values by name, as far as the model and ONNX's shape inference
/// know them. Throws nothing.
std::map<std::string, onnx::TypeProto> inferTypes(onnx::ModelProto &model);

/// Puts casts around nodes whose operator does not have the elements that it is
/// given, and has a wider type. Throws nothing.
void legalizeTypes(onnx::ModelProto &model);

/// The MLIR type of an ONNX element type; null if there is none.
mlir::Type getElementType(mlir::MLIRContext *context, int onnxType);
/// The inverse; 0 (undefined) if there is none.
int getOnnxType(mlir::Type elementType);
/// The name of an ONNX element type, for diagnostics.
std::string getOnnxTypeName(int onnxType);

/// Makes a host tensor of a TensorProto, which must outlive it. External data
/// are read from `folder`, which is empty if there is none. Checks the number
/// of bytes; reports at `loc`.
mlir::FailureOr<HostTensor> readTensor(const onnx::TensorProto &tensor,
                                       mlir::Location loc,
                                       llvm::StringRef folder = "");
/// The same, with the bytes moved out of the TensorProto.
mlir::FailureOr<HostTensor> takeTensor(onnx::TensorProto &tensor,
                                       mlir::Location loc,
                                       llvm::StringRef folder);

/// The bytes of a tensor with external data, which lie in `folder`: a file that
/// is elsewhere, too short or of another size is reported.
mlir::FailureOr<std::unique_ptr<std::string>>
readExternalData(const onnx::TensorProto &tensor, uint64_t bytes,
                 llvm::StringRef folder, mlir::Location loc);

} // namespace tenon::onnx_frontend

#endif // LIB_EXCHANGE_ONNX_MODEL_MODEL_H

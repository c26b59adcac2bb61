//===- ONNX.h - ONNX models in and out ------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_EXCHANGE_ONNX_ONNX_H
#define TENON_EXCHANGE_ONNX_ONNX_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "tenon/Support/HostTensor.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include <string>
#include <vector>

namespace tenon {

/// What becomes of nodes that have no operation in a network.
enum class HostMode {
  /// They are errors.
  Refuse,
  /// They are left out with everything that depends on them; what they read are
  /// outputs of the network. A warning names each.
  Cut,
  /// They are steps of the host, nn.host_step. A warning names each.
  Steps,
};

/// How an ONNX model is read.
struct OnnxImportOptions {
  /// Names of values that are to be the inputs and outputs of the network,
  /// instead of those of the model; empty for these. What no output needs is
  /// left out.
  std::vector<std::string> inputs, outputs;
  HostMode host = HostMode::Refuse;
  /// Shapes of inputs whose model leaves dimensions open, by input name, and of
  /// results of steps of the host that nothing says.
  llvm::StringMap<llvm::SmallVector<int64_t>> shapes;
  /// Values of inputs that the network is made for, by input name: they become
  /// constants, and their inputs disappear.
  llvm::StringMap<HostTensor> bindings;
  /// The folder of the model, where its external data lie; empty if it comes
  /// from no file.
  std::string folder;
  /// Keep the shapes of weights only, not their values.
  bool elideWeights = false;
};

/// Parses one `name=16000` or `name=1,3,8` into `options.bindings` as 64-bit
/// integers, or floats if a number is no integer; false if it is none. They
/// take the type of the input at import.
bool parseBindOption(llvm::StringRef text, mlir::MLIRContext *context,
                     OnnxImportOptions &options);

/// Parses one `name=1x3x224x224` into `options.shapes`; false if it is none.
bool parseShapeOption(llvm::StringRef text, OnnxImportOptions &options);

/// Reads a serialized ModelProto into a module with one function `@main`.
/// Diagnostics go to the context at the location of the node, or with the name
/// of the buffer; returns null after one. The buffer is freed as soon as it is
/// parsed: a model with its weights is twice in memory at most.
mlir::OwningOpRef<mlir::ModuleOp>
importOnnx(std::unique_ptr<llvm::MemoryBuffer> file, mlir::MLIRContext *context,
           const OnnxImportOptions &options);

/// Reads a serialized TensorProto into memory of its own; `fileName` is for
/// diagnostics.
mlir::FailureOr<HostTensor> readTensorProto(llvm::StringRef bytes,
                                            llvm::StringRef fileName,
                                            mlir::MLIRContext *context);

/// A tensor as a serialized TensorProto; quantized elements as the integers
/// that are stored.
std::string writeTensorProto(const HostTensor &tensor);

/// The operators that importOnnx knows, sorted.
std::vector<std::string> getImportedOnnxOperators();

/// Writes the only function of a module as a serialized ModelProto of opset 17
/// that ONNX's checker accepts. Parameters must have values and be no
/// expressions (nn-materialize-parameters); reports what can not be written.
llvm::LogicalResult exportOnnx(mlir::ModuleOp module, llvm::raw_ostream &os);

} // namespace tenon

#endif // TENON_EXCHANGE_ONNX_ONNX_H

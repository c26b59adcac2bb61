//===- ONNX.h - Import and export of ONNX models --------------------------===//
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

/// The handling of nodes that have no counterpart in the `nn` dialect.
enum class HostMode {
  /// Report an error.
  Refuse,
  /// Omit these nodes and everything that depends on them. Their inputs become
  /// outputs of the network. A warning names each node.
  Cut,
  /// Import these nodes as host steps (nn.host_step). A warning names each
  /// node.
  Steps,
};

/// Options of the import of an ONNX model.
struct OnnxImportOptions {
  /// Names of values that become the inputs and outputs of the network; if
  /// empty, the inputs and outputs of the model are used. Nodes that no output
  /// depends on are omitted.
  std::vector<std::string> inputs, outputs;
  HostMode host = HostMode::Refuse;
  /// Shapes by name, for inputs with dimensions that the model does not specify
  /// and for results of host steps whose shapes are unknown.
  llvm::StringMap<llvm::SmallVector<int64_t>> shapes;
  /// Fixed values of inputs, by input name. These values become constants, and
  /// the network does not have these inputs.
  llvm::StringMap<HostTensor> bindings;
  /// The folder of the model, which contains its external data; empty if the
  /// model does not come from a file.
  std::string folder;
  /// Import only the shapes of weights, not their values.
  bool elideWeights = false;
};

/// Parses `name=16000` or `name=1,3,8` and adds the values to
/// `options.bindings`, as 64-bit integers or, if a number is not an integer, as
/// floats. The import converts them to the type of the input. Returns false if
/// the text is invalid.
bool parseBindOption(llvm::StringRef text, mlir::MLIRContext *context,
                     OnnxImportOptions &options);

/// Parses `name=1x3x224x224` and adds the shape to `options.shapes`. Returns
/// false if the text is invalid.
bool parseShapeOption(llvm::StringRef text, OnnxImportOptions &options);

/// Imports a serialized ModelProto as a module with one function `@main`. Emits
/// diagnostics to the context, at the location of the node or with the name of
/// the buffer, and returns null if there is an error. The buffer is freed as
/// soon as it has been parsed, so the weights of a model are in memory at most
/// twice.
mlir::OwningOpRef<mlir::ModuleOp>
importOnnx(std::unique_ptr<llvm::MemoryBuffer> file, mlir::MLIRContext *context,
           const OnnxImportOptions &options);

/// Parses a serialized TensorProto into a tensor that owns its memory;
/// `fileName` is used in diagnostics.
mlir::FailureOr<HostTensor> readTensorProto(llvm::StringRef bytes,
                                            llvm::StringRef fileName,
                                            mlir::MLIRContext *context);

/// Returns a tensor as a serialized TensorProto. Quantized elements are written
/// as stored integers.
std::string writeTensorProto(const HostTensor &tensor);

/// Returns the operators that importOnnx supports, sorted.
std::vector<std::string> getImportedOnnxOperators();

/// Writes the only function of a module as a serialized ModelProto of opset 17
/// that ONNX's checker accepts. Parameters must have values and must not be
/// expressions (nn-materialize-parameters). Reports an error for each operation
/// that cannot be exported.
llvm::LogicalResult exportOnnx(mlir::ModuleOp module, llvm::raw_ostream &os);

} // namespace tenon

#endif // TENON_EXCHANGE_ONNX_ONNX_H

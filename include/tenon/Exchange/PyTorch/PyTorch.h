//===- PyTorch.h - Export of networks to PyTorch --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_EXCHANGE_PYTORCH_PYTORCH_H
#define TENON_EXCHANGE_PYTORCH_PYTORCH_H

#include "mlir/IR/BuiltinOps.h"
#include "tenon/Support/HostTensor.h"
#include <string>
#include <vector>

namespace tenon {

/// A network as a Python file.
struct PyTorchModel {
  /// The text of the Python file.
  std::string text;
  /// Values of parameters and buffers, with their names in the `state_dict` of
  /// the module; empty if the network has no weights.
  std::vector<HostTensor> tensors;
};

/// Exports the only function of a module as a `torch.nn.Module`. `weightsFile`
/// is the name of the `.npz` archive that the Python code loads from its own
/// folder. Parameters must not be expressions (nn-materialize-parameters), and
/// either all or none of them must have values. Reports an error for operations
/// that cannot be exported. The tensors of the result refer to the values of
/// the module, which must outlive them.
mlir::FailureOr<PyTorchModel> exportPyTorch(mlir::ModuleOp module,
                                            llvm::StringRef weightsFile);

} // namespace tenon

#endif // TENON_EXCHANGE_PYTORCH_PYTORCH_H
